import { hold, release } from '../channel/index.ts'
import { type ApplyStep, nothingApplied, type ResolvedEvent } from '../event/index.ts'
import { addMs, idFrom } from '../kernel/index.ts'
import { askedAgain, beginWait, endWait, type ReplyScope, replyFact } from './reply-life.ts'
import {
  keepAnswers,
  keepWaits,
  lastAnswers,
  openWaits,
  pairOf,
  type ReplyWait,
} from './reply-wait.ts'
import { settingsOf } from './settings.ts'

/** What is told later than this is the past: nobody waits for it any more. */
const LATE_MS = 2 * 24 * 3_600_000

type Told = { event: ResolvedEvent; customerId: string; userids: string[]; isAnswer: boolean }

/**
 * The line of the table of appliers that keeps who waits for an answer. A message of a customer begins to wait, or joins
 * what waits; what the associate writes ends it: told by a chat archive or by customer service, or what she has sent in person
 * out of a task. A mass send is no answer. While somebody waits nothing is promoted to them.
 */
export const replyStep: ApplyStep = {
  name: 'care.reply',
  on: ['message.replied', 'chat.answered', 'message.sent'],
  async apply(tx, { tenant, now: real }, events) {
    const now = tenant.clockAt ?? real
    const told = events.flatMap((event) => toldBy(event, now))
    if (told.length === 0) return nothingApplied
    const { settings } = await settingsOf(tx, tenant)
    if (!settings.reply.isOn) return nothingApplied
    const customerIds = [...new Set(told.map(({ customerId }) => customerId))]
    const before = await openWaits(tx, tenant, customerIds)
    const answers = await lastAnswers(tx, tenant, customerIds)
    const scope = { settings, zone: tenant.timeZone }
    const waits = new Map(before.map((one) => [pairOf(one.customerId, one.userid), one]))
    const ended: ReplyWait[] = []
    const inOrder = told.sort((a, b) => a.event.at.getTime() - b.event.at.getTime())
    for (const one of inOrder) {
      if (one.isAnswer) ended.push(...takeAnswer(waits, answers, one, scope))
      else takeMessage(waits, answers, one, scope)
    }
    const open = [...waits.values()]
    await keepWaits(tx, tenant, [...ended, ...open])
    await keepAnswers(tx, tenant, inOrder.filter(({ isAnswer }) => isAnswer).flatMap(answersOf))
    const known = new Set(before.map(({ id }) => id))
    const begun = [...open, ...ended].filter(({ id }) => !known.has(id))
    const held = begun.filter(({ outcome }) => outcome === null)
    await hold(tx, { tenant, now }, held, 'reply')
    await release(
      tx,
      { tenant, now },
      ended.flatMap(({ id }) => (known.has(id) ? id : [])),
    )
    const facts = [
      ...begun.map((one) => replyFact({ ...one, outcome: null, endedAt: null }, one.askedAt)),
      ...ended.map((one) => replyFact(one, now)),
    ]
    return { facts, landings: [] }
  },
}

function toldBy(event: ResolvedEvent, now: Date): Told[] {
  const { name, at, customerId, importNo, props } = event
  if (customerId === null || importNo > 0 || at < addMs(now, -LATE_MS)) return []
  const userid = typeof props.userid === 'string' ? props.userid : ''
  // Behind customer service stands a team: who of it answers does not matter.
  const isService = typeof props.open_kfid === 'string'
  if (name === 'message.replied')
    return [{ event, customerId, userids: [isService ? '' : userid], isAnswer: false }]
  if (name === 'message.sent' && props.carrier !== 'staff_task') return []
  const userids = isService ? ['', userid] : [userid]
  return [{ event, customerId, userids: [...new Set(userids)], isAnswer: true }]
}

type Waits = Map<string, ReplyWait>
type Answers = Map<string, Date>

function takeMessage(waits: Waits, answers: Answers, told: Told, scope: ReplyScope): void {
  const { event, customerId, userids } = told
  const [userid = ''] = userids
  const key = pairOf(customerId, userid)
  const answered = answers.get(key)
  // It was told after the answer to it.
  if (answered && answered >= event.at) return
  const wait = waits.get(key)
  waits.set(key, wait ? askedAgain(wait, event.at, scope) : waitOf(told, userid, event.at, scope))
}

function waitOf({ event, customerId }: Told, userid: string, at: Date, scope: ReplyScope) {
  const id = idFrom('reply', event.eventId, userid)
  const { customerNo } = event
  return beginWait({ id, customerId, customerNo, userid, heard: 'chat', at }, scope)
}

/** @returns what the answer ends. What was written after it waits on, from there. */
function takeAnswer(waits: Waits, answers: Answers, told: Told, scope: ReplyScope): ReplyWait[] {
  const { event, customerId, userids } = told
  return userids.flatMap((userid) => {
    const key = pairOf(customerId, userid)
    const before = answers.get(key)
    if (!before || before < event.at) answers.set(key, event.at)
    const wait = waits.get(key)
    if (!wait || wait.askedAt > event.at) return []
    waits.delete(key)
    if (wait.lastAt > event.at) waits.set(key, waitOf(told, userid, wait.lastAt, scope))
    return [endWait(wait, { outcome: 'answered', at: event.at, by: null }, scope)]
  })
}

function answersOf({ event: { at }, customerId, userids }: Told) {
  return userids.map((userid) => ({ customerId, userid, at }))
}
