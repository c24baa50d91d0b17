import { z } from 'zod'
import { pageQuery } from '../../contract/page.ts'
import * as contract from '../../contract/retrospective.ts'
import { findExperiment } from '../experiment/index.ts'
import { type App, Problem, readId, showId, type Tenant } from '../kernel/index.ts'
import type { Tx } from '../postgres/index.ts'
import { type RetrospectDeps, writeRetrospective } from './retrospect.ts'
import {
  countNewest,
  type Decision,
  decisionsOf,
  findRetrospective,
  getCosts,
  type Kept,
  listNewest,
  saveDecision,
  setCosts,
  versionsOf,
} from './retrospective-store.ts'

export type RetrospectiveRouteDeps = RetrospectDeps & {
  /** Names of members of staff, given by the composition. */
  staffNames(
    tx: Tx,
    workspaceId: string,
    ids: readonly (string | null)[],
  ): Promise<ReadonlyMap<string, string>>
}

const READ = { config: { permission: 'insight.read' } } as const
const WRITE = { config: { permission: 'customers.write' } } as const
const byId = z.object({ id: z.string() })

/** Did it work: dated answers, what was decided, and what a touch costs. */
export function retrospectiveRoutes(app: App, deps: RetrospectiveRouteDeps): void {
  readingRoutes(app, deps)
  decidingRoutes(app, deps)
  costRoutes(app, deps)
}

function readingRoutes(app: App, deps: RetrospectiveRouteDeps): void {
  app.get(
    '/api/retrospectives',
    { ...READ, schema: { querystring: pageQuery, response: { 200: contract.retrospectives } } },
    async ({ session: { tenant }, query: { limit, cursor } }) =>
      deps.db.inWorkspace(tenant.id, async (tx) => {
        const found = await listNewest(tx, tenant, { limit: limit + 1, before: placeOf(cursor) })
        const shown = found.slice(0, limit)
        const ids = shown.map(({ experimentId }) => experimentId)
        const decisions = await decisionsOf(tx, tenant, ids)
        const last = found.length > limit ? shown.at(-1) : undefined
        const next = last ? `${last.writtenAt.getTime()}.${showId('retrospective', last.id)}` : null
        const items = shown.map((kept) => lineOf(kept, decisions.get(kept.experimentId) ?? null))
        return { items, next, total: await countNewest(tx, tenant) }
      }),
  )
  app.get(
    '/api/retrospectives/:id',
    { ...READ, schema: { params: byId, response: { 200: contract.retrospective } } },
    async ({ session: { tenant }, params }) =>
      deps.db.inWorkspace(tenant.id, async (tx) =>
        reportOf(deps, tx, tenant, await wanted(tx, tenant, params.id)),
      ),
  )
}

function decidingRoutes(app: App, deps: RetrospectiveRouteDeps): void {
  app.post(
    '/api/retrospectives',
    { ...WRITE, schema: { body: contract.lookNow, response: { 201: contract.retrospective } } },
    async ({ session: { tenant, staffId }, body }, reply) => {
      const experimentId = readId('experiment', body.experimentId)
      if (!experimentId) throw new Problem('not_found')
      const asked = { experimentId, cause: 'asked' as const, by: staffId }
      const id = await writeRetrospective(deps, tenant, asked)
      if (!id) throw new Problem('not_found')
      const report = await deps.db.inWorkspace(tenant.id, async (tx) =>
        reportOf(deps, tx, tenant, await wanted(tx, tenant, showId('retrospective', id))),
      )
      return reply.code(201).send(report)
    },
  )
  app.put(
    '/api/retrospectives/:id/decision',
    {
      ...WRITE,
      schema: { params: byId, body: contract.decide, response: { 200: contract.retrospective } },
    },
    async ({ session: { tenant, staffId }, params, body }) =>
      deps.db.inWorkspace(tenant.id, async (tx) => {
        const kept = await wanted(tx, tenant, params.id)
        const of = { experimentId: kept.experimentId, retrospectiveId: kept.id }
        const decidedAt = deps.clock.now()
        await saveDecision(tx, tenant, of, { ...body, decidedAt, decidedBy: staffId })
        return reportOf(deps, tx, tenant, kept)
      }),
  )
}

