import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { Answer } from './answer.ts'
import type { Ask } from './ask.ts'
import { get, look } from './call.ts'

/** Where people are sent to say who they are: inside WeChat and WeCom, and at a desk. A sandbox has both at its own address. */
export const OAUTH_BASE_URL = 'https://open.weixin.qq.com'
export const LOGIN_BASE_URL = 'https://login.work.weixin.qq.com'

const wireTicket = z.looseObject({ ticket: z.string(), expires_in: z.coerce.number() })
export type Ticket = z.infer<typeof wireTicket>

/** Who came with a code (document 91023): a member, or somebody from outside, whom one knows when a visible member does. */
const wireVisitor = z.looseObject({
  userid: z.string().optional(),
  /** Only with the scope of private information, inside the visible range; 1,800 s. */
  user_ticket: z.string().optional(),
  openid: z.string().optional(),
  external_userid: z.string().optional(),
})
export type Visitor = z.infer<typeof wireVisitor>

/** What an administrator lets the app see and the member granted; the rest is empty (document 95833). */
const wireDetail = z.looseObject({
  userid: z.string(),
  /** 0 where it was not granted. */
  gender: z.coerce.number().default(0),
  avatar: z.string().optional(),
  qr_code: z.string().optional(),
  mobile: z.string().optional(),
  email: z.string().optional(),
  biz_mail: z.string().optional(),
  address: z.string().optional(),
})
export type VisitorDetail = z.infer<typeof wireDetail>

/** Who is in front of a page, and what a page needs to speak with the WeCom around it. */
export function loginCalls(ask: Ask) {
  return {
    /** For `register` of the company's identity; two hours, 400 an hour of a company and 100 of an app: keep it. */
    jsapiTicket: (): Promise<Answer<Ticket>> => ask(get('/cgi-bin/get_jsapi_ticket'), wireTicket),
    /** For the app's own identity, which the side bar needs. Not to be mixed up with the other (42012). */
    agentTicket: (): Promise<Answer<Ticket>> =>
      ask(get('/cgi-bin/ticket/get', { type: 'agent_config' }), wireTicket),
    /** A code works once and for five minutes (40029). */
    visitor: (code: string): Promise<Answer<Visitor>> =>
      // Asked twice, the code would be used up: it is no reading.
      ask({ ...get('/cgi-bin/auth/getuserinfo', { code }), isRead: false }, wireVisitor),
    visitorDetail: (userTicket: string): Promise<Answer<VisitorDetail>> =>
      ask(look('/cgi-bin/auth/getuserdetail', { user_ticket: userTicket }), wireDetail),
  }
}

/** Lower-case hex SHA-1, the signature that a page shows (document 90506). @param page.url what stands after # is left out. */
export function signPage(page: {
  ticket: string
  nonce: string
  /** Seconds. */
  timestamp: number
  url: string
}): string {
  const url = page.url.split('#')[0] ?? ''
  const joined = `jsapi_ticket=${page.ticket}&noncestr=${page.nonce}&timestamp=${page.timestamp}&url=${url}`
  return createHash('sha1').update(joined).digest('hex')
}

/** Where a page sends somebody to learn who they are, inside WeChat or WeCom (document 91022); they come back with `code` and `state`. */
export function authorizeUrl(page: {
  base?: string
  corpId: string
  redirectUri: string
  /** Letters and digits, at most 128 bytes. */
  state: string
  /** With it the member is asked for more than who they are. */
  privateOf?: { agentId: number }
}): string {
  const url = new URL('/connect/oauth2/authorize', page.base ?? OAUTH_BASE_URL)
  url.searchParams.set('appid', page.corpId)
  url.searchParams.set('redirect_uri', page.redirectUri)
  url.searchParams.set('response_type', 'code')
  url.searchParams.set('scope', page.privateOf ? 'snsapi_privateinfo' : 'snsapi_base')
  url.searchParams.set('state', page.state)
  if (page.privateOf) url.searchParams.set('agentid', String(page.privateOf.agentId))
  url.hash = 'wechat_redirect'
  return url.href
}

/** Where somebody at a desk scans with their WeCom to sign in (document 98152). */
export function scanLoginUrl(page: {
  base?: string
  corpId: string
  agentId: number
  redirectUri: string
  state: string
  language?: 'zh' | 'en'
}): string {
  const url = new URL('/wwlogin/sso/login', page.base ?? LOGIN_BASE_URL)
  url.searchParams.set('login_type', 'CorpApp')
  url.searchParams.set('appid', page.corpId)
  url.searchParams.set('agentid', String(page.agentId))
  url.searchParams.set('redirect_uri', page.redirectUri)
  url.searchParams.set('state', page.state)
  url.searchParams.set('lang', page.language ?? 'zh')
  return url.href
}
