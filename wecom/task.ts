import { z } from 'zod'
import type { Answer } from './answer.ts'
import type { Ask } from './ask.ts'
import { CUSTOMER, type Done, look, mapped, nothing, type Page, post, secondsOf } from './call.ts'
import { type Attachment, wireNothing } from './message.ts'

/** What one page of a list holds at most (document 93338). */
const LIST_PAGE = 100
const RESULT_PAGE = 1_000

/** A mass send to customers: a task that `sender` has to confirm before anybody receives anything. */
export type MessageTask = {
  sender: string
  /** At most 10,000. */
  externalUserIds: string[]
  text: string
  attachments: Attachment[]
}
/** A mass send to customer groups; the owner confirms. Without ids all groups of the owner. */
export type GroupTask = {
  sender: string
  /** At most 2,000; a group gets about one a natural day (by default the days of the month). */
  chatIds: string[]
  text: string
  attachments: Attachment[]
}

/** The wire shapes of mass sends (documents 92135, 93338). */
const wireCreated = z.looseObject({
  msgid: z.string(),
  /** Customers, or groups, that cannot be sent to. */
  fail_list: z.array(z.string()).default([]),
})
export type CreatedTask = z.infer<typeof wireCreated>

const wireListed = z.looseObject({
  msgid: z.string(),
  /** Absent for a task that the interface made. */
  creator: z.string().optional(),
  /** Seconds; a string in WeCom's own sample. */
  create_time: z.coerce.number(),
  /** 0 made for the company, 1 by a member. */
  create_type: z.coerce.number().default(0),
  text: z.looseObject({ content: z.string().default('') }).optional(),
  attachments: z.array(z.looseObject({ msgtype: z.string() })).default([]),
})
export type ListedTask = z.infer<typeof wireListed>
const wireListedTasks = z.looseObject({
  group_msg_list: z.array(wireListed).default([]),
  next_cursor: z.string().default(''),
})

const wireTaskStaff = z.looseObject({
  task_list: z
    .array(
      z.looseObject({
        userid: z.string(),
        /** 0 not confirmed, 2 confirmed. */
        status: z.coerce.number(),
        send_time: z.coerce.number().optional(),
      }),
    )
    .default([]),
  next_cursor: z.string().default(''),
})
export type TaskStaff = z.infer<typeof wireTaskStaff>

const wireResults = z.looseObject({
  send_list: z
    .array(
      z.looseObject({
        /** Empty for a group, which has `chat_id`. */
        external_userid: z.string().default(''),
        chat_id: z.string().optional(),
        userid: z.string(),
        /** 0 not sent (never told of groups), 1 sent, 2 no longer a friend, 3 over the receiver's quota. */
        status: z.coerce.number(),
        send_time: z.coerce.number().optional(),
      }),
    )
    .default([]),
  next_cursor: z.string().default(''),
})
export type TaskResults = z.infer<typeof wireResults>

export type ChatType = 'single' | 'group'

/** Mass sends to customers and to customer groups, and what became of them. */
export function taskCalls(ask: Ask) {
  return {
    /** Makes a task for `sender`; nobody receives anything before it is confirmed. */
    addMessageTask: (task: MessageTask): Promise<Answer<CreatedTask>> =>
      ask(
        post(`${CUSTOMER}/add_msg_template`, {
          chat_type: 'single',
          sender: task.sender,
          external_userid: task.externalUserIds,
          text: { content: task.text },
          attachments: task.attachments,
        }),
        wireCreated,
      ),
    /** Makes a task for the owner of groups. */
    addGroupTask: (task: GroupTask): Promise<Answer<CreatedTask>> =>
      ask(
        post(`${CUSTOMER}/add_msg_template`, {
          chat_type: 'group',
          sender: task.sender,
          ...(task.chatIds.length > 0 ? { chat_id_list: task.chatIds } : {}),
          text: { content: task.text },
          attachments: task.attachments,
        }),
        wireCreated,
      ),
    /** Tasks made in a span of at most a month; those of the interface have no creator. */
    async messageTasks(span: {
      from: Date
      to: Date
      cursor?: string
      chatType?: ChatType
    }): Promise<Answer<Page<ListedTask>>> {
      const body = {
        chat_type: span.chatType ?? 'single',
        start_time: secondsOf(span.from),
        end_time: Math.ceil(span.to.getTime() / 1000),
        filter_type: 2,
        limit: LIST_PAGE,
        cursor: span.cursor ?? '',
      }
      const answer = await ask(look(`${CUSTOMER}/get_groupmsg_list_v2`, body), wireListedTasks)
      return mapped(answer, ({ group_msg_list: rows, next_cursor: nextCursor }) => ({
        rows,
        nextCursor,
      }))
    },
    async messageTaskStaff(
      msgid: string,
      cursor = '',
    ): Promise<Answer<Page<TaskStaff['task_list'][number]>>> {
      const body = { msgid, limit: RESULT_PAGE, cursor }
      const answer = await ask(look(`${CUSTOMER}/get_groupmsg_task`, body), wireTaskStaff)
      return mapped(answer, ({ task_list: rows, next_cursor: nextCursor }) => ({
        rows,
        nextCursor,
      }))
    },
    async messageTaskResults(
      msgid: string,
      userid: string,
      cursor = '',
    ): Promise<Answer<Page<TaskResults['send_list'][number]>>> {
      const body = { msgid, userid, limit: RESULT_PAGE, cursor }
      const answer = await ask(look(`${CUSTOMER}/get_groupmsg_send_result`, body), wireResults)
      return mapped(answer, ({ send_list: rows, next_cursor: nextCursor }) => ({
        rows,
        nextCursor,
      }))
    },
    /** Stops those who have not confirmed; what was sent stays. 41093 when it was cancelled before. */
    async cancelMessageTask(msgid: string): Done {
      return nothing(await ask(post(`${CUSTOMER}/cancel_groupmsg_send`, { msgid }), wireNothing))
    },
    /** At most three times in 24 h (41094). */
    async remindMessageTask(msgid: string): Done {
      return nothing(await ask(post(`${CUSTOMER}/remind_groupmsg_send`, { msgid }), wireNothing))
    },
  }
}
