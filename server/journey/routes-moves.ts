import { z } from 'zod'
import * as contract from '../../contract/journey-moves.ts'
import { type App, Problem, showId, type Tenant } from '../kernel/index.ts'
import type { Tx } from '../postgres/index.ts'
import { namesOfStaff } from '../staff/index.ts'
import { whoIsInside } from './in-flight.ts'
import { grownTo } from './launch.ts'
import { askMigration, newestMigration } from './migration.ts'
import { asking, type JourneyRouteDeps } from './route-deps.ts'
import { wanted } from './routes-launch.ts'
import { newestVersion, type Version } from './version.ts'

const byId = z.object({ id: z.string() })

/** Who is inside where, when the last is out, and moving people in flight to the newest version. */
export function moveRoutes(app: App, deps: JourneyRouteDeps): void {
  app.get(
    '/api/journeys/:id/in-flight',
    {
      config: { permission: 'journeys.read' },
      schema: { params: byId, response: { 200: contract.inFlight } },
    },
    async (request) => {
      const { tenant, within } = asking(deps, request)
      const { id, name } = await wanted(deps, tenant, request.params.id)
      return within((tx) => inFlightOf(tx, tenant, { id, name }))
    },
  )
  app.post(
    '/api/journeys/:id/migrations',
    {
      config: { permission: 'journeys.write' },
      schema: {
        params: byId,
        body: contract.newMigration,
        response: { 201: contract.migrationAsked },
      },
    },
    async (request, reply) => {
      const { tenant, by, real, within, audited } = asking(deps, request)
      const { toVersion, moves, people: seen, reason } = request.body
      const { id: journeyId, state } = await wanted(deps, tenant, request.params.id)
      if (state === 'draft' || state === 'ended') throw new Problem('journey_not_running')
      const asked = await within(async (tx) => {
        const { standing } = await whoIsInside(tx, tenant, journeyId)
        const named = new Set(moves.map(({ version, stepId }) => `${version} ${stepId}`))
        const people = standing
          .filter(({ version, stepId }) => named.has(`${version} ${stepId}`))
          .reduce((sum, one) => sum + one.people, 0)
        if (grownTo(seen, people)) throw new Problem('journey_moves_grown', { seen, now: people })
        const done = await askMigration(tx, tenant.id, {
          ...{ journeyId, toVersion, moves, reason, by },
          now: real,
        })
        if (!done.ok) throw refusalOf(done.reason)
        const detail = { version: toVersion, people, reason }
        await audited(tx, 'journey.people_moved', request.params.id, detail)
        return { id: showId('move', done.value), people }
      })
      return reply.status(201).send(asked)
    },
  )
}

function refusalOf(reason: 'not_newest' | 'no_such_step' | 'under_way'): Problem {
  if (reason === 'under_way') return new Problem('journey_moving')
  return new Problem(reason === 'not_newest' ? 'journey_changed' : 'journey_moves_wrong')
}

async function inFlightOf(
  tx: Tx,
  tenant: Tenant,
  { id, name }: { id: string; name: string },
): Promise<contract.InFlight> {
  const { standing, versions, lastOutAt } = await whoIsInside(tx, tenant, id)
  const newest = await newestVersion(tx, tenant.id, id)
  const migration = await newestMigration(tx, tenant.id, id)
  const names = await namesOfStaff(tx, tenant.id, [migration?.askedBy ?? null])
  // The newest is shown also while nobody walks by it: it is where the others are led to.
  const shown: Version[] =
    newest && !versions.some(({ no }) => no === newest.no) ? [newest, ...versions] : versions
  return {
    name,
    versions: shown.map(({ no, plan }) => {
      const steps = standing.filter(({ version }) => version === no)
      return {
        no,
        plan,
        inside: steps.reduce((sum, { people }) => sum + people, 0),
        steps: steps.map(({ stepId, people }) => ({ stepId, people })),
      }
    }),
    lastOutAt: lastOutAt?.toISOString() ?? null,
    migration: migration && {
      ...migration,
      id: showId('move', migration.id),
      askedAt: migration.askedAt.toISOString(),
      askedBy: names.get(migration.askedBy ?? '') ?? null,
    },
  }
}
