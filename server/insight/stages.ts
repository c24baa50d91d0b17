import { type PeopleStage, type Stage, type Stages, TREND_WEEKS } from '../../contract/stage.ts'
import type { ClickHouse } from '../clickhouse/index.ts'
import { arrivals, arrivalsByWeek } from '../customer/index.ts'
import { addMs, type Clock, presentOf, type Tenant } from '../kernel/index.ts'
import type { Database } from '../postgres/index.ts'
import { type WorkspaceHistory, workspaceHistory } from './workspace-history.ts'

export type StageDeps = { db: Database; clickhouse: ClickHouse; clock: Clock }

const DAY_MS = 86_400_000
const MONTH_MS = 30 * DAY_MS
const WEEK_MS = 7 * DAY_MS

/** The five stages (拉新-留存-促活-转化-裂变), as of the workspace's present. */
export async function stagesOf(deps: StageDeps, tenant: Tenant): Promise<Stages> {
  const now = presentOf(tenant, deps.clock)
  const history = workspaceHistory(deps.clickhouse, tenant)
  const [acquire, deeds, buyers, refer] = await Promise.all([
    acquired(deps, tenant, { history, now }),
    countOf(history, DEEDS, now),
    countOf(history, ORDERS, now),
    referred(history, now),
  ])
  return {
    asOf: now.toISOString(),
    stages: [
      acquire,
      retained(deeds),
      { ...plain('engage', 'deeds', deeds) },
      { ...plain('convert', 'orders', buyers) },
      refer,
    ],
  }
}

type Counted = {
  month: number
  monthBefore: number
  /** Of the month before, who came again in this one; and one month earlier. */
  again: number
  againBefore: number
  monthEarlier: number
  /** People of each week, the newest first; and those of the week before who came again. */
  weeks: number[]
  weeksAgain: number[]
  weeksBefore: number[]
}

const NOTHING: Counted = {
  month: 0,
  monthBefore: 0,
  again: 0,
  againBefore: 0,
  monthEarlier: 0,
  weeks: [],
  weeksAgain: [],
  weeksBefore: [],
}

const PERSON = `
      select if(v.person = 0, p.customer, v.person) as person, p.at as at
      from`
const OVERRIDE = `
      left join (
        select customer, person
        from customer_override final
        where workspace = {workspace:UInt32} and gone = 0
      ) as v on v.customer = p.customer`

/** Rooms of ours whose facts tell what we did, not what a customer did. What comes back on a message is theirs. */
const DEEDS = `${PERSON} (
        select customer, at
        from event
        where workspace = {workspace:UInt32}
          and customer > 0
          and at >= {from:DateTime64(3, 'UTC')}
          and at < {now:DateTime64(3, 'UTC')}
          and (
            splitByChar('.', name)[1] not in (
              'message', 'journey', 'segment', 'identity', 'import', 'tag', 'customer', 'experiment', 'contact', 'corp',
              'consent', 'delivery', 'follow', 'staff', 'identify', 'alias', 'referral', 'reward'
            )
            or name in (
              'message.opened', 'message.clicked', 'message.replied', 'follow.started', 'referral.joined', 'referral.brought'
            )
          )
      ) as p ${OVERRIDE}`

/** Orders that stand: paid, not taken back. */
const ORDERS = `${PERSON} (
        select customer, ordered_at as at
        from customer_order final
        where workspace = {workspace:UInt32}
          and gone = 0
          and state = 'paid'
          and customer > 0
          and ordered_at >= {from:DateTime64(3, 'UTC')}
          and ordered_at < {now:DateTime64(3, 'UTC')}
      ) as p ${OVERRIDE}`

/** The first time that a person and an associate became friends, told or found. */
const FOLLOWS = `
      select person, min(at) as at
      from (${PERSON} (
        select customer, at
        from event
        where workspace = {workspace:UInt32}
          and name in ('follow.started', 'follow.found')
          and customer > 0
          and at < {now:DateTime64(3, 'UTC')}
      ) as p ${OVERRIDE}
      )
      group by person`

/** Customers by whose code a friend came. */
const BROUGHT = `${PERSON} (
        select customer, at
        from event
        where workspace = {workspace:UInt32}
          and name = 'referral.brought'
          and customer > 0
          and at < {now:DateTime64(3, 'UTC')}
      ) as p ${OVERRIDE}`

/** In which weeks and months each person is met, as bits: one pass, however many periods are asked. */
async function countOf(history: WorkspaceHistory, met: string, now: Date): Promise<Counted> {
  const [row] = await history.rows<Counted>({
    sql: `
      select
        countIf(bitTest(in_months, 0)) as month,
        countIf(bitTest(in_months, 1)) as monthBefore,
        countIf(bitTest(in_months, 2)) as monthEarlier,
        countIf(bitTest(in_months, 0) and bitTest(in_months, 1)) as again,
        countIf(bitTest(in_months, 1) and bitTest(in_months, 2)) as againBefore,
        sumForEach(arrayMap(w -> bitTest(in_weeks, w), range({trend:UInt8}))) as weeks,
        sumForEach(arrayMap(w -> bitTest(in_weeks, w + 1), range({trend:UInt8}))) as weeksBefore,
        sumForEach(arrayMap(w -> bitTest(in_weeks, w) and bitTest(in_weeks, w + 1), range({trend:UInt8}))) as weeksAgain
      from (
        select
          person,
          groupBitOr(bitShiftLeft(toUInt32(1), intDiv(age, {week:Int64}))) as in_weeks,
          groupBitOr(bitShiftLeft(toUInt32(1), intDiv(age, {month:Int64}))) as in_months
        from (
          select person, dateDiff('millisecond', at, {now:DateTime64(3, 'UTC')}) as age
          from (${met}
          )
          where at >= {from:DateTime64(3, 'UTC')}
        )
        group by person
      )`,
    params: {
      now,
      from: addMs(now, -(TREND_WEEKS + 1) * WEEK_MS),
      trend: TREND_WEEKS,
      week: WEEK_MS,
      month: MONTH_MS,
    },
    comment: 'insight.stages',
  })
  return row ?? NOTHING
}

