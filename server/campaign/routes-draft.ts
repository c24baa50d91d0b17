import { z } from 'zod'
import * as contract from '../../contract/broadcast.ts'
import { forgetApprovals, newestApproval, pausesOf } from '../channel/index.ts'
import { type App, Problem, readId, showId, type Tenant } from '../kernel/index.ts'
import type { Tx } from '../postgres/index.ts'
import { segmentNames } from '../segment/index.ts'
import { namesOfStaff } from '../staff/index.ts'
import { dropDraft, makeBroadcast, restoreDraft, saveDraft } from './drafts.ts'
import { listBroadcasts } from './list.ts'
import { nobody, peopleOf } from './people.ts'
import { asking, type CampaignRouteDeps, idIn, wanted } from './route-deps.ts'
import type { Standing } from './standing.ts'

const READ = { config: { permission: 'journeys.read' } } as const
const WRITE = { config: { permission: 'journeys.write' } } as const
const byId = z.object({ id: z.string() })
const ok = { ok: true as const }
const done = z.object({ ok: z.literal(true) })

/** The list of broadcasts, one of them, and the drafts that they begin as. */
export function draftRoutes(app: App, deps: CampaignRouteDeps): void {
  listRoute(app, deps)
  app.get(
    '/api/broadcasts/:id',
    { ...READ, schema: { params: byId, response: { 200: contract.broadcast } } },
    async (request) => {
      const { tenant, scope, within } = asking(deps, request)
      return within(async (tx) => wholeOf(tx, tenant, await wanted(tx, scope, request.params.id)))
    },
  )
  writeRoutes(app, deps)
}

function listRoute(app: App, deps: CampaignRouteDeps): void {
  app.get(
    '/api/broadcasts',
    {
      ...READ,
      schema: { querystring: contract.broadcastFilter, response: { 200: contract.broadcasts } },
    },
    async (request) => {
      const { tenant, scope, within } = asking(deps, request)
      return within(async (tx) => {
        const { items, next, total } = await listBroadcasts(tx, scope, request.query)
        const people = await peopleOf(
          tx,
          tenant,
          items.map(({ id }) => id),
        )
        const staff = await namesOfStaff(
          tx,
          tenant.id,
          items.map(({ changedBy }) => changedBy),
        )
        const segments = await namesOf(
          tx,
          tenant,
          items.map(({ plan }) => plan.segmentId),
        )
        const lines = items.map(({ plan, ...item }) => ({
          ...item,
          id: showId('broadcast', item.id),
          carrier: plan.carrier,
          segment: segments(plan.segmentId),
          variants: plan.variants.length,
          people: people.get(item.id) ?? nobody,
          startsAt: item.startsAt?.toISOString() ?? null,
          changedAt: item.changedAt.toISOString(),
          changedBy: staff.get(item.changedBy ?? '') ?? null,
        }))
        return { items: lines, next, total }
      })
    },
  )
}

function writeRoutes(app: App, deps: CampaignRouteDeps): void {
  app.post(
    '/api/broadcasts',
    {
      ...WRITE,
      schema: { body: contract.newBroadcast, response: { 201: contract.madeBroadcast } },
    },
    async (request, reply) => {
      const { tenant, by, real, within, audited } = asking(deps, request)
      const id = await within(async (tx) => {
        const made = await makeBroadcast(tx, tenant, { ...request.body, by, now: real })
        await audited(tx, 'broadcast.made', showId('broadcast', made))
        return made
      })
      return reply.status(201).send({ id: showId('broadcast', id) })
    },
  )
  app.put(
    '/api/broadcasts/:id/draft',
    {
      ...WRITE,
      schema: {
        params: byId,
        body: contract.savedBroadcast,
        response: { 200: contract.broadcastSaved },
      },
    },
    async (request) => {
      const { tenant, by, real, within } = asking(deps, request)
      const id = idIn('broadcast', request.params.id)
      const saved = await within((tx) =>
        saveDraft(tx, tenant, { ...request.body, id, by, now: real }),
      )
      if (!saved.ok) throw refusalOf(saved.reason)
      return { draftNo: saved.value }
    },
  )
  app.delete(
    '/api/broadcasts/:id',
    { ...WRITE, schema: { params: byId, response: { 200: done } } },
    async (request) => {
      const { tenant, real, within, audited } = asking(deps, request)
      const id = idIn('broadcast', request.params.id)
      await within(async (tx) => {
        const dropped = await dropDraft(tx, tenant, { id, now: real })
        if (!dropped.ok) throw refusalOf(dropped.reason)
        await forgetApprovals(tx, tenant, id)
        await audited(tx, 'broadcast.deleted', request.params.id)
      })
      return ok
    },
  )
  app.put(
    '/api/broadcasts/:id/restored',
    { ...WRITE, schema: { params: byId, response: { 200: done } } },
    async (request) => {
      const { tenant, within, audited } = asking(deps, request)
      const id = idIn('broadcast', request.params.id)
      await within(async (tx) => {
        if (!(await restoreDraft(tx, tenant, id))) throw new Problem('not_found')
        await audited(tx, 'broadcast.restored', request.params.id)
      })
      return ok
    },
  )
}

