import { z } from 'zod'
import * as contract from '../../contract/delivery.ts'
import { type App, addMs, Problem, showId } from '../kernel/index.ts'
import { audit, namesOfStaff } from '../staff/index.ts'
import { releaseFence, standingFence } from './fence.ts'
import { countParked } from './parked.ts'
import { liftPause, type Pause, pause, pausesOf } from './pause.ts'
import { changePolicy, policyOf } from './policy-store.ts'
import { pastSince, replay } from './replay.ts'
import { asking, type ChannelRouteDeps, idIn, shownInstant } from './route-deps.ts'
import { simulationRoutes } from './routes-simulation.ts'
import { countOpenTasks } from './staff-task.ts'

const byId = z.object({ id: z.string() })
const done = z.object({ ok: z.literal(true) })
const ok = { ok: true as const }
const DAY_MS = 24 * 3_600_000

/** The rules (防打扰规则) with what they would have done, the kill switch and the fence. */
export function routes(app: App, deps: ChannelRouteDeps): void {
  ruleRoutes(app, deps)
  simulationRoutes(app, deps)
  stateRoutes(app, deps)
  pauseRoutes(app, deps)
}

function ruleRoutes(app: App, deps: ChannelRouteDeps): void {
  app.get(
    '/api/contact-policy',
    {
      config: { permission: 'messages.read' },
      schema: { response: { 200: contract.policy } },
    },
    async (request) => {
      const { tenant, within } = asking(deps, request)
      return within(async (tx) => {
        const { changedBy, changedAt, ...policy } = await policyOf(tx, tenant)
        const names = await namesOfStaff(tx, tenant.id, [changedBy])
        return {
          ...policy,
          changedAt: shownInstant(changedAt),
          changedBy: names.get(changedBy ?? '') ?? null,
        }
      })
    },
  )
  app.put(
    '/api/contact-policy',
    {
      config: { permission: 'messages.write' },
      schema: { body: contract.policyChange, response: { 200: done } },
    },
    async (request) => {
      const { tenant, by, real, within } = asking(deps, request)
      const { no, reason } = request.body
      await within(async (tx) => {
        const { rules } = await policyOf(tx, tenant)
        // Whom the brake holds does not loosen it.
        const movesBrake = rules.approvalAbove !== request.body.rules.approvalAbove
        if (movesBrake && !request.session.permissions.includes('workspace.write'))
          throw new Problem('forbidden')
        const isSet = await changePolicy(tx, tenant, { ...request.body, by, now: real })
        if (!isSet) throw new Problem('policy_changed')
        const entry = {
          workspaceId: tenant.id,
          staffId: by,
          at: real,
          detail: { no: no + 1, reason },
        }
        await audit(tx, { ...entry, action: 'policy.changed', subject: 'policy' })
      })
      return ok
    },
  )
  app.get(
    '/api/contact-policy/effect',
    {
      config: { permission: 'messages.read' },
      schema: { response: { 200: contract.policyPreview } },
    },
    async (request) => {
      const { tenant, ctx, within } = asking(deps, request)
      const since = addMs(ctx.now, -30 * DAY_MS)
      return within(async (tx) => {
        const { rules } = await policyOf(tx, tenant)
        return { since: since.toISOString(), ...replay(await pastSince(tx, tenant, since), rules) }
      })
    },
  )
}

function stateRoutes(app: App, deps: ChannelRouteDeps): void {
  app.get(
    '/api/channel',
    {
      config: { permission: 'signed_in' },
      schema: { response: { 200: contract.channelState } },
    },
    async (request) => {
      const { tenant, within } = asking(deps, request)
      return within(async (tx) => {
        const pauses = await pausesOf(tx, tenant)
        const fence = await standingFence(tx)
        const names = await namesOfStaff(
          tx,
          tenant.id,
          pauses.map(({ pausedBy }) => pausedBy),
        )
        return {
          pauses: pauses.map(({ pausedBy, ...one }) => ({
            ...one,
            id: showId('pause', one.id),
            subject: shownSubject(one),
            pausedAt: one.pausedAt.toISOString(),
            pausedBy: names.get(pausedBy ?? '') ?? null,
          })),
          fence: fence ? { fencedAt: fence.fencedAt.toISOString() } : null,
          parked: await countParked(tx, tenant),
          openTasks: await countOpenTasks(tx, tenant),
        }
      })
    },
  )
  app.delete(
    '/api/channel/fence',
    {
      config: { permission: 'workspace.write' },
      schema: { body: contract.liftedPause, response: { 200: done } },
    },
    async (request) => {
      const { tenant, by, real, within } = asking(deps, request)
      const { reason } = request.body
      await within(async (tx) => {
        if (!(await releaseFence(tx, { by, reason, now: real }))) throw new Problem('not_fenced')
        const entry = { workspaceId: tenant.id, staffId: by, at: real, detail: { reason } }
        await audit(tx, { ...entry, action: 'fence.released', subject: 'installation' })
      })
      return ok
    },
  )
}

function pauseRoutes(app: App, deps: ChannelRouteDeps): void {
  app.post(
    '/api/channel/pauses',
    {
      config: { permission: 'messages.write' },
      schema: { body: contract.newPause, response: { 201: z.object({ id: z.string() }) } },
    },
    async (request, reply) => {
      const { tenant, by, real, within } = asking(deps, request)
      const { scope, reason } = request.body
      const subject = subjectOf(request.body)
      const id = await within(async (tx) => {
        const stopped = await pause(tx, tenant, { scope, subject, by, now: real, reason })
        const entry = { workspaceId: tenant.id, staffId: by, at: real, detail: { scope, reason } }
        await audit(tx, { ...entry, action: 'channel.paused', subject: showId('pause', stopped) })
        return stopped
      })
      return reply.status(201).send({ id: showId('pause', id) })
    },
  )
  app.delete(
    '/api/channel/pauses/:id',
    {
      config: { permission: 'messages.write' },
      schema: { params: byId, body: contract.liftedPause, response: { 200: done } },
    },
    async (request) => {
      const { tenant, by, real, within } = asking(deps, request)
      const id = idIn('pause', request.params.id)
      const { reason } = request.body
      await within(async (tx) => {
        if (!(await liftPause(tx, tenant, { id, by, now: real, reason })))
          throw new Problem('not_found')
        const entry = { workspaceId: tenant.id, staffId: by, at: real, detail: { reason } }
        await audit(tx, { ...entry, action: 'channel.resumed', subject: request.params.id })
      })
      return ok
    },
  )
}

/** What a pause stops, as it is shown. */
function shownSubject({ scope, subject }: Pick<Pause, 'scope' | 'subject'>): string {
  return scope === 'journey' || scope === 'broadcast' ? showId(scope, subject) : subject
}

/** The same as it is stored. */
function subjectOf({ scope, subject }: z.infer<typeof contract.newPause>): string {
  if (scope === 'workspace') return ''
  if (scope === 'journey' || scope === 'broadcast') return idIn(scope, subject)
  if (!contract.carrier.safeParse(subject).success) throw new Problem('not_a_carrier', { subject })
  return subject
}
