import { z } from 'zod'
import * as contract from '../../contract/journey-view.ts'
import { type App, Problem, type Tenant } from '../kernel/index.ts'
import { audienceOf, enteredBy } from './audience.ts'
import { checkLaunch } from './check.ts'
import type { Scope } from './neighbours.ts'
import { launchProblems } from './problems.ts'
import { publish } from './publish.ts'
import { asking, idIn, type JourneyRouteDeps } from './route-deps.ts'
import { findJourney, type Standing } from './standing.ts'

const byId = z.object({ id: z.string() })

/** A crowd may grow by this much between the look and the deed; by more, it is looked at again. */
const GROWN_SHARE = 0.1
const GROWN_PEOPLE = 20

/** Before the deed: what would happen. The deed: for as many people as were seen. */
export function launchRoutes(app: App, deps: JourneyRouteDeps): void {
  app.get(
    '/api/journeys/:id/check',
    {
      config: { permission: 'journeys.read' },
      schema: { params: byId, response: { 200: contract.launchCheck } },
    },
    async (request) => {
      const { tenant, scope } = asking(deps, request)
      return checkLaunch(deps, scope, await wanted(deps, tenant, request.params.id))
    },
  )
  app.post(
    '/api/journeys/:id/versions',
    {
      config: { permission: 'journeys.write' },
      schema: { params: byId, body: contract.launch, response: { 201: contract.launched } },
    },
    async (request, reply) => {
      const { tenant, scope, by, real, within, audited } = asking(deps, request)
      const { draftNo, withThoseInside, audience } = request.body
      const standing = await wanted(deps, tenant, request.params.id)
      if (standing.draftNo !== draftNo) throw new Problem('journey_changed')
      if (withThoseInside) await brake(deps, scope, { standing, seen: audience })
      const version = await within(async (tx) => {
        const problems = await launchProblems(tx, tenant, standing.plan)
        if (problems.length > 0) throw new Problem('journey_not_ready', { count: problems.length })
        const journeyId = standing.id
        const published = await publish(tx, scope, deps.neighbours, {
          journeyId,
          draftNo,
          withThoseInside,
          audience: withThoseInside ? audience : 0,
          by,
          approvedBy: null,
          at: real,
        })
        if (!published.ok) throw refusalOf(published.reason)
        const detail = { version: published.value, audience, withThoseInside }
        await audited(tx, 'journey.launched', request.params.id, detail)
        return published.value
      })
      return reply.status(201).send({ version })
    },
  )
}

/** Refuses when many more would be reached than the person who launches has seen. */
export async function brake(
  deps: JourneyRouteDeps,
  scope: Scope,
  { standing, seen, segmentIds }: { standing: Standing; seen: number; segmentIds?: string[] },
): Promise<number> {
  const { id: journeyId, plan } = standing
  const asked = { journeyId, entry: plan.entry, segmentIds: segmentIds ?? enteredBy(plan) }
  const now = (await audienceOf(deps, scope, asked)).numbers.length
  if (now > seen + Math.max(GROWN_PEOPLE, seen * GROWN_SHARE))
    throw new Problem('journey_grown', { seen, now })
  return now
}

async function wanted({ db }: JourneyRouteDeps, tenant: Tenant, shown: string): Promise<Standing> {
  const id = idIn('journey', shown)
  const standing = await db.inWorkspace(tenant.id, (tx) => findJourney(tx, tenant, id))
  if (!standing) throw new Problem('not_found')
  return standing
}

function refusalOf(reason: 'not_found' | 'changed' | 'ended' | 'not_ready'): Problem {
  if (reason === 'changed') return new Problem('journey_changed')
  if (reason === 'ended') return new Problem('journey_ended')
  return reason === 'not_ready'
    ? new Problem('journey_not_ready', { count: 1 })
    : new Problem('not_found')
}
