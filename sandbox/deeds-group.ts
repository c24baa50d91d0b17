import type { Fields } from './event-xml.ts'
import {
  type Group,
  type GroupMember,
  isFull,
  type JoinScene,
  type JoinWay,
  nameIn,
  openGroup,
  sayInGroup,
  staffIn,
  versionOf,
} from './group.ts'
import type { Town } from './town.ts'
import { extrasOf, linkOf } from './wire-attachment.ts'

/** How somebody came, in the numbers of the event (document 92130), which are not those of the group's own list. */
const EVENT_SCENE: Record<JoinScene, number> = { 1: 0, 2: 0, 3: 3 }

export type NewGroup = {
  owner: string
  name?: string | undefined
  /** Customers and colleagues who are inside from the beginning. */
  ids?: string[] | undefined
  capacity?: number | undefined
}
export type Invitation = { chatId: string; by: string; ids: string[]; byLink?: boolean | undefined }

/** What members and customers do in groups; each is told by `change_external_chat`. */
export function groupDeeds(town: Town) {
  const group = (chatId: string) => town.world.corp.community.groups.get(chatId) ?? null
  return {
    makeGroup: (wanted: NewGroup) => makeGroup(town, wanted),
    /** A person scans a code that leads into groups. Null: no such code; `chatId` null: all groups are full. */
    joinGroup: (
      wanted: { configId?: string | undefined; state?: string | undefined },
      id: string,
    ) => joinByCode(town, wanted, id),
    /** @returns how many came in: those who were there already or do not fit stay out. */
    invite: (wanted: Invitation) => invite(town, wanted),
    leaveGroup: (chatId: string, id: string) => part(town, group(chatId), { id, isThrown: false }),
    throwOut: (chatId: string, id: string) => part(town, group(chatId), { id, isThrown: true }),
    changeGroup: (chatId: string, change: GroupChange) => changeGroup(town, group(chatId), change),
    dissolve: (chatId: string) => dissolve(town, group(chatId)),
    /** Somebody in the group opens a link that stands there. */
    openInGroup: ({ chatId, id, url }: { chatId: string; id: string; url: string }) =>
      openLink(town, group(chatId), { id, url }),
    sayInGroup: (said: { chatId: string; from: string; text: string }) =>
      say(town, group(said.chatId), said),
  }
}

type GroupChange = {
  name?: string | undefined
  notice?: string | undefined
  owner?: string | undefined
  admins?: string[] | undefined
  welcomeId?: string | undefined
}

function makeGroup(town: Town, { owner, name = '', ids = [], capacity }: NewGroup): Group | null {
  const { world } = town
  if (!world.corp.members.has(owner)) return null
  const group = openGroup(world, { owner, name, ...(capacity ? { capacity } : {}) })
  const at = world.clock.now()
  for (const id of ids) {
    const newcomer = newcomerOf(town, id, { scene: 1, invitedBy: owner })
    if (newcomer && !isFull(group)) group.members.set(id, newcomer)
  }
  town.effects.write(at, { kind: 'group_made', chatId: group.chatId, owner })
  tell(town, group, 'create')
  return group
}

type Arrival = { scene: JoinScene; invitedBy?: string; state?: string }

function newcomerOf({ world }: Town, id: string, how: Arrival): GroupMember | null {
  const { corp, clock } = world
  const joinedAt = clock.now()
  if (corp.members.has(id)) return { ...staffIn(id, joinedAt), invitedBy: how.invitedBy ?? '' }
  if (!corp.persons.has(id)) return null
  const { scene, state = '', invitedBy = '' } = how
  return { id, isStaff: false, joinedAt, scene, state, invitedBy }
}

function joinByCode(
  town: Town,
  { configId, state }: { configId?: string | undefined; state?: string | undefined },
  id: string,
): { chatId: string | null; isNew: boolean } | null {
  const { joinWays, groups } = town.world.corp.community
  const way = configId
    ? joinWays.get(configId)
    : [...joinWays.values()].find((one) => one.state === state)
  if (!way || !town.world.corp.persons.has(id)) return null
  const all = way.chatIds.flatMap((chatId) => groups.get(chatId) ?? [])
  const own = all.find(({ members }) => members.has(id))
  if (own) return { chatId: own.chatId, isNew: false }
  const room = all.find((group) => !isFull(group)) ?? nextGroup(town, way, all)
  if (!room) return { chatId: null, isNew: false }
  enter(town, room, [id], { scene: 3, state: way.state })
  return { chatId: room.chatId, isNew: true }
}

/** When all groups of a code are full it opens one more, owned by whom the first is, and leads there from now on. */
function nextGroup(town: Town, way: JoinWay, all: readonly Group[]): Group | null {
  const [first] = all
  if (!way.isGrowing || !first || !town.world.corp.members.has(first.owner)) return null
  const name = `${way.baseName || first.name}${way.baseId + way.opened}`
  way.opened += 1
  const { owner, capacity } = first
  const group = openGroup(town.world, { owner, name, capacity })
  way.chatIds.push(group.chatId)
  town.effects.write(town.world.clock.now(), { kind: 'group_made', chatId: group.chatId, owner })
  tell(town, group, 'create')
  return group
}

function invite(town: Town, { chatId, by, ids, byLink = false }: Invitation): number | null {
  const group = town.world.corp.community.groups.get(chatId)
  if (!group?.members.has(by)) return null
  return enter(town, group, ids, { scene: byLink ? 2 : 1, invitedBy: by })
}

