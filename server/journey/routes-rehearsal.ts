import { z } from 'zod'
import * as contract from '../../contract/journey-rehearsal.ts'
import { policyOf, workOf } from '../channel/index.ts'
import { peopleBook } from '../customer/index.ts'
import { type App, Problem, showId, type Tenant } from '../kernel/index.ts'
import type { Tx } from '../postgres/index.ts'
import { namesOfStaff } from '../staff/index.ts'
import { ready } from './launch.ts'
import { enqueueRehearsal } from './rehearsal-job.ts'
import {
  askForRehearsal,
  hashOf,
  newestRehearsal,
  peopleBehind,
  type Rehearsal,
} from './rehearsal-store.ts'
import { asking, type JourneyRouteDeps } from './route-deps.ts'
import { wanted } from './routes-launch.ts'
import type { Standing } from './standing.ts'

const READ = { config: { permission: 'journeys.read' } } as const
const WRITE = { config: { permission: 'journeys.write' } } as const
const byId = z.object({ id: z.string() })
/** People listed behind a figure. */
const LISTED_MAX = 200

/** Rehearsals: asked for, looked at while they run, opened figure by figure. */
export function rehearsalRoutes(app: App, deps: JourneyRouteDeps): void {
  app.post(
    '/api/journeys/:id/rehearsals',
    {
      ...WRITE,
      schema: {
        params: byId,
        body: contract.newRehearsal,
        response: { 201: contract.newestRehearsal },
      },
    },
    async (request, reply) => {
      const { tenant, scope, by, real, within, audited } = asking(deps, request)
      const { draftNo, withThoseInside } = request.body
      const standing = await wanted(deps, tenant, request.params.id)
      if (standing.draftNo !== draftNo) throw new Problem('journey_changed')
      const shown = await within(async (tx) => {
        await ready(tx, scope, standing)
        const { id: journeyId, plan } = standing
        const wish = { journeyId, plan, withThoseInside, by, now: real }
        const { id, isNew } = await askForRehearsal(tx, tenant, wish)
        if (isNew) {
          await enqueueRehearsal(tx, tenant, id)
          await audited(tx, 'journey.rehearsed', showId('journey', journeyId), { withThoseInside })
        }
        return newest(tx, tenant, standing)
      })
      return reply.status(201).send({ rehearsal: shown })
    },
  )
  app.get(
    '/api/journeys/:id/rehearsal',
    { ...READ, schema: { params: byId, response: { 200: contract.newestRehearsal } } },
    async (request) => {
      const { tenant, within } = asking(deps, request)
      const standing = await wanted(deps, tenant, request.params.id)
      return { rehearsal: await within((tx) => newest(tx, tenant, standing)) }
    },
  )
  app.get(
    '/api/journeys/:id/rehearsal/people',
    {
      ...READ,
      schema: {
        params: byId,
        querystring: contract.rehearsalPeopleFilter,
        response: { 200: contract.rehearsalPeople },
      },
    },
    async (request) => {
      const { tenant, within } = asking(deps, request)
      const { id: journeyId } = await wanted(deps, tenant, request.params.id)
      const { what } = request.query
      return within(async (tx) => {
        const numbers = await peopleBehind(tx, tenant, { journeyId, what })
        const shown = numbers.slice(0, LISTED_MAX)
        const known = await peopleBook.describe(tx, tenant, shown)
        const items = shown.flatMap((no) => {
          const person = known.get(no)
          return person ? [{ id: showId('customer', person.id), no, name: person.name }] : []
        })
        return { items, isCut: numbers.length > shown.length }
      })
    },
  )
}

async function newest(
  tx: Tx,
  tenant: Tenant,
  standing: Standing,
): Promise<contract.Rehearsal | null> {
  const found = await newestRehearsal(tx, tenant, standing.id)
  if (!found) return null
  const names = await namesOfStaff(tx, tenant.id, [found.askedBy])
  const why = await changedSince(tx, tenant, standing, found)
  const { id, state, progress, askedAt, askedBy, doneAt, withThoseInside, plan, report } = found
  return {
    id: showId('rehearsal', id),
    state,
    progress,
    askedAt: askedAt.toISOString(),
    askedBy: askedBy === null ? null : (names.get(askedBy) ?? null),
    doneAt: doneAt?.toISOString() ?? null,
    withThoseInside,
    isStale: why !== null,
    why,
    plan,
    report,
  }
}

/** What was changed since a rehearsal, so that it says something about another plan. */
async function changedSince(
  tx: Tx,
  tenant: Tenant,
  { plan }: Standing,
  { draftHash, policyNo, workNo }: Rehearsal,
): Promise<contract.Rehearsal['why']> {
  if (hashOf(plan) !== draftHash) return 'draft'
  if ((await policyOf(tx, tenant)).no !== policyNo) return 'policy'
  return (await workOf(tx, tenant)).no === workNo ? null : 'work'
}
