import type { Log, Tenant } from '../kernel/index.ts'
import { sql, startRounds } from '../postgres/index.ts'
import { type AdvanceDeps, advanceBroadcast } from './advance.ts'

/** How long the loop looks away when nothing was due. */
const IDLE_MS = 300

export type CampaignDeps = AdvanceDeps & { log: Log; tenants: () => Promise<Tenant[]> }

/** Brings launched broadcasts forward until it is stopped. Any number of processes may. */
export function startCampaigns(deps: CampaignDeps): { stop(): Promise<void> } {
  return startRounds({
    log: deps.log,
    waits: 'broadcasts wait',
    idleMs: IDLE_MS,
    due: () => due(deps),
    step: ({ tenant, broadcastId }) => advanceBroadcast(deps, tenant, broadcastId),
  })
}

async function due({ db, clock, tenants }: CampaignDeps) {
  const rows = await db.asSystem((tx) =>
    tx.rows(sql<{ workspaceId: string; broadcastId: string }>`
      select d.workspace_id as "workspaceId", d.broadcast_id as "broadcastId"
      from campaign.due(${clock.now()}) as d
    `),
  )
  if (rows.length === 0) return []
  const known = new Map((await tenants()).map((tenant) => [tenant.id, tenant]))
  return rows.flatMap(({ workspaceId, broadcastId }) => {
    const tenant = known.get(workspaceId)
    return tenant ? [{ tenant, broadcastId }] : []
  })
}
