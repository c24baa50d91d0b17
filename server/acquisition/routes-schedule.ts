import { z } from 'zod'
import * as contract from '../../contract/way-schedule.ts'
import { namedAssociates } from '../corp/index.ts'
import { type App, companyOf, Problem, type Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'
import { storedWay } from './contact-way.ts'
import { type AcquisitionDeps, idIn } from './route-deps.ts'

const byId = z.object({ id: z.string() })
const read = { permission: 'customers.read' } as const
const write = { permission: 'acquisition.write' } as const
const path = '/api/contact-ways/:id/schedule'

type Stored = { schedule: unknown; served: string[] | null; errcode: number | null }

/** When whom a code leads to (排班). What is written here is told to WeCom within seconds. */
export function scheduleRoutes(app: App, deps: AcquisitionDeps): void {
  app.get(
    path,
    { config: read, schema: { params: byId, response: { 200: contract.wayServing } } },
    async ({ session: { tenant }, params }) => {
      const id = idIn('contactWay', params.id)
      return deps.db.inWorkspace(tenant.id, (tx) => shown(tx, tenant, id))
    },
  )
  app.put(
    path,
    {
      config: write,
      schema: {
        params: byId,
        body: contract.newWaySchedule,
        response: { 200: contract.wayServing },
      },
    },
    async ({ session: { tenant, staffId }, params, body: { schedule } }) => {
      const id = idIn('contactWay', params.id)
      const now = deps.clock.now()
      return deps.db.inWorkspace(tenant.id, async (tx) => {
        const way = await storedWay(tx, tenant, id)
        if (!way) throw new Problem('not_found')
        if (schedule) demandOwn(schedule, way.userids)
        await tx.run(sql`
          update acquisition.contact_way
          set schedule = ${schedule === null ? null : JSON.stringify(schedule)}::jsonb,
              serve_after = null,
              changed_at = ${now}
          where workspace_id = ${tenant.id}
            and id = ${id}
        `)
        await deps.audit(tx, {
          ...{ workspaceId: tenant.id, staffId, at: now, subject: params.id },
          action: schedule === null ? 'way.schedule_ended' : 'way.scheduled',
          detail: { shifts: schedule?.shifts.length ?? 0, capPerDay: schedule?.capPerDay ?? null },
        })
        return shown(tx, tenant, id)
      })
    },
  )
}

/** Who is in a shift is an associate of the code; who stands by is of the same company. */
function demandOwn({ shifts, spare }: contract.WaySchedule, userids: readonly string[]): void {
  const isStranger = shifts.some((one) => one.userids.some((who) => !userids.includes(who)))
  if (isStranger) throw new Problem('schedule_stranger')
  const company = companyOf(userids[0] ?? '')
  if (spare.some((who) => companyOf(who) !== company)) throw new Problem('several_corps')
}

async function shown(tx: Tx, tenant: Tenant, id: string): Promise<contract.WayServing> {
  const way = await storedWay(tx, tenant, id)
  const stored = await tx.maybe(sql<Stored>`
    select schedule, served, serve_errcode as errcode
    from acquisition.contact_way
    where workspace_id = ${tenant.id}
      and id = ${id}
  `)
  if (!way || !stored) throw new Problem('not_found')
  const names = new Map(
    (await namedAssociates(tx, tenant)).map(({ userid, name }) => [userid, name]),
  )
  return {
    schedule: contract.waySchedule.nullable().parse(stored.schedule),
    served: (stored.served ?? way.userids).map((userid) => ({
      userid,
      name: names.get(userid) ?? userid,
    })),
    errcode: stored.errcode,
  }
}
