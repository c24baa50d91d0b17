import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import * as contract from '../../contract/staff.ts'
import { type App, type Clock, Problem, readId, showId } from '../kernel/index.ts'
import type { Database } from '../postgres/index.ts'
import { audit } from './audit.ts'
import { listColleagues, setDisabled } from './colleagues.ts'
import { addStaff } from './staff.ts'
import { bindWecom } from './wecom-account.ts'

const OWNER = { config: { permission: 'workspace.write' } } as const
const byId = z.object({ id: z.string() })
const done = z.object({ ok: z.literal(true) })
type Deps = { db: Database; clock: Clock }

/** Who may sign in (员工与角色): listed, added, and kept from signing in. */
export function colleagueRoutes(app: App, deps: Deps): void {
  app.get(
    '/api/staff',
    {
      ...OWNER,
      schema: { response: { 200: z.object({ items: z.array(contract.colleague) }) } },
    },
    async (request) => {
      const { tenant, staffId } = request.session
      const all = await deps.db.inWorkspace(tenant.id, (tx) => listColleagues(tx, tenant.id))
      const items = all.map(({ createdAt, disabledAt, ...one }) => ({
        ...one,
        id: showId('staff', one.id),
        createdAt: createdAt.toISOString(),
        disabledAt: disabledAt?.toISOString() ?? null,
        isMe: one.id === staffId,
      }))
      return { items }
    },
  )
  app.post(
    '/api/staff',
    {
      ...OWNER,
      schema: { body: contract.newColleague, response: { 201: z.object({ id: z.string() }) } },
    },
    async (request, reply) => {
      const { tenant } = request.session
      const now = deps.clock.now()
      const id = await deps.db.inWorkspace(tenant.id, async (tx) => {
        const added = await addStaff(tx, tenant.id, { ...request.body, now })
        const shown = showId('staff', added.id)
        await written(tx, deps, request, { action: 'staff.added', subject: shown })
        return shown
      })
      return reply.code(201).send({ id })
    },
  )
  app.put(
    '/api/staff/:id/wecom',
    { ...OWNER, schema: { params: byId, body: contract.wecomAccount, response: { 200: done } } },
    (request) => bind(deps, request, { shown: request.params.id, ...request.body }),
  )
  app.put(
    '/api/staff/:id/disabled',
    { ...OWNER, schema: { params: byId, response: { 200: done } } },
    (request) => disable(deps, request, { shown: request.params.id, at: deps.clock.now() }),
  )
  app.delete(
    '/api/staff/:id/disabled',
    { ...OWNER, schema: { params: byId, response: { 200: done } } },
    (request) => disable(deps, request, { shown: request.params.id, at: null }),
  )
}

async function bind(
  deps: Deps,
  request: FastifyRequest,
  { shown, userid }: { shown: string; userid: string | null },
): Promise<{ ok: true }> {
  const { tenant } = request.session
  const id = readId('staff', shown)
  if (id === null) throw new Problem('not_found')
  await deps.db.inWorkspace(tenant.id, async (tx) => {
    const bound = await bindWecom(tx, tenant.id, { id, userid })
    if (!bound.ok) throw new Problem(bound.reason)
    const action = userid === null ? 'staff.wecom_unbound' : 'staff.wecom_bound'
    await written(tx, deps, request, { action, subject: shown })
  })
  return { ok: true }
}

async function disable(
  deps: Deps,
  request: FastifyRequest,
  { shown, at }: { shown: string; at: Date | null },
): Promise<{ ok: true }> {
  const { tenant } = request.session
  const id = readId('staff', shown)
  if (id === null) throw new Problem('not_found')
  await deps.db.inWorkspace(tenant.id, async (tx) => {
    const set = await setDisabled(tx, tenant.id, { id, at })
    if (!set.ok) throw new Problem(set.reason)
    const action = at === null ? 'staff.enabled' : 'staff.disabled'
    await written(tx, deps, request, { action, subject: shown })
  })
  return { ok: true }
}

/** Who did what to whom, in the transaction that does it. */
function written(
  tx: Parameters<typeof audit>[0],
  { clock }: Deps,
  { session: { tenant, staffId } }: FastifyRequest,
  deed: { action: string; subject: string },
): Promise<void> {
  return audit(tx, { workspaceId: tenant.id, staffId, at: clock.now(), detail: {}, ...deed })
}
