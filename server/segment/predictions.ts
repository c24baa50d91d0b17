import type { ClickHouse } from '../clickhouse/index.ts'
import type { Tenant } from '../kernel/index.ts'
import type { Tx } from '../postgres/index.ts'
import type { Predictions } from './source.ts'

/** The newest finished snapshot of predictions, by the room that makes them; given by the composition. */
export type SnapshotOf = (tx: Tx, tenant: Tenant) => Promise<Omit<Predictions, 'ltvFifths'> | null>

export type PredictionsOf = (tx: Tx, tenant: Tenant) => Promise<Predictions | null>

/** The cut-offs of a snapshot never change, so they are asked for once. */
const REMEMBERED_MAX = 1_000

/** Adds to the newest snapshot the values that divide people into fifths. */
export function createPredictions(
  clickhouse: Pick<ClickHouse, 'rows'>,
  snapshotOf: SnapshotOf,
): PredictionsOf {
  const known = new Map<string, number[]>()
  return async (tx, tenant) => {
    const snapshot = await snapshotOf(tx, tenant)
    if (!snapshot) return null
    const key = `${tenant.no} ${snapshot.snapshot}`
    const cuts = known.get(key) ?? (await fifthsOf(clickhouse, tenant, snapshot.snapshot))
    if (known.size > REMEMBERED_MAX) known.clear()
    known.set(key, cuts)
    return { ...snapshot, ltvFifths: cuts }
  }
}

async function fifthsOf(
  clickhouse: Pick<ClickHouse, 'rows'>,
  tenant: Pick<Tenant, 'no'>,
  snapshot: number,
): Promise<number[]> {
  const [found] = await clickhouse.rows<{ cuts: number[]; people: number }>({
    sql: `
select quantilesExact(0.2, 0.4, 0.6, 0.8)(ltv_12m) as cuts, count() as people
from customer_value
where workspace = {workspace:UInt32}
  and snapshot = {snapshot:UInt32}`,
    params: { workspace: tenant.no, snapshot },
    comment: 'segment.fifths',
  })
  return found && found.people > 0 ? found.cuts : []
}
