import { z } from 'zod'
import type { Answer } from './answer.ts'
import type { Ask } from './ask.ts'
import {
  CUSTOMER,
  type Done,
  get,
  look,
  mapped,
  nothing,
  type Page,
  post,
  secondsOf,
} from './call.ts'
import { wireNothing } from './message.ts'

const LIST_PAGE = 100
const CUSTOMERS_PAGE = 1_000
const PATH = `${CUSTOMER}/customer_acquisition`
/** Longer channels are cut (document 97298). */
export const CHANNEL_BYTES_MAX = 64

/** The wire shapes of 获客助手 (documents 97297, 97298, 97375, 100130). */
const wireLink = z.looseObject({
  link_name: z.string().default(''),
  url: z.string().default(''),
  create_time: z.coerce.number().default(0),
  skip_verify: z.boolean().default(true),
})
const wireMade = z.looseObject({ link: wireLink.extend({ link_id: z.string() }) })
export type AcquisitionLink = z.infer<typeof wireMade>['link']
const wireOne = z.looseObject({
  link: wireLink,
  range: z
    .looseObject({
      user_list: z.array(z.string()).default([]),
      department_list: z.array(z.coerce.number()).default([]),
    })
    .optional(),
})
export type AcquisitionLinkDetail = z.infer<typeof wireOne>
const wireIds = z.looseObject({
  link_id_list: z.array(z.string()).default([]),
  next_cursor: z.string().default(''),
})
const wireCustomers = z.looseObject({
  customer_list: z
    .array(
      z.looseObject({
        external_userid: z.string(),
        userid: z.string(),
        /** 0 has not written yet, 1 has, 2 unknown. */
        chat_status: z.coerce.number().default(2),
        state: z.string().default(''),
      }),
    )
    .default([]),
  next_cursor: z.string().default(''),
})
export type LinkCustomer = z.infer<typeof wireCustomers>['customer_list'][number]
const wireQuota = z.looseObject({
  /** Used so far. */
  total: z.coerce.number().default(0),
  balance: z.coerce.number().default(0),
  quota_list: z
    .array(z.looseObject({ expire_date: z.coerce.number(), balance: z.coerce.number() }))
    .default([]),
})
export type AcquisitionQuota = z.infer<typeof wireQuota>
const wireCounts = z.looseObject({
  click_link_customer_cnt: z.coerce.number().default(0),
  new_customer_cnt: z.coerce.number().default(0),
})
export type LinkCounts = z.infer<typeof wireCounts>
const wireChat = z.looseObject({
  userid: z.string(),
  external_userid: z.string(),
  chat_info: z.looseObject({
    recv_msg_cnt: z.coerce.number().default(0),
    link_id: z.string().default(''),
    state: z.string().default(''),
  }),
})
export type LinkChat = z.infer<typeof wireChat>

export type NewLink = {
  /** At most 30 characters. */
  name: string
  /** At most 500 people in all. */
  userids?: string[]
  departmentIds?: number[]
  skipVerify?: boolean
}

/** Links that lead into a chat from outside WeChat. Each customer who comes by one uses up paid quota. An app sees only its own. */
export function acquisitionLinkCalls(ask: Ask) {
  return {
    async acquisitionLinks(cursor = ''): Promise<Answer<Page<string>>> {
      const answer = await ask(look(`${PATH}/list_link`, { limit: LIST_PAGE, cursor }), wireIds)
      return mapped(answer, ({ link_id_list: rows, next_cursor }) => ({
        rows,
        nextCursor: next_cursor,
      }))
    },
    acquisitionLink: (linkId: string): Promise<Answer<AcquisitionLinkDetail>> =>
      ask(look(`${PATH}/get`, { link_id: linkId }), wireOne),
    async addAcquisitionLink(link: NewLink): Promise<Answer<AcquisitionLink>> {
      const body = { link_name: link.name, ...linkBody(link) }
      return mapped(await ask(post(`${PATH}/create_link`, body), wireMade), (value) => value.link)
    },
    /** The range overwrites. */
    async updateAcquisitionLink(change: Partial<NewLink> & { linkId: string }): Done {
      const { linkId, name } = change
      const body = {
        link_id: linkId,
        ...(name === undefined ? {} : { link_name: name }),
        ...linkBody(change),
      }
      return nothing(await ask(post(`${PATH}/update_link`, body), wireNothing))
    },
    async deleteAcquisitionLink(linkId: string): Done {
      return nothing(await ask(post(`${PATH}/delete_link`, { link_id: linkId }), wireNothing))
    },
    async linkCustomers(linkId: string, cursor = ''): Promise<Answer<Page<LinkCustomer>>> {
      const body = { link_id: linkId, limit: CUSTOMERS_PAGE, cursor }
      const answer = await ask(look(`${PATH}/customer`, body), wireCustomers)
      return mapped(answer, ({ customer_list: rows, next_cursor }) => ({
        rows,
        nextCursor: next_cursor,
      }))
    },
    /** Whole days, at most 30, 180 back. */
    linkCounts: (span: { linkId: string; from: Date; to: Date }): Promise<Answer<LinkCounts>> =>
      ask(
        look(`${PATH}/statistic`, {
          link_id: span.linkId,
          start_time: secondsOf(span.from),
          end_time: secondsOf(span.to),
        }),
        wireCounts,
      ),
    /** Whose message an event is about; the key lives 30 minutes. */
    linkChat: (chatKey: string): Promise<Answer<LinkChat>> =>
      ask(look(`${PATH}/get_chat_info`, { chat_key: chatKey }), wireChat),
    acquisitionQuota: (): Promise<Answer<AcquisitionQuota>> =>
      ask(get(`${CUSTOMER}/customer_acquisition_quota`), wireQuota),
  }
}

/** The address of a link with a channel, which comes back as the state of whoever is added by it. */
export function linkWithChannel(url: string, channel: string): string {
  const to = new URL(url)
  to.searchParams.set('customer_channel', channel)
  return to.href
}

/** What opens the link from an app outside WeChat. */
export function schemeOf(url: string): string {
  return `weixin://biz/ww/profile/${encodeURIComponent(url)}`
}

function linkBody({ userids, departmentIds, skipVerify }: Partial<NewLink>) {
  const hasRange = userids !== undefined || departmentIds !== undefined
  return {
    ...(hasRange
      ? { range: { user_list: userids ?? [], department_list: departmentIds ?? [] } }
      : {}),
    ...(skipVerify === undefined ? {} : { skip_verify: skipVerify }),
  }
}
