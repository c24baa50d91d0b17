import { z } from 'zod'
import * as contract from '../../contract/broadcast.ts'
import { liftPause, needsSecond, pause, pausesOf, remindOfBroadcast } from '../channel/index.ts'
import { type App, Problem, showId, type Tenant } from '../kernel/index.ts'
import type { Tx } from '../postgres/index.ts'
import { checkBroadcast } from './check.ts'
import { cancelBroadcast, retryUnreached, wakeBroadcast } from './deeds.ts'
import { launchBroadcast } from './launch.ts'
import { audienceOf } from './members.ts'
import { problemsOf } from './problems.ts'
import { asking, type CampaignRouteDeps, idIn, wanted } from './route-deps.ts'
import { refusalOf } from './routes-draft.ts'
import type { Standing } from './standing.ts'

const WRITE = { config: { permission: 'journeys.write' } } as const
const byId = z.object({ id: z.string() })
const ok = { ok: true as const }
const done = z.object({ ok: z.literal(true) })

/** An audience may grow by this much between the look and the deed; by more, it is looked at again. */
const GROWN_SHARE = 0.1
const GROWN_PEOPLE = 20

/** Before the deed: what would happen. The deed, the brakes, and what can still be done for those who got nothing. */
export function launchRoutes(app: App, deps: CampaignRouteDeps): void {
  app.get(
    '/api/broadcasts/:id/check',
    {
      config: { permission: 'journeys.read' },
      schema: { params: byId, response: { 200: contract.broadcastCheck } },
    },
    async (request) => {
      const { scope, within } = asking(deps, request)
      return checkBroadcast(deps, scope, await within((tx) => wanted(tx, scope, request.params.id)))
    },
  )
  app.post(
    '/api/broadcasts/:id/launch',
    {
      ...WRITE,
      schema: { params: byId, body: contract.launchBroadcast, response: { 201: done } },
    },
    async (request, reply) => {
      const { tenant, scope, by, real, within, audited } = asking(deps, request)
      const { draftNo, audience: seen } = request.body
      const standing = await within((tx) => wanted(tx, scope, request.params.id))
      const audience = await brake(deps, tenant, { standing, seen })
      await within(async (tx) => {
        await ready(tx, scope, standing)
        await secondPerson(tx, tenant, audience)
        const deed = { broadcastId: standing.id, draftNo, audience, by, approvedBy: null, real }
        const launched = await launchBroadcast(tx, scope, deed)
        if (!launched.ok) throw refusalOf(launched.reason)
        await audited(tx, 'broadcast.launched', request.params.id, { audience })
      })
      return reply.status(201).send(ok)
    },
  )
  pauseRoutes(app, deps)
  endRoutes(app, deps)
}

/** Refuses when many more would be reached than the person who launches has seen. @returns how many. */
export async function brake(
  { members }: Pick<CampaignRouteDeps, 'members'>,
  tenant: Tenant,
  { standing, seen }: { standing: Pick<Standing, 'plan'>; seen: number },
): Promise<number> {
  const now = (await audienceOf(members, tenant, standing.plan)).numbers.length
  if (now > seen + Math.max(GROWN_PEOPLE, seen * GROWN_SHARE))
    throw new Problem('broadcast_grown', { seen, now })
  return now
}

/** Refuses a draft with something to mend. */
export async function ready(
  tx: Tx,
  scope: { tenant: Tenant; now: Date },
  { plan }: Pick<Standing, 'plan'>,
): Promise<void> {
  const problems = await problemsOf(tx, scope, plan)
  if (problems.length > 0) throw new Problem('broadcast_not_ready', { count: problems.length })
}

/** Refuses what is too many for one person to decide on alone. */
async function secondPerson(tx: Tx, tenant: Tenant, audience: number): Promise<void> {
  const limit = await needsSecond(tx, tenant, audience)
  if (limit !== null) throw new Problem('broadcast_needs_approval', { audience, limit })
}

