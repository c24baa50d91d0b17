import { encrypt, sign } from '../../wecom/index.ts'
import type { CallbackCorp } from '../corp/index.ts'

export const corp = {
  corpId: 'ww0123456789abcdef',
  company: '',
  token: 'LiuYuanToken2026',
  aesKey: 'MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY',
} as const

/** A callback as WeCom sends it. `seconds` of the signature, `nonce` and receiver may be another's. */
export type Delivery = { query: Record<string, string>; body: string }

export function delivery(
  content: string,
  at: Date,
  {
    nonce = '918273645',
    receiver = corp.corpId,
    keys = corp,
  }: { nonce?: string; receiver?: string; keys?: Omit<CallbackCorp, 'workspaceId'> } = {},
): Delivery {
  const timestamp = String(Math.floor(at.getTime() / 1000))
  const encrypted = encrypt(keys.aesKey, content, receiver)
  return {
    query: { msg_signature: sign(keys.token, timestamp, nonce, encrypted), timestamp, nonce },
    body: `<xml><ToUserName><![CDATA[${receiver}]]></ToUserName><AgentID><![CDATA[1000002]]></AgentID><Encrypt><![CDATA[${encrypted}]]></Encrypt></xml>`,
  }
}

/** The inner XML of an event about a contact. */
export function contactXml(
  change: string,
  at: Date,
  more: { userid?: string; contact?: string; state?: string; welcomeCode?: string } = {},
): string {
  const { userid = 'chenlan', contact = 'wmLY0001', state = '', welcomeCode = '' } = more
  return [
    `<xml><ToUserName><![CDATA[${corp.corpId}]]></ToUserName><FromUserName><![CDATA[sys]]></FromUserName>`,
    `<CreateTime>${Math.floor(at.getTime() / 1000)}</CreateTime><MsgType><![CDATA[event]]></MsgType>`,
    `<Event><![CDATA[change_external_contact]]></Event><ChangeType><![CDATA[${change}]]></ChangeType>`,
    `<UserID><![CDATA[${userid}]]></UserID><ExternalUserID><![CDATA[${contact}]]></ExternalUserID>`,
    state === '' ? '' : `<State><![CDATA[${state}]]></State>`,
    welcomeCode === '' ? '' : `<WelcomeCode><![CDATA[${welcomeCode}]]></WelcomeCode>`,
    '</xml>',
  ].join('')
}
