import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { type App, presentOf, showId } from '../kernel/index.ts'
import { TOKEN_CHARACTERS } from '../page/index.ts'
import { audit } from '../staff/index.ts'
import type { ChannelRouteDeps } from './route-deps.ts'
import { unsubscribe } from './unsubscribe.ts'
import { type PageKind, unsubscribePage, unsubscribeReason } from './unsubscribe-text.ts'

const token = z.object({ token: z.string().max(TOKEN_CHARACTERS * 2) })
const ASKED_A_MINUTE = 120
/** What a mail program posts is one word (RFC 8058). */
const BODY_BYTES_MAX = 4_096

/**
 * The way out of letters (`/u/…`). Looking at it changes nothing, because scanners follow every link of a letter; the POST
 * does it, from the page's button or from the mail program's own. Open to everybody: the token is the right.
 */
export function unsubscribeRoutes(app: App, deps: ChannelRouteDeps): void {
  const config = { rateLimit: { max: ASKED_A_MINUTE, timeWindow: '1 minute' } }
  const page = (request: FastifyRequest, kind: PageKind) =>
    unsubscribePage(
      kind,
      request.headers['accept-language']?.toLowerCase().startsWith('en') ? 'en' : 'zh',
    )
  const meant = async (shown: string) => {
    const read = deps.links.read(shown)
    if (read?.kind !== 'unsubscribe') return null
    const tenant = (await deps.tenants()).find(({ no }) => no === read.workspaceNo)
    return tenant ? { tenant, deliveryId: read.id } : null
  }
  app.get('/u/:token', { config, schema: { params: token } }, async (request, reply) => {
    const found = await meant(request.params.token)
    reply.header('cache-control', 'no-store').header('referrer-policy', 'no-referrer')
    reply.code(found ? 200 : 404).type('text/html; charset=utf-8')
    return reply.send(page(request, found ? 'ask' : 'dead'))
  })
  app.register(async (scope: App) => {
    scope.removeAllContentTypeParsers()
    // The token says it all; the body is read to its end and not looked at.
    scope.addContentTypeParser(
      '*',
      { parseAs: 'buffer', bodyLimit: BODY_BYTES_MAX },
      (_asked, _body, done) => done(null),
    )
    scope.post('/u/:token', { config, schema: { params: token } }, async (request, reply) => {
      const found = await meant(request.params.token)
      const real = deps.clock.now()
      const isDone =
        found !== null &&
        (await deps.db.inWorkspace(found.tenant.id, async (tx) => {
          const { tenant, deliveryId } = found
          const ctx = { tenant, now: presentOf(tenant, deps.clock) }
          const customerId = await unsubscribe(tx, ctx, {
            deliveryId,
            reason: unsubscribeReason,
            real,
          })
          if (customerId === null) return false
          await audit(tx, {
            workspaceId: tenant.id,
            staffId: null,
            at: real,
            action: 'consent.unsubscribed',
            subject: showId('customer', customerId),
            detail: { carrier: 'email' },
          })
          return true
        }))
      reply.header('cache-control', 'no-store').header('referrer-policy', 'no-referrer')
      reply.code(isDone ? 200 : 404).type('text/html; charset=utf-8')
      return reply.send(page(request, isDone ? 'done' : 'dead'))
    })
  })
}
