import type { Fields } from './event-xml.ts'
import { hashOf } from './machine.ts'
import type { Bubble, Corp, Person, World } from './world.ts'

/** What a follower has of an official account. */
export type Fan = {
  openid: string
  externalUserId: string
  isSubscribed: boolean
  subscribedAt: Date
  /** ADD_SCENE_QR_CODE or ADD_SCENE_SEARCH. */
  cameBy: string
  /** What the code carried by which they came. */
  scene: string
  tagIds: Set<number>
  /** Until when, and how many, customer-service messages may still come. */
  window: { until: Date; left: number }
  /** Switched off "receive messages": templates and mass messages do not arrive. */
  isBlocking: boolean
  /** Agreements to notices, by template: each is used up by one. */
  agreed: Map<string, number>
  massReceived: Date[]
  chat: Bubble[]
}

export type OfficialTemplate = { templateId: string; title: string; content: string }
export type OfficialCode = { ticket: string; scene: string; expiresAt: Date | null }
export type Mass = {
  msgId: string
  clientId: string
  tagId: number
  text: string
  at: Date
  state: 'SENDING' | 'SEND_SUCCESS' | 'SEND_FAIL'
}
/** Where events go; without a key they go as they are. */
export type OfficialReceiver = { url: string; token: string; aesKey: string | null }

/** The official account (公众号) of the same company, bound to the same open platform: people have the same unionid in both. */
export type Official = {
  appId: string
  originalId: string
  secret: string
  kind: 'service' | 'subscription'
  /** Whether the account is bound to the open platform: else nobody has a unionid. */
  isBound: boolean
  /** Whether the address that calls come from is on the account's list (else 40164). */
  isIpListed: boolean
  receiver: OfficialReceiver | null
  tokens: { token: string; expiresAt: Date }[]
  codes: Map<string, OfficialCode>
  /** By openid. */
  fans: Map<string, Fan>
  templates: OfficialTemplate[]
  tags: Map<number, string>
  masses: Mass[]
  drafts: Map<string, { title: string; isPublished: boolean }>
  /** Results that are still to be told. */
  told: { openid: string; fields: Fields }[]
}

/** The account that the sandbox begins with. Its secret is no secret: nothing real hangs on it. */
export const SANDBOX_OFFICIAL = 'wx00liuyuansandbx'
export const SANDBOX_OFFICIAL_SECRET = 'liuyuan-sandbox-official-secret-1'

const TEMPLATES: readonly OfficialTemplate[] = [
  {
    templateId: 'tmLY-order-sent',
    title: '订单发货提醒',
    content:
      '订单编号：{{character_string1.DATA}}\n商品名称：{{thing2.DATA}}\n发货时间：{{time3.DATA}}',
  },
  {
    templateId: 'tmLY-appointment',
    title: '预约提醒',
    content: '预约项目：{{thing1.DATA}}\n预约时间：{{time2.DATA}}\n门店：{{thing3.DATA}}',
  },
]

/** @param isFirst of the first corp; that of every further one has an id of its own. */
export function seededOfficial(corpId: string, isFirst: boolean): Official {
  const own = hashOf(corpId).toString(16).padStart(8, '0')
  return {
    appId: isFirst ? SANDBOX_OFFICIAL : `wx${own}${own}`,
    originalId: `gh_${own}`,
    secret: SANDBOX_OFFICIAL_SECRET,
    kind: 'service',
    isBound: true,
    isIpListed: true,
    receiver: null,
    tokens: [],
    codes: new Map(),
    fans: new Map(),
    templates: [...TEMPLATES],
    tags: new Map(),
    masses: [],
    drafts: new Map(),
    told: [],
  }
}

/** A person has one openid in one account, whoever asks for it. */
export function openidIn({ official }: Corp, { externalUserId }: Person): string {
  const part = (salt: string) =>
    hashOf(`${official.appId} ${externalUserId} ${salt}`).toString(36).padStart(7, '0')
  return `oOA${part('a')}${part('b')}${part('c')}`.slice(0, 24)
}

export function subscribed(official: Official, openid: string): Fan | null {
  const fan = official.fans.get(openid)
  return fan?.isSubscribed ? fan : null
}

/** What a deed of a follower allows the account to say. A longer window is not made shorter. */
export function openWindow({ clock }: World, fan: Fan, ms: number, messages: number): void {
  const now = clock.now()
  const until = new Date(now.getTime() + ms)
  if (fan.window.until > until && fan.window.left > 0) return
  fan.window = { until, left: messages }
}
