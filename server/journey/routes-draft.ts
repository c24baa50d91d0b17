import { z } from 'zod'
import { type JourneyPlan, journeyPlan } from '../../contract/journey.ts'
import { starterOf, startersIn } from '../../contract/journey-starters.ts'
import * as contract from '../../contract/journey-view.ts'
import { type App, Problem, showId } from '../kernel/index.ts'
import { dropDraft, makeJourney, saveDraft } from './journeys.ts'
import { asking, idIn, type JourneyRouteDeps, languageOf } from './route-deps.ts'

const WRITE = { config: { permission: 'journeys.write' } } as const
const byId = z.object({ id: z.string() })
const ok = { ok: true as const }
const done = z.object({ ok: z.literal(true) })

/** Days and share that an SOP begins with when it is written from nothing. */
const emptyPlan: JourneyPlan = {
  triggers: [],
  entry: { kind: 'once' },
  goal: { name: 'order.paid', where: [] },
  exits: [],
  control: { kind: 'holdout', share: 0.1, metric: 'buyers', windowDays: 30 },
  steps: [],
}

const starters = z.object({
  items: z.array(
    z.object({ id: z.string(), name: z.string(), why: z.string(), plan: journeyPlan }),
  ),
})

/** Drafts: begun, saved over the one that was looked at, thrown away. */
export function draftRoutes(app: App, deps: JourneyRouteDeps): void {
  app.get(
    '/api/journey-starters',
    { config: { permission: 'journeys.read' }, schema: { response: { 200: starters } } },
    async (request) => ({ items: startersIn(languageOf(request)) }),
  )
  app.post(
    '/api/journeys',
    { ...WRITE, schema: { body: contract.newJourney, response: { 201: contract.madeJourney } } },
    async (request, reply) => {
      const { tenant, by, real, within, audited } = asking(deps, request)
      const { name, plan } = beginning(request.body, languageOf(request))
      const id = await within(async (tx) => {
        const made = await makeJourney(tx, tenant.id, { name, plan, by, now: real })
        await audited(tx, 'journey.made', showId('journey', made))
        return made
      })
      return reply.status(201).send({ id: showId('journey', id) })
    },
  )
  app.put(
    '/api/journeys/:id/draft',
    {
      ...WRITE,
      schema: { params: byId, body: contract.savedDraft, response: { 200: contract.draftSaved } },
    },
    async (request) => {
      const { tenant, by, real, within } = asking(deps, request)
      const id = idIn('journey', request.params.id)
      const saved = await within((tx) =>
        saveDraft(tx, tenant.id, { ...request.body, id, by, now: real }),
      )
      if (saved.ok) return { draftNo: saved.value, savedAt: real.toISOString() }
      throw new Problem(saved.reason === 'changed' ? 'journey_changed' : 'not_found')
    },
  )
  app.delete(
    '/api/journeys/:id',
    { ...WRITE, schema: { params: byId, response: { 200: done } } },
    async (request) => {
      const { tenant, within, audited } = asking(deps, request)
      const id = idIn('journey', request.params.id)
      await within(async (tx) => {
        const dropped = await dropDraft(tx, tenant.id, id)
        if (!dropped.ok)
          throw new Problem(dropped.reason === 'launched' ? 'journey_launched' : 'not_found')
        await audited(tx, 'journey.dropped', request.params.id)
      })
      return ok
    },
  )
}

function beginning(
  asked: z.infer<typeof contract.newJourney>,
  language: 'zh' | 'en',
): { name: string; plan: JourneyPlan } {
  if (!('starter' in asked)) return { name: asked.name, plan: asked.plan ?? emptyPlan }
  const starter = starterOf(asked.starter, language)
  return { name: asked.name ?? starter.name, plan: starter.plan }
}
