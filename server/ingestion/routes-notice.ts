import { z } from 'zod'
import { corpNotices } from '../../contract/notice.ts'
import { type App, type Clock, Problem, readId } from '../kernel/index.ts'
import type { Database } from '../postgres/index.ts'
import { openNotices, settleNotice } from './notices.ts'

/** What WeCom told that somebody has to see to. */
export function noticeRoutes(app: App, deps: { db: Database; clock: Clock }): void {
  app.get(
    '/api/corp-notices',
    {
      config: { permission: 'customers.read' },
      schema: { tags: ['wecom'], response: { 200: corpNotices } },
    },
    async (request) => {
      const { tenant } = request.session
      return deps.db.inWorkspace(tenant.id, (tx) => openNotices(tx, tenant))
    },
  )
  app.put(
    '/api/corp-notices/:id/settlement',
    {
      config: { permission: 'customers.write' },
      schema: {
        tags: ['wecom'],
        params: z.object({ id: z.string() }),
        response: { 200: z.object({ ok: z.literal(true) }) },
      },
    },
    async (request) => {
      const { tenant, staffId: by } = request.session
      const id = readId('notice', request.params.id)
      const now = deps.clock.now()
      const isDone =
        id !== null &&
        (await deps.db.inWorkspace(tenant.id, (tx) => settleNotice(tx, tenant, { id, by, now })))
      if (!isDone) throw new Problem('not_found')
      return { ok: true as const }
    },
  )
}