/** Lets people in, as one event; those who were there or do not fit stay out. */
function enter(town: Town, group: Group, ids: readonly string[], how: Arrival): number {
  const { world, effects } = town
  const before = versionOf(group)
  const entered: string[] = []
  for (const id of ids) {
    const newcomer = group.members.has(id) || isFull(group) ? null : newcomerOf(town, id, how)
    if (!newcomer) continue
    group.members.set(id, newcomer)
    entered.push(id)
    const { chatId } = group
    const { scene, state = '' } = how
    effects.write(world.clock.now(), { kind: 'group_joined', chatId, id, scene, state })
  }
  if (entered.length === 0) return 0
  group.changes += 1
  tellMembers(
    town,
    group,
    { detail: 'add_member', ids: entered, before },
    {
      JoinScene: EVENT_SCENE[how.scene],
      QuitScene: 0,
    },
  )
  welcome(town, group, entered)
  return entered.length
}

/** What a member chose to be said to newcomers; only customers are welcomed. */
function welcome(town: Town, group: Group, ids: readonly string[]): void {
  const { corp, clock } = town.world
  const chosen = corp.community.welcomes.get(group.welcomeId)
  if (!chosen) return
  for (const id of ids) {
    const person = corp.persons.get(id)
    if (!person) continue
    const text = chosen.text.replaceAll('%NICKNAME%', person.name)
    const { chatId } = group
    const link = linkOf(chosen.extra)
    sayInGroup(group, {
      at: clock.now(),
      from: group.owner,
      text,
      link,
      more: extrasOf(chosen.extra),
      kind: 'welcome',
    })
    town.effects.write(clock.now(), { kind: 'group_welcomed', chatId, id, text })
  }
}

/** Somebody goes, or is shown out by owner or admin. The owner cannot. */
function part(
  town: Town,
  group: Group | null,
  { id, isThrown }: { id: string; isThrown: boolean },
): boolean {
  if (!group || group.owner === id) return false
  const before = versionOf(group)
  if (!group.members.delete(id)) return false
  group.admins = group.admins.filter((admin) => admin !== id)
  group.changes += 1
  const { chatId } = group
  const by = isThrown ? 'owner' : 'self'
  town.effects.write(town.world.clock.now(), { kind: 'group_left', chatId, id, by })
  tellMembers(
    town,
    group,
    { detail: 'del_member', ids: [id], before },
    {
      JoinScene: 0,
      QuitScene: isThrown ? 1 : 0,
    },
  )
  return true
}

function changeGroup(town: Town, group: Group | null, change: GroupChange): Group | null {
  if (!group) return null
  const { owner, admins, welcomeId, name, notice } = change
  const { corp } = town.world
  if (owner !== undefined && !corp.members.has(owner)) return null
  if (welcomeId && !corp.community.welcomes.has(welcomeId)) return null
  group.welcomeId = welcomeId ?? group.welcomeId
  group.admins = (admins ?? group.admins).filter((id) => group.members.has(id))
  if (name !== undefined && name !== group.name) {
    group.name = name
    changed(town, group, 'change_name', `群名改为「${name}」`)
  }
  if (notice !== undefined && notice !== group.notice) {
    group.notice = notice
    changed(town, group, 'change_notice', notice === '' ? '群公告已清除' : `群公告：${notice}`)
  }
  if (owner !== undefined && owner !== group.owner) giveAway(town, group, owner)
  return group
}

/** The new owner need not be inside yet. */
function giveAway(town: Town, group: Group, owner: string): void {
  if (!group.members.has(owner)) enter(town, group, [owner], { scene: 1, invitedBy: group.owner })
  group.owner = owner
  const member = group.members.get(owner)
  const name = member ? nameIn(town.world.corp, member) : owner
  changed(town, group, 'change_owner', `${name}成为新群主`)
}

function changed(town: Town, group: Group, detail: string, words: string): void {
  const { clock } = town.world
  const { chatId } = group
  sayInGroup(group, { at: clock.now(), from: '', text: words, link: null, kind: 'notice' })
  town.effects.write(clock.now(), { kind: 'group_changed', chatId, what: detail })
  tell(town, group, 'update', { UpdateDetail: detail })
}

function dissolve(town: Town, group: Group | null): boolean {
  if (!group) return false
  const { chatId } = group
  town.world.corp.community.groups.delete(chatId)
  town.effects.write(town.world.clock.now(), { kind: 'group_dissolved', chatId })
  tell(town, group, 'dismiss')
  return true
}

function say(
  town: Town,
  group: Group | null,
  { from, text }: { from: string; text: string },
): boolean {
  if (!group?.members.has(from)) return false
  const at = town.world.clock.now()
  const { chatId } = group
  sayInGroup(group, { at, from, text, link: null, kind: 'chat' })
  town.effects.write(at, { kind: 'group_said', chatId, id: from, text })
  return true
}

function openLink(
  town: Town,
  group: Group | null,
  { id, url }: { id: string; url: string },
): boolean {
  if (!group?.members.has(id)) return false
  const { chatId } = group
  town.effects.write(town.world.clock.now(), { kind: 'group_opened', chatId, id, url })
  return true
}

type Movement = { detail: 'add_member' | 'del_member'; ids: string[]; before: string }

function tellMembers(town: Town, group: Group, move: Movement, scenes: Fields): void {
  tell(town, group, 'update', {
    UpdateDetail: move.detail,
    ...scenes,
    MemChangeCnt: move.ids.length,
    MemChangeList: { Item: move.ids },
    LastMemVer: move.before,
    CurMemVer: versionOf(group),
  })
}

function tell({ posting }: Town, { chatId }: Group, change: string, more: Fields = {}): void {
  posting.post({ Event: 'change_external_chat', ChatId: chatId, ChangeType: change, ...more })
}
