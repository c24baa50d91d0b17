import type { MessageContent, Purpose, Reason } from '../../contract/delivery.ts'
import { addMs, newId, type Outcome, ok, refused } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'
import { closingOf } from './closing.ts'
import type { ChannelContext } from './delivery.ts'
import { mayBeSent } from './may-be-sent.ts'
import { planDeliveries } from './plan.ts'
import { policyOf } from './policy-store.ts'
import { settle } from './settle.ts'
import { openTasks } from './staff-task.ts'

/** How long an associate has to send what she chose; then the customer's slot is free again. */
const OFFER_MS = 15 * 60_000

/** What an associate is about to send in person, of her own accord. */
export type Offer = {
  materialId: string
  content: MessageContent
  purpose: Purpose
  customer: { id: string; no: number }
  sender: { userid: string; externalUserid: string }
}

/** The text as this customer reads it, under a task that has to be said to be done. */
type Offered = { taskId: string; text: string }

/**
 * Asks the policy about a material that an associate chose for one customer, and puts it on her list at once: judged, the slot
 * taken and handed over in one transaction, so that nothing can come between.
 * @returns why not, and until when (null: not by waiting).
 */
export async function offerMaterial(
  tx: Tx,
  ctx: ChannelContext,
  { materialId, content, purpose, customer, sender }: Offer,
): Promise<Outcome<Offered, Reason>> {
  const may = await mayBeSent(tx, ctx, { carrier: 'staff_task', purpose }, [customer.id])
  const no = may.get(customer.id)
  if (no) return refusedUntil(no.reason, no.until)
  const deliveryId = newId()
  const notAfter = addMs(ctx.now, OFFER_MS)
  const [said] = await planDeliveries(
    tx,
    ctx,
    {
      cause: { kind: 'material', materialId },
      carrier: 'staff_task',
      purpose,
      content,
      notBefore: ctx.now,
      notAfter,
      // Whether it may be now is what she wants to know; nothing waits for a better hour.
      lateness: 'skip',
    },
    [{ deliveryId, customerId: customer.id, customerNo: customer.no, enrollmentId: null, sender }],
  )
  if (said?.outcome !== 'planned') return refusedUntil(said?.reason ?? 'unreachable', null)
  return hand(tx, ctx, { id: deliveryId, notAfter, userid: sender.userid })
}

/** Puts what was planned on the associate's list, unless quiet hours come before she could send it. */
async function hand(
  tx: Tx,
  ctx: ChannelContext,
  { id, notAfter, userid }: { id: string; notAfter: Date; userid: string },
): Promise<Outcome<Offered, Reason>> {
  const { text, zone } = await tx.one(sql<{ text: string; zone: string }>`
    select coalesce(d.text, m.text) as text, d.zone
    from channel.delivery d
    join channel.message m
      on m.workspace_id = d.workspace_id
      and m.id = d.message_id
    where d.workspace_id = ${ctx.tenant.id}
      and d.id = ${id}
  `)
  const { rules } = await policyOf(tx, ctx.tenant)
  const closing = closingOf(ctx.now, zone, notAfter, rules.quietHours)
  if ('waitUntil' in closing) {
    const change = { id, state: 'skipped', reason: 'quiet_hours' } as const
    await settle(tx, ctx, [change], { from: ['planned'] })
    return refusedUntil('quiet_hours', closing.waitUntil)
  }
  await settle(tx, ctx, [{ id, state: 'handed' }], { from: ['planned'] })
  await openTasks(tx, ctx, [{ id, userid, closesAt: closing.closesAt }])
  return ok({ taskId: id, text })
}

function refusedUntil(reason: Reason, until: Date | null) {
  return refused(reason, { until: until?.toISOString() ?? null })
}
