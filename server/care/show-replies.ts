import type { ReplyWait as Shown } from '../../contract/reply.ts'
import { listedPersons } from '../customer/index.ts'
import { showId } from '../kernel/index.ts'
import type { Tx } from '../postgres/index.ts'
import type { CareContext } from './open-cases.ts'
import type { ReplyWait } from './reply-wait.ts'
import { ownersOf, type ShowOwner } from './show.ts'

/** Waits as they go out, with the names that belong to them. */
export async function showReplies(
  tx: Tx,
  ctx: CareContext,
  waits: readonly ReplyWait[],
): Promise<Shown[]> {
  const { tenant, now } = ctx
  const owner = await ownersOf(tx, ctx)
  const ids = waits.map(({ customerId }) => customerId)
  const persons = await listedPersons(tx, tenant.id, ids)
  return waits.map((one) => ({
    id: showId('replyWait', one.id),
    customer: {
      id: showId('customer', persons.get(one.customerId)?.id ?? one.customerId),
      name: persons.get(one.customerId)?.name ?? '',
    },
    associate: associateOf(owner, one.userid),
    heard: one.heard,
    askedAt: one.askedAt.toISOString(),
    lastAt: one.lastAt.toISOString(),
    messages: one.messages,
    dueAt: one.dueAt.toISOString(),
    isOverdue: (one.endedAt ?? now) > one.dueAt,
    isEscalated: one.outcome === null && one.escalatedAt !== null && one.seenAt === null,
    outcome: one.outcome,
    endedAt: one.endedAt?.toISOString() ?? null,
    answerMinutes: one.answerMinutes,
  }))
}

/** Who is to answer; null: the team behind customer service. */
export function associateOf(owner: ShowOwner, userid: string): Shown['associate'] {
  const known = owner(userid)
  return known && { userid: known.userid, name: known.name }
}
