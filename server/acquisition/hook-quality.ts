import type { HookDetail, Quality } from '../../contract/hook.ts'
import { differenceOfShares } from '../../science/difference.ts'
import type { ClickHouse } from '../clickhouse/index.ts'
import { addMs, type Tenant } from '../kernel/index.ts'
import { COHORT, cohortParams, ORDERS, OVERRIDE } from './cohort.ts'

const HALF_YEAR_MS = 182 * 86_400_000
const MONTH_MS = 30 * 86_400_000
/** Below this many whose thirty days are over, on either side, nothing is said. */
const DUE_MIN = 30

type Reader = Pick<ClickHouse, 'rows'>

const CLAIMS = `
        select if(v.person = 0, p.customer, v.person) as person, p.hook as hook, p.at as at
        from (
          select customer, at, JSONExtractString(props, 'hook_id') as hook
          from event
          where workspace = {workspace:UInt32}
            and name = 'hook.claimed'
            and customer > 0
            and at <= {now:DateTime64(3, 'UTC')}
        ) as p ${OVERRIDE}`

/** Who became a friend in the last half year: those who claimed a hook beside those who claimed none. */
export async function qualityOf(
  clickhouse: Reader,
  tenant: Pick<Tenant, 'no'>,
  { hookId, now }: { hookId: string; now: Date },
): Promise<HookDetail['quality']> {
  const rows = await clickhouse.rows<Quality & { claimed: boolean }>({
    sql: `
      select
        toBool(has(hooks, {hook:String})) as claimed, count() as people, countIf(is_due) as due, countIf(is_retained) as retained,
        countIf(is_early) as leftEarly, countIf(net > 0) as buyers, sum(net) as revenue
      from (
        select
          c.person as person, any(c.is_due) as is_due, any(c.is_retained) as is_retained, any(c.is_early) as is_early,
          any(h.hooks) as hooks, sumIf(o.net, o.at >= c.since) as net
        from (${COHORT}
        ) as c
        left join (select person, groupUniqArray(hook) as hooks from (${CLAIMS}
        ) group by person) as h on h.person = c.person
        left join (${ORDERS}
        ) as o on o.person = c.person
        group by person
      )
      where empty(hooks) or has(hooks, {hook:String})
      group by claimed`,
    params: {
      ...cohortParams(tenant, {
        from: addMs(now, -HALF_YEAR_MS),
        until: addMs(now, 1),
        now,
        by: 'last',
      }),
      hook: hookId,
    },
    comment: 'acquisition.hook quality',
  })
  const side = (isClaimed: boolean): Quality => {
    const found = rows.find(({ claimed }) => claimed === isClaimed)
    if (!found) return { people: 0, due: 0, retained: 0, leftEarly: 0, buyers: 0, revenue: 0 }
    const { claimed: _claimed, ...quality } = found
    return quality
  }
  const [claimed, others] = [side(true), side(false)]
  return { claimed, others, ...judged(claimed, others) }
}

/** Whether a hook draws people who stay, as far as can be told. */
export function judged(
  claimed: Pick<Quality, 'due' | 'retained'>,
  others: Pick<Quality, 'due' | 'retained'>,
): Pick<HookDetail['quality'], 'verdict' | 'difference'> {
  if (claimed.due < DUE_MIN || others.due < DUE_MIN) return { verdict: 'too_few', difference: null }
  const { effect, lower, upper } = differenceOfShares(
    { n: others.due, count: others.retained },
    { n: claimed.due, count: claimed.retained },
  )
  const verdict = upper < 0 ? 'worse' : lower > 0 ? 'better' : 'even'
  return { verdict, difference: { effect, low: lower, high: upper } }
}

/** Of those who claimed a hook, who paid for something within thirty days of it. */
export async function valuedOf(
  clickhouse: Reader,
  tenant: Pick<Tenant, 'no'>,
  { hookId, now }: { hookId: string; now: Date },
): Promise<number> {
  const [row] = await clickhouse.rows<{ people: number }>({
    sql: `
      select uniqExactIf(c.person, o.net > 0 and o.at >= c.at and o.at < addMilliseconds(c.at, {month:Int64})) as people
      from (${CLAIMS}
      ) as c
      join (${ORDERS}
      ) as o on o.person = c.person
      where c.hook = {hook:String}`,
    params: { workspace: tenant.no, now, hook: hookId, month: MONTH_MS },
    comment: 'acquisition.hook valued',
  })
  return row?.people ?? 0
}
