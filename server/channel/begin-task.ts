import type { Reason } from '../../contract/delivery.ts'
import { sql, type Tx } from '../postgres/index.ts'
import type { ChannelContext } from './delivery.ts'
import { gather } from './gather.ts'
import { judge } from './judge.ts'
import { pauseFor, pausesOf } from './pause.ts'
import { policyOf } from './policy-store.ts'

type Begun = 'begun' | 'begun_before' | 'decided_before' | 'not_found' | { reason: Reason }
type Hers = { id: string; userid: string }
type Row = {
  state: string
  begunAt: Date | null
  customerId: string
  purpose: 'service' | 'value' | 'promotion'
  journeyId: string | null
  broadcastId: string | null
}

/**
 * She taps send: the policy is asked once more — the customer may have said no while the task lay there — and it is written down
 * before WeCom is asked to say it, so that two taps, or two of her devices, cannot say it twice. What has begun and was never said
 * to have ended is not begun again blindly: she looks in the chat and says.
 */
export async function beginTask(tx: Tx, ctx: ChannelContext, { id, userid }: Hers): Promise<Begun> {
  const { tenant, now } = ctx
  const row = await tx.maybe(sql<Row>`
    select t.state, t.begun_at as "begunAt", d.customer_id as "customerId", d.purpose,
           d.journey_id as "journeyId", d.broadcast_id as "broadcastId"
    from channel.staff_task t
    join channel.delivery d
      on d.workspace_id = t.workspace_id
      and d.id = t.id
    where t.workspace_id = ${tenant.id}
      and t.id = ${id}
      and t.userid = ${userid}
    for update of t
  `)
  if (!row) return 'not_found'
  if (row.state !== 'open') return 'decided_before'
  if (row.begunAt !== null) return 'begun_before'
  const reason = await whyNot(tx, ctx, { ...row, id })
  if (reason) return { reason }
  await tx.run(sql`
    update channel.staff_task
    set begun_at = ${now}
    where workspace_id = ${tenant.id}
      and id = ${id}
  `)
  return 'begun'
}

/** What the policy says of this one message now, which must not count against itself; her day's number of tasks is no matter any more. */
async function whyNot(
  tx: Tx,
  ctx: ChannelContext,
  { id, customerId, purpose, journeyId, broadcastId }: Row & { id: string },
): Promise<Reason | null> {
  const carrier = 'staff_task'
  if (pauseFor(await pausesOf(tx, ctx.tenant), { carrier, journeyId, broadcastId })) return 'paused'
  const { rules } = await policyOf(tx, ctx.tenant)
  const question = { at: ctx.now, carrier, purpose } as const
  const asked = { ...question, except: [id], isEarnest: false }
  const gathered = await gather(tx, ctx, asked, [{ key: id, customerId }])
  const candidate = gathered.candidate(id)
  if (candidate === 'busy' || candidate === 'unknown') return 'unreachable'
  const hers = { ...candidate, senderTasks: Number.NEGATIVE_INFINITY }
  return judge(hers, { ...question, rules })?.reason ?? null
}

/** It did not leave: WeCom said so, or she has looked. */
export async function unbeginTask(
  tx: Tx,
  { tenant }: Pick<ChannelContext, 'tenant'>,
  { id, userid }: Hers,
): Promise<boolean> {
  const changed = await tx.run(sql`
    update channel.staff_task
    set begun_at = null
    where workspace_id = ${tenant.id}
      and id = ${id}
      and userid = ${userid}
      and state = 'open'
  `)
  return changed === 1
}
