import { type ApplyStep, nothingApplied } from '../event/index.ts'
import { noteTold } from './told.ts'
import { touch } from './touch.ts'

/** The line of the table of appliers that lets orders, and links that were followed, count as the last thing a customer did. */
export const touchStep: ApplyStep = {
  name: 'touch',
  on: ['order.created', 'order.paid', 'order.cancelled', 'order.refunded', 'message.clicked'],
  apply: async (tx, { tenant, now }, events) => {
    const seen = events.flatMap(({ customerId, name, at, importNo }) =>
      customerId === null ? [] : [{ id: customerId, customerId, name, at, importNo }],
    )
    await noteTold(tx, tenant.id, { tellings: seen, now })
    await touch(tx, tenant.id, seen)
    return nothingApplied
  },
}
