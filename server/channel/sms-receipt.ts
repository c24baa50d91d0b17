import type { DeliveryState } from '../../contract/delivery.ts'
import type { Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'
import { moveCalls } from './call-store.ts'
import { liveNumbers, markDead } from './dead-address.ts'
import type { ChannelContext } from './delivery.ts'
import { settle } from './settle.ts'
import type { Receipt } from './sms-provider.ts'
import { noteSmsCost, storedSmsLine } from './sms-store.ts'

/** Where a message may stand when its carrier tells of it: also one of which nobody knew whether it was taken. */
const BEFORE: readonly DeliveryState[] = ['sending', 'unknown', 'parked', 'sent']
/** Codes of carriers and providers that say that there is nobody of that number. */
const NOBODY =
  /MK:?0001|MI:?0013|NOT_?EXIST|MOBILE_NOT_ON_SERVICE|INVALID_NUMBER|NUMBER_INVALID|空号/i

/** A delivery that a receipt may be about, by our id or the provider's number. */
type Meant = {
  id: string
  customerId: string
  zone: string
  state: DeliveryState
  costLi: number | null
}

/**
 * Writes down what a carrier says of messages: one that came, one that did not, and why. Told twice it is known once, and
 * what is told of a message whose fate nobody knew settles it.
 * @returns how many of them were messages of ours.
 */
export async function hearReceipts(
  tx: Tx,
  ctx: ChannelContext,
  receipts: readonly Receipt[],
  real: Date,
): Promise<number> {
  let heard = 0
  for (const receipt of receipts) {
    if (receipt.state === 'waiting') continue
    const meant = await meantBy(tx, ctx.tenant, receipt)
    if (!meant) continue
    heard += 1
    await (receipt.state === 'delivered' ? cameAbout : didNotCome)(tx, ctx, meant, receipt)
    const said = `${receipt.code} ${receipt.said}`.trim()
    const end = { id: meant.id, state: 'closed' as const, errmsg: said, lookAfter: real }
    const serial = receipt.serial ? { remoteId: receipt.serial } : {}
    await moveCalls(tx, ctx.tenant, [{ ...end, ...serial }], real)
  }
  return heard
}

async function cameAbout(tx: Tx, ctx: ChannelContext, meant: Meant, { at }: Receipt) {
  const { tenant, now } = ctx
  const { id, zone, state } = meant
  if (state !== 'sent')
    await settle(tx, ctx, [{ id, state: 'sent', sentAt: now, zone }], { from: BEFORE })
  // Where the workspace's clock stands, what happens, happens at that instant.
  const deliveredAt = tenant.clockAt === null ? (at ?? now) : now
  await tx.run(sql`
    update channel.delivery
    set delivered_at = ${deliveredAt}
    where workspace_id = ${tenant.id}
      and id = ${id}
      and state = 'sent'
      and delivered_at is null
  `)
}

async function didNotCome(tx: Tx, ctx: ChannelContext, meant: Meant, { code, said }: Receipt) {
  const { tenant, now } = ctx
  const { id, customerId } = meant
  const detail = { code, said }
  const failed = { id, state: 'failed' as const, reason: 'not_delivered' as const, detail }
  const moved = await settle(tx, ctx, [failed], { from: BEFORE })
  if (moved.size === 0) return
  if (NOBODY.test(`${code} ${said}`)) {
    const number = (await liveNumbers(tx, tenant, [customerId])).numbers.get(customerId)
    if (number) await markDead(tx, tenant, { kind: 'phone', key: number.key, said: code, now })
  }
  // Aliyun bills what the carrier delivered; Tencent Cloud what it took.
  const line = await storedSmsLine(tx, tenant)
  if (line?.provider === 'aliyun' && meant.costLi !== null)
    await noteSmsCost(tx, tenant, { id, segments: 0, costLi: 0 })
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

function meantBy(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  { id, serial }: Receipt,
): Promise<Meant | null> {
  const ours = id && UUID.test(id) ? id : null
  if (!ours && !serial) return Promise.resolve(null)
  return tx.maybe(sql<Meant>`
    select d.id, d.customer_id as "customerId", d.zone, d.state, d.cost_li as "costLi"
    from channel.remote_call c
    join channel.delivery d
      on d.workspace_id = c.workspace_id
      and d.call_id = c.id
    where c.workspace_id = ${tenant.id}
      and c.kind = 'sms'
      and ${ours ? sql`c.id = ${ours}` : sql`c.remote_id = ${serial}`}
    limit 1
    for update of d
  `)
}
