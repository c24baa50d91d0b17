import type { UsualHours } from '../../science/best-hour.ts'
import type { ClickHouse } from '../clickhouse/index.ts'
import type { Tenant } from '../kernel/index.ts'

/** When people react: of all, and of each of some by their number. */
export type ReactionHours = {
  everybody: UsualHours
  of: ReadonlyMap<number, { hours: number[]; days: number }>
}

/** Older habits may be others by now. */
const REACTED_WITHIN_MS = 180 * 86_400_000
/** Everybody's hours are read from fewer days: they are many. */
const ALL_WITHIN_MS = 60 * 86_400_000

/** What somebody does by themselves, phone in hand. */
const REACTIONS = [
  'message.replied',
  'message.clicked',
  'message.opened',
  'official.message_received',
  'official.link_opened',
  'official.menu_pressed',
  'service.entered',
  'form.submitted',
  'flash_topic.joined',
  'hook.opened',
  'hook.claimed',
  'landing.viewed',
  'order.paid',
  'Product Viewed',
]

/**
 * At which hours of the workspace's day people reacted before an instant. Whatever somebody did within one hour of one day is one
 * reaction: who clicks through a shop for an hour has looked at the phone once.
 * @throws EngineAway while history is away.
 */
export async function reactionHours(
  clickhouse: Pick<ClickHouse, 'rows'>,
  { no, timeZone }: Pick<Tenant, 'no' | 'timeZone'>,
  { among, now }: { among: readonly number[]; now: Date },
): Promise<ReactionHours> {
  const params = { workspace: no, zone: timeZone, names: REACTIONS, until: now.getTime() }
  const lately = { ...params, from: now.getTime() - ALL_WITHIN_MS }
  const all = await clickhouse.rows<{ hour: number; times: number }>({
    sql: `select hour, sum(times) as times from (${BY_HOUR}) group by hour`,
    params: lately,
    comment: 'journey.hours of all',
  })
  const [pairs] = await clickhouse.rows<{ alike: number; all: number }>({
    sql: `
select sum(same) as alike, sum(times * (times - 1)) as all
from (
  select sum(in_hour * (in_hour - 1)) as same, sum(in_hour) as times
  from (select customer, times as in_hour from (${BY_HOUR}))
  group by customer
)`,
    params: lately,
    comment: 'journey.hours alike',
  })
  const own = await clickhouse.rows<{ person: number; hours: number[]; days: number }>({
    sql: `
select person, groupArray(hour) as hours, uniqExact(day) as days
from (
  select distinct
    if(v.person = 0, p.customer, v.person) as person,
    toHour(toTimeZone(p.at, {zone:String})) as hour,
    toDate(p.at, {zone:String}) as day
  from (
    select customer, at
    ${REACTED}
  ) as p
  left join (
    select customer, person
    from customer_override final
    where workspace = {workspace:UInt32} and gone = 0
  ) as v on v.customer = p.customer
  where person in {among:Array(UInt64)}
)
group by person`,
    params: { ...params, from: now.getTime() - REACTED_WITHIN_MS, among: [...among] },
    comment: 'journey.hours of some',
  })
  const everybody = {
    hours: countedBy(all.map(({ hour, times }) => ({ hour, times: Number(times) }))),
    alike: pairs && Number(pairs.all) > 0 ? Number(pairs.alike) / Number(pairs.all) : null,
  }
  const of = own.map(({ person, hours, days }): [number, { hours: number[]; days: number }] => [
    Number(person),
    { hours: countedBy(hours.map((hour) => ({ hour, times: 1 }))), days: Number(days) },
  ])
  return { everybody, of: new Map(of) }
}

const REACTED = `from event
  where workspace = {workspace:UInt32}
    and name in {names:Array(String)}
    and customer > 0
    and at > fromUnixTimestamp64Milli({from:Int64})
    and at <= fromUnixTimestamp64Milli({until:Int64})`

/** How often each reacted in each hour of the day, each hour of each day counted once. */
const BY_HOUR = `
  select customer, toHour(began) as hour, count() as times
  from (
    select customer, toStartOfHour(toTimeZone(at, {zone:String})) as began
    ${REACTED}
    group by customer, began
  )
  group by customer, hour`

function countedBy(found: readonly { hour: number; times: number }[]): number[] {
  const hours = new Array<number>(24).fill(0)
  for (const { hour, times } of found) hours[hour] = (hours[hour] ?? 0) + times
  return hours
}
