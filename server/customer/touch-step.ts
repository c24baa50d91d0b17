import { type ApplyStep, nothingApplied } from '../event/index.ts'
import { touch } from './touch.ts'

/** The line of the table of appliers that lets orders count as the last thing a customer did. */
export const touchStep: ApplyStep = {
  name: 'touch',
  on: ['order.created', 'order.paid', 'order.cancelled', 'order.refunded'],
  apply: async (tx, { tenant }, events) => {
    const seen = events.flatMap(({ customerId, name, at }) =>
      customerId === null ? [] : [{ id: customerId, name, at }],
    )
    await touch(tx, tenant.id, seen)
    return nothingApplied
  },
}
