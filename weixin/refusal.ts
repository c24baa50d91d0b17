import { noAnswer, type Platform, type Refusal, type Retry } from '../wecom/index.ts'

/**
 * Numbers of the official account's API ("全局返回码"). The list on developers.weixin.qq.com is the source; those that it does
 * not describe are here only where somebody has seen them.
 */
export const BUSY = -1
export const WRONG_SECRET = 40001
export const NO_SUCH_OPENID = 40003
export const WRONG_APP_ID = 40013
export const WRONG_APP_SECRET = 40125
export const ADDRESS_NOT_LISTED = 40164
/** Subscribing is required: the person has left the account. */
export const NOT_SUBSCRIBED = 43004
/** The person has not agreed to a notice of this template, or has used up their agreements. */
export const NOT_AGREED = 43101
export const RATE_LIMITED = 45009
/** Asked too often in a minute. */
export const TOO_OFTEN = 45011
/** A customer-service message after the window that the person's deed had opened. */
export const WINDOW_OVER = 45015
/** No mass message is left (of the day, or of the month). */
export const NO_MASS_LEFT = 45028
/** More customer-service messages than the window allows. */
export const WINDOW_USED_UP = 45047
export const TOO_MANY_TAGS = 45056
/** The account has no right to this call; nobody who is not verified has it. */
export const NO_RIGHT = 48001
/** The same `clientmsgid` was sent before: the answer carries the msg_id of that mass send. */
export const SENT_BEFORE = 45065
/** The person has refused messages of the account (接收消息 switched off). */
export const BLOCKED = 48002

const TOKEN = new Set([WRONG_SECRET, 40014, 41001, 42001])
const LATER = new Set([BUSY, RATE_LIMITED, TOO_OFTEN])

/** What a number means for whoever called. "Busy" may have been carried out; everything else with a number was not. */
export function refusal(errcode: number, errmsg: string): Refusal | null {
  if (errcode === SENT_BEFORE) return null
  const retry: Retry = TOKEN.has(errcode) ? 'token' : LATER.has(errcode) ? 'later' : 'never'
  return {
    ...noAnswer(errmsg),
    certainty: errcode === BUSY ? 'unknown' : 'not_executed',
    errcode,
    retry,
  }
}

/**
 * The token of an official account. The stable one (`stable_token`) does not end those that other programs of the brand hold:
 * the older call gives a new one each time, and the last two are all that counts.
 */
export const officialAccount: Platform = {
  name: 'WeChat',
  tokenCall: ({ corpId: appid, secret }) => ({
    method: 'POST',
    path: '/cgi-bin/stable_token',
    body: { grant_type: 'client_credential', appid, secret, force_refresh: false },
    isRead: true,
  }),
  refusal,
}
