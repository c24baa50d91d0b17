import { z } from 'zod'
import type { Answer } from './answer.ts'
import type { Ask } from './ask.ts'
import { CUSTOMER, type Done, get, mapped, nothing, type Page, post } from './call.ts'
import { wireNothing } from './message.ts'

/** What one page of a list holds at most (document 92994). */
const LIST_PAGE = 100

/** The wire shapes of customers (document 92114). Unknown fields are kept. */
const wireFollow = z.looseObject({
  userid: z.string(),
  remark: z.string().default(''),
  description: z.string().default(''),
  /** Seconds. */
  createtime: z.number().default(0),
  tags: z
    .array(
      z.looseObject({
        group_name: z.string().default(''),
        tag_name: z.string(),
        /** Absent for a member's own tag. */
        tag_id: z.string().optional(),
        /** 1 of the company, 2 the member's own, 3 of a strategy. */
        type: z.number(),
      }),
    )
    .default([]),
  remark_mobiles: z.array(z.string()).default([]),
  add_way: z.number().default(0),
  state: z.string().default(''),
  oper_userid: z.string().default(''),
})

const wireExternal = z.looseObject({
  external_userid: z.string(),
  name: z.string().default(''),
  avatar: z.string().default(''),
  /** 1 a WeChat user, 2 a WeCom user. */
  type: z.number().default(1),
  /** 0 unknown, 1 male, 2 female. */
  gender: z.number().default(0),
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
  }
}
