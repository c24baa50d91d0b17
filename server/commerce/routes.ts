import { order, orderQuery } from '../../contract/order.ts'
import { pageOf } from '../../contract/page.ts'
import { type App, Problem, readId, showId } from '../kernel/index.ts'
import type { Database } from '../postgres/index.ts'
import { type ListedOrder, listOrders } from './order-list.ts'

/** The list of orders: by number, state, days, import or customer. */
export function routes(app: App, deps: { db: Database }): void {
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
      const page = await deps.db.inWorkspace(tenant.id, (tx) =>
        listOrders(tx, tenant.id, {
          ...filter,
          ...(import_ ? { importId: import_ } : {}),
          ...(customer ? { customerIds: [customer] } : {}),
        }),
      )
      return { ...page, items: page.items.map(shown) }
    },
  )
}

function demand(id: string | null): string {
  if (id === null) throw new Problem('not_found')
  return id
}

function shown(listed: ListedOrder) {
  return {
    ...listed,
    id: showId('order', listed.id),
    customerId: listed.customerId === null ? null : showId('customer', listed.customerId),
    importId: listed.importId === null ? null : showId('import', listed.importId),
    orderedAt: listed.orderedAt.toISOString(),
    paidAt: listed.paidAt?.toISOString() ?? null,
    cancelledAt: listed.cancelledAt?.toISOString() ?? null,
  }
}
