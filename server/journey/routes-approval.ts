import { z } from 'zod'
import * as contract from '../../contract/journey-view.ts'
import {
  askApproval,
  giveVerdictOnLaunch,
  takeApproval,
  type WaitingLaunch,
} from '../channel/index.ts'
import { type App, Problem, showId, type Tenant } from '../kernel/index.ts'
import type { Tx } from '../postgres/index.ts'
import { namesOfStaff } from '../staff/index.ts'
import { listWaiting } from './approval.ts'
import { brake, launchNow, ready } from './launch.ts'
import { asking, idIn, type JourneyRouteDeps } from './route-deps.ts'
import { wanted } from './routes-launch.ts'

const WRITE = { config: { permission: 'journeys.write' } } as const
const byId = z.object({ id: z.string() })
const done = z.object({ ok: z.literal(true) })

/** The second person: launches that are too large for one are asked for, and approved or refused by somebody else. */
export function approvalRoutes(app: App, deps: JourneyRouteDeps): void {
  askRoute(app, deps)
  listRoute(app, deps)
  verdictRoutes(app, deps)
}

function askRoute(app: App, deps: JourneyRouteDeps): void {
  app.post(
    '/api/journeys/:id/approvals',
    {
      ...WRITE,
      schema: {
        params: byId,
        body: contract.newApproval,
        response: { 201: contract.approvalAsked },
      },
    },
    async (request, reply) => {
      const { tenant, scope, by, real, within, audited } = asking(deps, request)
      const { draftNo, withThoseInside, audience: seen, reason } = request.body
      const standing = await wanted(deps, tenant, request.params.id)
      if (standing.draftNo !== draftNo) throw new Problem('journey_changed')
      const audience = withThoseInside ? await brake(deps, scope, { standing, seen }) : 0
      const id = await within(async (tx) => {
        await ready(tx, scope, standing)
        const request = { draftNo, withThoseInside, audience, reason, by, now: real }
        const asked = await askApproval(tx, tenant, {
          ...request,
          subject: { kind: 'journey', id: standing.id },
        })
        if (!asked.ok) throw new Problem('approval_asked')
        const subject = showId('journey', standing.id)
        await audited(tx, 'journey.approval_asked', subject, { audience, reason })
        return asked.value
      })
      return reply.status(201).send({ id: showId('approval', id) })
    },
  )
}

function listRoute(app: App, deps: JourneyRouteDeps): void {
  app.get(
    '/api/approvals',
    { config: { permission: 'journeys.read' }, schema: { response: { 200: contract.approvals } } },
    async (request) => {
      const { tenant, by, within } = asking(deps, request)
      return within(async (tx) => {
        const waiting = await listWaiting(tx, tenant)
        const asked = waiting.map(({ askedBy }) => askedBy)
        const names = await namesOfStaff(tx, tenant.id, asked)
        const items = waiting.map((one) => ({
          id: showId('approval', one.id),
          journey: { id: showId('journey', one.subjectId), name: one.journeyName },
          plan: one.plan,
          audience: one.audience,
          reason: one.reason,
          askedAt: one.askedAt.toISOString(),
          askedBy: names.get(one.askedBy ?? '') ?? null,
          isMine: one.askedBy !== null && one.askedBy === by,
          isStale: one.isStale,
        }))
        return { items, next: null, total: items.length }
      })
    },
  )
}

function verdictRoutes(app: App, deps: JourneyRouteDeps): void {
  app.put(
    '/api/approvals/:id/verdict',
    {
      ...WRITE,
      schema: {
        params: byId,
        body: contract.approvalVerdict,
        response: { 200: contract.approvalDecided },
      },
    },
    async (request) => {
      const { tenant, scope, by, real, within, audited } = asking(deps, request)
      const id = idIn('approval', request.params.id)
      const { said, reason } = request.body
      const before = await within((tx) => theWaiting(tx, tenant, id))
      // A program holds no opinion, and nobody judges what they asked for.
      if (by === null || by === before.askedBy) throw new Problem('own_approval')
      const standing = await wanted(deps, tenant, showId('journey', before.subjectId))
      const audience = said === 'approved' ? await audienceNow(before) : 0
      const version = await within(async (tx) => {
        const mine = await theWaiting(tx, tenant, id)
        const subject = showId('journey', mine.subjectId)
        await audited(tx, `journey.approval_${said}`, subject, { audience: mine.audience, reason })
        const { withThoseInside, askedBy } = mine
        const how = { standing, withThoseInside, audience, approvedBy: by, at: real, audited }
        const launched =
          said === 'approved' ? await launchNow(tx, deps, scope, { ...how, by: askedBy }) : null
        await giveVerdictOnLaunch(tx, tenant, {
          id,
          said,
          reason,
          by,
          now: real,
          version: launched,
        })
        return launched
      })
      return { version }

      /** What is approved is the draft that was looked at, for about as many people. */
      async function audienceNow({ draftNo, withThoseInside, audience: seen }: WaitingLaunch) {
        if (standing.draftNo !== draftNo) throw new Problem('journey_changed')
        return withThoseInside ? brake(deps, scope, { standing, seen }) : 0
      }
    },
  )
  app.delete(
    '/api/approvals/:id',
    { ...WRITE, schema: { params: byId, response: { 200: done } } },
    async (request) => {
      const { tenant, by, real, within, audited } = asking(deps, request)
      const id = idIn('approval', request.params.id)
      await within(async (tx) => {
        const mine = await theWaiting(tx, tenant, id)
        const verdict = { id, said: 'withdrawn' as const, reason: '', by, now: real, version: null }
        await giveVerdictOnLaunch(tx, tenant, verdict)
        await audited(tx, 'journey.approval_withdrawn', showId('journey', mine.subjectId))
      })
      return { ok: true as const }
    },
  )
}

function theWaiting(tx: Tx, tenant: Tenant, id: string): Promise<WaitingLaunch> {
  return takeApproval(tx, tenant, { kind: 'journey', id })
}
