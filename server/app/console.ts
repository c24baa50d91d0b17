import { existsSync } from 'node:fs'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import { type App, home } from '../kernel/index.ts'

/** Serves the built console. Paths that are neither a file nor the API's belong to its own routes: they get its page. */
export async function serveConsole(app: App): Promise<void> {
  const root = join(home, 'dist', 'web', 'console')
  if (!existsSync(join(root, 'index.html'))) return
  await app.register(fastifyStatic, {
    root,
    wildcard: false,
    preCompressed: false,
    // Built files carry a hash in their name; the page itself must be asked for anew.
    setHeaders: (reply, path) => {
      const hashed = path.includes('/assets/')
      reply.header('cache-control', hashed ? 'public, max-age=31536000, immutable' : 'no-cache')
    },
  })
  app.get('/*', { schema: { hide: true } }, (request, reply) => {
    const ours = /^\/(api|v1|assets|livez|readyz|openapi\.json)(\/|$|\?)/.test(request.url)
    if (ours) return reply.callNotFound()
    return reply.header('cache-control', 'no-cache').sendFile('index.html')
  })
}