export function refusalOf(reason: 'not_found' | 'changed' | 'launched'): Problem {
  if (reason === 'not_found') return new Problem('not_found')
  return new Problem(reason === 'changed' ? 'broadcast_changed' : 'broadcast_launched')
}

async function wholeOf(tx: Tx, tenant: Tenant, standing: Standing): Promise<contract.Broadcast> {
  const { id, name, state, plan, draftNo, savedAt, savedBy, launch, cancellation } = standing
  const pause = (await pausesOf(tx, tenant)).find(
    ({ scope, subject }) => scope === 'broadcast' && subject === id,
  )
  const approval = launch ? null : await newestApproval(tx, tenant, { id, draftNo })
  const shown = launch?.plan.segmentId ?? plan.segmentId
  const segments = await namesOf(tx, tenant, [shown])
  const staff = await namesOfStaff(tx, tenant.id, [
    savedBy,
    launch?.launchedBy ?? null,
    launch?.approvedBy ?? null,
    pause?.pausedBy ?? null,
    cancellation?.cancelledBy ?? null,
    approval?.askedBy ?? null,
    approval?.decidedBy ?? null,
  ])
  const who = (by: string | null) => staff.get(by ?? '') ?? null
  return {
    id: showId('broadcast', id),
    name,
    state,
    draft: { no: draftNo, plan, savedAt: savedAt.toISOString(), savedBy: who(savedBy) },
    segment: segments(shown),
    launch: launch && {
      plan: launch.plan,
      launchedAt: launch.launchedAt.toISOString(),
      launchedBy: who(launch.launchedBy),
      approvedBy: who(launch.approvedBy),
      startsAt: launch.startsAt.toISOString(),
      notAfter: launch.notAfter.toISOString(),
      frozenAt: launch.frozenAt?.toISOString() ?? null,
      endedAt: launch.endedAt?.toISOString() ?? null,
      experimentId: showId('experiment', launch.experimentId),
    },
    pause: pause
      ? {
          pausedAt: pause.pausedAt.toISOString(),
          pausedBy: who(pause.pausedBy),
          reason: pause.reason,
        }
      : null,
    cancellation: cancellation && {
      cancelledAt: cancellation.cancelledAt.toISOString(),
      cancelledBy: who(cancellation.cancelledBy),
      reason: cancellation.reason,
    },
    approval: approval && {
      ...approval,
      id: showId('approval', approval.id),
      askedAt: approval.askedAt.toISOString(),
      askedBy: who(approval.askedBy),
      decidedBy: who(approval.decidedBy),
    },
    people: (await peopleOf(tx, tenant, [id])).get(id) ?? nobody,
  }
}

/** Names of segments by their shown ids; empty for what is not there any more. */
async function namesOf(
  tx: Tx,
  tenant: Tenant,
  shown: readonly string[],
): Promise<(shown: string) => string> {
  const keys = shown.flatMap((one) => readId('segment', one) ?? [])
  const names = await segmentNames(tx, tenant, keys)
  return (one) => names.get(readId('segment', one) ?? '') ?? ''
}
