/**
 * What a brand sold, one entry per purchase: the customer's key, the workspace's own calendar day as
 * a day number (any epoch; days are compared, never converted), the amount in minor units.
 * Entries may come in any order. Customers are keys 0 … customers-1 (dense numbers), because a
 * million strings do not belong in an inner loop; {@link historyOf} makes them from any keys.
 */
export type Purchases = {
  customers: number
  customer: Int32Array
  day: Int32Array
  amount: Float64Array
}

/**
 * Per customer, up to a cut day (inclusive): `x` further purchase days, `tx` weeks from first to last
 * purchase day, `T` weeks from first purchase day to the cut, both unrounded (days / 7);
 * `meanRepeatSpend` in minor units per purchase day without the first day (0 when x = 0);
 * `sumLogGaps` = Σ ln(gap in weeks), needed for the regularity k. Customers without a purchase up to
 * the cut are left out: `customer[i]` is the key of entry i.
 */
export type PurchaseHistory = {
  customer: Int32Array
  firstDay: Int32Array
  x: Int32Array
  tx: Float64Array
  T: Float64Array
  meanRepeatSpend: Float64Array
  sumLogGaps: Float64Array
  /** Purchase days after each customer's first. */
  repeats: number
  /** Median of the completed gaps between purchase days; NaN without repeats. */
  medianGapDays: number
  /** Days from the earliest purchase to the cut. */
  calibrationDays: number
}

/** Turns purchases under any keys (card, phone, id) into dense ones; `keys[i]` names customer i. */
export function denseCustomers(
  purchases: Iterable<{ key: string; day: number; amount: number }>,
): Purchases & { keys: string[] } {
  const numbers = new Map<string, number>()
  const customer: number[] = []
  const day: number[] = []
  const amount: number[] = []
  for (const purchase of purchases) {
    const number = numbers.get(purchase.key) ?? numbers.size
    numbers.set(purchase.key, number)
    customer.push(number)
    day.push(purchase.day)
    amount.push(purchase.amount)
  }
  return {
    customers: numbers.size,
    customer: Int32Array.from(customer),
    day: Int32Array.from(day),
    amount: Float64Array.from(amount),
    keys: [...numbers.keys()],
  }
}

/**
 * The buy-till-you-die table (Fader, Hardie & Lee 2005), purchases of one calendar day merged into
 * one. A day with a refund that nets to zero or less is no purchase; a day of free goods is one.
 *
 * @param cutDay purchases after this day are not seen
 */
export function historyOf(purchases: Purchases, cutDay: number): PurchaseHistory {
  const days = purchaseDays(purchases, cutDay)
  const held = days.customers
  const history = emptyHistory(held)
  const gaps: number[] = []
  let earliest = cutDay
  for (let i = 0; i < held; i++) {
    const from = days.start[i] ?? 0
    const to = days.start[i + 1] ?? 0
    const first = days.day[from] ?? 0
    let spend = 0
    let logGaps = 0
    for (let j = from + 1; j < to; j++) {
      const gap = (days.day[j] ?? 0) - (days.day[j - 1] ?? 0)
      gaps.push(gap)
      logGaps += Math.log(gap / 7)
      spend += days.amount[j] ?? 0
    }
    const x = to - from - 1
    history.customer[i] = days.customer[i] ?? 0
    history.firstDay[i] = first
    history.x[i] = x
    history.tx[i] = ((days.day[to - 1] ?? 0) - first) / 7
    history.T[i] = (cutDay - first) / 7
    history.meanRepeatSpend[i] = x > 0 ? spend / x : 0
    history.sumLogGaps[i] = logGaps
    history.repeats += x
    earliest = Math.min(earliest, first)
  }
  history.calibrationDays = cutDay - earliest
  history.medianGapDays = median(gaps)
  return history
}

/** Merged purchase days, grouped by customer and ascending; only customers with at least one. */
export type PurchaseDays = {
  customers: number
  customer: Int32Array
  /** Entries of customer i are start[i] … start[i+1]-1. */
  start: Int32Array
  day: Int32Array
  amount: Float64Array
}

/** Merges purchases per customer and calendar day up to `cutDay`; days refunded to ≤ 0 drop out. */
export function purchaseDays(purchases: Purchases, cutDay: number): PurchaseDays {
  const { customers, customer, day, amount } = purchases
  const order = byCustomerAndDay(purchases, cutDay)
  const held: number[] = []
  const start: number[] = []
  const days = new Int32Array(order.length)
  const amounts = new Float64Array(order.length)
  let size = 0
  let last = customers
  for (let i = 0; i < order.length; ) {
    const first = order[i] ?? 0
    const who = customer[first] ?? 0
    const on = day[first] ?? 0
    let sum = 0
    let refunded = false
    for (; i < order.length; i++) {
      const at = order[i] ?? 0
      if (customer[at] !== who || day[at] !== on) break
      const paid = amount[at] ?? 0
      sum += paid
      refunded ||= paid < 0
    }
    if (refunded && sum <= 0) continue
    if (who !== last) {
      held.push(who)
      start.push(size)
      last = who
    }
    days[size] = on
    amounts[size++] = sum
  }
  start.push(size)
  return {
    customers: held.length,
    customer: Int32Array.from(held),
    start: Int32Array.from(start),
    day: days.subarray(0, size),
    amount: amounts.subarray(0, size),
  }
}

/** Positions of the purchases up to the cut, by customer, then day: two counting passes, no comparison sort. */
function byCustomerAndDay({ customers, customer, day }: Purchases, cutDay: number): Int32Array {
  let earliest = cutDay
  let seen = 0
  for (const on of day) {
    if (on > cutDay) continue
    seen++
    if (on < earliest) earliest = on
  }
  const byDay = new Int32Array(seen)
  const dayEnd = new Int32Array(cutDay - earliest + 2)
  for (const on of day) if (on <= cutDay) bump(dayEnd, on - earliest + 1)
  accumulate(dayEnd)
  for (let i = 0; i < day.length; i++) {
    const on = day[i] ?? 0
    if (on <= cutDay) byDay[bump(dayEnd, on - earliest)] = i
  }
  const sorted = new Int32Array(seen)
  const customerEnd = new Int32Array(customers + 1)
  for (const at of byDay) bump(customerEnd, (customer[at] ?? 0) + 1)
  accumulate(customerEnd)
  for (const at of byDay) sorted[bump(customerEnd, customer[at] ?? 0)] = at
  return sorted
}

function bump(counts: Int32Array, at: number): number {
  const was = counts[at] ?? 0
  counts[at] = was + 1
  return was
}

function accumulate(counts: Int32Array): void {
  for (let i = 1; i < counts.length; i++) counts[i] = (counts[i] ?? 0) + (counts[i - 1] ?? 0)
}

function median(values: number[]): number {
  const sorted = Int32Array.from(values).sort()
  const middle = (sorted.length - 1) / 2
  const low = sorted[Math.floor(middle)] ?? Number.NaN
  const high = sorted[Math.ceil(middle)] ?? Number.NaN
  return (low + high) / 2
}

function emptyHistory(customers: number): PurchaseHistory {
  return {
    customer: new Int32Array(customers),
    firstDay: new Int32Array(customers),
    x: new Int32Array(customers),
    tx: new Float64Array(customers),
    T: new Float64Array(customers),
    meanRepeatSpend: new Float64Array(customers),
    sumLogGaps: new Float64Array(customers),
    repeats: 0,
    medianGapDays: Number.NaN,
    calibrationDays: 0,
  }
}
