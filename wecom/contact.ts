import { z } from 'zod'
import type { Answer } from './answer.ts'
import type { Ask } from './ask.ts'
import { CUSTOMER, type Done, get, look, mapped, nothing, type Page, post } from './call.ts'
import { wireNothing } from './message.ts'

/** What one page of a list holds at most (document 92994). */
const LIST_PAGE = 100
const SERVED_PAGE = 1_000

/** The wire shapes of customers (document 92114). Unknown fields are kept. */
const wireFollow = z.looseObject({
  userid: z.string(),
  remark: z.string().default(''),
  description: z.string().default(''),
  /** Seconds. */
  createtime: z.coerce.number().default(0),
  tags: z
    .array(
      z.looseObject({
        group_name: z.string().default(''),
        tag_name: z.string(),
        /** Absent for a member's own tag. */
        tag_id: z.string().optional(),
        /** 1 of the company, 2 the member's own, 3 of a strategy. */
        type: z.coerce.number(),
      }),
    )
    .default([]),
  /** Of WeChat users only. */
  remark_corp_name: z.string().optional(),
  remark_mobiles: z.array(z.string()).default([]),
  add_way: z.coerce.number().default(0),
  state: z.string().default(''),
  oper_userid: z.string().default(''),
})

const wireExternal = z.looseObject({
  external_userid: z.string(),
  name: z.string().default(''),
  avatar: z.string().default(''),
  /** 1 a WeChat user, 2 a WeCom user. */
  type: z.coerce.number().default(1),
  /** 0 unknown, 1 male, 2 female. */
  gender: z.coerce.number().default(0),
  unionid: z.string().optional(),
})

const wireContact = z.looseObject({
  external_contact: wireExternal,
  follow_user: z.array(wireFollow).default([]),
  next_cursor: z.string().default(''),
})
export type Contact = z.infer<typeof wireContact>

/** In a batch a member's view has the ids of tags only, and a member's own tags are left out. */
const wireMembersContact = z.looseObject({
  external_contact: wireExternal,
  follow_info: wireFollow.omit({ tags: true }).extend({ tag_id: z.array(z.string()).default([]) }),
})
export type MembersContact = z.infer<typeof wireMembersContact>
const wireMembersContacts = z.looseObject({
  external_contact_list: z.array(wireMembersContact).default([]),
  next_cursor: z.string().default(''),
})

const wireServed = z.looseObject({
  is_customer: z.boolean(),
  /** Unique within one whole pass, for four hours. */
  tmp_openid: z.string().optional(),
  /** Of customers only. */
  external_userid: z.string().optional(),
  /** Masked; of others only. */
  name: z.string().optional(),
  /** Who follows them, or owns the group. */
  follow_userid: z.string().default(''),
  chat_id: z.string().optional(),
  chat_name: z.string().optional(),
  add_time: z.coerce.number().default(0),
})
export type ServedContact = z.infer<typeof wireServed>
const wireServedPage = z.looseObject({
  info_list: z.array(wireServed).default([]),
  next_cursor: z.string().default(''),
})

/** What is not given stays as it is. */
export type Remark = {
  userid: string
  externalUserId: string
  /** At most 20 characters. */
  remark?: string
  /** At most 150 characters. */
  description?: string
  /** At most 20 characters; of WeChat users only. */
  company?: string
  /** Takes the place of all that stood there; an empty list clears it. */
  mobiles?: string[]
  /** Of temporary media. */
  pictureMediaId?: string
}

/** How a list of mobiles is cleared: the page says to put an empty text into it (document 92115, the form is unconfirmed). */
const NO_MOBILES = ['']

const wireContactIds = z.looseObject({ external_userid: z.array(z.string()).default([]) })

/** Customers, each as their members see them. */
export function contactCalls(ask: Ask) {
  return {
    /** The customers of a member. 84061 when there is none. */
    async contactsOf(userid: string): Promise<Answer<string[]>> {
      const answer = await ask(get(`${CUSTOMER}/list`, { userid }), wireContactIds)
      return mapped(answer, (value) => value.external_userid)
    },
    /** A customer and who follows them; more than 500 followers come in pages. */
    contact: (externalUserId: string, cursor = ''): Promise<Answer<Contact>> =>
      ask(
        get(`${CUSTOMER}/get`, {
          external_userid: externalUserId,
          cursor: cursor === '' ? undefined : cursor,
        }),
        wireContact,
      ),
    /** The customers of up to 100 members, 100 to a page, each row one member's view of one customer (document 92994). */
    async contactsOfMembers(userids: string[], cursor = ''): Promise<Answer<Page<MembersContact>>> {
      const body = { userid_list: userids, limit: LIST_PAGE, cursor }
      const answer = await ask(look(`${CUSTOMER}/batch/get_by_user`, body), wireMembersContacts)
      return mapped(answer, (value) => ({
        rows: value.external_contact_list,
        nextCursor: value.next_cursor,
      }))
    },
    /** Everybody who is served, in person or in a group, customers and others (document 99434). A cursor lives four hours. */
    async servedContacts(cursor = ''): Promise<Answer<Page<ServedContact>>> {
      const call = look(`${CUSTOMER}/contact_list`, { cursor, limit: SERVED_PAGE })
      return mapped(await ask(call, wireServedPage), ({ info_list: rows, next_cursor }) => ({
        rows,
        nextCursor: next_cursor,
      }))
    },
    /** What a member calls the customer and notes of them. */
    async remark(note: Remark): Done {
      return nothing(await ask(post(`${CUSTOMER}/remark`, remarkBody(note)), wireNothing))
    },
  }
}

function remarkBody({
  userid,
  externalUserId,
  company,
  mobiles,
  pictureMediaId,
  ...words
}: Remark) {
  return {
    userid,
    external_userid: externalUserId,
    ...words,
    ...(company === undefined ? {} : { remark_company: company }),
    ...(mobiles === undefined ? {} : { remark_mobiles: mobiles.length > 0 ? mobiles : NO_MOBILES }),
    ...(pictureMediaId === undefined ? {} : { remark_pic_mediaid: pictureMediaId }),
  }
}
