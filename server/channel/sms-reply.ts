import { isRefusal } from '../../contract/sms-text.ts'
import { customersOfPhone, readPhone } from '../customer/index.ts'
import type { Seal, Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'
import { record } from './consent.ts'
import { refuseNumber } from './dead-address.ts'
import type { ChannelContext } from './delivery.ts'

/** What somebody answered to a short message. */
export type SmsReply = { phone: string; text: string }

/** How the word is written down in the brand's own records. */
const reasonOf = (text: string) => `回复短信「${text.trim().slice(0, 20)}」退订`

/**
 * Hears replies: who says R, T, TD, N or 退订 gets no short messages any more, from the commit on. The number is kept too,
 * so that it holds for whoever turns out to be behind it. Other replies change nothing and are not kept.
 * @returns the customers who have refused by it.
 */
export async function hearReplies(
  tx: Tx,
  { tenant }: ChannelContext,
  seal: Pick<Seal, 'index'>,
  { replies, real }: { replies: readonly SmsReply[]; real: Date },
): Promise<string[]> {
  const refused: string[] = []
  for (const { phone, text } of replies) {
    if (!isRefusal(text)) continue
    const number = readPhone(phone, seal)
    if (!number) continue
    await refuseNumber(tx, tenant, { key: number.key, now: real })
    for (const { id, personId } of await customersOfPhone(tx, tenant, number.key)) {
      if (await hasRefused(tx, tenant, personId)) continue
      await record(tx, tenant, {
        kind: 'channel_refused',
        carrier: 'sms',
        customerId: id,
        by: null,
        source: 'customer',
        reason: reasonOf(text),
        now: real,
      })
      refused.push(id)
    }
  }
  return refused
}

async function hasRefused(tx: Tx, tenant: Pick<Tenant, 'id'>, personId: string): Promise<boolean> {
  const found = await tx.maybe(sql<{ is: boolean }>`
    select 'sms' = any(refused_carriers) as is
    from channel.person
    where workspace_id = ${tenant.id}
      and person_id = ${personId}
  `)
  return found?.is ?? false
}
