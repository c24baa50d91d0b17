import { z } from 'zod'
import { recommendations } from '../../contract/recommendation.ts'
import { type App, Problem } from '../kernel/index.ts'
import { recommendFor } from './recommend-for.ts'
import { asking, type CommerceDeps, idIn } from './route-deps.ts'

/** What is right for one person next. */
export function recommendedRoutes(app: App, deps: CommerceDeps): void {
  app.get(
    '/api/recommendations/customers/:id',
    {
      config: { permission: 'customers.read' },
      schema: { params: z.object({ id: z.string() }), response: { 200: recommendations } },
    },
    async (request) => {
      const { tenant, present, within } = asking(deps, request)
      const customerId = idIn('customer', request.params.id)
      const found = await within((tx) => recommendFor(tx, tenant, { customerId, now: present }))
      if (!found) throw new Problem('not_found')
      return found
    },
  )
}
