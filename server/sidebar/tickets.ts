import { wecomOf } from '../corp/index.ts'
import { Problem, type TenantCompany } from '../kernel/index.ts'
import type { SidebarDeps } from './route-deps.ts'

/** A ticket is believed until so long before its end. */
const EARLY_MS = 5 * 60_000
/** WeCom gives a company 400 tickets an hour and an app 100: each process asks twice in two hours. */
type Kept = { until: number; tickets: Promise<[string, string]> }

/** Tickets that let pages use the JS-SDK, of the company and of its app, each kept for its life. */
export function createTickets(deps: SidebarDeps) {
  const kept = new Map<string, Kept>()
  return {
    of(tenant: TenantCompany): Promise<[string, string]> {
      const key = `${tenant.id} ${tenant.company}`
      const now = deps.clock.monotonicMs()
      const before = kept.get(key)
      if (before && before.until > now) return before.tickets
      const entry: Kept = { until: Number.POSITIVE_INFINITY, tickets: ask(tenant, () => entry) }
      kept.set(key, entry)
      entry.tickets.catch(() => kept.delete(key))
      return entry.tickets
    },
  }

  async function ask(tenant: TenantCompany, entry: () => Kept): Promise<[string, string]> {
    const connected = await wecomOf(deps, tenant)
    if (!connected) throw new Problem('sidebar_not_allowed')
    const [corp, agent] = await Promise.all([
      connected.wecom.jsapiTicket(),
      connected.wecom.agentTicket(),
    ])
    if (!corp.ok || !agent.ok) throw new Problem('wecom_silent')
    const seconds = Math.min(corp.value.expires_in, agent.value.expires_in)
    entry().until = deps.clock.monotonicMs() + seconds * 1_000 - EARLY_MS
    return [corp.value.ticket, agent.value.ticket]
  }
}
