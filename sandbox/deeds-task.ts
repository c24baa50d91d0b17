import { sayInGroup } from './group.ts'
import { isOverQuota } from './quota.ts'
import type { Town } from './town.ts'
import { extrasOf, linkOf } from './wire-attachment.ts'
import { type Corp, followOf, say, type Task } from './world.ts'

type Pair = { userid: string; externalUserId: string }

/** What members do with the mass sends that wait for them. */
export function taskDeeds(town: Town) {
  const { corp } = town.world
  return {
    confirm: (msgid: string, userid: string) => confirm(town, msgid, userid),
    /** A member puts a task aside: nobody receives it, and WeCom says only that it was not sent. */
    ignore(msgid: string, userid: string): boolean {
      const task = corp.tasks.get(msgid)
      if (task?.senders.get(userid)?.status !== 0 || task.cancelledAt) return false
      task.ignoredBy.add(userid)
      return true
    },
  }
}

/** A member confirms a mass send: now, and only now, customers or groups receive it. */
function confirm(town: Town, msgid: string, userid: string): { sent: number } | null {
  const { corp, clock } = town.world
  const task = corp.tasks.get(msgid)
  const sender = task?.senders.get(userid)
  if (!task || !sender || task.cancelledAt || sender.status === 2) return null
  const at = clock.now()
  sender.status = 2
  sender.sendAt = at
  let sent = 0
  for (const id of sender.receivers) {
    const status =
      task.chatType === 'group'
        ? groupStatus(corp, userid, id, at)
        : statusFor(corp, userid, id, at)
    task.results.set(id, { userid, status, sendAt: status === 1 ? at : null })
    if (status !== 1) continue
    if (task.chatType === 'group') deliverToGroup(town, task, { userid, chatId: id }, at)
    else deliverMass(town, task, { userid, externalUserId: id }, at)
    sent += 1
  }
  town.effects.write(at, { kind: 'task_confirmed', msgid, userid, sent })
  return { sent }
}

function statusFor(corp: Corp, userid: string, externalUserId: string, at: Date): 1 | 2 | 3 {
  if (followOf(corp, userid, externalUserId)?.relation !== 'friend') return 2
  return isOverQuota(corp.quota, corp.massReceived.get(externalUserId) ?? [], at) ? 3 : 1
}

/** A group has a quota of its own; one that its owner gave away since is no longer theirs to send to. */
function groupStatus(corp: Corp, userid: string, chatId: string, at: Date): 1 | 2 | 3 {
  const group = corp.community.groups.get(chatId)
  if (group?.owner !== userid) return 2
  return isOverQuota(corp.quota, group.massReceived, at) ? 3 : 1
}

function deliverToGroup(
  { world, effects }: Town,
  { msgid, text, attachments }: Task,
  { userid, chatId }: { userid: string; chatId: string },
  at: Date,
): void {
  const group = world.corp.community.groups.get(chatId)
  if (!group) return
  group.massReceived.push(at)
  sayInGroup(group, {
    at,
    from: userid,
    text,
    link: linkOf(attachments),
    more: extrasOf(attachments),
    kind: 'mass',
  })
  effects.write(at, { kind: 'group_mass_received', msgid, userid, chatId, text })
}

function deliverMass({ world, effects }: Town, task: Task, pair: Pair, at: Date): void {
  const { userid, externalUserId } = pair
  const { corp } = world
  const before = corp.massReceived.get(externalUserId) ?? []
  before.push(at)
  corp.massReceived.set(externalUserId, before)
  const link = linkOf(task.attachments)
  say(corp, userid, externalUserId, {
    at,
    from: 'member',
    text: task.text,
    link,
    more: extrasOf(task.attachments),
    kind: 'mass',
  })
  const { msgid, text } = task
  effects.write(at, { kind: 'mass_received', msgid, userid, externalUserId, text })
}
