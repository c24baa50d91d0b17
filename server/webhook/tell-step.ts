import {
  type Applied,
  type ApplyStep,
  nothingApplied,
  type PumpContext,
  type ResolvedEvent,
} from '../event/index.ts'
import { idFrom } from '../kernel/index.ts'
import type { Tx } from '../postgres/index.ts'
import { bodyOf } from './message.ts'
import { insertMessages, type NewMessage } from './messages.ts'
import { askingEndpoints } from './store.ts'
import { isWanted } from './wanted.ts'

/**
 * The line of the table of appliers that notes whom an event is to be told to, in the transaction that heard of it: what
 * was heard is told, and what was not heard is not. An import brings the past, which nobody is told of.
 */
export const tellStep: ApplyStep = { name: 'webhook.tell', on: 'any', apply: tell }

async function tell(tx: Tx, context: PumpContext, events: ResolvedEvent[]): Promise<Applied> {
  const present = events.filter(({ importNo }) => importNo === 0)
  if (present.length === 0) return nothingApplied
  const endpoints = await askingEndpoints(tx, context.tenant)
  if (endpoints.length === 0) return nothingApplied
  const messages = present.flatMap((event) => {
    const asking = endpoints.filter(({ events: wanted }) => isWanted(wanted, event.name))
    if (asking.length === 0) return []
    const body = bodyOf(event)
    return asking.map(
      ({ id: endpointId }): NewMessage => ({
        id: idFrom('webhook', endpointId, event.eventId),
        endpointId,
        eventId: event.eventId,
        type: event.name,
        body,
      }),
    )
  })
  await insertMessages(tx, context.tenant, messages, context.now)
  return nothingApplied
}
