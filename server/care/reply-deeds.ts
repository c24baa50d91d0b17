import { hold, release } from '../channel/index.ts'
import { lockPeople, peopleBook } from '../customer/index.ts'
import { append } from '../event/index.ts'
import { newId, type Outcome, ok, refused } from '../kernel/index.ts'
import type { Tx } from '../postgres/index.ts'
import type { CareContext } from './open-cases.ts'
import { askedAgain, beginWait, endWait, replyFact, resumeWait } from './reply-life.ts'
import { keepWaits, openWaits, type ReplyWait, takeWait } from './reply-wait.ts'
import { settingsOf } from './settings.ts'

type Deed = { real: Date; by: string | null }

/**
 * Somebody of the brand writes down that a customer has written and waits for an answer: where no archive tells of it, this is
 * how the clock learns. Who waits already waits on. @returns the wait.
 */
export async function noteAsked(
  tx: Tx,
  ctx: CareContext,
  { customerId, userid, real }: Omit<Deed, 'by'> & { customerId: string; userid: string },
): Promise<Outcome<string, 'not_found' | 'off'>> {
  const { tenant, now } = ctx
  // The pump writes waits too, under this lock: whoever comes second sees what the first has written.
  await lockPeople(tx, tenant.id)
  const { settings } = await settingsOf(tx, tenant)
  if (!settings.reply.isOn) return refused('off')
  const scope = { settings, zone: tenant.timeZone }
  const customerNo = await peopleBook.numberOf(tx, tenant, customerId)
  if (customerNo === null) return refused('not_found')
  const open = await openWaits(tx, tenant, [customerId])
  const known = open.find((one) => one.userid === userid)
  if (known) {
    await keepWaits(tx, tenant, [askedAgain(known, now, scope)])
    return ok(known.id)
  }
  const id = newId()
  const wait = beginWait({ id, customerId, customerNo, userid, heard: 'staff', at: now }, scope)
  await begin(tx, ctx, wait, real)
  return ok(id)
}

/** Somebody says that they have answered, or that no answer is needed. */
export async function endReply(
  tx: Tx,
  ctx: CareContext,
  { id, outcome, by, real, mayEnd }: Deed & { id: string; outcome: 'noted' | 'let_be' } & Whose,
): Promise<Outcome<ReplyWait, 'not_found' | 'state'>> {
  const { tenant, now } = ctx
  await lockPeople(tx, tenant.id)
  const wait = await takeWait(tx, tenant, id)
  if (!wait || !mayEnd(wait)) return refused('not_found')
  if (wait.outcome !== null) return refused('state')
  const { settings } = await settingsOf(tx, tenant)
  const ended = endWait(wait, { outcome, at: now, by }, { settings, zone: tenant.timeZone })
  await keepWaits(tx, tenant, [ended])
  await release(tx, ctx, [id])
  await append(tx, tenant, [replyFact(ended, now)], { lane: 'journey', now: real })
  return ok(ended)
}
type Whose = { mayEnd: (wait: ReplyWait) => boolean }

/** It was a slip: the customer still waits, from the first message on. */
export async function resumeReply(
  tx: Tx,
  ctx: CareContext,
  { id, real, mayEnd }: Omit<Deed, 'by'> & { id: string } & Whose,
): Promise<Outcome<ReplyWait, 'not_found' | 'state'>> {
  const { tenant } = ctx
  await lockPeople(tx, tenant.id)
  const wait = await takeWait(tx, tenant, id)
  if (!wait || !mayEnd(wait)) return refused('not_found')
  if (wait.outcome !== 'noted' && wait.outcome !== 'let_be') return refused('state')
  const others = await openWaits(tx, tenant, [wait.customerId])
  // They have written again since, and wait for that.
  if (others.some(({ userid }) => userid === wait.userid)) return refused('state')
  const resumed = resumeWait(wait)
  await begin(tx, ctx, resumed, real)
  return ok(resumed)
}

async function begin(tx: Tx, ctx: CareContext, wait: ReplyWait, real: Date): Promise<void> {
  await keepWaits(tx, ctx.tenant, [wait])
  await hold(tx, ctx, [wait], 'reply')
  const fact = replyFact(wait, ctx.now)
  await append(tx, ctx.tenant, [fact], { lane: 'journey', now: real })
}
