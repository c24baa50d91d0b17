import { z } from 'zod'
import { type ApplyStep, nothingApplied, PRIVATE } from '../event/index.ts'
import { dayOf } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'
import { awayFor } from './absence.ts'
import { cardText } from './card-text.ts'
import type { ChannelContext } from './delivery.ts'
import { reassignTasks } from './reassign.ts'
import { snoozeAWhile } from './snooze.ts'
import type { Face } from './staff-card.ts'
import { finishTask } from './staff-task.ts'

const pressed = z.object({
  userid: z.string().min(1),
  card: z.uuid(),
  key: z.enum(['sent', 'later', 'seen']),
  [PRIVATE]: z.object({ response_code: z.string() }).optional(),
})
type Press = { userid: string; card: string; key: 'sent' | 'later' | 'seen'; code: string | null }
type Card = { taskId: string | null; userid: string; pressedAt: Date | null }

/**
 * The line of the table of appliers that does what was pressed on a card. A card is answered once: what is told again, late or out
 * of turn changes nothing, and a task that was decided elsewhere stays as it was decided.
 */
export const pressStep: ApplyStep = {
  name: 'card pressed',
  on: ['app.card_pressed'],
  async apply(tx, { tenant, now }, events) {
    for (const { props } of events) {
      const read = pressed.safeParse(props)
      if (!read.success) continue
      const { userid, card, key, [PRIVATE]: secret } = read.data
      const ctx = { tenant, now: tenant.clockAt ?? now }
      await answer(tx, ctx, { userid, card, key, code: secret?.response_code ?? null })
    }
    return nothingApplied
  },
}

async function answer(tx: Tx, ctx: ChannelContext, press: Press): Promise<void> {
  const card = await tx.maybe(sql<Card>`
    select task_id as "taskId", userid, pressed_at as "pressedAt"
    from channel.staff_card
    where workspace_id = ${ctx.tenant.id}
      and id = ${press.card}
    for update
  `)
  // WeCom's user ids are the same whatever their case.
  if (!card || card.userid.toLowerCase() !== press.userid.toLowerCase()) return
  if (card.pressedAt !== null) return
  // Who could press it has it: it was sent, also where nobody has heard so.
  await tx.run(sql`
    update channel.staff_card
    set pressed_at = ${ctx.now}, pressed_key = ${press.key}, response_code = coalesce(${press.code}, response_code),
        state = 'sent', sent_at = coalesce(sent_at, ${ctx.now}), lease_until = null
    where workspace_id = ${ctx.tenant.id}
      and id = ${press.card}
  `)
  const face =
    card.taskId === null ? 'over' : await decide(tx, ctx, press, { ...card, taskId: card.taskId })
  await tx.run(sql`
    update channel.staff_card
    set face = ${face}, face_state = 'due'
    where workspace_id = ${ctx.tenant.id}
      and id = ${press.card}
  `)
}

/** @returns what the card says from now on. */
async function decide(
  tx: Tx,
  ctx: ChannelContext,
  { key }: Press,
  { taskId: id, userid }: Card & { taskId: string },
): Promise<Face> {
  await takeIfStandingIn(tx, ctx, { id, userid })
  if (key === 'later') {
    const reason = cardText('zh').reason_later
    const said = await snoozeAWhile(tx, ctx, { id, userid, reason })
    if (said.ok) return 'later'
    return said.reason === 'not_found' ? 'moved' : 'over'
  }
  const said = await finishTask(tx, ctx, { id, userid, by: null, outcome: 'sent' })
  if (said === 'done') return 'sent'
  return said === 'not_found' ? 'moved' : 'over'
}

/** The card of a stand-in is about a colleague's task: who answers it has taken it. */
async function takeIfStandingIn(
  tx: Tx,
  ctx: ChannelContext,
  { id, userid }: { id: string; userid: string },
): Promise<void> {
  const today = dayOf(ctx.now, ctx.tenant.timeZone)
  for (const from of await awayFor(tx, ctx.tenant, { standIn: userid, today }))
    await reassignTasks(tx, ctx, { from, to: userid, taskIds: [id], by: { userid }, reason: '' })
}
