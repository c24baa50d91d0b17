import { z } from 'zod'
import type { Answer } from './answer.ts'
import type { Ask } from './ask.ts'
import { type Done, get, look, mapped, nothing, post } from './call.ts'
import { wireNothing } from './message.ts'

const SYNC_PAGE = 1_000
const ACCOUNTS_PAGE = 100

/** The wire shapes of 微信客服 (documents 94638, 94670, 94677, 95122, 94669, 94665, 95159). */
const wireKfMessage = z.looseObject({
  msgid: z.string(),
  /** Missing for an event, where it stands inside. */
  open_kfid: z.string().optional(),
  external_userid: z.string().optional(),
  send_time: z.coerce.number().default(0),
  /** 3 the customer, 4 the system, 5 a servicer in WeCom. What the interface sent is not told. */
  origin: z.coerce.number().default(0),
  servicer_userid: z.string().optional(),
  msgtype: z.string(),
  text: z
    .looseObject({ content: z.string().default(''), menu_id: z.string().optional() })
    .optional(),
  event: z
    .looseObject({
      event_type: z.string(),
      open_kfid: z.string().optional(),
      external_userid: z.string().optional(),
      scene: z.string().optional(),
      scene_param: z.string().optional(),
      /** 20 s, one message. */
      welcome_code: z.string().optional(),
      /** Of a failed message. */
      fail_msgid: z.string().optional(),
      fail_type: z.coerce.number().optional(),
      /** Of a session: 1 taken from the pool, 2 handed over, 3 ended, 4 opened again. */
      change_type: z.coerce.number().optional(),
      msg_code: z.string().optional(),
    })
    .optional(),
})
export type KfMessage = z.infer<typeof wireKfMessage>
const wireSync = z.looseObject({
  next_cursor: z.string().default(''),
  has_more: z.coerce.number().default(0),
  msg_list: z.array(wireKfMessage).default([]),
})
const wireAccount = z.looseObject({
  open_kfid: z.string(),
  name: z.string().default(''),
  avatar: z.string().default(''),
  manage_privilege: z.boolean().optional(),
})
export type KfAccount = z.infer<typeof wireAccount>
const wireAccounts = z.looseObject({ account_list: z.array(wireAccount).default([]) })
const wireMadeAccount = z.looseObject({ open_kfid: z.string() })
/** 0 takes customers, 1 does not. */
const wireServicer = z.looseObject({
  userid: z.string().optional(),
  status: z.coerce.number().default(0),
})
export type KfServicer = z.infer<typeof wireServicer>
const wireServicers = z.looseObject({ servicer_list: z.array(wireServicer).default([]) })
const wireChanged = z.looseObject({
  result_list: z
    .array(
      z.looseObject({
        userid: z.string(),
        errcode: z.coerce.number(),
        errmsg: z.string().default(''),
      }),
    )
    .default([]),
})
export type ChangedServicer = z.infer<typeof wireChanged>['result_list'][number]
const wireUrl = z.looseObject({ url: z.string() })
const wireState = z.looseObject({
  /** 0 new, 1 the assistant answers, 2 in the pool, 3 a servicer, 4 ended. */
  service_state: z.coerce.number(),
  servicer_userid: z.string().optional(),
})
export type KfState = z.infer<typeof wireState>
const wireCode = z.looseObject({ msg_code: z.string().optional() })
const wireSent = z.looseObject({ msgid: z.string().default('') })
const wireCustomer = z.looseObject({
  external_userid: z.string(),
  nickname: z.string().default(''),
  avatar: z.string().default(''),
  gender: z.coerce.number().default(0),
  unionid: z.string().optional(),
})
export type KfCustomer = z.infer<typeof wireCustomer>
const wireCustomers = z.looseObject({
  customer_list: z.array(wireCustomer).default([]),
  invalid_external_userid: z.array(z.string()).default([]),
})
export type KfCustomers = z.infer<typeof wireCustomers>

export type KfContent =
  | { msgtype: 'text'; text: { content: string } }
  | { msgtype: 'image'; image: { media_id: string } }
  | {
      msgtype: 'link'
      link: { title: string; desc?: string; url: string; thumb_media_id: string }
    }
  | {
      msgtype: 'msgmenu'
      msgmenu: {
        head_content?: string
        tail_content?: string
        list: (
          | { type: 'click'; click: { id: string; content: string } }
          | { type: 'view'; view: { url: string; content: string } }
        )[]
      }
    }
  /** A link of the acquisition assistant; opened from here it does not count as clicked. */
  | { msgtype: 'ca_link'; ca_link: { link_url: string } }

type Session = { openKfid: string; externalUserId: string }