async function acquired(
  { db }: StageDeps,
  tenant: Tenant,
  { history, now }: { history: WorkspaceHistory; now: Date },
): Promise<Stage> {
  const follows = await countOf(history, FOLLOWS, now)
  // Follows of longer ago count as well: without any, the brand has no associates here yet.
  if (follows.weeks.some((people) => people > 0) || (await hasFollows(history)))
    return plain('acquire', 'follows', follows)
  const [people, weeks] = await db.inWorkspace(tenant.id, async (tx) => [
    await arrivals(tx, tenant, now),
    await arrivalsByWeek(tx, tenant, { now, weeks: TREND_WEEKS }),
  ])
  const from = new Intl.DateTimeFormat('en-CA', { timeZone: tenant.timeZone })
  return {
    name: 'acquire',
    state: 'measured',
    basis: 'customers',
    value: people.month,
    previous: people.monthBefore,
    of: null,
    trend: weeks,
    to: `/customers?firstFrom=${from.format(addMs(now, -MONTH_MS))}&sort=-firstSeen`,
  }
}

function hasFollows(history: WorkspaceHistory): Promise<boolean> {
  return hasAny(history, ['follow.started', 'follow.found'])
}

/** Before anybody could take part there is no figure; it is not zero. */
async function referred(history: WorkspaceHistory, now: Date): Promise<Stage> {
  if (!(await hasAny(history, ['referral.joined']))) return { name: 'refer', state: 'not_measured' }
  return plain('refer', 'friends', await countOf(history, BROUGHT, now))
}

async function hasAny(history: WorkspaceHistory, names: readonly string[]): Promise<boolean> {
  const rows = await history.rows<{ customer: number }>({
    sql: `
      select customer
      from event
      where workspace = {workspace:UInt32} and name in {names:Array(String)}
      limit 1`,
    params: { names },
    comment: 'insight.stages any',
  })
  return rows.length > 0
}

function plain(
  name: PeopleStage,
  basis: 'follows' | 'deeds' | 'orders' | 'friends',
  { month, monthBefore, weeks }: Counted,
): Stage {
  return {
    name,
    state: 'measured',
    basis,
    value: month,
    previous: monthBefore,
    of: null,
    trend: oldestFirst(weeks),
    to: `/overview/${name}`,
  }
}

function retained(deeds: Counted): Stage {
  return {
    name: 'retain',
    state: 'measured',
    basis: 'deeds',
    value: share(deeds.again, deeds.monthBefore),
    previous: share(deeds.againBefore, deeds.monthEarlier),
    of: { people: deeds.again, all: deeds.monthBefore },
    trend: oldestFirst(deeds.weeksAgain.map((again, w) => share(again, deeds.weeksBefore[w] ?? 0))),
    to: '/overview/retain',
  }
}

function share(part: number, whole: number): number | null {
  return whole > 0 ? part / whole : null
}

function oldestFirst<T>(newestFirst: T[]): (T | 0)[] {
  return Array.from({ length: TREND_WEEKS }, (_, i) => newestFirst[TREND_WEEKS - 1 - i] ?? 0)
}

export type Behind = { person: number; lastAt: string; times: number }

/** The people of a stage's last thirty days, the latest first. */
export async function peopleBehind(
  { clickhouse, clock }: Pick<StageDeps, 'clickhouse' | 'clock'>,
  tenant: Tenant,
  { stage, limit, offset }: { stage: PeopleStage; limit: number; offset: number },
): Promise<Behind[]> {
  const now = presentOf(tenant, clock)
  const from = addMs(now, -2 * MONTH_MS)
  return workspaceHistory(clickhouse, tenant).rows<Behind>({
    sql: `
      select
        person,
        formatDateTime(max(at), '%Y-%m-%dT%H:%i:%S.000Z', 'UTC') as lastAt,
        countIf(at >= {since:DateTime64(3, 'UTC')}) as times
      from (${MET[stage]}
      )
      group by person
      having max(at) >= {since:DateTime64(3, 'UTC')}
        and (not {again:Bool} or countIf(at < {since:DateTime64(3, 'UTC')} and at >= {from:DateTime64(3, 'UTC')}) > 0)
      order by max(at) desc, person
      limit {limit:UInt32} offset {offset:UInt32}`,
    params: { now, from, since: addMs(now, -MONTH_MS), again: stage === 'retain', limit, offset },
    comment: 'insight.stages people',
  })
}

const MET: Record<PeopleStage, string> = {
  acquire: FOLLOWS,
  retain: DEEDS,
  engage: DEEDS,
  convert: ORDERS,
  refer: BROUGHT,
}
