import type { Purchases } from '../../science/history.ts'
import { type Outcome, ok, refused } from '../kernel/index.ts'
import type { WorkspaceHistory } from './workspace-history.ts'

/** Rows of the mirror above which the room refuses: 20 million purchases are about 0.6 GB of memory here. */
export const ORDERS_MAX = 20_000_000
/** Orders of one pass: its answer is some 25 MB of text. */
const PASS_ORDERS = 2_000_000
/** Strings of one pass, so that none grows past what JSON likes. */
const SLICES = 64
/** A pass of two million orders takes about a second; a busy disk may take far longer. */
const PASS_SECONDS = 300

/** Purchases of people under dense keys; `numbers[key]` is the number that stands for the person. */
export type PeoplePurchases = Purchases & {
  numbers: Float64Array
  /** Orders of each person; several of one day are one purchase but several orders. */
  orders: Int32Array
  ordersOfNobody: number
}

/**
 * Reads what everybody bought up to an instant: paid orders net of refunds, per person (merged customers are one) and
 * calendar day of the workspace; days that were refunded to nothing are left out, free gifts are not. A million orders
 * take about half a second.
 */
export async function readPurchases(
  history: WorkspaceHistory,
  { asOf, timeZone }: { asOf: Date; timeZone: string },
): Promise<Outcome<PeoplePurchases, 'too_many_orders'>> {
  const { rows, nobody } = await countOrders(history, asOf)
  if (rows > ORDERS_MAX) return refused('too_many_orders', { have: rows, most: ORDERS_MAX })
  const passes = Math.max(1, Math.ceil(rows / PASS_ORDERS))
  const held = holder()
  for (let pass = 0; pass < passes; pass++) {
    const slices = await history.rows<{ packed: string }>({
      sql: PURCHASES,
      params: { as_of_ms: asOf.getTime(), zone: timeZone, passes, pass, slices: SLICES },
      settings: { max_execution_time: PASS_SECONDS },
      comment: 'insight.purchases',
    })
    for (const { packed } of slices) unpackPurchases(packed, held)
  }
  return ok({ ...held.purchases(), ordersOfNobody: nobody })
}

/** An upper bound of the rows and the orders that name nobody, before anything large is asked for. */
async function countOrders(history: WorkspaceHistory, asOf: Date) {
  const [found] = await history.rows<{ rows: string | number; nobody: string | number }>({
    sql: `
      select count() as rows, countIf(customer = 0) as nobody
      from customer_order final
      where workspace = {workspace:UInt32}
        and gone = 0
        and state in ('paid', 'refunded')
        and ordered_at <= fromUnixTimestamp64Milli({as_of_ms:Int64})`,
    params: { as_of_ms: asOf.getTime() },
    comment: 'insight.orders count',
  })
  return { rows: Number(found?.rows ?? 0), nobody: Number(found?.nobody ?? 0) }
}

/**
 * One line of numbers per person: "number orders day net day net", people parted by ";". As text because it is smaller than
 * JSON objects by a factor of five and is read without making an object per purchase.
 */
const PURCHASES = `
  select
    arrayStringConcat(
      groupArray(concat(toString(person), ' ', toString(orders), ' ', arrayStringConcat(bought, ' '))), ';'
    ) as packed
  from (
    select person, sum(day_orders) as orders, groupArray(concat(toString(day), ' ', toString(net))) as bought
    from (
      select
        if(v.person = 0, o.customer, v.person) as person,
        toUInt16(toDate(o.ordered_at, {zone:String})) as day,
        sum(o.net) as net,
        count() as day_orders
      from (
        select customer, ordered_at, paid - refunded as net, refunded
        from customer_order final
        where workspace = {workspace:UInt32}
          and gone = 0
          and customer > 0
          and state in ('paid', 'refunded')
          and ordered_at <= fromUnixTimestamp64Milli({as_of_ms:Int64})
      ) as o
      left join (
        select customer, person
        from customer_override final
        where workspace = {workspace:UInt32}
          and gone = 0
      ) as v on v.customer = o.customer
      where if(v.person = 0, o.customer, v.person) % {passes:UInt32} = {pass:UInt32}
      group by person, day
      having net > 0 or sum(o.refunded) = 0
    )
    group by person
  )
  group by intDiv(person, {passes:UInt32}) % {slices:UInt32}`

const SPACE = 32
const SEMICOLON = 59
const ZERO = 48

/** Reads one packed string into the holder. Exported for its test. */
export function unpackPurchases(packed: string, into: PurchaseHolder): void {
  if (packed === '') return
  let value = 0
  let field = 0
  let day = 0
  for (let i = 0; i <= packed.length; i++) {
    const char = i < packed.length ? packed.charCodeAt(i) : SEMICOLON
    if (char !== SPACE && char !== SEMICOLON) {
      value = value * 10 + char - ZERO
      continue
    }
    if (field === 0) into.person(value)
    else if (field === 1) into.orders(value)
    else if (field % 2 === 0) day = value
    else into.purchase(day, value)
    value = 0
    field = char === SPACE ? field + 1 : 0
  }
}

export type PurchaseHolder = ReturnType<typeof holder>

/** Typed arrays that grow by doubling: 16 bytes a purchase, no objects. */
export function holder() {
  let numbers = new Float64Array(1024)
  let orders = new Int32Array(1024)
  let people = 0
  let customer = new Int32Array(4096)
  let day = new Int32Array(4096)
  let amount = new Float64Array(4096)
  let size = 0
  return {
    person(number: number): void {
      if (people === numbers.length) {
        numbers = grown(numbers, new Float64Array(2 * people))
        orders = grown(orders, new Int32Array(2 * people))
      }
      numbers[people++] = number
    },
    orders(count: number): void {
      orders[people - 1] = count
    },
    purchase(on: number, net: number): void {
      if (size === day.length) {
        customer = grown(customer, new Int32Array(2 * size))
        day = grown(day, new Int32Array(2 * size))
        amount = grown(amount, new Float64Array(2 * size))
      }
      customer[size] = people - 1
      day[size] = on
      amount[size++] = net
    },
    purchases(): Omit<PeoplePurchases, 'ordersOfNobody'> {
      return {
        customers: people,
        customer: customer.subarray(0, size),
        day: day.subarray(0, size),
        amount: amount.subarray(0, size),
        numbers: numbers.subarray(0, people),
        orders: orders.subarray(0, people),
      }
    },
  }
}

function grown<A extends Int32Array | Float64Array>(from: A, to: A): A {
  to.set(from)
  return to
}
