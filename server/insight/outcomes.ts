import type { Exposures } from '../experiment/index.ts'
import type { WorkspaceHistory } from './workspace-history.ts'

/** What counts as the past of a person: a year, so that a seasonal buyer has one. */
export const PAST_DAYS = 365
/** People of one statement: 3 MB of parameters. */
const PAGE_PEOPLE = 200_000
const DAY_MS = 86_400_000

/** Everybody who is counted, in columns. Each person once, however many numbers they have. */
export type Outcomes = {
  people: number
  isControl: Uint8Array
  /** Paid orders within the window. */
  orders: Float64Array
  /** Paid minus refunded, of these orders, minor units. */
  revenue: Float64Array
  pastOrders: Float64Array
  pastRevenue: Float64Array
  /** Orders before entering, ever. */
  everOrders: Float64Array
  left: Uint8Array
  optedOut: Uint8Array
  reached: Uint8Array
  messages: number
  tasks: number
  crossed: number
  merged: number
}

export type OutcomesAsked = {
  exposures: Exposures
  windowDays: number
  asOf: Date
  /** How facts name the journey or the broadcast. */
  subjectId: string
}

/**
 * What became of those who were divided: orders, refunds, deletions, opt-outs, each within the person's own window, by
 * intention to treat. Who stands in both arms after a merge is left out; who entered under two numbers counts once,
 * from the first time.
 */
export async function readOutcomes(
  history: WorkspaceHistory,
  asked: OutcomesAsked,
): Promise<Outcomes> {
  const { exposures } = asked
  const persons = await personsOf(history, exposures.numbers)
  const counted = onePerPerson(exposures, persons)
  const outcomes = emptyOutcomes(counted)
  for (let from = 0; from < counted.numbers.length; from += PAGE_PEOPLE) {
    const page = pageOf(counted, from, asked)
    const params = { ...page, subject: asked.subjectId }
    const [bought, happened] = await Promise.all([
      history.rows<Bought>({ sql: BOUGHT, params, comment: 'insight.outcomes orders' }),
      history.rows<Happened>({ sql: HAPPENED, params, comment: 'insight.outcomes events' }),
    ])
    fill(outcomes, counted.index, bought, happened)
  }
  return outcomes
}

type Counted = {
  numbers: number[]
  isControl: boolean[]
  sinceMs: number[]
  index: Map<number, number>
  crossed: number
  merged: number
}

function onePerPerson(exposures: Exposures, persons: ReadonlyMap<number, number>): Counted {
  const first = new Map<number, number>()
  const crossed = new Set<number>()
  const all = new Set<number>()
  for (const [i, no] of exposures.numbers.entries()) {
    const person = persons.get(no) ?? no
    all.add(person)
    const other = first.get(person)
    if (exposures.isCrossed[i]) crossed.add(person)
    if (other === undefined) {
      first.set(person, i)
      continue
    }
    if (exposures.isControl[other] !== exposures.isControl[i]) crossed.add(person)
    const isEarlier = (exposures.assignedAtMs[i] ?? 0) < (exposures.assignedAtMs[other] ?? 0)
    if (isEarlier) first.set(person, i)
  }
  const kept = [...first].filter(([person]) => !crossed.has(person))
  return {
    numbers: kept.map(([person]) => person),
    isControl: kept.map(([, i]) => exposures.isControl[i] ?? false),
    sinceMs: kept.map(([, i]) => exposures.assignedAtMs[i] ?? 0),
    index: new Map(kept.map(([person], i) => [person, i])),
    crossed: crossed.size,
    merged: exposures.numbers.length - all.size,
  }
}

function emptyOutcomes({ numbers, isControl, crossed, merged }: Counted): Outcomes {
  const people = numbers.length
  const zeros = () => new Float64Array(people)
  const flags = () => new Uint8Array(people)
  return {
    people,
    isControl: Uint8Array.from(isControl, Number),
    orders: zeros(),
    revenue: zeros(),
    pastOrders: zeros(),
    pastRevenue: zeros(),
    everOrders: zeros(),
    left: flags(),
    optedOut: flags(),
    reached: flags(),
    messages: 0,
    tasks: 0,
    crossed,
    merged,
  }
}

function pageOf({ numbers, sinceMs }: Counted, from: number, asked: OutcomesAsked) {
  const since = sinceMs.slice(from, from + PAGE_PEOPLE)
  return {
    persons: numbers.slice(from, from + PAGE_PEOPLE),
    since,
    first: Math.min(...chunkMinima(since)),
    as_of: asked.asOf.getTime(),
    window: asked.windowDays * DAY_MS,
    past: PAST_DAYS * DAY_MS,
  }
}

/** `Math.min` of a long list overflows the stack. */
function chunkMinima(values: number[]): number[] {
  const minima: number[] = []
  for (let i = 0; i < values.length; i += 10_000)
    minima.push(Math.min(...values.slice(i, i + 10_000)))
  return minima
}

