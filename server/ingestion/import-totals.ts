import type { ImportTotals } from '../../contract/import.ts'
import type { Told } from './read-row.ts'

/** Adds up what rows told, before anything is taken over: rows, sums in minor units, people and the span of days. */
export function createTotals() {
  const people = new Set<string>()
  const sums = { rows: 0, failed: 0, amount: 0, paid: 0, refunded: 0, unpaid: 0, cancelled: 0 }
  let first = Number.POSITIVE_INFINITY
  let last = Number.NEGATIVE_INFINITY
  return {
    fail(): void {
      sums.rows += 1
      sums.failed += 1
    },
    add(told: Told): void {
      sums.rows += 1
      const [claim] = told.row.claims
      if (claim) people.add(`${claim.kind} ${claim.value}`)
      if (told.kind === 'customers') {
        if (told.row.joinedAt !== null) span(Date.parse(told.row.joinedAt))
        return
      }
      const { order } = told.row
      sums.amount += order.amount ?? 0
      sums.paid += order.payment?.paid ?? 0
      sums.refunded += order.refunds.reduce((sum, { amount }) => sum + amount, 0)
      if (order.cancelledAt !== null) sums.cancelled += 1
      else if (order.orderedAt !== null && order.payment === null) sums.unpaid += 1
      if (order.orderedAt instanceof Date) span(order.orderedAt.getTime())
    },
    result(isWhole: boolean): ImportTotals {
      return {
        ...sums,
        isWhole,
        people: people.size,
        firstAt: Number.isFinite(first) ? new Date(first).toISOString() : null,
        lastAt: Number.isFinite(last) ? new Date(last).toISOString() : null,
      }
    },
  }

  function span(at: number): void {
    first = Math.min(first, at)
    last = Math.max(last, at)
  }
}