function costRoutes(app: App, deps: RetrospectiveRouteDeps): void {
  app.get(
    '/api/retrospectives/costs',
    { ...READ, schema: { response: { 200: contract.costs } } },
    async ({ session: { tenant } }) => deps.db.inWorkspace(tenant.id, (tx) => costsOf(tx, tenant)),
  )
  app.put(
    '/api/retrospectives/costs',
    {
      config: { permission: 'workspace.write' },
      schema: { body: contract.costOptions, response: { 200: contract.costs } },
    },
    async ({ session: { tenant }, body }) =>
      deps.db.inWorkspace(tenant.id, async (tx) => {
        await setCosts(tx, tenant, body)
        return costsOf(tx, tenant)
      }),
  )
}

async function costsOf(tx: Tx, tenant: Tenant): Promise<z.infer<typeof contract.costs>> {
  const { options, isDefault } = await getCosts(tx, tenant)
  return { options, isDefault }
}

async function wanted(tx: Tx, tenant: Tenant, shown: string): Promise<Kept> {
  const id = readId('retrospective', shown)
  const kept = id === null ? null : await findRetrospective(tx, tenant, id)
  if (!kept) throw new Problem('not_found')
  return kept
}

async function reportOf(
  deps: RetrospectiveRouteDeps,
  tx: Tx,
  tenant: Tenant,
  kept: Kept,
): Promise<contract.Retrospective> {
  const { experimentId, version, cause, findings } = kept
  const experiment = await findExperiment(tx, tenant, experimentId)
  if (!experiment) throw new Problem('not_found')
  const decision = (await decisionsOf(tx, tenant, [experimentId])).get(experimentId) ?? null
  const names = await deps.staffNames(tx, tenant.id, [decision?.decidedBy ?? null])
  const versions = await versionsOf(tx, tenant, experimentId)
  return {
    id: showId('retrospective', kept.id),
    experimentId: showId('experiment', experimentId),
    subject: { ...experiment.subject, id: showId(experiment.subject.kind, experiment.subject.id) },
    version,
    cause,
    asOf: kept.asOf.toISOString(),
    writtenAt: kept.writtenAt.toISOString(),
    findings,
    decision: decision && {
      ...decision,
      decidedAt: decision.decidedAt.toISOString(),
      decidedBy: names.get(decision.decidedBy ?? '') ?? null,
    },
    versions: versions
      .filter(({ id }) => id !== kept.id)
      .map((one) => ({
        ...one,
        id: showId('retrospective', one.id),
        writtenAt: one.writtenAt.toISOString(),
      })),
  }
}

function lineOf(kept: Kept, decision: Decision | null): contract.RetrospectiveLine {
  const { findings } = kept
  const { effect, lower, upper } = findings.primary
  return {
    id: showId('retrospective', kept.id),
    experimentId: showId('experiment', kept.experimentId),
    title: findings.question.title,
    version: kept.version,
    asOf: kept.asOf.toISOString(),
    writtenAt: kept.writtenAt.toISOString(),
    verdict: findings.verdict,
    peopleMissing: findings.peopleMissing,
    metric: findings.question.metric,
    people: findings.people.treated + findings.people.control,
    effect: { value: effect, lower, upper },
    net: findings.money.net,
    isFinal: findings.look.kind === 'final',
    decision: decision?.kind ?? null,
  }
}

const CURSOR = z.string().regex(/^\d{1,15}\.rtr_[0-9a-f]{32}$/)

function placeOf(cursor: string | undefined): { writtenAt: Date; id: string } | null {
  const read = CURSOR.safeParse(cursor)
  if (!read.success) return null
  const [at = '', shown = ''] = read.data.split('.')
  const id = readId('retrospective', shown)
  return id === null ? null : { writtenAt: new Date(Number(at)), id }
}
