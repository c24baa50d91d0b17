import type { Attachment } from '../wecom/index.ts'
import type { Acquisition } from './acquisition.ts'
import type { Product } from './api-album.ts'
import type { Archive } from './archive.ts'
import type { Department, Leaver, StaffTag } from './directory.ts'
import type { Community } from './group.ts'
import type { InterceptRule } from './intercept.ts'
import type { Kf } from './kf.ts'
import type { Logins } from './login.ts'
import type { Fraction, SandboxClock } from './machine.ts'
import type { Moment } from './moment.ts'
import type { Notice, ResponseCode } from './notice.ts'
import type { Official } from './official.ts'
import type { Transfer } from './transfer.ts'

/**
 * The relation of one member and one contact. `requested`: the customer scanned a code with verification and waits.
 * `half`: added without verification, the member has not confirmed; WeCom's calls do not know them yet. `friend`.
 * `one_way`: the customer deleted the member, whose entry stays. `member_deleted`: the member deleted the customer.
 */
export type Relation = 'requested' | 'half' | 'friend' | 'one_way' | 'member_deleted'

/** What a chat remembers; the log of effects has everything. */
const BUBBLES_MAX = 500

export type Member = {
  userid: string
  name: string
  /** The first is the main one. */
  departments: number[]
  position: string
  /** 1 active, 2 disabled, 5 left. */
  status: number
  alias: string
}
export type Person = {
  externalUserId: string
  name: string
  gender: number
  unionid: string
  /** What the brand knows them by elsewhere; the phone shows it, WeCom does not. */
  memberNo: string
}
export type Follow = {
  userid: string
  externalUserId: string
  relation: Relation
  remark: string
  description: string
  remarkCompany: string
  mobiles: string[]
  pictureMediaId: string
  createdAt: Date
  addWay: number
  /** Who began it: the customer, or the member who gave the customer away. */
  operator: string
  state: string
  tagIds: Set<string>
  /** A member's own, which have no id. */
  personalTags: string[]
  /** A chat that ends by itself, with what is said then; null: one that does not. */
  temporary: { until: Date; text: string; link: Bubble['link'] } | null
  /** Who chatted last decides which member a mass send goes to. */
  lastChatAt: Date | null
}
export type Way = {
  configId: string
  type: number
  scene: number
  style: number
  state: string
  remark: string
  userids: string[]
  departmentIds: number[]
  skipVerify: boolean
  isExclusive: boolean
  /** For one customer and a while; null: for everybody. */
  temporary: {
    expiresAt: Date
    expiresInSeconds: number
    chatSeconds: number
    /** Empty: whoever comes. */
    unionid: string
    text: string
    link: Bubble['link']
    isUsed: boolean
  } | null
  createdAt: Date
  /** How often it was scanned: members answer in turn. */
  scans: number
}
export type Welcome = {
  code: string
  userid: string
  externalUserId: string
  issuedAt: Date
  state: 'open' | 'sent' | 'closed'
}
export type Task = {
  msgid: string
  /** To customers, or to groups. */
  chatType: 'single' | 'group'
  /** By userid; receivers are external_userids or chat_ids. */
  senders: Map<string, { status: 0 | 2; sendAt: Date | null; receivers: string[] }>
  text: string
  attachments: Attachment[]
  createdAt: Date
  cancelledAt: Date | null
  reminders: Date[]
  /** Members who put it aside without confirming: for WeCom nothing happened. */
  ignoredBy: Set<string>
  results: Map<string, { userid: string; status: 0 | 1 | 2 | 3; sendAt: Date | null }>
}
/** What came with the words. */
export type Extra = { kind: 'image' | 'video' | 'file' | 'miniprogram'; url: string; title: string }
export type Bubble = {
  at: Date
  from: 'member' | 'customer'
  text: string
  link: { title: string; url: string; desc: string } | null
  /** Pictures and the like, of messages that the product made. */
  more?: Extra[]
  kind: 'chat' | 'welcome' | 'mass' | 'notice'
}
export type Tag = {
  id: string
  name: string
  order: number
  createdAt: Date
  /** Made by the app, which may change it; not in WeCom's console. */
  isOurs: boolean
}
/** Of the company (0), or of a strategy. */
export type TagGroup = Tag & { strategyId: number; tags: Tag[] }
/** A group of rules (规则组): who may do what with which members' customers. */
export type Strategy = {
  id: number
  parentId: number
  name: string
  createdAt: Date
  admins: string[]
  privileges: Record<string, boolean>
  range: ({ type: 1; userid: string } | { type: 2; partyid: number })[]
}
/** Where callbacks go. */
export type Receiver = { url: string; token: string; aesKey: string }
/** How many mass messages a customer may get (document 92135). */
export type MassQuota = 'month_days' | 'seven_a_week' | 'one_a_day'

