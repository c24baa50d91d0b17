import { existsSync } from 'node:fs'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyReply } from 'fastify'
import { type App, home } from '../kernel/index.ts'

const built = (entrance: 'console' | 'sidebar') => join(home, 'dist', 'web', entrance)

/** Serves the built console. Paths that are neither a file nor the API's belong to its own routes: they get its page. */
export async function serveConsole(app: App): Promise<void> {
  const root = built('console')
  if (!existsSync(join(root, 'index.html'))) return
  await app.register(fastifyStatic, {
    root,
    wildcard: false,
    preCompressed: false,
    setHeaders,
  })
  app.get('/*', { schema: { hide: true } }, (request, reply) => {
    const ours = /^\/(api|v1|assets|livez|readyz|openapi\.json)(\/|$|\?)/.test(request.url)
    if (ours) return reply.callNotFound()
    return reply.header('cache-control', 'no-cache').sendFile('index.html')
  })
}

/**
 * Serves the sidebar below `/sidebar/`. WeCom opens it in a window of its own; only the phone of a sandbox has it in a frame.
 * @param frame the origin of that sandbox; null: nobody may put it in a frame.
 */
export async function serveSidebar(app: App, frame: string | null): Promise<void> {
  const root = built('sidebar')
  if (!existsSync(join(root, 'index.html'))) return
  await app.register(async (inner) => {
    inner.addHook('onSend', async (_request, reply) => {
      if (frame !== null) letFrame(reply, frame)
    })
    await inner.register(fastifyStatic, {
      root,
      prefix: '/sidebar/',
      wildcard: false,
      preCompressed: false,
      decorateReply: false,
      setHeaders,
    })
  })
  const page = (_request: unknown, reply: FastifyReply) => {
    if (frame !== null) letFrame(reply, frame)
    return reply.header('cache-control', 'no-cache').sendFile('index.html', root)
  }
  app.get('/sidebar', { schema: { hide: true } }, page)
  app.get('/sidebar/*', { schema: { hide: true } }, page)
}

function letFrame(reply: FastifyReply, origin: string): void {
  const policy = reply.getHeader('content-security-policy')
  if (typeof policy === 'string')
    reply.header(
      'content-security-policy',
      policy.replace("frame-ancestors 'none'", `frame-ancestors ${origin}`),
    )
  reply.removeHeader('x-frame-options')
}

/** Built files carry a hash in their name; the page itself must be asked for anew. */
function setHeaders(reply: { header(name: string, value: string): unknown }, path: string): void {
  const hashed = path.includes('/assets/')
  reply.header('cache-control', hashed ? 'public, max-age=31536000, immutable' : 'no-cache')
}
