import { createHash } from 'node:crypto'
import { type CallbackEvent, parseCallback, textOf, type XmlFields } from '../../wecom/index.ts'
import { type Decode, PRIVATE, type RiverEvent } from '../event/index.ts'
import { companyOf, idFrom, ownId, unreachable, wireIdOf } from '../kernel/index.ts'
import { callbackName } from './callback-names.ts'
import { withoutPersonal } from './personal.ts'

/** The kind of inbox rows that hold callbacks of WeCom: one JSON text a line, the decrypted XML, with whose it is before it. */
export const WECOM = 'wecom'

type Told = { name: string; externalUserid: string | null; props: Record<string, unknown> }

/** Turns callbacks into events. What says the same word for word is the same event: its id is made from its content. */
export const decodeWecom: Decode = (tenant, row) => {
  const events: RiverEvent[] = []
  const poison: ReturnType<Decode>['poison'] = []
  for (const line of row.body.split('\n')) {
    const content = String(JSON.parse(line))
    const event = parseCallback(wireIdOf(content))
    if (!event) poison.push({ item: line, error: 'not an event of WeCom' })
    else events.push(eventOf(tenant.id, row.receivedAt, content, event))
  }
  return { events, poison }
}

function eventOf(
  workspaceId: string,
  receivedAt: Date,
  content: string,
  event: CallbackEvent,
): RiverEvent {
  const { name, externalUserid, props } = ownTold(toldBy(event), companyOf(content))
  const hash = createHash('sha256').update(content).digest('base64url')
  return {
    eventId: idFrom('event', workspaceId, 'wecom', hash),
    name,
    at: event.at,
    receivedAt,
    source: 'wecom',
    claims: externalUserid === null ? [] : [{ kind: 'external_userid', value: externalUserid }],
    value: null,
    props,
    importNo: 0,
  }
}

/** The same of a company that is not the first: its ids say whose they are, and so does the event. */
function ownTold(told: Told, company: string): Told {
  if (company === '') return told
  const own = (key: string) => {
    const id = told.props[key]
    return typeof id === 'string' ? { [key]: ownId(company, id) } : {}
  }
  const { members } = told.props
  return {
    name: told.name,
    externalUserid: told.externalUserid && ownId(company, told.externalUserid),
    props: {
      ...told.props,
      ...own('userid'),
      ...own('external_userid'),
      ...own('chat_id'),
      ...own('open_kfid'),
      ...own('link_id'),
      ...(Array.isArray(members)
        ? { members: members.map((id) => ownId(company, String(id))) }
        : {}),
      corp_id: company,
    },
  }
}

/** Facts in our words. What follows from them (a follow that started, or was there before) is the customer room's to say. */
function toldBy(event: CallbackEvent): Told {
  switch (event.kind) {
    case 'add_external_contact':
      return contact('contact.added', event, started(event))
    case 'add_half_external_contact':
      return contact('contact.requested', event, started(event))
    case 'edit_external_contact':
      return contact('contact.changed', event, {})
    case 'del_external_contact':
      return contact('contact.removed', event, {
        ...(event.source === 'DELETE_BY_TRANSFER' ? { by_transfer: true } : {}),
      })
    case 'del_follow_user':
      return contact('contact.left', event, {})
    case 'change_external_tag': {
      const { change, tagType, id } = event
      return { name: 'corp_tag.changed', externalUserid: null, props: { change, tagType, id } }
    }
    case 'other':
      return other(event)
    default:
      return unreachable(event)
  }
}

function contact(
  name: string,
  { userid, externalUserId }: { userid: string; externalUserId: string },
  more: Record<string, unknown>,
): Told {
  const props = { userid, external_userid: externalUserId, ...more }
  return { name, externalUserid: externalUserId, props }
}

function started({ state, welcomeCode }: { state: string; welcomeCode: string }) {
  return { state, ...(welcomeCode === '' ? {} : { welcome_code: welcomeCode }) }
}

/** Everything else under the name of the table; what the table does not know under WeCom's. Without what is personal. */
function other({ event, changeType, fields }: Extract<CallbackEvent, { kind: 'other' }>): Told {
  const externalUserid = textOf(fields, 'ExternalUserID')
  const name = callbackName(event, changeType) ?? `wecom.${changeType || event || 'message'}`
  return {
    name,
    externalUserid: externalUserid === '' ? null : externalUserid,
    props: propsOf(event, fields),
  }
}

function propsOf(event: string, fields: XmlFields): Record<string, unknown> {
  if (event === 'change_external_chat') return chatChange(fields)
  if (event === 'customer_acquisition') return linkChange(fields)
  if (event === 'kf_msg_or_event') {
    // The token opens what was said: it serves the reading and goes nowhere else.
    return { open_kfid: textOf(fields, 'OpenKfId'), [PRIVATE]: { token: textOf(fields, 'Token') } }
  }
  if (event === 'template_card_event') return cardPress(fields)
  const external_userid = textOf(fields, 'ExternalUserID')
  const userid = textOf(fields, 'UserID')
  return {
    ...withoutPersonal(fields),
    ...(userid === '' ? {} : { userid }),
    ...(external_userid === '' ? {} : { external_userid }),
  }
}

/** What a member pressed on a card (document 90240). The code by which the card can be changed once goes nowhere else. */
function cardPress(fields: XmlFields): Record<string, unknown> {
  const text = (name: string) => textOf(fields, name)
  return {
    userid: text('FromUserName'),
    card: text('TaskId'),
    key: text('EventKey'),
    card_type: text('CardType'),
    [PRIVATE]: { response_code: text('ResponseCode') },
  }
}

/** A change of a customer group (客户群), in our words (document 92130). */
function chatChange(fields: XmlFields): Record<string, unknown> {
  const text = (name: string) => textOf(fields, name)
  const detail = text('UpdateDetail')
  const list = fields.MemChangeList
  const items = typeof list === 'object' && !Array.isArray(list) ? list.Item : undefined
  const members = [items ?? []].flat().filter((item) => typeof item === 'string')
  return {
    chat_id: text('ChatId'),
    ...(detail === '' ? {} : { detail }),
    ...(members.length === 0 ? {} : { members }),
    ...(detail === 'add_member' ? { join_scene: Number(text('JoinScene')) } : {}),
    ...(detail === 'del_member' ? { quit_scene: Number(text('QuitScene')) } : {}),
    ...(text('CurMemVer') === ''
      ? {}
      : { last_version: text('LastMemVer'), version: text('CurMemVer') }),
  }
}

/** What happened to an acquisition link (获客链接) or to the quota that they use up (document 97299). */
function linkChange(fields: XmlFields): Record<string, unknown> {
  const text = (name: string) => textOf(fields, name)
  const named = (key: string, value: string) => (value === '' ? {} : { [key]: value })
  const expires = Number(text('ExpireTime'))
  return {
    ...named('link_id', text('LinkId')),
    ...named('state', text('State')),
    ...named('userid', text('UserID')),
    ...named('external_userid', text('ExternalUserID')),
    ...(expires > 0 ? { expires_at: new Date(expires * 1_000).toISOString() } : {}),
    ...(text('ExpireQuotaNum') === '' ? {} : { quota: Number(text('ExpireQuotaNum')) }),
  }
}
