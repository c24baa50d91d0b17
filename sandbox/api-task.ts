import { z } from 'zod'
import type { Asked, Handlers, Reply } from './api.ts'
import { followsBy } from './api-contact.ts'
import { groupsOf } from './group.ts'
import { uploadOf } from './media.ts'
import { pageOf, seconds } from './wire.ts'
import {
  attachments,
  mediaIdsOf,
  refusalOfMessage,
  refusalOfShape,
  withoutGaps,
} from './wire-attachment.ts'
import { type Corp, idOf, isVisible, type Task, visibleFollows, type World } from './world.ts'

const RECEIVERS_MAX = 10_000
const GROUPS_MAX = 2_000
const TAGS_MAX = 100
const REMINDERS_A_DAY = 3
const DAY_MS = 86_400_000
const MONTH_SECONDS = 31 * 86_400
const PAGE = { max: 1_000, otherwise: 500 }

const newTask = z.looseObject({
  chat_type: z.enum(['single', 'group']).default('single'),
  sender: z.string().default(''),
  external_userid: z.array(z.string()).max(RECEIVERS_MAX).default([]),
  chat_id_list: z.array(z.string()).max(GROUPS_MAX).default([]),
  tag_filter: z
    .looseObject({
      group_list: z
        .array(z.looseObject({ tag_list: z.array(z.string()).max(TAGS_MAX) }))
        .default([]),
    })
    .optional(),
  text: z.looseObject({ content: z.string().default('') }).optional(),
  attachments,
})
const span = z.looseObject({
  chat_type: z.enum(['single', 'group']),
  start_time: z.number(),
  end_time: z.number(),
  creator: z.string().default(''),
  filter_type: z.number().default(2),
  limit: z.number().optional(),
  cursor: z.string().default(''),
})
const oneTask = z.looseObject({
  msgid: z.string().min(1),
  userid: z.string().default(''),
  limit: z.number().optional(),
  cursor: z.string().default(''),
})
type TaskCall = z.infer<typeof oneTask>

/** Mass sends to customers and what came of them (documents 92135, 93338, 97610, 97611). */
export const taskCalls: Handlers = {
  'externalcontact/add_msg_template': {
    method: 'POST',
    empty: { fail_list: [], msgid: '' },
    run: addTask,
  },
  'externalcontact/get_groupmsg_list_v2': {
    method: 'POST',
    empty: { group_msg_list: [] },
    run: listTasks,
  },
  'externalcontact/get_groupmsg_task': {
    method: 'POST',
    empty: { task_list: [] },
    run: withTask((_asked, task, call) => {
      const rows = [...task.senders].map(([userid, { status, sendAt }]) => ({
        userid,
        status,
        ...(sendAt ? { send_time: seconds(sendAt) } : {}),
      }))
      const page = pageOf(rows, call, PAGE)
      if (!page) return { errcode: 50100 }
      return { errcode: 0, task_list: page.rows, next_cursor: page.next_cursor }
    }),
  },
  'externalcontact/get_groupmsg_send_result': {
    method: 'POST',
    empty: { send_list: [] },
    run: withTask((_asked, task, call) => {
      if (call.userid === '') return { errcode: 40003 }
      const page = pageOf(resultsOf(task, call.userid), call, PAGE)
      if (!page) return { errcode: 50100 }
      return { errcode: 0, send_list: page.rows, next_cursor: page.next_cursor }
    }),
  },
  'externalcontact/cancel_groupmsg_send': {
    method: 'POST',
    run: onTask(({ world, effects }, task) => {
      if (task.cancelledAt) return { errcode: 41093 }
      task.cancelledAt = world.clock.now()
      effects.write(task.cancelledAt, { kind: 'task_cancelled', msgid: task.msgid })
      return { errcode: 0 }
    }),
  },
  'externalcontact/remind_groupmsg_send': {
    method: 'POST',
    run: onTask(({ world, effects }, task) => {
      if (task.cancelledAt) return { errcode: 41093 }
      const now = world.clock.now()
      const lately = task.reminders.filter((at) => now.getTime() - at.getTime() < DAY_MS)
      if (lately.length >= REMINDERS_A_DAY) return { errcode: 41094 }
      task.reminders.push(now)
      effects.write(now, { kind: 'task_reminded', msgid: task.msgid })
      return { errcode: 0 }
    }),
  },
}

