import type { Answer } from './answer.ts'
import { type Ask, type AskOptions, createAsk } from './ask.ts'
import {
  type Contact,
  type ContactWay,
  type CorpTagGroup,
  type MembersContact,
  type User,
  wireAddedTags,
  wireContact,
  wireContactIds,
  wireContactWay,
  wireFollowUsers,
  wireMembersContacts,
  wireTagGroups,
  wireUser,
} from './contact.ts'
import {
  type CreatedTask,
  type ListedTask,
  type MessageTask,
  type TaskResults,
  type TaskStaff,
  type WelcomeMessage,
  wireCreated,
  wireListedTasks,
  wireNothing,
  wireResults,
  wireSentMessage,
  wireTaskStaff,
} from './message.ts'

const CUSTOMER = '/cgi-bin/externalcontact'
/** What one page of a list holds at most (document 93338). */
const LIST_PAGE = 100
const RESULT_PAGE = 1_000

export type Page<T> = { rows: T[]; nextCursor: string }
type Done = Promise<Answer<null>>

/** The calls of one app of one corp. Each answers with a value; none throws for what comes from outside. */
export type Wecom = ReturnType<typeof createWecom>

export function createWecom(options: AskOptions) {
  const ask = createAsk(options)
  return { ...peopleCalls(ask), ...tagCalls(ask), ...sendCalls(ask), ...taskCalls(ask) }
}

function peopleCalls(ask: Ask) {
  return {
    /** Members who may serve customers. */
    async followUsers(): Promise<Answer<string[]>> {
      const call = { method: 'GET', path: `${CUSTOMER}/get_follow_user_list` } as const
      return mapped(await ask(call, wireFollowUsers), (value) => value.follow_user)
    },
    user: (userid: string): Promise<Answer<User>> =>
      ask({ method: 'GET', path: '/cgi-bin/user/get', query: { userid } }, wireUser),
    /** The customers of a member. 84061 when there is none. */
    async contactsOf(userid: string): Promise<Answer<string[]>> {
      const call = { method: 'GET', path: `${CUSTOMER}/list`, query: { userid } } as const
      return mapped(await ask(call, wireContactIds), (value) => value.external_userid)
    },
    /** A customer and who follows them; more than 500 followers come in pages. */
    contact: (externalUserId: string, cursor = ''): Promise<Answer<Contact>> =>
      ask(
        {
          method: 'GET',
          path: `${CUSTOMER}/get`,
          query: { external_userid: externalUserId, ...(cursor ? { cursor } : {}) },
        },
        wireContact,
      ),
    /** The customers of up to 100 members, 100 to a page, each row one member's view of one customer (document 92994). */
    async contactsOfMembers(userids: string[], cursor = ''): Promise<Answer<Page<MembersContact>>> {
      const body = { userid_list: userids, limit: LIST_PAGE, cursor }
      const answer = await ask(post(`${CUSTOMER}/batch/get_by_user`, body), wireMembersContacts)
      return mapped(answer, (value) => ({
        rows: value.external_contact_list,
        nextCursor: value.next_cursor,
      }))
    },
    /** What a member calls the customer and notes of them; at most 20 and 150 characters. */
    async remark(note: {
      userid: string
      externalUserId: string
      remark?: string
      description?: string
    }): Done {
      const { userid, externalUserId: external_userid, ...words } = note
      const body = { userid, external_userid, ...words }
      return nothing(await ask(post(`${CUSTOMER}/remark`, body), wireNothing))
    },
    /**
     * A contact way for several members (type 2, also where there is one so far: the type can never be changed, and then
     * nobody could be added) that is scanned (scene 2). @param way.state at most 30 characters.
     */
    addContactWay: (way: {
      userids: string[]
      state: string
      remark: string
      skipVerify: boolean
    }): Promise<Answer<ContactWay>> =>
      ask(
        post(`${CUSTOMER}/add_contact_way`, {
          type: 2,
          scene: 2,
          remark: way.remark,
          skip_verify: way.skipVerify,
          state: way.state,
          user: way.userids,
        }),
        wireContactWay,
      ),
    async updateContactWay(way: {
      configId: string
      userids: string[]
      state: string
      remark: string
      skipVerify: boolean
    }): Done {
      const body = {
        config_id: way.configId,
        remark: way.remark,
        skip_verify: way.skipVerify,
        state: way.state,
        user: way.userids,
      }
      return nothing(await ask(post(`${CUSTOMER}/update_contact_way`, body), wireNothing))
    },
    async deleteContactWay(configId: string): Done {
      const call = post(`${CUSTOMER}/del_contact_way`, { config_id: configId })
      return nothing(await ask(call, wireNothing))
    },
  }
}

