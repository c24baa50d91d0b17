import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import * as contract from '../../contract/checkup.ts'
import { type App, Problem, type Tenant, type TenantCompany } from '../kernel/index.ts'
import type { Tx } from '../postgres/index.ts'
import { apiUse } from './budget.ts'
import { examine, fieldsCheck } from './checkup.ts'
import { type WecomDeps, wecomOf } from './client.ts'
import { type Ours, takeInventory } from './inventory.ts'
import { missedFields } from './missing-fields.ts'
import { refusalProblem } from './refusal.ts'
import { liveCorp } from './store.ts'

export type CheckupDeps = WecomDeps & {
  /** What other rooms count of what WeCom bounds. */
  limitsOf: (tx: Tx, tenant: Tenant & TenantCompany) => Promise<contract.CorpLimit[]>
  /** What is kept here, by WeCom's ids. */
  oursOf: (tx: Tx, tenant: TenantCompany) => Promise<Ours>
}

const write = { permission: 'workspace.write' } as const
const MINUTE_MS = 60_000
const url = '/api/corps/:id'
const byId = z.object({ id: z.string() })

/** Which company an address names. */
type CompanyIn = (
  deps: CheckupDeps,
  request: FastifyRequest,
  shownId: string,
) => Promise<Tenant & TenantCompany>

/** Whether everything is set in WeCom as it must be, what its limits leave, and what the company has already. */
export function checkupRoutes(app: App, deps: CheckupDeps, companyIn: CompanyIn): void {
  app.post(
    `${url}/checkup`,
    { config: write, schema: { params: byId, response: { 200: contract.checkup } } },
    async (request) => {
      const tenant = await companyIn(deps, request, request.params.id)
      const { corp, wecom } = await connectedTo(deps, tenant)
      const now = deps.clock.now()
      const tried = await examine(wecom, { agentId: corp.agentId, heard: corp, now })
      const missed = await deps.db.inWorkspace(tenant.id, (tx) => missedFields(tx, tenant))
      const checks = [...tried, fieldsCheck(missed)]
      return { at: now.toISOString(), checks }
    },
  )
  app.get(
    `${url}/limits`,
    { config: write, schema: { params: byId, response: { 200: contract.corpLimits } } },
    async (request) => {
      const tenant = await companyIn(deps, request, request.params.id)
      return deps.db.inWorkspace(tenant.id, async (tx) => {
        const calls = await apiUse(tx, tenant, deps.clock.now())
        return {
          items: [
            ...(await deps.limitsOf(tx, tenant)),
            ...calls.map(({ api, windowMs, used, allowed }) => ({
              key: windowMs === MINUTE_MS ? ('api_minute' as const) : ('api_hour' as const),
              used,
              allowed,
              whose: api,
            })),
          ],
        }
      })
    },
  )
  app.post(
    `${url}/inventory`,
    { config: write, schema: { params: byId, response: { 200: contract.inventory } } },
    async (request) => {
      const tenant = await companyIn(deps, request, request.params.id)
      const { wecom } = await connectedTo(deps, tenant)
      const now = deps.clock.now()
      const ours = await deps.db.inWorkspace(tenant.id, (tx) => deps.oursOf(tx, tenant))
      const found = await takeInventory(wecom, ours, now)
      if (!found.ok) throw refusalProblem(found.errcode)
      return { at: now.toISOString(), items: found.value }
    },
  )
}

async function connectedTo(deps: CheckupDeps, tenant: TenantCompany) {
  const corp = await deps.db.inWorkspace(tenant.id, (tx) => liveCorp(tx, tenant))
  const connected = corp && (await wecomOf(deps, tenant))
  if (!connected) throw new Problem('corp_not_connected')
  return { corp, wecom: connected.wecom }
}