function addTask({ world, effects, body }: Asked): Reply {
  const asked = newTask.safeParse(body)
  if (!asked.success) return { errcode: refusalOfShape(body) }
  const { sender } = asked.data
  const text = asked.data.text?.content ?? ''
  const refused = refusalOfMessage(text, asked.data.attachments)
  if (refused) return { errcode: refused }
  if (sender !== '' && !world.corp.members.has(sender)) return { errcode: 40003 }
  if (sender !== '' && !isVisible(world.corp, sender)) return { errcode: 60011 }
  const { chat_type: chatType } = asked.data
  const found =
    chatType === 'group'
      ? groupsFor(world.corp, asked.data.chat_id_list, sender)
      : customersFor(world.corp, asked.data)
  if (found === null) return { errcode: 40058 }
  const { bySender, failed } = found
  if (bySender.size === 0) return { errcode: 41048, fail_list: failed }
  const attached = asked.data.attachments.map(withoutGaps)
  if (mediaIdsOf(attached).some((id) => !uploadOf(world, id))) return { errcode: 40007 }
  const task = newTaskOf(world, { chatType, bySender, text, attached })
  for (const [userid, receivers] of bySender) {
    const { msgid } = task
    effects.write(task.createdAt, { kind: 'task_made', msgid, userid, receivers, text })
  }
  return { errcode: 0, fail_list: failed, msgid: task.msgid }
}

type Assigned = { bySender: Map<string, string[]>; failed: string[] }

/** The groups that the sender owns: all, or those that are named. Null: nobody is to send. */
function groupsFor(corp: Corp, wanted: readonly string[], sender: string): Assigned | null {
  if (sender === '') return null
  const own = groupsOf(corp, sender).map(({ chatId }) => chatId)
  const chats = wanted.length === 0 ? own : own.filter((chatId) => wanted.includes(chatId))
  const failed = wanted.filter((chatId) => !own.includes(chatId))
  return { bySender: new Map(chats.length > 0 ? [[sender, chats]] : []), failed }
}

function customersFor(corp: Corp, asked: z.infer<typeof newTask>): Assigned | null {
  const ids = audienceOf(corp, asked)
  return ids && assigned(corp, ids, asked.sender)
}

/** Whom a task is for: named people; else a member's or everybody's customers, narrowed by tags. Null: nobody is named. */
function audienceOf(corp: Corp, asked: z.infer<typeof newTask>): string[] | null {
  if (asked.external_userid.length > 0) return [...new Set(asked.external_userid)]
  const lists = asked.tag_filter?.group_list ?? []
  if (asked.sender === '' && lists.length === 0) return null
  const userids = asked.sender !== '' ? [asked.sender] : [...corp.members.keys()]
  const follows = userids.flatMap((userid) => followsBy(corp, userid))
  const fitting = follows.filter(({ tagIds }) =>
    lists.every(({ tag_list: some }) => some.some((id) => tagIds.has(id))),
  )
  return [...new Set(fitting.map(({ externalUserId }) => externalUserId))]
}

function assigned(corp: Corp, ids: readonly string[], sender: string): Assigned {
  const failed: string[] = []
  const bySender = new Map<string, string[]>()
  for (const id of ids) {
    const userid = senderFor(corp, id, sender)
    if (userid === null) {
      failed.push(id)
      continue
    }
    const known = bySender.get(userid) ?? []
    known.push(id)
    bySender.set(userid, known)
  }
  return { bySender, failed }
}

