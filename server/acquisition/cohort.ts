import type { Attribution, peopleKinds } from '../../contract/source-report.ts'
import type { ClickHouse } from '../clickhouse/index.ts'
import type { Tenant } from '../kernel/index.ts'

const EARLY_MS = 7 * 86_400_000
const MONTH_MS = 30 * 86_400_000
/** When a friendship ends that stands. */
const NEVER = new Date('2200-01-01T00:00:00Z')

/** Events that say where somebody met the brand before becoming a friend; each names its source. */
export const TOUCHES = [
  'landing.viewed',
  'form.submitted',
  'hook.claimed',
  'subscription.started',
] as const

/** Where a person comes from: `c:` and the parameter of a code, `s:` and the id of a source; empty: unknown. */
export type OriginSums = {
  origin: string
  people: number
  leftEarly: number
  due: number
  retained: number
}
export type OriginDay = { origin: string; on: string; revenue: number }
export type OriginBuyers = { origin: string; buyers: number }

export type Cohort = {
  /** Instants: whoever became a friend for the first time from one (included) to the other. */
  from: Date
  until: Date
  now: Date
  by: Attribution
}

type Reader = Pick<ClickHouse, 'rows'>

/** How many came by each origin, and how many of them stayed. One pass over the follows. */
export function originSums(
  clickhouse: Reader,
  tenant: Pick<Tenant, 'no'>,
  cohort: Cohort,
): Promise<OriginSums[]> {
  return clickhouse.rows<OriginSums>({
    sql: `
      select origin, count() as people, countIf(is_early) as leftEarly, countIf(is_due) as due, countIf(is_retained) as retained
      from (${COHORT}
      )
      group by origin`,
    params: cohortParams(tenant, cohort),
    comment: 'acquisition.origins',
  })
}

/** What those people have paid since they came, by origin and day of the workspace. */
export function originRevenue(
  clickhouse: Reader,
  tenant: Pick<Tenant, 'no' | 'timeZone'>,
  cohort: Cohort,
): Promise<OriginDay[]> {
  return clickhouse.rows<OriginDay>({
    sql: `
      select c.origin as origin, toString(toDate(o.at, {zone:String})) as on, sum(o.net) as revenue
      from (${COHORT}
      ) as c
      join (${ORDERS}
      ) as o on o.person = c.person
      where o.at >= c.since
      group by origin, on
      order by origin, on`,
    params: { ...cohortParams(tenant, cohort), zone: tenant.timeZone },
    comment: 'acquisition.revenue',
  })
}

/** How many of them have bought since they came. */
export function originBuyers(
  clickhouse: Reader,
  tenant: Pick<Tenant, 'no'>,
  cohort: Cohort,
): Promise<OriginBuyers[]> {
  return clickhouse.rows<OriginBuyers>({
    sql: `
      select origin, uniqExact(person) as buyers
      from (
        select c.origin as origin, c.person as person, sum(o.net) as net
        from (${COHORT}
        ) as c
        join (${ORDERS}
        ) as o on o.person = c.person
        where o.at >= c.since
        group by origin, person
        having net > 0
      )
      group by origin`,
    params: cohortParams(tenant, cohort),
    comment: 'acquisition.buyers',
  })
}

export type CohortPerson = { person: number; since: string; isFriend: boolean; revenue: number }

/**
 * The people behind a figure, the latest first.
 * @param isOthers those of every origin that is not named.
 */
