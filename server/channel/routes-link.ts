import { z } from 'zod'
import { type App, presentOf } from '../kernel/index.ts'
import { isRobot, personalUrl, TOKEN_CHARACTERS } from '../page/index.ts'
import { hearClick } from './hear-click.ts'
import { deadLinkPage } from './link-text.ts'
import type { ChannelRouteDeps } from './route-deps.ts'

const token = z.object({ token: z.string().max(TOKEN_CHARACTERS * 2) })
/** From one address; a phone behind a carrier shares its address with many. */
const CLICKS_A_MINUTE = 600

/**
 * Where links in messages lead (`/r/…`): counted, and sent on to the address in our own ledger. Open to everybody: it is
 * followed by customers.
 */
export function linkRoutes(app: App, deps: ChannelRouteDeps): void {
  app.get(
    '/r/:token',
    {
      config: { rateLimit: { max: CLICKS_A_MINUTE, timeWindow: '1 minute' } },
      schema: { params: token },
    },
    async (request, reply) => {
      reply.header('cache-control', 'no-store').header('referrer-policy', 'no-referrer')
      const read = deps.links.read(request.params.token)
      const followed = read?.kind === 'delivery' || read?.kind === 'message' ? read : null
      const tenant = followed
        ? (await deps.tenants()).find(({ no }) => no === followed.workspaceNo)
        : undefined
      const isCounted = request.method === 'GET' && !isRobot(request.headers)
      const way =
        followed && tenant
          ? await deps.db.inWorkspace(tenant.id, (tx) =>
              hearClick(tx, { tenant, now: presentOf(tenant, deps.clock) }, followed, isCounted),
            )
          : null
      if (way && tenant) return reply.redirect(personalUrl(deps.links, tenant, way), 302)
      const isEnglish = request.headers['accept-language']?.toLowerCase().startsWith('en') ?? false
      const page = deadLinkPage(isEnglish ? 'en' : 'zh')
      return reply.code(404).type('text/html; charset=utf-8').send(page)
    },
  )
}
