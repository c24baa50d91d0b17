import type { BroadcastCheck, BroadcastPlan } from '../../contract/broadcast.ts'
import { minimumDetectableEffect } from '../../science/sample-size.ts'
import { type ClickHouse, EngineAway } from '../clickhouse/index.ts'
import type { Tenant } from '../kernel/index.ts'

const DAY_MS = 86_400_000

type Bought = { orders: number; revenue: number }

/**
 * The smallest difference that a comparison of so many people would show four times in five, from what the same people did
 * in as many days before. Null: nobody is left out to compare, nobody bought, or history is away.
 */
export async function detectableOf(
  clickhouse: Pick<ClickHouse, 'rows'>,
  { tenant, now }: { tenant: Tenant; now: Date },
  {
    control,
    people,
    lookedAt,
  }: { control: BroadcastPlan['control']; people: number; lookedAt: readonly number[] },
): Promise<BroadcastCheck['detectable']> {
  if (control.kind === 'none' || lookedAt.length === 0) return null
  const { metric, share, windowDays } = control
  const bought = await boughtBefore(clickhouse, tenant, { lookedAt, windowDays, now })
  if (!bought) return null
  const figures = bought.map(({ orders, revenue }) =>
    metric === 'orders' ? orders : metric === 'buyers' ? Math.min(1, orders) : revenue,
  )
  const count = lookedAt.length
  const baseline = figures.reduce((sum, one) => sum + one, 0) / count
  const squares = figures.reduce((sum, one) => sum + one ** 2, 0) / count
  const variance = squares - baseline ** 2
  if (!(variance > 0)) return null
  const standardError = Math.sqrt((variance / people) * (1 / share + 1 / (1 - share)))
  return { metric, baseline, effect: minimumDetectableEffect(standardError) }
}

async function boughtBefore(
  clickhouse: Pick<ClickHouse, 'rows'>,
  tenant: Tenant,
  { lookedAt, windowDays, now }: { lookedAt: readonly number[]; windowDays: number; now: Date },
): Promise<Bought[] | null> {
  try {
    return await clickhouse.rows<Bought>({
      sql: `
select count() as orders, toFloat64(sum(paid - refunded)) as revenue
from customer_order final
where workspace = {workspace:UInt32}
  and gone = 0
  and state = 'paid'
  and customer in {people:Array(UInt64)}
  and ordered_at >= fromUnixTimestamp64Milli({since:Int64})
  and ordered_at < fromUnixTimestamp64Milli({until:Int64})
group by customer`,
      params: {
        workspace: tenant.no,
        people: [...lookedAt],
        since: now.getTime() - windowDays * DAY_MS,
        until: now.getTime(),
      },
      comment: 'campaign.detectable',
    })
  } catch (error) {
    if (error instanceof EngineAway) return null
    throw error
  }
}
