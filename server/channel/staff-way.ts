import { liveCorp, type OwnWecom, type WecomDeps, wecomOf } from '../corp/index.ts'
import { type Config, showId, type TenantCompany } from '../kernel/index.ts'

/** How the app of a company speaks to its members. */
export type StaffWay = {
  wecom: Pick<OwnWecom, 'sendToStaff' | 'updateCard'>
  agentId: number
  /** Where a member comes to her list; null: nobody has said under which address this installation is reached. */
  tasksUrl: string | null
}
export type StaffWayOf = (tenant: TenantCompany) => Promise<StaffWay | null>

/** The way to the members of a company; null: it is not connected, or its app has no number. */
export function createStaffWays(
  deps: WecomDeps & { config: Pick<Config, 'publicUrl'> },
): StaffWayOf {
  return async (tenant) => {
    const connected = await wecomOf(deps, tenant)
    const corp = await deps.db.inWorkspace(tenant.id, (tx) => liveCorp(tx, tenant))
    if (!connected || !corp || corp.agentId === null) return null
    const base = deps.config.publicUrl?.replace(/\/$/, '') ?? null
    const tasksUrl = base && `${base}/api/sidebar/enter?corp=${showId('corp', corp.id)}&to=tasks`
    return { wecom: connected.wecom, agentId: corp.agentId, tasksUrl }
  }
}
