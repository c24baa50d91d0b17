import type { PersonTie } from '../../contract/tie.ts'
import { standingOf, tieOf, tieOfPerson } from '../customer/index.ts'
import { Problem, type Tenant } from '../kernel/index.ts'
import { newestFit } from './fit-store.ts'
import type { InsightDeps } from './routes.ts'
import { workspaceHistory } from './workspace-history.ts'

/** How strong the tie to a customer is and what that rests on, as the contact policy sees it. @throws Problem not_found */
export async function personTie(
  deps: Pick<InsightDeps, 'db' | 'clickhouse' | 'clock'>,
  tenant: Tenant,
  customerId: string,
): Promise<PersonTie> {
  const { standing, noted, fit } = await deps.db.inWorkspace(tenant.id, async (tx) => {
    const [standing] = await standingOf(tx, tenant, [customerId])
    if (!standing) throw new Problem('not_found')
    return {
      standing,
      noted: await tieOfPerson(tx, tenant, standing.personId),
      fit: await newestFit(tx, tenant),
    }
  })
  const ties = fit?.result.ties
  const row = fit && ties && (await layerOf(deps, tenant, { fit, no: standing.personNo }))
  const chanceOf = (share: number) => (ties?.isCalibrated ? share : null)
  return {
    level: tieOf(standing, tenant.clockAt ?? deps.clock.now()),
    since: noted?.since.toISOString() ?? null,
    before: noted?.was ?? null,
    reasons: row
      ? {
          came: row.came,
          spokenTo: row.spoken_to,
          activeDays: row.active_days,
          cameOn: row.came_on > '1970-01-01' ? row.came_on : null,
          reciprocity: row.reciprocity,
          chance: chanceOf(row.chance),
          meanChance: chanceOf(ties?.meanChance ?? 0),
        }
      : null,
  }
}

type LayerRow = {
  came: number
  spoken_to: number
  active_days: number
  came_on: string
  reciprocity: number
  chance: number
}

async function layerOf(
  deps: Pick<InsightDeps, 'clickhouse'>,
  tenant: Tenant,
  { fit, no }: { fit: { snapshot: number }; no: number },
): Promise<LayerRow | null> {
  const [row] = await workspaceHistory(deps.clickhouse, tenant).rows<LayerRow>({
    sql: `
      select came, spoken_to, active_days, came_on, reciprocity, chance
      from customer_layer
      where workspace = {workspace:UInt32}
        and snapshot = {snapshot:UInt32}
        and customer = {customer:UInt64}
      limit 1`,
    params: { snapshot: fit.snapshot, customer: no },
    comment: 'insight.tie',
  })
  return row ?? null
}
