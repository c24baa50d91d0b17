import { memberOf, shopOf } from './directory.ts'
import { waitingFor } from './transfer.ts'
import { groupsOfOne } from './view-group.ts'
import { momentsFor, momentsOfMember } from './view-moment.ts'
import { type Bubble, type Corp, type Follow, pairKey, type Task, type World } from './world.ts'

/** What is shown of a long list. */
const TASKS_SHOWN = 50
const CHATS_SHOWN = 100

/** Tasks that a member has neither confirmed nor put aside. */
export function openTasks(corp: Corp): { msgid: string; userid: string }[] {
  return [...corp.tasks.values()].flatMap((task) =>
    [...task.senders.keys()]
      .filter((userid) => stateOf(task, userid) === 'open')
      .map((userid) => ({ msgid: task.msgid, userid })),
  )
}

/** What a customer's phone shows: their chats, the one with the latest word first. */
export function phoneView({ corp, clock }: World, externalUserId: string) {
  const person = corp.persons.get(externalUserId)
  if (!person) return null
  const chats = [...(corp.followsOf.get(externalUserId) ?? [])].flatMap((key) => {
    const follow = corp.follows.get(key)
    const member = follow && memberOf(corp, follow.userid)
    if (!follow || !member) return []
    const { userid, name } = member
    const shop = shopOf(corp, member)
    const bubbles = corp.chats.get(key) ?? []
    return [{ userid, name, shop, relation: follow.relation, since: follow.createdAt, bubbles }]
  })
  const groups = groupsOfOne(corp, externalUserId)
  const offers = waitingFor(corp, externalUserId).map(({ from, to, dueAt }) => ({
    to,
    from: memberOf(corp, from)?.name ?? '',
    toName: memberOf(corp, to)?.name ?? '',
    dueAt,
  }))
  const moments = momentsFor(corp, externalUserId)
  const kf = kfChatsOf(corp, externalUserId)
  return { now: clock.now(), person, chats: chats.sort(byLatest), groups, offers, moments, kf }
}

/** What an associate's WeCom shows: who wants to be a friend, tasks to confirm, the chats, what the app told. */
export function associateView({ corp, clock }: World, userid: string) {
  const member = corp.members.get(userid)
  if (!member) return null
  const follows = [...(corp.followsBy.get(userid) ?? [])].flatMap((key) => {
    const follow = corp.follows.get(key)
    return follow ? [follow] : []
  })
  const chats = follows.map((follow) => chatOf(corp, follow)).sort(byLatest)
  const tasks = [...corp.tasks.values()]
    .filter((task) => task.senders.has(userid))
    .slice(-TASKS_SHOWN)
    .map((task) => taskOf(task, userid))
    .reverse()
  return {
    now: clock.now(),
    member,
    friends: follows.filter(({ relation }) => relation === 'friend').length,
    tasks,
    chats: chats.slice(0, CHATS_SHOWN),
    groups: groupsOfOne(corp, userid),
    moments: momentsOfMember(corp, userid),
    welcomes: [...corp.community.welcomes.values()].map(({ templateId, text }) => ({
      templateId,
      text,
    })),
    notices: [...(corp.notices.get(userid) ?? [])].reverse(),
  }
}

function chatOf(corp: Corp, follow: Follow) {
  const { userid, externalUserId, relation, remark, createdAt, tagIds } = follow
  const name = corp.persons.get(externalUserId)?.name ?? ''
  const bubbles = corp.chats.get(pairKey(userid, externalUserId)) ?? []
  const since = createdAt
  return { externalUserId, name, remark, relation, since, bubbles, tagIds: [...tagIds] }
}

function taskOf(task: Task, userid: string) {
  const sender = task.senders.get(userid)
  return {
    msgid: task.msgid,
    chatType: task.chatType,
    text: task.text,
    attachments: task.attachments,
    receivers: sender?.receivers.length ?? 0,
    received: [...task.results.values()].filter((one) => one.userid === userid && one.status === 1)
      .length,
    reminded: task.reminders.length,
    createdAt: task.createdAt,
    state: stateOf(task, userid),
    sendAt: sender?.sendAt ?? null,
  }
}

function stateOf(task: Task, userid: string): 'open' | 'sent' | 'cancelled' | 'ignored' {
  if (task.senders.get(userid)?.status === 2) return 'sent'
  if (task.cancelledAt) return 'cancelled'
  return task.ignoredBy.has(userid) ? 'ignored' : 'open'
}

function byLatest(one: { since: Date; bubbles: Bubble[] }, other: typeof one): number {
  return latest(other) - latest(one)
}

function latest({ since, bubbles }: { since: Date; bubbles: Bubble[] }): number {
  return Math.max(since.getTime(), bubbles.at(-1)?.at.getTime() ?? 0)
}

/** Chats of a customer with customer service. */
function kfChatsOf({ kf }: Corp, externalUserId: string) {
  return [...kf.sessions.values()]
    .filter((talk) => talk.externalUserId === externalUserId)
    .map(({ openKfid, bubbles }) => ({
      openKfid,
      name: kf.accounts.get(openKfid)?.name ?? '',
      bubbles,
    }))
}
