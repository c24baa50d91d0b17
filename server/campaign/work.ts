import type { Log, Tenant } from '../kernel/index.ts'
import { sql, startRounds } from '../postgres/index.ts'
import { type AdvanceDeps, advanceBroadcast } from './advance.ts'
import { type MomentDeps, momentStep } from './moment-step.ts'

/** How long the loop looks away when nothing was due. */
const IDLE_MS = 300

export type CampaignDeps = AdvanceDeps & MomentDeps & { log: Log; tenants: () => Promise<Tenant[]> }

/** Brings launched broadcasts and moments forward until it is stopped. Any number of processes may. */
export function startCampaigns(deps: CampaignDeps): { stop(): Promise<void> } {
  const at = () => deps.clock.now()
  const loops = [
    startRounds({
      log: deps.log,
      waits: 'broadcasts wait',
      loop: 'broadcasts',
      idleMs: IDLE_MS,
      due: () =>
        due(
          deps,
          sql<Row>`select d.workspace_id as "workspaceId", d.broadcast_id as id from campaign.due(${at()}) as d`,
        ),
      step: ({ tenant, id }) => advanceBroadcast(deps, tenant, id),
    }),
    startRounds({
      log: deps.log,
      waits: 'moments wait',
      loop: 'moments',
      idleMs: IDLE_MS,
      due: () =>
        due(
          deps,
          sql<Row>`select d.workspace_id as "workspaceId", d.moment_id as id from campaign.due_moments(${at()}) as d`,
        ),
      step: ({ tenant, id }) => momentStep(deps, tenant, id),
    }),
  ]
  return {
    async stop() {
      await Promise.all(loops.map((loop) => loop.stop()))
    },
  }
}

type Row = { workspaceId: string; id: string }

async function due({ db, tenants }: CampaignDeps, look: ReturnType<typeof sql<Row>>) {
  const rows = await db.asSystem((tx) => tx.rows(look))
  if (rows.length === 0) return []
  const known = new Map((await tenants()).map((tenant) => [tenant.id, tenant]))
  return rows.flatMap(({ workspaceId, id }) => {
    const tenant = known.get(workspaceId)
    return tenant ? [{ tenant, id }] : []
  })
}