/** Whose secret a token is from: the app's, the directory's (通讯录同步), the archive's (会话内容存档). */
export type Keeper = 'app' | 'contacts' | 'archive'

export type Corp = {
  corpId: string
  /** The app's own; those of the directory and the archive follow from it. */
  secret: string
  agentId: number
  /** Where pages of the app may be, with the port: OAuth sends nobody elsewhere (50001). Empty: anywhere. */
  redirectDomain: string
  /** Whether the address that calls come from is on the app's list (else 60020). */
  isIpTrusted: boolean
  /** The page that stands beside a chat (聊天工具栏), as the company set it in WeCom's console; null: none. */
  sidebarUrl: string | null
  receiver: Receiver | null
  tokens: { token: string; expiresAt: Date; of: Keeper }[]
  quota: MassQuota
  members: Map<string, Member>
  /** Members who left the company, by userid. */
  leavers: Map<string, Leaver>
  departments: Map<number, Department>
  staffTags: Map<number, StaffTag>
  /** Members whom the app may see; null: all of them. */
  visible: Set<string> | null
  /** Calls that the app has no permission for (48002). */
  forbidden: Set<string>
  persons: Map<string, Person>
  /** By `userid/externalUserId`. */
  follows: Map<string, Follow>
  /** The pairs of a customer, and those of a member. */
  followsOf: Map<string, Set<string>>
  followsBy: Map<string, Set<string>>
  ways: Map<string, Way>
  community: Community
  welcomes: Map<string, Welcome>
  /** The latest code of a pair. */
  welcomeOf: Map<string, string>
  tasks: Map<string, Task>
  chats: Map<string, Bubble[]>
  notices: Map<string, Notice[]>
  /** What the app sent, by msgid. */
  messages: Map<string, { at: Date; body: string }>
  /** Each task_id of a card comes once. */
  cardTasks: Set<string>
  responseCodes: Map<string, ResponseCode>
  logins: Logins
  acquisition: Acquisition
  products: Map<string, Product>
  interceptRules: Map<string, InterceptRule>
  kf: Kf
  official: Official
  archive: Archive
  tagGroups: TagGroup[]
  strategies: Map<number, Strategy>
  transfers: Transfer[]
  moments: Map<string, Moment>
  /** How many customers one member may have. */
  customersMax: number
  /** Of the medical industry, which may use temporary contact ways. */
  isMedical: boolean
  /** Instants at which a customer received a mass message. */
  massReceived: Map<string, Date[]>
}

export type World = {
  clock: SandboxClock
  chance: Fraction
  corp: Corp
  /** A number that never comes twice, for ids. */
  next(): number
}

export function pairKey(userid: string, externalUserId: string): string {
  return `${userid}/${externalUserId}`
}

/** `wm`, `msg`, `et`, … and letters that look like WeCom's, never guessable from one another. */
export function idOf(world: World, prefix: string): string {
  const part = () => Math.floor(world.chance() * 0xffffffff).toString(36)
  return `${prefix}LY${world.next().toString(36)}${part()}${part()}`
}

export function followOf(corp: Corp, userid: string, externalUserId: string): Follow | null {
  return corp.follows.get(pairKey(userid, externalUserId)) ?? null
}

/** Whom WeCom's calls know as this member's contact: friends, and those who deleted the member. */
export function isOnList({ relation }: Follow): boolean {
  return relation === 'friend' || relation === 'one_way'
}

export function isVisible(corp: Corp, userid: string): boolean {
  return corp.members.has(userid) && (corp.visible?.has(userid) ?? true)
}

export function visibleFollows(corp: Corp, externalUserId: string): Follow[] {
  return [...(corp.followsOf.get(externalUserId) ?? [])].flatMap((key) => {
    const follow = corp.follows.get(key)
    return follow && isOnList(follow) && isVisible(corp, follow.userid) ? [follow] : []
  })
}

export function keepFollow(corp: Corp, follow: Follow): void {
  const key = pairKey(follow.userid, follow.externalUserId)
  corp.follows.set(key, follow)
  note(corp.followsOf, follow.externalUserId, key)
  note(corp.followsBy, follow.userid, key)
}

function note(index: Map<string, Set<string>>, id: string, key: string): void {
  const known = index.get(id) ?? new Set()
  known.add(key)
  index.set(id, known)
}

export function say(corp: Corp, userid: string, externalUserId: string, bubble: Bubble): void {
  const key = pairKey(userid, externalUserId)
  const chat = corp.chats.get(key) ?? []
  chat.push(bubble)
  if (chat.length > BUBBLES_MAX) chat.shift()
  corp.chats.set(key, chat)
}
