import { z } from 'zod'
import * as contract from '../../contract/hook.ts'
import { type App, type Outcome, Problem, pageStart, showId, type Tenant } from '../kernel/index.ts'
import type { Tx } from '../postgres/index.ts'
import { storedWay } from './contact-way.ts'
import {
  addStock,
  changeHook,
  hooksMatching,
  makeHook,
  type StoredHook,
  storedHook,
} from './hook.ts'
import { touchesOf } from './path-step.ts'
import { type AcquisitionDeps, idIn } from './route-deps.ts'
import { hookDetailOf, listClaims, shownHooks } from './show-hook.ts'
import { isSource } from './source.ts'

const byId = z.object({ id: z.string() })
const made = z.object({ id: z.string() })
const done = z.object({ ok: z.literal(true) })
const read = { permission: 'customers.read' } as const
const write = { permission: 'acquisition.write' } as const
const path = '/api/hooks'

/** Hooks (引流抓手): made, looked at, judged by whom they draw. */
export function hookRoutes(app: App, deps: AcquisitionDeps): void {
  app.get(
    path,
    {
      config: read,
      schema: { querystring: contract.hookQuery, response: { 200: contract.hooks } },
    },
    async ({ session: { tenant }, query: { cursor, isArchived, ...query } }) => {
      const skip = pageStart(cursor)
      return deps.db.inWorkspace(tenant.id, async (tx) => {
        const filter = { ...query, isArchived: isArchived === 'true', skip }
        const found = await hooksMatching(tx, tenant, filter)
        const hooks = found.slice(0, query.limit)
        return {
          items: await shownHooks(tx, deps, { tenant, hooks }),
          next: found.length > query.limit ? String(skip + query.limit) : null,
          total: null,
        }
      })
    },
  )
  app.get(
    `${path}/:id`,
    { config: read, schema: { params: byId, response: { 200: contract.hookDetail } } },
    async ({ session: { tenant }, params: { id } }) =>
      hookDetailOf(deps, tenant, await demandHook(deps, tenant, id)),
  )
  app.get(
    `${path}/:id/claims`,
    {
      config: read,
      schema: {
        params: byId,
        querystring: contract.hookClaimsQuery,
        response: { 200: contract.hookClaims },
      },
    },
    async ({ session: { tenant }, params: { id }, query: { cursor, ...query } }) => {
      const { id: hookId } = await demandHook(deps, tenant, id)
      const skip = pageStart(cursor)
      const found = await deps.db.inWorkspace(tenant.id, (tx) =>
        listClaims(tx, tenant, { ...query, hookId, skip }),
      )
      const next = found.length > query.limit ? String(skip + query.limit) : null
      return { items: found.slice(0, query.limit), next, total: null }
    },
  )
  writingRoutes(app, deps)
  touchRoutes(app, deps)
}

function writingRoutes(app: App, deps: AcquisitionDeps): void {
  app.post(
    path,
    { config: write, schema: { body: contract.newHook, response: { 201: made } } },
    async ({ session: { tenant, staffId: by }, body }, reply) => {
      const now = deps.clock.now()
      const wanted = {
        ...body,
        sourceId: body.sourceId === null ? null : idIn('source', body.sourceId),
        wayId: body.wayId === null ? null : idIn('contactWay', body.wayId),
        by,
        now,
      }
      const id = await deps.db.inWorkspace(tenant.id, async (tx) => {
        await demandKnown(tx, tenant, wanted)
        const shown = showId('hook', free(await makeHook(tx, tenant, wanted), body.name))
        await deps.audit(tx, {
          ...{ workspaceId: tenant.id, staffId: by, at: now, subject: shown },
          action: 'hook.made',
          detail: { kind: body.kind, rule: body.rule },
        })
        return shown
      })
      return reply.code(201).send({ id })
    },
  )
  app.patch(
    `${path}/:id`,
    { config: write, schema: { params: byId, body: contract.hookChange, response: { 200: done } } },
    async ({ session: { tenant, staffId: by }, params, body }) => {
      const { id } = await demandHook(deps, tenant, params.id)
      const now = deps.clock.now()
      const { wayId: shownWay, ...rest } = body
      const wayId = shownWay ? idIn('contactWay', shownWay) : shownWay
      await deps.db.inWorkspace(tenant.id, async (tx) => {
        await demandKnown(tx, tenant, { sourceId: null, wayId: wayId ?? null })
        const version = free(
          await changeHook(tx, tenant, { ...rest, wayId, id, by, now }),
          body.name ?? '',
        )
        await deps.audit(tx, {
          ...{ workspaceId: tenant.id, staffId: by, at: now, subject: params.id },
          action: 'hook.changed',
          detail: { changed: Object.keys(body), version },
        })
      })
      return { ok: true as const }
    },
  )
  app.post(
    `${path}/:id/stock`,
    { config: write, schema: { params: byId, body: contract.moreStock, response: { 200: done } } },
    async ({ session: { tenant, staffId: by }, params, body }) => {
      const { id, archivedAt } = await demandHook(deps, tenant, params.id)
      if (archivedAt !== null) throw new Problem('hook_ended')
      await deps.db.inWorkspace(tenant.id, async (tx) => {
        if (!(await addStock(tx, tenant, { id, ...body }))) throw new Problem('stock_without_end')
        await deps.audit(tx, {
          ...{ workspaceId: tenant.id, staffId: by, at: deps.clock.now(), subject: params.id },
          action: 'hook.stocked',
          detail: { units: body.more + body.codes.length },
        })
      })
      return { ok: true as const }
    },
  )
}

/** A person's way to us. */
function touchRoutes(app: App, deps: AcquisitionDeps): void {
  app.get(
    '/api/customers/:id/touches',
    { config: read, schema: { params: byId, response: { 200: contract.touches } } },
    async ({ session: { tenant }, params }) => {
      const id = idIn('customer', params.id)
      const items = await deps.db.inWorkspace(tenant.id, (tx) => touchesOf(tx, tenant, id))
      if (!items) throw new Problem('not_found')
      return { items }
    },
  )
}

async function demandHook(
  deps: Pick<AcquisitionDeps, 'db'>,
  tenant: Tenant,
  shown: string,
): Promise<StoredHook> {
  const id = idIn('hook', shown)
  const hook = await deps.db.inWorkspace(tenant.id, (tx) => storedHook(tx, tenant, id))
  if (!hook) throw new Problem('not_found')
  return hook
}

/** Sources and codes of another workspace, or none, are not found. */
export async function demandKnown(
  tx: Tx,
  tenant: Tenant,
  { sourceId, wayId }: { sourceId: string | null; wayId: string | null },
): Promise<void> {
  if (sourceId !== null && !(await isSource(tx, tenant, sourceId))) throw new Problem('not_found')
  if (wayId !== null && !(await storedWay(tx, tenant, wayId))) throw new Problem('not_found')
}

export function free<T>(outcome: Outcome<T, 'name_taken'>, name: string): T {
  if (!outcome.ok) throw new Problem('tag_name_taken', { name })
  return outcome.value
}
