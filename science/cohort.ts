import type { Purchases } from './history.ts'

/** Customers whose first order fell in `month` (yyyy-mm), and what they did in that month and later ones. */
export type Cohort = {
  month: string
  size: number
  /** Customers with an order, by months since the first: active[0] = size. */
  active: number[]
  /** Sum of amounts in minor units, by months since the first. */
  revenue: number[]
}

/**
 * Monthly cohorts by first order, in time order; months without a new customer are left out.
 *
 * @param purchases days as days since 1970-01-01 in the workspace's own calendar
 */
export function monthlyCohorts(purchases: Purchases): Cohort[] {
  const { customers, customer, day, amount } = purchases
  if (day.length === 0) return []
  const { monthOf, firstDay, firstMonth, months } = calendarOf(day)
  const joined = new Int32Array(customers).fill(months)
  const month = new Uint16Array(day.length)
  for (let i = 0; i < day.length; i++) {
    const who = customer[i] ?? 0
    const at = monthOf[(day[i] ?? 0) - firstDay] ?? 0
    month[i] = at
    if (at < (joined[who] ?? 0)) joined[who] = at
  }
  const active = new Int32Array(months * months)
  const revenue = new Float64Array(months * months)
  const words = Math.ceil(months / 32)
  const seen = new Uint32Array(customers * words)
  for (let i = 0; i < day.length; i++) {
    const who = customer[i] ?? 0
    const at = month[i] ?? 0
    const cell = (joined[who] ?? 0) * months + at
    revenue[cell] = (revenue[cell] ?? 0) + (amount[i] ?? 0)
    const word = who * words + (at >> 5)
    const bit = 1 << (at & 31)
    const before = seen[word] ?? 0
    if (before & bit) continue
    seen[word] = before | bit
    active[cell] = (active[cell] ?? 0) + 1
  }
  return Array.from({ length: months }, (_, at) => {
    const cells = [at * months + at, (at + 1) * months] as const
    return {
      month: monthName(firstMonth + at),
      size: active[cells[0]] ?? 0,
      active: Array.from(active.subarray(...cells)),
      revenue: Array.from(revenue.subarray(...cells)),
    }
  }).filter((cohort) => cohort.size > 0)
}

/** The month of every day between the first and the last, counted from the first month. */
function calendarOf(day: Int32Array) {
  let firstDay = day[0] ?? 0
  let lastDay = firstDay
  for (const on of day) {
    if (on < firstDay) firstDay = on
    if (on > lastDay) lastDay = on
  }
  const firstMonth = monthNumber(firstDay)
  const monthOf = Uint16Array.from(
    { length: lastDay - firstDay + 1 },
    (_, i) => monthNumber(firstDay + i) - firstMonth,
  )
  return { monthOf, firstDay, firstMonth, months: monthNumber(lastDay) - firstMonth + 1 }
}

function monthNumber(day: number): number {
  const date = new Date(day * 86_400_000)
  return date.getUTCFullYear() * 12 + date.getUTCMonth()
}

const monthName = (month: number) =>
  `${Math.floor(month / 12)}-${`${(month % 12) + 1}`.padStart(2, '0')}`
