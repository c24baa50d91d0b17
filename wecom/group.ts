import { z } from 'zod'
import type { Answer } from './answer.ts'
import type { Ask } from './ask.ts'
import { CUSTOMER, look, mapped, type Page, secondsOf } from './call.ts'

/** Rows of one page, which WeCom wants to be told (document 92120). */
const LIST_PAGE = 1_000
const ACTIVITY_PAGE = 1_000

/** The wire shapes of customer groups (documents 92120, 92122, 92133). */
const wireListedGroup = z.looseObject({
  chat_id: z.string(),
  /** 0 as it should be, 1 the owner left the company, 2 being inherited, 3 inherited. */
  status: z.coerce.number().default(0),
})
export type ListedGroup = z.infer<typeof wireListedGroup>
const wireListedGroups = z.looseObject({
  group_chat_list: z.array(wireListedGroup).default([]),
  next_cursor: z.string().default(''),
})

const wireGroupMember = z.looseObject({
  /** A userid, or an external_userid; `type` says which. */
  userid: z.string(),
  /** 1 a member of the company, 2 anybody else. */
  type: z.coerce.number(),
  /** Also of people whom nobody has added. */
  unionid: z.string().optional(),
  /** Seconds. */
  join_time: z.coerce.number().default(0),
  /** 1 invited, 2 by a link of invitation, 3 by a code. Other numbers than `JoinScene` of the event has. */
  join_scene: z.coerce.number().default(0),
  /** Only where a member of the company invited. */
  invitor: z.looseObject({ userid: z.string() }).optional(),
  /** Only for who came by a join way with a state. */
  state: z.string().optional(),
  group_nickname: z.string().default(''),
  name: z.string().default(''),
})
export type GroupMember = z.infer<typeof wireGroupMember>
const wireGroup = z.looseObject({
  chat_id: z.string(),
  /** Empty: the group was never named. */
  name: z.string().default(''),
  owner: z.string().default(''),
  /** Seconds. */
  create_time: z.coerce.number().default(0),
  /** Absent where there is none. */
  notice: z.string().optional(),
  member_list: z.array(wireGroupMember).default([]),
  admin_list: z.array(z.looseObject({ userid: z.string() })).default([]),
  /** Compare with `LastMemVer` of an event: when they differ, an event was missed. */
  member_version: z.string().default(''),
})
export type Group = z.infer<typeof wireGroup>
const wireOneGroup = z.looseObject({ group_chat: wireGroup })
const wireChatId = z.looseObject({ chat_id: z.string() })

const wireCounts = z.looseObject({
  new_chat_cnt: z.coerce.number().default(0),
  chat_total: z.coerce.number().default(0),
  chat_has_msg: z.coerce.number().default(0),
  new_member_cnt: z.coerce.number().default(0),
  member_total: z.coerce.number().default(0),
  member_has_msg: z.coerce.number().default(0),
  msg_total: z.coerce.number().default(0),
})
const wireActivity = z.looseObject({
  total: z.coerce.number().default(0),
  next_offset: z.coerce.number().default(0),
  items: z.array(z.looseObject({ owner: z.string(), data: wireCounts })).default([]),
})
export type GroupActivity = z.infer<typeof wireActivity>
const wireDays = z.looseObject({
  items: z.array(z.looseObject({ stat_time: z.coerce.number(), data: wireCounts })).default([]),
})
export type GroupDays = z.infer<typeof wireDays>

export type GroupFilter = {
  /** 0 all, 1 owner left, 2 being inherited, 3 inherited. */
  status?: 0 | 1 | 2 | 3
  /** At most 100; needed for owners who left the company, and where the app sees more than 1,000 people (81017). */
  owners?: string[]
}
/** Days of the company's own calendar, each by an instant within it; at most 30, up to yesterday, 180 days back. */
export type GroupSpan = { from: Date; to?: Date; owners: string[] }

/** Customer groups: which there are, who is in them, what happens there. */
export function groupCalls(ask: Ask) {
  return {
    async groups(filter: GroupFilter = {}, cursor = ''): Promise<Answer<Page<ListedGroup>>> {
      const { status = 0, owners } = filter
      const body = {
        status_filter: status,
        ...(owners ? { owner_filter: { userid_list: owners } } : {}),
        cursor,
        limit: LIST_PAGE,
      }
      const answer = await ask(look(`${CUSTOMER}/groupchat/list`, body), wireListedGroups)
      return mapped(answer, ({ group_chat_list: rows, next_cursor }) => ({
        rows,
        nextCursor: next_cursor,
      }))
    },
    /** A group with all its members and their names. 86003: there is none. Lags behind the events by seconds. */
    async group(chatId: string): Promise<Answer<Group>> {
      const body = { chat_id: chatId, need_name: 1 }
      const answer = await ask(look(`${CUSTOMER}/groupchat/get`, body), wireOneGroup)
      return mapped(answer, (value) => value.group_chat)
    },
    /** The group in which a mini program was opened (document 94822). */
    async chatIdOf(opengid: string): Promise<Answer<string>> {
      const answer = await ask(look(`${CUSTOMER}/opengid_to_chatid`, { opengid }), wireChatId)
      return mapped(answer, (value) => value.chat_id)
    },
    /** What happened in the groups of owners, by owner. */
    groupActivity: (span: GroupSpan, offset = 0): Promise<Answer<GroupActivity>> =>
      ask(
        look(`${CUSTOMER}/groupchat/statistic`, {
          ...spanBody(span),
          order_by: 2,
          order_asc: 0,
          offset,
          limit: ACTIVITY_PAGE,
        }),
        wireActivity,
      ),
    /** The same of all of them together, day by day. */
    async groupActivityByDay(span: GroupSpan): Promise<Answer<GroupDays['items']>> {
      const call = look(`${CUSTOMER}/groupchat/statistic_group_by_day`, spanBody(span))
      return mapped(await ask(call, wireDays), (value) => value.items)
    },
  }
}

function spanBody({ from, to = from, owners }: GroupSpan) {
  return {
    day_begin_time: secondsOf(from),
    day_end_time: secondsOf(to),
    owner_filter: { userid_list: owners },
  }
}
