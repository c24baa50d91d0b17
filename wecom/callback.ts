import { readXml, textOf, type XmlFields } from './xml.ts'

/** The envelope of a delivery (document 90930): what is signed and encrypted, and for whom. */
export type Envelope = { toUserName: string; agentId: string; encrypt: string }

/** Reads an XML or a JSON envelope; null when it is neither. */
export function parseEnvelope(body: string): Envelope | null {
  const fields = body.trimStart().startsWith('{') ? readJson(body) : readXml(body)
  if (!fields) return null
  const encrypt = textOf(fields, 'Encrypt') || textOf(fields, 'encrypt')
  if (encrypt === '') return null
  return {
    toUserName: textOf(fields, 'ToUserName') || textOf(fields, 'tousername'),
    agentId: textOf(fields, 'AgentID') || textOf(fields, 'agentid'),
    encrypt,
  }
}

/** Who follows whom, as WeCom tells it (document 92130). */
type ContactEvent = { userid: string; externalUserId: string }

/** A decrypted callback. What is not known here comes as `other`, with its fields. */
export type CallbackEvent = { corpId: string; at: Date } & (
  | (ContactEvent & { kind: 'add_external_contact'; state: string; welcomeCode: string })
  | (ContactEvent & { kind: 'add_half_external_contact'; state: string; welcomeCode: string })
  | (ContactEvent & { kind: 'edit_external_contact' })
  /** The member deleted the customer; by a transfer when `source` says DELETE_BY_TRANSFER. */
  | (ContactEvent & { kind: 'del_external_contact'; source: string })
  /** The customer deleted or blocked the member. */
  | (ContactEvent & { kind: 'del_follow_user' })
  | {
      kind: 'change_external_tag'
      change: string
      /** `tag` or `tag_group`. */
      tagType: string
      id: string
    }
  | { kind: 'other'; event: string; changeType: string; fields: XmlFields }
)

/** Reads the decrypted XML of an event; null when it is none. */
export function parseCallback(xml: string): CallbackEvent | null {
  const fields = readXml(xml)
  if (!fields) return null
  const seconds = Number(textOf(fields, 'CreateTime'))
  if (!Number.isInteger(seconds) || seconds <= 0) return null
  const head = { corpId: textOf(fields, 'ToUserName'), at: new Date(seconds * 1000) }
  const event = textOf(fields, 'Event')
  const changeType = textOf(fields, 'ChangeType')
  const known =
    event === 'change_external_contact'
      ? contactEvent(changeType, fields)
      : event === 'change_external_tag'
        ? tagEvent(changeType, fields)
        : null
  return { ...head, ...(known ?? { kind: 'other', event, changeType, fields }) }
}

function contactEvent(changeType: string, fields: XmlFields) {
  const who = { userid: textOf(fields, 'UserID'), externalUserId: textOf(fields, 'ExternalUserID') }
  if (who.userid === '' || who.externalUserId === '') return null
  const start = { state: textOf(fields, 'State'), welcomeCode: textOf(fields, 'WelcomeCode') }
  switch (changeType) {
    case 'add_external_contact':
      return { kind: 'add_external_contact', ...who, ...start } as const
    case 'add_half_external_contact':
      return { kind: 'add_half_external_contact', ...who, ...start } as const
    case 'edit_external_contact':
      return { kind: 'edit_external_contact', ...who } as const
    case 'del_external_contact':
      return { kind: 'del_external_contact', ...who, source: textOf(fields, 'Source') } as const
    case 'del_follow_user':
      return { kind: 'del_follow_user', ...who } as const
    default:
      return null
  }
}

function tagEvent(change: string, fields: XmlFields) {
  const tag = { tagType: textOf(fields, 'TagType'), id: textOf(fields, 'Id') }
  return { kind: 'change_external_tag', change, ...tag } as const
}

function readJson(body: string): XmlFields | null {
  try {
    const parsed: unknown = JSON.parse(body)
    if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) return null
    const texts = Object.entries(parsed).filter((field): field is [string, string] => {
      return typeof field[1] === 'string'
    })
    return Object.fromEntries(texts)
  } catch {
    return null
  }
}