export function cohortPeople(
  clickhouse: Reader,
  tenant: Pick<Tenant, 'no'>,
  cohort: Cohort,
  asked: {
    kind: (typeof peopleKinds)[number]
    origins: readonly string[]
    isOthers: boolean
    limit: number
    offset: number
  },
): Promise<CohortPerson[]> {
  return clickhouse.rows<CohortPerson>({
    sql: `
      select
        person, formatDateTime(came, '%Y-%m-%dT%H:%i:%S.000Z', 'UTC') as since, toBool(is_friend) as isFriend, net as revenue
      from (
        select c.person as person, any(c.since) as came, any(c.is_friend) as is_friend, sumIf(o.net, o.at >= c.since) as net
        from (${COHORT}
        ) as c
        left join (${ORDERS}
        ) as o on o.person = c.person
        where has({origins:Array(String)}, c.origin) != {others:Bool}
          and ({kind:String} != 'left_early' or c.is_early)
          and ({kind:String} != 'retained' or c.is_retained)
        group by person
      )
      where {kind:String} != 'buyers' or net > 0
      order by came desc, person
      limit {limit:UInt32} offset {offset:UInt32}`,
    params: {
      ...cohortParams(tenant, cohort),
      kind: asked.kind,
      origins: asked.origins,
      others: asked.isOthers,
      limit: asked.limit,
      offset: asked.offset,
    },
    comment: 'acquisition.people',
  })
}

export function cohortParams({ no }: Pick<Tenant, 'no'>, { from, until, now, by }: Cohort) {
  return {
    workspace: no,
    from,
    until,
    now,
    early: EARLY_MS,
    month: MONTH_MS,
    touches: TOUCHES,
    by,
    never: NEVER,
  }
}

export const OVERRIDE = `
        left join (
          select customer, person
          from customer_override final
          where workspace = {workspace:UInt32} and gone = 0
        ) as v on v.customer = p.customer`

/** One line for each meeting of a person with the brand: a friendship with its end, or something before it. */
const MET = `
        select
          if(v.person = 0, p.customer, v.person) as person, p.at as at, p.ended as ended, p.origin as origin, p.is_follow as is_follow
        from (
          select
            customer, started_at as at, ifNull(ended_at, {never:DateTime64(3, 'UTC')}) as ended,
            if(state = '', '', concat('c:', state)) as origin, 1 as is_follow
          from customer_follow final
          where workspace = {workspace:UInt32}
            and gone = 0
            and started_at <= {now:DateTime64(3, 'UTC')}
          union all
          select
            customer, at, at as ended, concat('s:', JSONExtractString(props, 'source_id')) as origin, 0 as is_follow
          from event
          where workspace = {workspace:UInt32}
            and name in {touches:Array(String)}
            and customer > 0
            and JSONExtractString(props, 'source_id') != ''
            and at <= {now:DateTime64(3, 'UTC')}
        ) as p ${OVERRIDE}`

/** Who became a friend for the first time in the period, where from, and whether they stayed. */
export const COHORT = `
      select
        person, since,
        if({by:String} = 'first', arraySort(before)[1].2, arraySort(before)[-1].2) as origin,
        arrayExists(s -> s.1 <= week and s.2 > week, spells) = 0 as is_early,
        addMilliseconds(since, {month:Int64}) <= {now:DateTime64(3, 'UTC')} as is_due,
        is_due and arrayExists(s -> s.1 <= addMilliseconds(since, {month:Int64}) and s.2 > addMilliseconds(since, {month:Int64}), spells) as is_retained,
        arrayExists(s -> s.2 > {now:DateTime64(3, 'UTC')}, spells) as is_friend
      from (
        select
          person, since, spells,
          least(addMilliseconds(since, {early:Int64}), {now:DateTime64(3, 'UTC')}) as week,
          arrayFilter(m -> m.1 <= since, met) as before
        from (
          select
            person,
            minIf(at, is_follow = 1) as since,
            groupArrayIf((at, ended), is_follow = 1) as spells,
            groupArrayIf((at, origin), origin != '') as met
          from (${MET}
          )
          group by person
          having countIf(is_follow = 1) > 0
            and since >= {from:DateTime64(3, 'UTC')}
            and since < {until:DateTime64(3, 'UTC')}
        )
      )`

export const ORDERS = `
        select if(v.person = 0, p.customer, v.person) as person, p.at as at, p.net as net
        from (
          select customer, ordered_at as at, paid - refunded as net
          from customer_order final
          where workspace = {workspace:UInt32}
            and gone = 0
            and customer > 0
            and state in ('paid', 'refunded')
            and ordered_at <= {now:DateTime64(3, 'UTC')}
        ) as p ${OVERRIDE}`
