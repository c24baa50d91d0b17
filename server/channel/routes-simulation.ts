import { simulation, simulationAsked } from '../../contract/may-send.ts'
import { type App, addMs, showId } from '../kernel/index.ts'
import { policyOf } from './policy-store.ts'
import { effectsSince, simulate } from './replay.ts'
import { asking, type ChannelRouteDeps } from './route-deps.ts'

const DAY_MS = 24 * 3_600_000

/** What a change of the rules would have changed, before anything is saved. */
export function simulationRoutes(app: App, deps: ChannelRouteDeps): void {
  app.post(
    '/api/contact-policy/simulation',
    {
      config: { permission: 'messages.read' },
      schema: { body: simulationAsked, response: { 200: simulation } },
    },
    async (request) => {
      const { tenant, ctx, within } = asking(deps, request)
      const { rules: changed, days } = request.body
      const since = addMs(ctx.now, -days * DAY_MS)
      const { past, isCut, now } = await within(async (tx) => ({
        ...(await effectsSince(tx, tenant, since)),
        now: (await policyOf(tx, tenant)).rules,
      }))
      const { journeys, ...sum } = simulate(past, { now, changed })
      const names = await within((tx) =>
        deps.journeyNames(
          tx,
          tenant,
          journeys.map(({ journeyId }) => journeyId),
        ),
      )
      return {
        since: since.toISOString(),
        ...sum,
        isCut,
        journeys: journeys.map(({ journeyId: id, ...counts }) => ({
          journey: id === null ? null : { id: showId('journey', id), name: names.get(id) ?? '' },
          ...counts,
        })),
      }
    },
  )
}