/** Whose person a number is by now, where it is not its own. */
async function personsOf(
  history: WorkspaceHistory,
  numbers: number[],
): Promise<Map<number, number>> {
  const rows: { customer: number; person: number }[] = []
  for (let from = 0; from < numbers.length; from += PAGE_PEOPLE) {
    rows.push(
      ...(await history.rows<{ customer: number; person: number }>({
        sql: `
          select customer, person
          from customer_override final
          where workspace = {workspace:UInt32}
            and gone = 0
            and customer in {numbers:Array(UInt64)}`,
        params: { numbers: numbers.slice(from, from + PAGE_PEOPLE) },
        comment: 'insight.outcomes persons',
      })),
    )
  }
  return new Map(rows.map(({ customer, person }) => [customer, person]))
}

type Bought = {
  person: number
  orders: number
  revenue: number
  pastOrders: number
  pastRevenue: number
  everOrders: number
}

const ENTERED = `
    select
      arrayJoin(arrayZip({persons:Array(UInt64)}, {since:Array(Int64)})) as pair,
      tupleElement(pair, 1) as person,
      tupleElement(pair, 2) as since,
      least(since + {window:Int64}, {as_of:Int64}) as until`

const OVERRIDES = `
      select customer, person
      from customer_override final
      where workspace = {workspace:UInt32} and gone = 0`

const BOUGHT = `
  select
    e.person as person,
    countIf(o.at >= e.since and o.at < e.until) as orders,
    sumIf(o.net, o.at >= e.since and o.at < e.until) as revenue,
    countIf(o.at >= e.since - {past:Int64} and o.at < e.since) as pastOrders,
    sumIf(o.net, o.at >= e.since - {past:Int64} and o.at < e.since) as pastRevenue,
    countIf(o.at < e.since) as everOrders
  from (
    select
      if(v.person = 0, p.customer, v.person) as person,
      toUnixTimestamp64Milli(p.ordered_at) as at,
      p.paid - p.refunded as net
    from customer_order as p final
    left join (${OVERRIDES}
    ) as v on v.customer = p.customer
    where p.workspace = {workspace:UInt32}
      and p.gone = 0
      and p.state = 'paid'
      and p.customer > 0
  ) as o
  inner join (${ENTERED}
  ) as e on e.person = o.person
  group by person`

type Happened = {
  person: number
  isGone: number
  isOptedOut: number
  messages: number
  tasks: number
}

/** Facts of the rooms that speak to people: who deleted the associate, who opted out, for whom something left. */
const HAPPENED = `
  select
    e.person as person,
    maxIf(1, h.name = 'follow.ended' and JSONExtractString(h.props, 'ended_by') = 'customer') as isGone,
    maxIf(1, h.name = 'consent.withdrawn' and JSONExtractString(h.props, 'kind') = 'opt_out') as isOptedOut,
    countIf(h.name = 'message.sent' and JSONExtractString(h.props, 'carrier') != 'staff_task') as messages,
    countIf(h.name = 'message.sent' and JSONExtractString(h.props, 'carrier') = 'staff_task') as tasks
  from (
    select
      if(v.person = 0, p.customer, v.person) as person,
      toUnixTimestamp64Milli(p.at) as at,
      p.name as name,
      p.props as props
    from event as p
    left join (${OVERRIDES}
    ) as v on v.customer = p.customer
    where p.workspace = {workspace:UInt32}
      and p.name in ('follow.ended', 'consent.withdrawn', 'message.sent')
      and p.customer > 0
      and p.at >= fromUnixTimestamp64Milli({first:Int64})
      and (p.name != 'message.sent' or {subject:String} in (JSONExtractString(p.props, 'journey_id'), JSONExtractString(p.props, 'broadcast_id')))
  ) as h
  inner join (${ENTERED}
  ) as e on e.person = h.person
  where h.at >= e.since and h.at < e.until
  group by person`

function fill(
  outcomes: Outcomes,
  index: ReadonlyMap<number, number>,
  bought: Bought[],
  happened: Happened[],
): void {
  for (const row of bought) {
    const i = index.get(row.person)
    if (i === undefined) continue
    outcomes.orders[i] = row.orders
    outcomes.revenue[i] = row.revenue
    outcomes.pastOrders[i] = row.pastOrders
    outcomes.pastRevenue[i] = row.pastRevenue
    outcomes.everOrders[i] = row.everOrders
  }
  for (const row of happened) {
    const i = index.get(row.person)
    if (i === undefined) continue
    outcomes.left[i] = row.isGone
    outcomes.optedOut[i] = row.isOptedOut
    outcomes.reached[i] = row.messages + row.tasks > 0 ? 1 : 0
    outcomes.messages += row.messages
    outcomes.tasks += row.tasks
  }
}
