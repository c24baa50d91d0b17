import { createHash } from 'node:crypto'
import type { Attachment } from '../wecom/index.ts'
import { memberOf } from './directory.ts'
import { type Bubble, type Corp, idOf, type World } from './world.ts'

/** How many people fit into a group (help pages, unconfirmed: 500, formerly 200 once a customer is inside). */
export const GROUP_MAX = 500
/** What a group's chat remembers; the log of effects has everything. */
const BUBBLES_MAX = 500

/** How somebody came: 1 invited, 2 by a link of invitation, 3 by a code. */
export type JoinScene = 1 | 2 | 3
export type GroupMember = {
  /** A userid or an external_userid. */
  id: string
  isStaff: boolean
  joinedAt: Date
  scene: JoinScene
  state: string
  /** A userid; empty where no member of the company invited. */
  invitedBy: string
}
/** What somebody said, or what happened (`from` is empty). */
export type GroupBubble = Omit<Bubble, 'from'> & { from: string }
export type Group = {
  chatId: string
  name: string
  owner: string
  admins: string[]
  notice: string
  createdAt: Date
  capacity: number
  members: Map<string, GroupMember>
  /** How often the list of members has changed: its version is made of it. */
  changes: number
  /** The welcome that a member chose for newcomers; empty: none. */
  welcomeId: string
  bubbles: GroupBubble[]
  massReceived: Date[]
  /** When it went to the groups of somebody else, by the interface. */
  handovers: { at: Date; to: string; isOnJob: boolean }[]
}
export type JoinWay = {
  configId: string
  remark: string
  state: string
  chatIds: string[]
  isGrowing: boolean
  baseName: string
  baseId: number
  /** Groups that it opened itself. */
  opened: number
  scene: number
  createdAt: Date
}
export type GroupWelcome = { templateId: string; text: string; extra: Attachment[] }

/** Groups by chat_id, codes that lead into them by config_id, welcomes by template_id. */
export type Community = {
  groups: Map<string, Group>
  joinWays: Map<string, JoinWay>
  welcomes: Map<string, GroupWelcome>
}

export function noCommunity(): Community {
  return { groups: new Map(), joinWays: new Map(), welcomes: new Map() }
}

export function versionOf({ chatId, changes }: Group): string {
  return createHash('md5').update(`${chatId}:${changes}`).digest('hex')
}

/** What a mini program that was opened in the group is given. */
export function opengidOf(chatId: string): string {
  return `oG${createHash('md5').update(chatId).digest('base64url')}`
}

export function groupsOf(corp: Corp, owner: string): Group[] {
  return [...corp.community.groups.values()].filter((group) => group.owner === owner)
}

export function isFull({ members, capacity }: Group): boolean {
  return members.size >= capacity
}

/** A new group with its owner inside. Customers come afterwards. */
export function openGroup(
  world: World,
  { owner, name, capacity = GROUP_MAX }: { owner: string; name: string; capacity?: number },
): Group {
  const now = world.clock.now()
  const group: Group = {
    chatId: idOf(world, 'wr'),
    name,
    owner,
    admins: [],
    notice: '',
    createdAt: now,
    capacity,
    members: new Map([[owner, staffIn(owner, now)]]),
    changes: 0,
    welcomeId: '',
    bubbles: [],
    massReceived: [],
    handovers: [],
  }
  world.corp.community.groups.set(group.chatId, group)
  return group
}

export function staffIn(userid: string, joinedAt: Date): GroupMember {
  return { id: userid, isStaff: true, joinedAt, scene: 1, state: '', invitedBy: '' }
}

export function nameIn(corp: Corp, { id, isStaff }: GroupMember): string {
  return (isStaff ? memberOf(corp, id)?.name : corp.persons.get(id)?.name) ?? ''
}

export function sayInGroup(group: Group, bubble: GroupBubble): void {
  group.bubbles.push(bubble)
  if (group.bubbles.length > BUBBLES_MAX) group.bubbles.shift()
}
