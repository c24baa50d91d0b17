import { sql, type Tx } from '../postgres/index.ts'
import { record } from './consent.ts'
import type { ChannelContext } from './delivery.ts'

/**
 * Takes back the consent to letters of whoever got a delivery: for the person, from the commit on. Asked twice it is said
 * once. @returns the delivery's customer, or null when there is no such letter.
 */
export async function unsubscribe(
  tx: Tx,
  { tenant }: ChannelContext,
  { deliveryId, reason, real }: { deliveryId: string; reason: string; real: Date },
): Promise<string | null> {
  const found = await tx.maybe(sql<{ customerId: string; isRefused: boolean }>`
    select d.customer_id as "customerId", coalesce('email' = any(p.refused_carriers), false) as "isRefused"
    from channel.delivery d
    left join channel.person p
      on p.workspace_id = d.workspace_id
      and p.person_id = d.person_id
    where d.workspace_id = ${tenant.id}
      and d.id = ${deliveryId}
      and d.carrier = 'email'
  `)
  if (!found) return null
  const { customerId, isRefused } = found
  if (!isRefused)
    await record(tx, tenant, {
      kind: 'channel_refused',
      carrier: 'email',
      customerId,
      by: null,
      source: 'customer',
      reason,
      now: real,
    })
  return customerId
}
