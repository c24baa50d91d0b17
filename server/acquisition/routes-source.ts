import { z } from 'zod'
import * as contract from '../../contract/acquisition.ts'
import { type App, type Outcome, Problem, presentOf, showId, type Tenant } from '../kernel/index.ts'
import type { Tx } from '../postgres/index.ts'
import { addCost, weightsBelow, withdrawCost } from './ledger.ts'
import { lastDays, type Period } from './period.ts'
import { type AcquisitionDeps, idIn } from './route-deps.ts'
import { changeSource, isSource, listSources, makeSource } from './source.ts'

const byId = z.object({ id: z.string() })
const done = z.object({ ok: z.literal(true) })
const made = z.object({ id: z.string() })
const read = { permission: 'customers.read' } as const
const write = { permission: 'acquisition.write' } as const

/** Sources (获客来源) and what they cost. */
export function sourceRoutes(app: App, deps: AcquisitionDeps): void {
  app.get(
    '/api/sources',
    {
      config: read,
      schema: { querystring: contract.periodQuery, response: { 200: contract.sources } },
    },
    async (request) => {
      const { tenant } = request.session
      const period = lastDays(tenant, presentOf(tenant, deps.clock), request.query.days)
      const items = await deps.db.inWorkspace(tenant.id, (tx) => listSources(tx, tenant, period))
      return { period, items }
    },
  )
  app.post(
    '/api/sources',
    { config: write, schema: { body: contract.newSource, response: { 201: made } } },
    async (request, reply) => {
      const { tenant } = request.session
      const { parentId, ...body } = request.body
      const wanted = { ...body, parentId: parentIn(parentId), now: deps.clock.now() }
      const id = free(
        await deps.db.inWorkspace(tenant.id, (tx) => makeSource(tx, tenant, wanted)),
        body.name,
      )
      return reply.code(201).send({ id: showId('source', id) })
    },
  )
  app.patch(
    '/api/sources/:id',
    {
      config: write,
      schema: { params: byId, body: contract.sourceChange, response: { 200: done } },
    },
    async (request) => {
      const { tenant } = request.session
      const { parentId, ...body } = request.body
      const change = {
        ...body,
        ...(parentId === undefined ? {} : { parentId: parentIn(parentId) }),
        id: idIn('source', request.params.id),
        now: deps.clock.now(),
      }
      const outcome = await deps.db.inWorkspace(tenant.id, (tx) => changeSource(tx, tenant, change))
      if (!free(outcome, change.name ?? '')) throw new Problem('not_found')
      return { ok: true as const }
    },
  )
  costRoutes(app, deps)
}

function costRoutes(app: App, deps: AcquisitionDeps): void {
  app.post(
    '/api/sources/:id/costs',
    {
      config: write,
      schema: { params: byId, body: contract.newSourceCost, response: { 201: made } },
    },
    async (request, reply) => {
      const { tenant, staffId: by } = request.session
      const sourceId = idIn('source', request.params.id)
      const now = deps.clock.now()
      const { divided, ...cost } = request.body
      const id = await deps.db.inWorkspace(tenant.id, async (tx) => {
        if (!(await isSource(tx, tenant, sourceId))) throw new Problem('not_found')
        const weights = await demandWeights(tx, tenant, { ...cost, sourceId, divided })
        return addCost(tx, tenant, { ...cost, sourceId, by, now, weights })
      })
      if (id === null) throw new Problem('not_found')
      return reply.code(201).send({ id: showId('sourceCost', id) })
    },
  )
  for (const [method, isWithdrawn] of [
    ['delete', true],
    ['put', false],
  ] as const) {
    app[method](
      '/api/source-costs/:id',
      { config: write, schema: { params: byId, response: { 200: done } } },
      async (request) => {
        const { tenant, staffId: by } = request.session
        const id = idIn('sourceCost', request.params.id)
        const change = { id, isWithdrawn, by, now: deps.clock.now() }
        const found = await deps.db.inWorkspace(tenant.id, (tx) => withdrawCost(tx, tenant, change))
        if (!found) throw new Problem('not_found')
        return { ok: true as const }
      },
    )
  }
}

type Refusal = 'name_taken' | 'no_parent' | 'too_deep' | 'in_itself'

function free<T>(outcome: Outcome<T, Refusal>, name: string): T {
  if (outcome.ok) return outcome.value
  if (outcome.reason === 'no_parent') throw new Problem('not_found')
  if (outcome.reason === 'too_deep') throw new Problem('source_too_deep')
  if (outcome.reason === 'in_itself') throw new Problem('source_in_itself')
  throw new Problem('tag_name_taken', { name })
}

function parentIn(shown: string | null): string | null {
  return shown === null ? null : idIn('source', shown)
}

async function demandWeights(
  tx: Tx,
  tenant: Tenant,
  { divided, ...asked }: Period & { sourceId: string; divided: 'no' | 'evenly' | 'by_people' },
) {
  if (divided === 'no') return []
  const weights = await weightsBelow(tx, tenant, { ...asked, divided })
  if (!weights.ok) throw new Problem('cost_without_codes')
  return weights.value
}