function pauseRoutes(app: App, deps: CampaignRouteDeps): void {
  app.put(
    '/api/broadcasts/:id/pause',
    { ...WRITE, schema: { params: byId, body: contract.broadcastWhy, response: { 200: done } } },
    async (request) => {
      const { tenant, scope, by, real, within, audited } = asking(deps, request)
      const { reason } = request.body
      await within(async (tx) => {
        const { id, launch, state } = await wanted(tx, scope, request.params.id)
        if (!launch || launch.endedAt || state === 'cancelling')
          throw new Problem('broadcast_not_running')
        await pause(tx, tenant, { scope: 'broadcast', subject: id, by, now: real, reason })
        await audited(tx, 'broadcast.paused', request.params.id, { reason })
      })
      return ok
    },
  )
  app.delete(
    '/api/broadcasts/:id/pause',
    { ...WRITE, schema: { params: byId, response: { 200: done } } },
    async (request) => {
      const { tenant, scope, by, real, within, audited } = asking(deps, request)
      await within(async (tx) => {
        const { id } = await wanted(tx, scope, request.params.id)
        const standing = (await pausesOf(tx, tenant)).find(
          (one) => one.scope === 'broadcast' && one.subject === id,
        )
        if (!standing) throw new Problem('broadcast_not_running')
        const { id: pauseId, reason } = standing
        await liftPause(tx, tenant, { id: pauseId, by, now: real, reason })
        await wakeBroadcast(tx, scope, id)
        await audited(tx, 'broadcast.resumed', request.params.id)
      })
      return ok
    },
  )
}

function endRoutes(app: App, deps: CampaignRouteDeps): void {
  app.put(
    '/api/broadcasts/:id/cancellation',
    { ...WRITE, schema: { params: byId, body: contract.cancelBroadcast, response: { 200: done } } },
    async (request) => {
      const { scope, by, within, audited } = asking(deps, request)
      const { reason, confirm } = request.body
      await within(async (tx) => {
        const { id: broadcastId, name } = await wanted(tx, scope, request.params.id)
        if (confirm.trim() !== name) throw new Problem('broadcast_confirm', { name })
        if (!(await cancelBroadcast(tx, scope, { broadcastId, by, reason })))
          throw new Problem('broadcast_not_running')
        await audited(tx, 'broadcast.cancelled', request.params.id, { reason })
      })
      return ok
    },
  )
  app.post(
    '/api/broadcasts/:id/reminders',
    {
      ...WRITE,
      schema: { params: byId, body: contract.newReminder, response: { 200: contract.reminded } },
    },
    async (request) => {
      const { tenant, scope, by, real, within, audited } = asking(deps, request)
      if (await deps.isFenced()) throw new Problem('broadcast_not_running')
      const { userid } = request.body
      const { id: broadcastId } = await within((tx) => wanted(tx, scope, request.params.id))
      const said = await remindOfBroadcast(deps, tenant, { broadcastId, userid, by, real })
      await within((tx) => audited(tx, 'broadcast.reminded', request.params.id, { ...said }))
      return said
    },
  )
  app.post(
    '/api/broadcasts/:id/retries',
    {
      ...WRITE,
      schema: { params: byId, body: contract.newRetry, response: { 201: contract.retried } },
    },
    async (request, reply) => {
      const { scope, within, audited } = asking(deps, request)
      const broadcastId = idIn('broadcast', request.params.id)
      const people = await within(async (tx) => {
        await wanted(tx, scope, request.params.id)
        const retried = await retryUnreached(tx, scope, { broadcastId, ...request.body })
        if (!retried.ok)
          throw new Problem(
            retried.reason === 'changed' ? 'broadcast_retry_changed' : 'broadcast_not_running',
          )
        const subject = showId('broadcast', broadcastId)
        await audited(tx, 'broadcast.retried', subject, { people: retried.value })
        return retried.value
      })
      return reply.status(201).send({ people })
    },
  )
}