/** Customer service accounts: the one channel in which what customers say can be heard without an archive. */
export function kfCalls(ask: Ask) {
  return {
    ...accountCalls(ask),
    /**
     * What was said since the cursor, at most three days back. Go on while `hasMore`, also when a page is empty, and keep the
     * cursor after each. @param from.token of the event, ten minutes; without it the call is strictly limited (95007).
     */
    async kfMessages(from: {
      openKfid: string
      cursor?: string
      token?: string
    }): Promise<Answer<{ rows: KfMessage[]; nextCursor: string; hasMore: boolean }>> {
      const { openKfid, cursor = '', token } = from
      const body = {
        open_kfid: openKfid,
        cursor,
        limit: SYNC_PAGE,
        ...(token === undefined ? {} : { token }),
      }
      const answer = await ask(look('/cgi-bin/kf/sync_msg', body), wireSync)
      return mapped(answer, ({ msg_list: rows, next_cursor, has_more }) => ({
        rows,
        nextCursor: next_cursor,
        hasMore: has_more === 1,
      }))
    },
    /**
     * Answers a customer: within 48 h of their last word (95002) and at most five times (95001), while nobody else does
     * (95018). @param message.msgid one's own, so that a repetition is known (95033).
     */
    async sendKf({
      openKfid,
      externalUserId,
      msgid,
      content,
    }: Session & { msgid?: string; content: KfContent }): Promise<Answer<string>> {
      const body = {
        touser: externalUserId,
        open_kfid: openKfid,
        ...(msgid === undefined ? {} : { msgid }),
        ...content,
      }
      const answer = await ask(post('/cgi-bin/kf/send_msg', body), wireSent)
      return mapped(answer, (value) => value.msgid)
    },
    /** One message for one code: a welcome within 20 s, a word when the session begins to wait or ends. */
    async sendKfOnEvent(message: {
      code: string
      msgid?: string
      content: Extract<KfContent, { msgtype: 'text' | 'msgmenu' }>
    }): Promise<Answer<string>> {
      const { code, msgid, content } = message
      const body = { code, ...(msgid === undefined ? {} : { msgid }), ...content }
      const answer = await ask(post('/cgi-bin/kf/send_msg_on_event', body), wireSent)
      return mapped(answer, (value) => value.msgid)
    },
    kfState: ({ openKfid, externalUserId }: Session): Promise<Answer<KfState>> =>
      ask(
        look('/cgi-bin/kf/service_state/get', {
          open_kfid: openKfid,
          external_userid: externalUserId,
        }),
        wireState,
      ),
    /** @returns a code for a word at this moment, where there is one. 95016: this cannot follow what is. */
    async moveKf({
      openKfid,
      externalUserId,
      state,
      servicer,
    }: Session & { state: 1 | 2 | 3 | 4; servicer?: string }): Promise<Answer<string | null>> {
      const body = {
        open_kfid: openKfid,
        external_userid: externalUserId,
        service_state: state,
        ...(servicer === undefined ? {} : { servicer_userid: servicer }),
      }
      const answer = await ask(post('/cgi-bin/kf/service_state/trans', body), wireCode)
      return mapped(answer, (value) => value.msg_code ?? null)
    },
    /** At most 100, of those who came or wrote within 48 h. */
    kfCustomers: (externalUserIds: string[]): Promise<Answer<KfCustomers>> =>
      ask(
        look('/cgi-bin/kf/customer/batchget', {
          external_userid_list: externalUserIds,
          need_enter_session_context: 0,
        }),
        wireCustomers,
      ),
  }
}

function accountCalls(ask: Ask) {
  return {
    async kfAccounts(offset = 0): Promise<Answer<KfAccount[]>> {
      const call = look('/cgi-bin/kf/account/list', { offset, limit: ACCOUNTS_PAGE })
      return mapped(await ask(call, wireAccounts), (value) => value.account_list)
    },
    async addKfAccount(account: { name: string; mediaId: string }): Promise<Answer<string>> {
      const body = { name: account.name, media_id: account.mediaId }
      const answer = await ask(post('/cgi-bin/kf/account/add', body), wireMadeAccount)
      return mapped(answer, (value) => value.open_kfid)
    },
    async renameKfAccount({ openKfid, name }: { openKfid: string; name: string }): Done {
      const call = post('/cgi-bin/kf/account/update', { open_kfid: openKfid, name })
      return nothing(await ask(call, wireNothing))
    },
    async deleteKfAccount(openKfid: string): Done {
      return nothing(
        await ask(post('/cgi-bin/kf/account/del', { open_kfid: openKfid }), wireNothing),
      )
    },
    async kfServicers(openKfid: string): Promise<Answer<KfServicer[]>> {
      const call = get('/cgi-bin/kf/servicer/list', { open_kfid: openKfid })
      return mapped(await ask(call, wireServicers), (value) => value.servicer_list)
    },
    async addKfServicers(of: {
      openKfid: string
      userids: string[]
    }): Promise<Answer<ChangedServicer[]>> {
      const body = { open_kfid: of.openKfid, userid_list: of.userids }
      const answer = await ask(post('/cgi-bin/kf/servicer/add', body), wireChanged)
      return mapped(answer, (value) => value.result_list)
    },
    async removeKfServicers(of: {
      openKfid: string
      userids: string[]
    }): Promise<Answer<ChangedServicer[]>> {
      const body = { open_kfid: of.openKfid, userid_list: of.userids }
      const answer = await ask(post('/cgi-bin/kf/servicer/del', body), wireChanged)
      return mapped(answer, (value) => value.result_list)
    },
    /** @param way.scene at most 32 of letters, digits, `_` and `-`; it comes back when somebody enters. */
    async kfLink(way: { openKfid: string; scene?: string }): Promise<Answer<string>> {
      const { openKfid, scene } = way
      const body = { open_kfid: openKfid, ...(scene === undefined ? {} : { scene }) }
      return mapped(await ask(post('/cgi-bin/kf/add_contact_way', body), wireUrl), ({ url }) => url)
    },
  }
}
