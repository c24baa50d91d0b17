import { z } from 'zod'
import * as contract from '../../contract/journey-view.ts'
import { type App, Problem, type Tenant } from '../kernel/index.ts'
import { checkLaunch } from './check.ts'
import { brake, launchNow, secondPerson } from './launch.ts'
import { asking, idIn, type JourneyRouteDeps } from './route-deps.ts'
import { findJourney, type Standing } from './standing.ts'

const byId = z.object({ id: z.string() })

/** Before the deed: what would happen. The deed: for as many people as were seen, and no more than one may decide on. */
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
      const { draftNo, withThoseInside, audience: seen } = request.body
      const standing = await wanted(deps, tenant, request.params.id)
      if (standing.draftNo !== draftNo) throw new Problem('journey_changed')
      const audience = withThoseInside ? await brake(deps, scope, { standing, seen }) : 0
      const version = await within(async (tx) => {
        await secondPerson(tx, scope, audience)
        const how = { standing, withThoseInside, audience, by, approvedBy: null, at: real, audited }
        return launchNow(tx, deps, scope, how)
      })
      return reply.status(201).send({ version })
    },
  )
}

/** The journey that a request means. */
export async function wanted(
  { db }: Pick<JourneyRouteDeps, 'db'>,
  tenant: Tenant,
  shown: string,
): Promise<Standing> {
  const id = idIn('journey', shown)
  const standing = await db.inWorkspace(tenant.id, (tx) => findJourney(tx, tenant, id))
  if (!standing) throw new Problem('not_found')
  return standing
}
