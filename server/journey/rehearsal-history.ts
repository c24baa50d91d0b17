import { z } from 'zod'
import type { JourneyPlan } from '../../contract/journey.ts'
import { eventsHeard } from '../../contract/journey-flow.ts'
import type { ClickHouse } from '../clickhouse/index.ts'
import { peopleBook } from '../customer/index.ts'
import { Problem, showId, type Tenant } from '../kernel/index.ts'
import type { Database } from '../postgres/index.ts'
import { enteredBy } from './audience.ts'
import { segmentKey } from './condition.ts'
import type { Heard } from './listen-step.ts'
import type { Neighbours } from './neighbours.ts'
import { comeByDay } from './rehearsal-days.ts'

/** People who are led through a draft one by one; of more a part is taken that stands for all. */
export const REHEARSED_MAX = 3_000
/** Events of those people that are looked at. A plan that hears more than this hears something that is no sign of anything. */
const EVENTS_MAX = 200_000
const PARTS = 10_000

/** Somebody whom a day lets in, or who is a member already. */
export type LetIn = { at: Date; person: { id: string; no: number }; cause: 'manual' | 'segment' }
/** What happened in the days of a rehearsal, as far as a plan hears it. */
export type History = {
  /** The oldest first. */
  events: Heard[]
  letIn: LetIn[]
  /** Of all who might enter so many were taken. */
  taken: number
  of: number
}

type Deps = {
  db: Database
  clickhouse: Pick<ClickHouse, 'rows'>
  neighbours: Pick<Neighbours, 'members'>
}
type Asked = { plan: JourneyPlan; from: Date; until: Date; withThoseInside: boolean }

/** Reads from history what the draft would have heard. @throws EngineAway while history is away. */
export async function historyFor(deps: Deps, tenant: Tenant, asked: Asked): Promise<History> {
  const { plan } = asked
  const byDay = await comeByDay(deps, tenant, asked)
  const members = asked.withThoseInside ? await membersOf(deps, tenant, plan) : []
  const listed = [...byDay.map(({ no }) => no), ...members]
  const triggers = eventsHeard(plan).flatMap(({ name, role }) => (role === 'trigger' ? [name] : []))
  const counted = await whoDid(deps, tenant, asked, triggers)
  const candidates = new Set([...listed, ...counted])
  const of = candidates.size
  const part = of <= REHEARSED_MAX ? PARTS : Math.floor((PARTS * REHEARSED_MAX) / of)
  const taken = [...candidates].filter((no) => lotOf(no) < part).sort((a, b) => a - b)
  const isTaken = new Set(taken)
  const persons = await deps.db.inWorkspace(tenant.id, (tx) =>
    peopleBook.personsOf(tx, tenant, taken),
  )
  const events = await eventsOf(deps, tenant, asked, { taken, persons })
  const come = [
    ...byDay.map(({ no, at }) => ({ no, at, cause: 'manual' as const })),
    ...members.map((no) => ({ no, at: asked.from, cause: 'segment' as const })),
  ]
  const letIn = come.flatMap(({ no, at, cause }): LetIn[] => {
    const person = isTaken.has(no) ? persons.get(no)?.person : undefined
    return person ? [{ at, person, cause }] : []
  })
  return { events, letIn, taken: taken.length, of }
}

/** Friendships that WeCom told of later than a day are kept under this name; they began as the others did. */
const STARTED = 'follow.started'
const FOUND = 'follow.found'

function namesInHistory(names: readonly string[]): string[] {
  return names.includes(STARTED) ? [...names, FOUND] : [...names]
}

/** The same part of the people in every rehearsal. */
function lotOf(no: number): number {
  return (no * 2_654_435_761) % PARTS
}

/** People as they are known today: two numbers may have become one. */
const PERSON = 'if(v.person = 0, p.customer, v.person)'
const EVENTS = `
from event as p
left join (
  select customer, person
  from customer_override final
  where workspace = {workspace:UInt32} and gone = 0
) as v on v.customer = p.customer
where p.workspace = {workspace:UInt32}
  and p.customer > 0
  and p.at > fromUnixTimestamp64Milli({from:Int64})
  and p.at <= fromUnixTimestamp64Milli({until:Int64})
  and p.name in {names:Array(String)}
  and (p.name not in ('segment.entered', 'segment.left') or JSONExtractString(p.props, 'segment_id') in {segments:Array(String)})`

function paramsOf(tenant: Tenant, { plan, from, until }: Asked, names: readonly string[]) {
  const keys = [...plan.triggers, ...plan.exits].flatMap((one) =>
    'segmentId' in one ? [segmentKey(one.segmentId)] : [],
  )
  const segments = keys.flatMap((key) => [key, showId('segment', key)])
  return {
    workspace: tenant.no,
    from: from.getTime(),
    until: until.getTime(),
    names: namesInHistory(names),
    segments: segments.length > 0 ? segments : [''],
  }
}

async function whoDid(
  { clickhouse }: Deps,
  tenant: Tenant,
  asked: Asked,
  names: readonly string[],
): Promise<number[]> {
  if (names.length === 0) return []
  const rows = await clickhouse.rows<{ person: number }>({
    sql: `select distinct ${PERSON} as person ${EVENTS}`,
    params: paramsOf(tenant, asked, names),
    comment: 'journey.rehearsal who',
  })
  return rows.map(({ person }) => Number(person))
}

type Row = {
  person: number
  name: string
  at: number
  eventId: string
  source: string
  value: number
  props: string
}
const propsShape = z.record(z.string(), z.unknown())

async function eventsOf(
  { clickhouse }: Deps,
  tenant: Tenant,
  asked: Asked,
  {
    taken,
    persons,
  }: { taken: number[]; persons: Awaited<ReturnType<typeof peopleBook.personsOf>> },
): Promise<Heard[]> {
  const names = [...new Set(eventsHeard(asked.plan).map(({ name }) => name))]
  if (names.length === 0 || taken.length === 0) return []
  const rows = await clickhouse.rows<Row>({
    sql: `
select ${PERSON} as person, p.name as name, toUnixTimestamp64Milli(p.at) as at, toString(p.event_id) as eventId,
       p.source as source, p.value as value, p.props as props
${EVENTS}
  and person in {taken:Array(UInt64)}
order by at, eventId
limit {most:UInt32}`,
    params: { ...paramsOf(tenant, asked, names), taken, most: EVENTS_MAX + 1 },
    comment: 'journey.rehearsal events',
  })
  if (rows.length > EVENTS_MAX) throw new Problem('too_large', { limit: EVENTS_MAX })
  return rows.flatMap((row): Heard[] => {
    const person = persons.get(Number(row.person))?.person
    return person ? [{ event: eventOf(row, person), person }] : []
  })
}

function eventOf(row: Row, person: { id: string; no: number }): Heard['event'] {
  const at = new Date(Number(row.at))
  const value = Number(row.value)
  return {
    eventId: row.eventId,
    name: row.name === FOUND ? STARTED : row.name,
    at,
    receivedAt: at,
    source: row.source,
    claims: [],
    customerId: person.id,
    customerNo: person.no,
    // History keeps no amount as nothing.
    value: value === 0 ? null : value,
    props: propsShape.parse(JSON.parse(row.props)),
    importNo: 0,
  }
}

async function membersOf({ neighbours }: Deps, tenant: Tenant, plan: JourneyPlan) {
  const members = new Set<number>()
  for (const segmentId of new Set(enteredBy(plan))) {
    if (segmentId === '') continue
    for await (const page of neighbours.members(tenant, segmentKey(segmentId)))
      for (const no of page) members.add(no)
  }
  return [...members]
}
