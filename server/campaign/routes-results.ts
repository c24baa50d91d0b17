import { z } from 'zod'
import * as contract from '../../contract/broadcast.ts'
import {
  broadcastByAssociate,
  broadcastByHour,
  clicksOfBroadcast,
  countBroadcast,
  countUnreached,
  resultsOf,
} from '../channel/index.ts'
import { namedAssociates } from '../corp/index.ts'
import { peopleBook } from '../customer/index.ts'
import { type App, showId, type Tenant } from '../kernel/index.ts'
import type { Tx } from '../postgres/index.ts'
import { listMeant, waitingOf } from './people.ts'
import { asking, type CampaignRouteDeps, wanted } from './route-deps.ts'

const READ = { config: { permission: 'journeys.read' } } as const
const byId = z.object({ id: z.string() })

/** What became of a broadcast, from the ledger, which forgets nothing. */
export function resultRoutes(app: App, deps: CampaignRouteDeps): void {
  app.get(
    '/api/broadcasts/:id/results',
    { ...READ, schema: { params: byId, response: { 200: contract.broadcastResults } } },
    async (request) => {
      const { tenant, scope, within } = asking(deps, request)
      return within(async (tx) => {
        const { id } = await wanted(tx, scope, request.params.id)
        return resultsOfOne(tx, tenant, id)
      })
    },
  )
  app.get(
    '/api/broadcasts/:id/recipients',
    {
      ...READ,
      schema: {
        params: byId,
        querystring: contract.recipientFilter,
        response: { 200: contract.recipients },
      },
    },
    async (request) => {
      const { tenant, scope, within } = asking(deps, request)
      return within(async (tx) => {
        const { id } = await wanted(tx, scope, request.params.id)
        const { items, next, total } = await listMeant(tx, tenant, id, request.query)
        const numbers = items.map(({ customerNo }) => customerNo)
        const names = await peopleBook.describe(tx, tenant, numbers)
        const messages = await resultsOf(
          tx,
          tenant,
          items.flatMap(({ deliveryId }) => deliveryId ?? []),
        )
        const shown = items.map(({ customerId, customerNo, deliveryId, dueAt, ...one }) => {
          const person = names.get(customerNo)
          const message = deliveryId === null ? undefined : messages.get(deliveryId)
          return {
            ...one,
            id: String(customerNo),
            customer: {
              id: showId('customer', person?.id ?? customerId),
              no: customerNo,
              name: person?.name ?? '',
            },
            dueAt: dueAt?.toISOString() ?? null,
            message: message
              ? {
                  state: message.state,
                  reason: message.reason,
                  userid: message.userid,
                  sentAt: message.sentAt?.toISOString() ?? null,
                }
              : null,
          }
        })
        return { items: shown, next, total }
      })
    },
  )
}

async function resultsOfOne(
  tx: Tx,
  tenant: Tenant,
  id: string,
): Promise<contract.BroadcastResults> {
  const counts = await countBroadcast(tx, tenant, [id])
  const clicks = new Map((await clicksOfBroadcast(tx, tenant, id)).map((one) => [one.arm, one]))
  const names = new Map((await namedAssociates(tx, tenant)).map((one) => [one.userid, one.name]))
  const arms = new Map<string, contract.BroadcastResults['arms'][number]>()
  const states = new Map<string, contract.BroadcastResults['states'][number]>()
  for (const { arm, state, reason, people } of counts) {
    const { clicked = 0, clicks: times = 0 } = clicks.get(arm) ?? {}
    const of = arms.get(arm) ?? { id: arm, people: 0, sent: 0, clicked, clicks: times }
    of.people += people
    if (state === 'sent') of.sent += people
    arms.set(arm, of)
    const key = `${state} ${reason}`
    const known = states.get(key) ?? { state, reason, people: 0 }
    known.people += people
    states.set(key, known)
  }
  return {
    arms: [...arms.values()],
    states: [...states.values()].sort((a, b) => b.people - a.people),
    waiting: await waitingOf(tx, tenant, id),
    hours: (await broadcastByHour(tx, tenant, id)).map(({ at, sent }) => ({
      at: at.toISOString(),
      sent,
    })),
    associates: (await broadcastByAssociate(tx, tenant, id)).map(({ closesAt, ...one }) => ({
      ...one,
      name: names.get(one.userid) ?? one.userid,
      closesAt: closesAt?.toISOString() ?? null,
    })),
    retryable: await countUnreached(tx, tenant, id),
  }
}