/** The member who chatted last, of those who follow; a customer who deleted the member is still on the list. */
function senderFor(corp: Corp, externalUserId: string, wanted: string): string | null {
  const follows = visibleFollows(corp, externalUserId)
  if (wanted !== '') return follows.some(({ userid }) => userid === wanted) ? wanted : null
  const touch = (at: Date | null) => at?.getTime() ?? Number.NEGATIVE_INFINITY
  const [latest] = [...follows].sort((a, b) => {
    const byChat = touch(b.lastChatAt) - touch(a.lastChatAt)
    return byChat || touch(b.createdAt) - touch(a.createdAt)
  })
  return latest?.userid ?? null
}

function newTaskOf(
  world: World,
  {
    chatType,
    bySender,
    text,
    attached,
  }: Pick<Task, 'chatType' | 'text'> & {
    bySender: Map<string, string[]>
    attached: Task['attachments']
  },
): Task {
  const waiting = { status: 0, sendAt: null } as const
  const task: Task = {
    msgid: idOf(world, 'msg'),
    chatType,
    senders: new Map(
      [...bySender].map(([userid, receivers]) => [userid, { ...waiting, receivers }]),
    ),
    text,
    attachments: attached,
    createdAt: world.clock.now(),
    cancelledAt: null,
    reminders: [],
    ignoredBy: new Set(),
    results: new Map(
      [...bySender].flatMap(([userid, receivers]) =>
        receivers.map((id) => [id, { userid, ...waiting }] as const),
      ),
    ),
  }
  world.corp.tasks.set(task.msgid, task)
  return task
}

/** A group that was not sent to is not told of, unlike a customer. */
function resultsOf(task: Task, wanted: string) {
  const isGroup = task.chatType === 'group'
  return [...task.results]
    .filter(([, { userid, status }]) => userid === wanted && !(isGroup && status === 0))
    .map(([receiver, { userid, status, sendAt }]) => ({
      ...(isGroup ? { chat_id: receiver } : { external_userid: receiver }),
      userid,
      status,
      ...(sendAt ? { send_time: seconds(sendAt) } : {}),
    }))
}

function listTasks({ world, weather, body }: Asked): Reply {
  const asked = span.safeParse(body)
  if (!asked.success) return { errcode: 40058 }
  const { start_time: from, end_time: to, creator, filter_type: filter } = asked.data
  if (to < from || to - from > MONTH_SECONDS) return { errcode: 40058 }
  // Tasks of the interface are the company's and have no creator; members make none here.
  const isNone = creator !== '' || filter === 1
  const rows = (isNone ? [] : [...world.corp.tasks.values()])
    .filter(({ chatType }) => chatType === asked.data.chat_type)
    .filter((task) => isOlder(task, world.clock.now(), weather.listLagMs))
    .filter(({ createdAt }) => seconds(createdAt) >= from && seconds(createdAt) <= to)
    .map((task) => ({
      msgid: task.msgid,
      // A string in the official sample.
      create_time: String(seconds(task.createdAt)),
      create_type: 0,
      text: { content: task.text },
      attachments: task.attachments,
    }))
  const page = pageOf(rows, asked.data, { max: 100, otherwise: 50 })
  if (!page) return { errcode: 50100 }
  return { errcode: 0, group_msg_list: page.rows, next_cursor: page.next_cursor }
}

/** A call about what came of one task, which right after its making is still being dispatched. */
function withTask(run: (asked: Asked, task: Task, call: TaskCall) => Reply) {
  return onTask((asked, task, call) => {
    const isReady = isOlder(task, asked.world.clock.now(), asked.weather.dispatchMs)
    return isReady ? run(asked, task, call) : { errcode: 41063 }
  })
}

function onTask(run: (asked: Asked, task: Task, call: TaskCall) => Reply) {
  return (asked: Asked): Reply => {
    const call = oneTask.safeParse(asked.body)
    if (!call.success) return { errcode: 41046 }
    const task = asked.world.corp.tasks.get(call.data.msgid)
    return task ? run(asked, task, call.data) : { errcode: 41047 }
  }
}

function isOlder(task: Task, now: Date, ms: number): boolean {
  return now.getTime() - task.createdAt.getTime() >= ms
}
