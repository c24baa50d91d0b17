import type { PersonValue, RfmClassName } from '../../contract/insight.ts'
import { showId, type Tenant } from '../kernel/index.ts'
import type { Tx } from '../postgres/index.ts'
import { dayNumber } from './day.ts'
import type { FinishedFit, StoredValue } from './fit-store.ts'
import { P_ALIVE_LEAVING } from './forecast.ts'
import type { WorkspaceHistory } from './workspace-history.ts'

/** Who stands behind numbers: the customer room's knowledge, given by the composition. */
export type PeopleBook = {
  /** Name and id of the person each number belongs to, by number. Unknown numbers are left out. */
  describe(
    tx: Tx,
    tenant: Pick<Tenant, 'id'>,
    numbers: readonly number[],
  ): Promise<ReadonlyMap<number, { id: string; name: string }>>
  /** The number that stands for the person of a customer (uuid); null for nobody we know. */
  numberOf(tx: Tx, tenant: Pick<Tenant, 'id'>, customerId: string): Promise<number | null>
}

export type PeopleSort = 'ltv' | 'p_alive' | 'leaving'

export type ValueRow = {
  customer: number
  orders: number
  spent: number
  first_on: string
  last_on: string
  p_alive: number
  expected_12m: number
  spend_expected: number
  ltv_12m: number
  ltv_36m: number
  r: number
  f: number
  m: number
}

const COLUMNS = `
  customer, orders, spent, first_on, last_on, p_alive,
  expected_12m, spend_expected, ltv_12m, ltv_36m, r, f, m`

// P(alive) says nothing about who bought once. The best are those with the full score of money.
const WHO: Record<PeopleSort, string> = {
  ltv: '',
  p_alive: 'and last_on > first_on',
  leaving: 'and last_on > first_on and m = 5 and p_alive < {leaving:Float64}',
}
const ORDER: Record<PeopleSort, string> = {
  ltv: 'ltv_12m desc, spent desc, customer',
  p_alive: 'p_alive, spent desc, customer',
  leaving: 'spent desc, customer',
}

/** High and low as the classes are defined: recent is not above the median, often and much are above it. */
const IN_CLASS = `
  and (dateDiff('day', last_on, {as_of:Date}) <= {recency:Float64}) = {recent:UInt8}
  and (orders > {frequency:Float64}) = {often:UInt8}
  and (spent > {amount:Float64}) = {much:UInt8}`

/** Which of recent, often, much hold for a class. */
const CLASSES: Record<RfmClassName, { r: boolean; f: boolean; m: boolean }> = {
  important_value: { r: true, f: true, m: true },
  general_value: { r: true, f: true, m: false },
  important_develop: { r: true, f: false, m: true },
  general_develop: { r: true, f: false, m: false },
  important_keep: { r: false, f: true, m: true },
  general_keep: { r: false, f: true, m: false },
  important_win_back: { r: false, f: false, m: true },
  general_win_back: { r: false, f: false, m: false },
}

/** People of a snapshot in an order, and how many there are in all. */
export async function listPeople(
  history: WorkspaceHistory,
  asked: {
    snapshot: number
    sort: PeopleSort
    inClass: { name: RfmClassName; rfm: NonNullable<StoredValue['rfm']> } | null
    limit: number
    offset: number
  },
): Promise<{ rows: ValueRow[]; total: number }> {
  const { snapshot, sort, inClass, limit, offset } = asked
  const where = `
    where workspace = {workspace:UInt32}
      and snapshot = {snapshot:UInt32}
      ${WHO[sort]}
      ${inClass ? IN_CLASS : ''}`
  const params = {
    snapshot,
    leaving: P_ALIVE_LEAVING,
    limit,
    offset,
    ...(inClass ? classParams(inClass) : {}),
  }
  const [counted, rows] = await Promise.all([
    history.rows<{ total: number }>({
      sql: `
        select count() as total
        from customer_value
        ${where}`,
      params,
      comment: 'insight.people count',
    }),
    history.rows<ValueRow>({
      sql: `
        select ${COLUMNS}
        from customer_value
        ${where}
        order by ${ORDER[sort]}
        limit {limit:UInt32} offset {offset:UInt32}`,
      params,
      comment: 'insight.people',
    }),
  ])
  return { rows, total: counted[0]?.total ?? 0 }
}

function classParams({ name, rfm }: { name: RfmClassName; rfm: NonNullable<StoredValue['rfm']> }) {
  const { r, f, m } = CLASSES[name]
  const { recencyDays, frequency, spent } = rfm.medians
  return {
    as_of: rfm.asOfOn,
    recency: recencyDays,
    frequency,
    amount: spent,
    recent: Number(r),
    often: Number(f),
    much: Number(m),
  }
}

/** One person of a snapshot, and the share of people with a smaller value; null for who never bought. */
export async function findPerson(
  history: WorkspaceHistory,
  { snapshot, customer }: { snapshot: number; customer: number },
): Promise<{ row: ValueRow; aheadOf: number } | null> {
  const [row] = await history.rows<ValueRow>({
    sql: `
      select ${COLUMNS}
      from customer_value
      where workspace = {workspace:UInt32}
        and snapshot = {snapshot:UInt32}
        and customer = {customer:UInt64}
      limit 1`,
    params: { snapshot, customer },
    comment: 'insight.person',
  })
  if (!row) return null
  const [rank] = await history.rows<{ ahead: number }>({
    sql: `
      select countIf(ltv_12m < {ltv:Int64}) / count() as ahead
      from customer_value
      where workspace = {workspace:UInt32}
        and snapshot = {snapshot:UInt32}`,
    params: { snapshot, ltv: row.ltv_12m },
    comment: 'insight.person rank',
  })
  return { row, aheadOf: rank?.ahead ?? 0 }
}

/** A row as it is shown: what the model cannot say is null, not a number. */
export function shownPerson(
  row: ValueRow,
  { fit, person }: { fit: FinishedFit; person: { id: string; name: string } },
): PersonValue {
  const hasModel = fit.state !== 'refused'
  const known = (value: number) => (hasModel ? value : null)
  const cameBack = row.last_on > row.first_on
  return {
    customer: { id: showId('customer', person.id), no: row.customer, name: person.name },
    orders: row.orders,
    spent: row.spent,
    firstOn: row.first_on,
    lastOn: row.last_on,
    pAlive: fit.state === 'fitted' && cameBack ? row.p_alive : null,
    expectedPurchases12: known(row.expected_12m),
    spendExpected: known(row.spend_expected),
    ltv12: known(row.ltv_12m),
    ltv36: known(row.ltv_36m),
    scores: { r: row.r, f: row.f, m: row.m },
    rfmClass: classOf(row, fit.result.rfm),
  }
}

/** The class of who bought, by the medians of the snapshot. */
export function classOf(
  row: Pick<ValueRow, 'last_on' | 'orders' | 'spent'>,
  rfm: StoredValue['rfm'],
): RfmClassName {
  if (!rfm) return 'general_win_back'
  const isRecent = dayNumber(rfm.asOfOn) - dayNumber(row.last_on) <= rfm.medians.recencyDays
  const isOften = row.orders > rfm.medians.frequency
  const isMuch = row.spent > rfm.medians.spent
  const rank = isMuch ? 'important' : 'general'
  if (isRecent) return isOften ? `${rank}_value` : `${rank}_develop`
  return isOften ? `${rank}_keep` : `${rank}_win_back`
}
