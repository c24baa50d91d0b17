import { z } from 'zod'
import * as contract from '../../contract/journey-walkthrough.ts'
import { associateOf, namedAssociates } from '../corp/index.ts'
import { peopleBook } from '../customer/index.ts'
import { type App, Problem, showId, type Tenant } from '../kernel/index.ts'
import type { Tx } from '../postgres/index.ts'
import { asking, idIn, type JourneyRouteDeps } from './route-deps.ts'
import { wanted } from './routes-launch.ts'
import { sendTest, wordsOfTest } from './test-message.ts'
import { walkThrough } from './walk-through.ts'

const byId = z.object({ id: z.string() })

/** The draft tried out before anybody is let in: seen as one customer, read by an associate. */
export function tryRoutes(app: App, deps: JourneyRouteDeps): void {
  walkRoute(app, deps)
  testRoute(app, deps)
}

function walkRoute(app: App, deps: JourneyRouteDeps): void {
  app.post(
    '/api/journeys/:id/walkthrough',
    {
      config: { permission: 'journeys.read' },
      schema: {
        params: byId,
        body: contract.walkthroughAsked,
        response: { 200: contract.walkthrough },
      },
    },
    async (request) => {
      const { tenant, within } = asking(deps, request)
      const { draftNo, customerId, startAt, hears } = request.body
      const standing = await wanted(deps, tenant, request.params.id)
      if (standing.draftNo !== draftNo) throw new Problem('journey_changed')
      const { person, names } = await within(async (tx) => ({
        person: await personOf(tx, tenant, customerId),
        names: new Map(
          (await namedAssociates(tx, tenant)).map(({ userid, name }) => [userid, name]),
        ),
      }))
      const { steps, endsAt } = await walkThrough(deps, tenant, {
        journeyId: standing.id,
        plan: standing.plan,
        person,
        startAt: new Date(startAt),
        hears: new Set(hears),
        nameOf: (userid) => names.get(userid) ?? userid,
      })
      const { id, no, name } = person
      const customer = { id: showId('customer', id), no, name }
      return { customer, startAt, steps, endsAt: endsAt?.toISOString() ?? null }
    },
  )
}

function testRoute(app: App, deps: JourneyRouteDeps): void {
  app.post(
    '/api/journeys/:id/test-messages',
    {
      config: { permission: 'journeys.write' },
      schema: {
        params: byId,
        body: contract.newTestMessage,
        response: { 201: contract.testMessageSent },
      },
    },
    async (request, reply) => {
      const { tenant, within, audited } = asking(deps, request)
      const { draftNo, stepId, userid, customerId } = request.body
      const standing = await wanted(deps, tenant, request.params.id)
      if (standing.draftNo !== draftNo) throw new Problem('journey_changed')
      const step = standing.plan.steps.find(({ id }) => id === stepId)
      if (step?.kind !== 'send' && step?.kind !== 'staff_task') throw new Problem('not_found')
      const text = await within(async (tx) => {
        const associate = await associateOf(tx, tenant, userid)
        if (!associate?.isActive) throw new Problem('unknown_associate', { userid })
        const customer = customerId === null ? null : await personOf(tx, tenant, customerId)
        return wordsOfTest(tx, tenant, { journey: standing.name, step, customer })
      })
      if (text === null) throw new Problem('test_unreadable')
      await sendTest(deps, tenant, { userid, text })
      await within((tx) =>
        audited(tx, 'journey.test_sent', showId('journey', standing.id), { stepId, userid }),
      )
      return reply.status(201).send({ ok: true as const })
    },
  )
}

async function personOf(tx: Tx, tenant: Tenant, shown: string) {
  const id = idIn('customer', shown)
  const no = await peopleBook.numberOf(tx, tenant, id)
  if (no === null) throw new Problem('not_found')
  const described = (await peopleBook.describe(tx, tenant, [no])).get(no)
  return { id: described?.id ?? id, no, name: described?.name ?? '' }
}
