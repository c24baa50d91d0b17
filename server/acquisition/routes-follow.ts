import { z } from 'zod'
import { shownFollows as contractFollows } from '../../contract/follow.ts'
import { type App, Problem, presentOf } from '../kernel/index.ts'
import { shownFollows } from './follows.ts'
import { type AcquisitionDeps, idIn } from './route-deps.ts'

/** Whom a person follows, and where that came from. */
export function followRoutes(app: App, deps: AcquisitionDeps): void {
  app.get(
    '/api/customers/:id/follows',
    {
      config: { permission: 'customers.read' },
      schema: { params: z.object({ id: z.string() }), response: { 200: contractFollows } },
    },
    async (request) => {
      const { tenant } = request.session
      const customerId = idIn('customer', request.params.id)
      const present = presentOf(tenant, deps.clock)
      const items = await deps.db.inWorkspace(tenant.id, (tx) =>
        shownFollows(tx, tenant, { customerId, present }),
      )
      if (!items) throw new Problem('not_found')
      return { items }
    },
  )
}
