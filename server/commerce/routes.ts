import { order, orderQuery } from '../../contract/order.ts'
import { pageOf } from '../../contract/page.ts'
import { everyRowOf, listedPersons } from '../customer/index.ts'
import { type App, Problem, readId, showId } from '../kernel/index.ts'
import { type ListedOrder, listOrders } from './order-list.ts'
import type { CommerceDeps } from './route-deps.ts'
import { productRoutes } from './routes-product.ts'
import { recommendedRoutes } from './routes-recommended.ts'

/** What is sold, and to whom it was. */
export function routes(app: App, deps: CommerceDeps): void {
  orderRoutes(app, deps)
  productRoutes(app, deps)
  recommendedRoutes(app, deps)
}

/** The list of orders: by number, state, days, import or customer. */
function orderRoutes(app: App, deps: CommerceDeps): void {
  app.get(
    '/api/orders',
    {
      config: { permission: 'customers.read' },
      schema: { querystring: orderQuery, response: { 200: pageOf(order) } },
    },
    async (request) => {
      const { tenant } = request.session
      const { importId, customerId, ...filter } = request.query
      const import_ = importId === undefined ? null : demand(readId('import', importId))
      const customer = customerId === undefined ? null : demand(readId('customer', customerId))
      return deps.db.inWorkspace(tenant.id, async (tx) => {
        const customerIds = customer ? await everyRowOf(tx, tenant.id, customer) : null
        const page = await listOrders(tx, tenant.id, {
          ...filter,
          ...(import_ ? { importId: import_ } : {}),
          ...(customerIds ? { customerIds } : {}),
        })
        const buyers = page.items.flatMap(({ customerId }) => customerId ?? [])
        const persons = await listedPersons(tx, tenant.id, buyers)
        return { ...page, items: page.items.map((listed) => shown(listed, persons)) }
      })
    },
  )
}

function demand(id: string | null): string {
  if (id === null) throw new Problem('not_found')
  return id
}

/** As the screen shows it; of a merged buyer the person is named. */
function shown(listed: ListedOrder, persons: Awaited<ReturnType<typeof listedPersons>>) {
  const buyer = listed.customerId === null ? undefined : persons.get(listed.customerId)
  return {
    ...listed,
    id: showId('order', listed.id),
    customerId: buyer === undefined ? null : showId('customer', buyer.id),
    customerNo: buyer?.no ?? listed.customerNo,
    customerName: buyer?.name ?? null,
    importId: listed.importId === null ? null : showId('import', listed.importId),
    orderedAt: listed.orderedAt.toISOString(),
    paidAt: listed.paidAt?.toISOString() ?? null,
    cancelledAt: listed.cancelledAt?.toISOString() ?? null,
  }
}
