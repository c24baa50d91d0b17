import { z } from 'zod'
import * as contract from '../../contract/journey-view.ts'
import { liftPause, pause as pauseMessages, pausesOf } from '../channel/index.ts'
import { standingOf } from '../customer/index.ts'
import { type App, Problem, readId, showId, type Tenant } from '../kernel/index.ts'
import type { Tx } from '../postgres/index.ts'
import { segmentNames } from '../segment/index.ts'
import { type By, end, pause, resume } from './journeys.ts'
import { brake, secondPerson } from './launch.ts'
import { putIn, type Wanted } from './put-in.ts'
import { asking, idIn, type JourneyRouteDeps } from './route-deps.ts'
import { findJourney, type Standing } from './standing.ts'

const WRITE = { config: { permission: 'journeys.write' } } as const
const byId = z.object({ id: z.string() })
const ok = { ok: true as const }
const done = z.object({ ok: z.literal(true) })

/** Pause, resume, end, and people who are put in by hand. */
export function standingRoutes(app: App, deps: JourneyRouteDeps): void {
  pauseRoutes(app, deps)
  endRoute(app, deps)
  admissionRoute(app, deps)
}

function pauseRoutes(app: App, deps: JourneyRouteDeps): void {
  app.put(
    '/api/journeys/:id/pause',
    { ...WRITE, schema: { params: byId, body: contract.journeyPause, response: { 200: done } } },
    async (request) => {
      const { tenant, by, real, within, audited } = asking(deps, request)
      const { reason, messages } = request.body
      await within(async (tx) => {
        const { id, state } = await wanted(tx, tenant, request.params.id)
        if (state !== 'running' && state !== 'ending') throw new Problem('journey_not_running')
        await pause(tx, tenant.id, { id, reason, by, now: real })
        if (messages)
          await pauseMessages(tx, tenant, { scope: 'journey', subject: id, reason, by, now: real })
        await audited(tx, 'journey.paused', request.params.id, { reason, messages })
      })
      return ok
    },
  )
  app.delete(
    '/api/journeys/:id/pause',
    { ...WRITE, schema: { params: byId, response: { 200: done } } },
    async (request) => {
      const { tenant, by, real, within, audited } = asking(deps, request)
      await within(async (tx) => {
        const { id } = await wanted(tx, tenant, request.params.id)
        if (!(await resume(tx, tenant.id, { id, by, now: real })))
          throw new Problem('journey_not_running')
        await releaseMessages(tx, tenant, { id, by, now: real })
        await audited(tx, 'journey.resumed', request.params.id)
      })
      return ok
    },
  )
}

function endRoute(app: App, deps: JourneyRouteDeps): void {
  app.put(
    '/api/journeys/:id/ending',
    { ...WRITE, schema: { params: byId, body: contract.journeyEnding, response: { 200: done } } },
    async (request) => {
      const { tenant, by, real, within, audited } = asking(deps, request)
      const { mode, reason, confirm } = request.body
      await within(async (tx) => {
        const { id, name, state } = await wanted(tx, tenant, request.params.id)
        if (state === 'draft') throw new Problem('journey_not_running')
        if (confirm.trim() !== name) throw new Problem('journey_confirm', { name })
        if (!(await end(tx, tenant.id, { id, mode, reason, by, now: real })))
          throw new Problem('journey_ended')
        // Who is inside is to come to the end of it: with messages that stay stopped nobody would.
        if (mode === 'finish') await releaseMessages(tx, tenant, { id, by, now: real })
        await audited(tx, 'journey.ended', request.params.id, { mode, reason })
      })
      return ok
    },
  )
}

/** Lets the messages of a journey go again, where a pause stopped them too. */
async function releaseMessages(tx: Tx, tenant: Tenant, { id, by, now }: By & { id: string }) {
  const stopped = (await pausesOf(tx, tenant)).filter(
    ({ scope, subject }) => scope === 'journey' && subject === id,
  )
  for (const one of stopped)
    await liftPause(tx, tenant, { id: one.id, by, now, reason: one.reason })
}

function admissionRoute(app: App, deps: JourneyRouteDeps): void {
  app.post(
    '/api/journeys/:id/admissions',
    {
      ...WRITE,
      schema: { params: byId, body: contract.newAdmission, response: { 201: contract.admission } },
    },
    async (request, reply) => {
      const { tenant, scope, by, real, within, audited } = asking(deps, request)
      const standing = await within((tx) => wanted(tx, tenant, request.params.id))
      const { asked, people } = await within((tx) => whoIs(tx, tenant, request.body))
      if (standing.state !== 'running') throw new Problem('journey_not_running')
      const seen = 'audience' in request.body ? request.body.audience : 0
      const count =
        asked.kind === 'people'
          ? people
          : await brake(deps, scope, { standing, seen, segmentIds: [asked.segmentId] })
      const id = await within(async (tx) => {
        await secondPerson(tx, scope, count)
        const put = { journeyId: standing.id, wanted: asked, by, now: real }
        const admitted = await putIn(tx, tenant, put)
        if (admitted === null) throw new Problem('journey_not_running')
        await audited(tx, 'journey.people_put_in', request.params.id, { people: count })
        return admitted
      })
      return reply.status(201).send({ id: showId('admission', id), people: count })
    },
  )
}

/** Whom a request means; whoever is not of this workspace is not found. */
async function whoIs(
  tx: Tx,
  tenant: Tenant,
  body: z.infer<typeof contract.newAdmission>,
): Promise<{ asked: Wanted; people: number }> {
  if ('segmentId' in body) {
    const segmentId = idIn('segment', body.segmentId)
    if (!(await segmentNames(tx, tenant, [segmentId])).has(segmentId))
      throw new Problem('not_found')
    return { asked: { kind: 'segment', segmentId }, people: 0 }
  }
  const ids = [...new Set(body.customerIds)].map((shown) => idIn('customer', shown))
  const standings = await standingOf(tx, tenant, ids)
  if (standings.length < ids.length) throw new Problem('not_found')
  const customerNos = [...new Set(standings.map(({ personNo }) => personNo))]
  return { asked: { kind: 'people', customerNos }, people: customerNos.length }
}

async function wanted(tx: Tx, tenant: Tenant, shown: string): Promise<Standing> {
  const id = readId('journey', shown)
  const standing = id === null ? null : await findJourney(tx, tenant, id)
  if (!standing) throw new Problem('not_found')
  return standing
}
