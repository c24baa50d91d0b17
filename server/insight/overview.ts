import type { Need, Overview, OverviewFigure } from '../../contract/overview.ts'
import type { ClickHouse } from '../clickhouse/index.ts'
import { type Arrivals, arrivals } from '../customer/index.ts'
import { riverState } from '../event/index.ts'
import { addMs, type Clock, type Tenant } from '../kernel/index.ts'
import type { Database, Tx } from '../postgres/index.ts'

const DAY_MS = 86_400_000
const DAYS_SHOWN = 30
/** Younger than this, a batch on its way to history is no delay worth telling. */
const BEHIND_MS = 10_000

export type OverviewDeps = {
  db: Database
  clickhouse: ClickHouse
  clock: Clock
  /** What waits for a person in rooms that this one may not ask. */
  needs: (tx: Tx, tenant: Tenant) => Promise<Need[]>
}

/** The first page: who came, who stayed, what they bought, what needs a person. As of the workspace's present. */
export async function overviewOf(deps: OverviewDeps, tenant: Tenant): Promise<Overview> {
  const now = tenant.clockAt ?? deps.clock.now()
  const [people, sales, days, state] = await Promise.all([
    deps.db.inWorkspace(tenant.id, (tx) => arrivals(tx, tenant, now)),
    salesOf(deps.clickhouse, tenant, now),
    paidByDay(deps.clickhouse, tenant, now),
    deps.db.inWorkspace(tenant.id, async (tx) => ({
      river: await riverState(tx, tenant),
      needs: await deps.needs(tx, tenant),
    })),
  ])
  const { river } = state
  const present = deps.clock.now()
  const behind =
    river.behindSince && addMs(river.behindSince, BEHIND_MS) < present ? river.behindSince : null
  return {
    isEmpty: people.total === 0 && sales.orders === 0,
    week: {
      newCustomers: people.week,
      keptShare: share(people.lastWeek.kept, people.lastWeek.arrived),
      repeatShare: share(sales.weekRepeat, sales.week),
    },
    figures: figuresOf(people, sales),
    days: daysOf(tenant, now, people, days),
    river: {
      ...river,
      lanes: river.lanes.map(({ oldestAt, ...lane }) => ({
        ...lane,
        oldestAt: oldestAt?.toISOString() ?? null,
      })),
      behindSince: river.behindSince?.toISOString() ?? null,
    },
    needs: [
      ...(river.parked > 0
        ? [{ kind: 'parked_events' as const, count: river.parked, to: '/developers/parked' }]
        : []),
      ...state.needs,
    ],
    analyticsAsOf: behind?.toISOString() ?? null,
  }
}

type Sales = {
  orders: number
  buyers: number
  buyersBefore: number
  revenue: number
  revenueBefore: number
  repeaters: number
  repeatersBefore: number
  week: number
  weekRepeat: number
}

/**
 * Orders of people, each person once however many numbers they have. A repeat buyer of a window bought before the last
 * order that lies in it.
 */
async function salesOf(clickhouse: ClickHouse, tenant: Tenant, now: Date): Promise<Sales> {
  const [row] = await clickhouse.rows<Sales>({
    sql: `
      with {now:DateTime64(3, 'UTC')} as present,
        present - interval 7 day as week_ago,
        present - interval 30 day as month_ago,
        present - interval 60 day as two_ago
      select
        sum(orders) as orders,
        countIf(month_orders > 0) as buyers,
        countIf(before_orders > 0) as buyersBefore,
        sum(month_net) as revenue,
        sum(before_net) as revenueBefore,
        countIf(month_orders > 0 and first_at < month_last) as repeaters,
        countIf(before_orders > 0 and first_at < before_last) as repeatersBefore,
        sum(week_net) as week,
        sum(week_net - if(first_at >= week_ago, first_net, 0)) as weekRepeat
      from (
        select
          count() as orders,
          min(at) as first_at,
          argMin(net, at) as first_net,
          countIf(at >= month_ago) as month_orders,
          sumIf(net, at >= month_ago) as month_net,
          maxIf(at, at >= month_ago) as month_last,
          countIf(at >= two_ago and at < month_ago) as before_orders,
          sumIf(net, at >= two_ago and at < month_ago) as before_net,
          maxIf(at, at >= two_ago and at < month_ago) as before_last,
          sumIf(net, at >= week_ago) as week_net
        from (
          select if(o.person = 0, p.customer, o.person) as person, p.ordered_at as at, p.paid - p.refunded as net
          from customer_order as p final
          left join (
            select customer, person
            from customer_override final
            where workspace = {workspace:UInt32} and gone = 0
          ) as o on o.customer = p.customer
          where p.workspace = {workspace:UInt32}
            and p.gone = 0
            and p.state = 'paid'
            and p.customer > 0
            and p.ordered_at < present
        )
        group by person
      )`,
    params: { workspace: tenant.no, now },
    comment: 'insight.overview sales',
  })
  return row ?? NOTHING
}

const NOTHING: Sales = {
  orders: 0,
  buyers: 0,
  buyersBefore: 0,
  revenue: 0,
  revenueBefore: 0,
  repeaters: 0,
  repeatersBefore: 0,
  week: 0,
  weekRepeat: 0,
}

async function paidByDay(clickhouse: ClickHouse, tenant: Tenant, now: Date) {
  return clickhouse.rows<{ on: string; orders: number }>({
    sql: `
      select toString(toDate(ordered_at, {zone:String})) as on, count() as orders
      from customer_order final
      where workspace = {workspace:UInt32}
        and gone = 0
        and state = 'paid'
        and ordered_at >= {now:DateTime64(3, 'UTC')} - interval 31 day
        and ordered_at < {now:DateTime64(3, 'UTC')}
      group by on`,
    params: { workspace: tenant.no, zone: tenant.timeZone, now },
    comment: 'insight.overview days',
  })
}

function figuresOf(people: Arrivals, sales: Sales): OverviewFigure[] {
  return [
    { key: 'customers', value: people.total, previous: people.total - people.month },
    { key: 'new_customers', value: people.month, previous: people.monthBefore },
    { key: 'buyers', value: sales.buyers, previous: sales.buyersBefore },
    { key: 'revenue', value: sales.revenue, previous: sales.revenueBefore },
    {
      key: 'repeat_share',
      value: share(sales.repeaters, sales.buyers),
      previous: share(sales.repeatersBefore, sales.buyersBefore),
    },
  ]
}

/** Each of the last thirty days of the workspace, the oldest first. */
function daysOf(
  tenant: Tenant,
  now: Date,
  people: Arrivals,
  paid: { on: string; orders: number }[],
): Overview['days'] {
  const format = new Intl.DateTimeFormat('en-CA', { timeZone: tenant.timeZone })
  const arrived = new Map(people.byDay.map((row) => [row.on, row.people]))
  const bought = new Map(paid.map((row) => [row.on, row.orders]))
  return Array.from({ length: DAYS_SHOWN }, (_, n) => {
    const on = format.format(addMs(now, (n - DAYS_SHOWN + 1) * DAY_MS))
    return { on, newCustomers: arrived.get(on) ?? 0, paidOrders: bought.get(on) ?? 0 }
  })
}

function share(part: number, whole: number): number | null {
  return whole > 0 ? Math.min(1, Math.max(0, part / whole)) : null
}
