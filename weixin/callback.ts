import { readXml, textOf } from '../wecom/index.ts'

/** What came of a mass send, as WeChat counts it. Whom it reached is not told. */
export type MassResult = {
  status: string
  total: number
  filtered: number
  sent: number
  failed: number
}

/**
 * A message or an event of an official account (公众号), decrypted. `scene` is what the scanned code carried. What is not known
 * here comes as `other`.
 */
export type OfficialEvent = { originalId: string; openid: string; at: Date } & (
  | { kind: 'subscribe'; scene: string }
  | { kind: 'unsubscribe' }
  | { kind: 'scan'; scene: string }
  | { kind: 'click'; key: string }
  | { kind: 'view'; url: string }
  /** Words are left out of what is kept: `messageId` tells messages apart. */
  | { kind: 'message'; type: string; messageId: string; text: string }
  /** `success`, `failed:user block` or `failed: system failed`. */
  | { kind: 'template_done'; messageId: string; status: string }
  | { kind: 'mass_done'; messageId: string; result: MassResult }
  | { kind: 'other'; event: string }
)

const SCENE = 'qrscene_'

/** Reads the XML of a message or an event; null when it is none. */
export function parseOfficial(xml: string): OfficialEvent | null {
  const fields = readXml(xml)
  if (!fields) return null
  const text = (name: string) => textOf(fields, name)
  const seconds = Number(text('CreateTime'))
  if (!Number.isInteger(seconds) || seconds <= 0) return null
  const head = {
    originalId: text('ToUserName'),
    openid: text('FromUserName'),
    at: new Date(seconds * 1000),
  }
  if (head.openid === '') return null
  const type = text('MsgType')
  if (type !== 'event') {
    return { ...head, kind: 'message', type, messageId: text('MsgId'), text: text('Content') }
  }
  return { ...head, ...eventOf(text) }
}

type Event = OfficialEvent extends infer E
  ? E extends OfficialEvent
    ? Omit<E, 'originalId' | 'openid' | 'at'>
    : never
  : never

function eventOf(text: (name: string) => string): Event {
  const event = text('Event')
  const key = text('EventKey')
  switch (event) {
    case 'subscribe':
      return { kind: 'subscribe', scene: key.startsWith(SCENE) ? key.slice(SCENE.length) : '' }
    case 'unsubscribe':
      return { kind: 'unsubscribe' }
    case 'SCAN':
      return { kind: 'scan', scene: key }
    case 'CLICK':
      return { kind: 'click', key }
    case 'VIEW':
      return { kind: 'view', url: key }
    case 'TEMPLATESENDJOBFINISH':
      return { kind: 'template_done', messageId: text('MsgID'), status: text('Status') }
    case 'MASSSENDJOBFINISH':
      return {
        kind: 'mass_done',
        messageId: text('MsgID') || text('MsgId'),
        result: {
          status: text('Status'),
          total: Number(text('TotalCount')) || 0,
          filtered: Number(text('FilterCount')) || 0,
          sent: Number(text('SentCount')) || 0,
          failed: Number(text('ErrorCount')) || 0,
        },
      }
    default:
      return { kind: 'other', event }
  }
}