function tagCalls(ask: Ask) {
  return {
    async corpTags(): Promise<Answer<CorpTagGroup[]>> {
      const call = post(`${CUSTOMER}/get_corp_tag_list`, {})
      return mapped(await ask(call, wireTagGroups), (value) => value.tag_group)
    },
    /** Adds tags to a group by its name, which makes the group when there is none. */
    async addCorpTags(group: {
      groupName: string
      names: string[]
    }): Promise<Answer<CorpTagGroup>> {
      const body = { group_name: group.groupName, tag: group.names.map((name) => ({ name })) }
      const answer = await ask(post(`${CUSTOMER}/add_corp_tag`, body), wireAddedTags)
      return mapped(answer, (value) => value.tag_group)
    },
    /** Tags belong to the pair of member and customer. A set operation: repeating it changes nothing. */
    async markTags(marks: {
      userid: string
      externalUserId: string
      add: string[]
      remove: string[]
    }): Done {
      const body = {
        userid: marks.userid,
        external_userid: marks.externalUserId,
        add_tag: marks.add,
        remove_tag: marks.remove,
      }
      return nothing(await ask(post(`${CUSTOMER}/mark_tag`, body), wireNothing))
    },
  }
}

function sendCalls(ask: Ask) {
  return {
    /** Within 20 s of the event, once: 41051 when it was delivered before, 41050 when it is too late. */
    async sendWelcome({ welcomeCode, text, attachments }: WelcomeMessage): Done {
      const body = { welcome_code: welcomeCode, text: { content: text }, attachments }
      return nothing(await ask(post(`${CUSTOMER}/send_welcome_msg`, body), wireNothing))
    },
    /** A message of the app to a member. */
    async sendAppMessage(message: { agentId: number; userid: string; text: string }): Done {
      const body = {
        touser: message.userid,
        msgtype: 'text',
        agentid: message.agentId,
        text: { content: message.text },
      }
      return nothing(await ask(post('/cgi-bin/message/send', body), wireSentMessage))
    },
  }
}

function taskCalls(ask: Ask) {
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
    /** Tasks made in a span of at most a month; those of the interface have no creator. */
    async messageTasks(span: {
      from: Date
      to: Date
      cursor?: string
    }): Promise<Answer<Page<ListedTask>>> {
      const body = {
        chat_type: 'single',
        start_time: Math.floor(span.from.getTime() / 1000),
        end_time: Math.ceil(span.to.getTime() / 1000),
        filter_type: 2,
        limit: LIST_PAGE,
        cursor: span.cursor ?? '',
      }
      const answer = await ask(post(`${CUSTOMER}/get_groupmsg_list_v2`, body), wireListedTasks)
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
      const answer = await ask(post(`${CUSTOMER}/get_groupmsg_task`, body), wireTaskStaff)
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
      const answer = await ask(post(`${CUSTOMER}/get_groupmsg_send_result`, body), wireResults)
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

function post(path: string, body: unknown) {
  return { method: 'POST', path, body } as const
}

function mapped<From, To>(answer: Answer<From>, into: (value: From) => To): Answer<To> {
  return answer.ok ? { ok: true, value: into(answer.value) } : answer
}

function nothing(answer: Answer<unknown>): Answer<null> {
  return mapped(answer, () => null)
}
