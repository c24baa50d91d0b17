import { answerersOf, isOver } from './api-way.ts'
import type { Fields } from './event-xml.ts'
import { brokenRule } from './intercept.ts'
import { personNo } from './people.ts'
import { MEDIA } from './picture.ts'
import type { Town } from './town.ts'
import {
  type Bubble,
  type Corp,
  type Extra,
  type Follow,
  followOf,
  idOf,
  isOnList,
  keepFollow,
  type Person,
  pairKey,
  say,
  type Way,
  type World,
} from './world.ts'

const SCANNED = 1

/** What is known of somebody who is made; the rest is made up. */
export type Stranger = {
  name?: string | undefined
  unionid?: string | undefined
  memberNo?: string | undefined
  gender?: number | undefined
}
export type WantedWay = { state?: string | undefined; configId?: string | undefined }
export type Pair = { userid: string; externalUserId: string }
type Chat = Pair & {
  from: 'member' | 'customer'
  text: string
  link?: NonNullable<Bubble['link']> | undefined
  /** A picture that was uploaded. */
  mediaId?: string | undefined
}
type Edit = {
  remark?: string | undefined
  addTagIds?: string[] | undefined
  removeTagIds?: string[] | undefined
  /** A member's own tags, all of them. */
  personalTags?: string[] | undefined
  mobiles?: string[] | undefined
}
type Beginning = { state?: string; createdAt?: Date; remark?: string; description?: string }

/** Customers and members: they find each other, talk, and part. */
export function contactDeeds(town: Town) {
  const { world, effects } = town
  const makePerson = (wanted: Stranger = {}): Person =>
    addPerson(world, world.corp.persons.size + 1, wanted)
  return {
    makePerson,
    /** A contact that was there before anybody looked: no callback. */
    befriend(externalUserId: string, userid: string, beginning: Beginning = {}) {
      const { state = '', createdAt = world.clock.now(), remark, description } = beginning
      const follow = newFollow(userid, externalUserId, state, createdAt)
      keepFollow(world.corp, {
        ...follow,
        remark: remark ?? '',
        description: description ?? '',
      })
    },
    /** A person scans a contact way; the member who answers takes turns. @returns null for a code that nobody made. */
    scan(wanted: WantedWay, externalUserId: string | null, isHalf = false) {
      const way = findWay(world.corp, wanted)
      if (!way) return null
      const person = externalUserId ? world.corp.persons.get(externalUserId) : makePerson()
      return person ? scan(town, { way, person, isHalf }) : null
    },
    accept: (pair: Pair) => accept(town, pair),
    chat: (chat: Chat) => chatOf(town, chat),
    open({ userid, externalUserId, url }: Pair & { url: string }): void {
      effects.write(world.clock.now(), { kind: 'opened', userid, externalUserId, url })
    },
    deleteStaff: (pair: Pair) => deleteStaff(town, pair),
    deleteCustomer: (pair: Pair) => deleteCustomer(town, pair),
    edit: (pair: Pair, change: Edit) => edit(town, pair, change),
  }
}

function addPerson(world: World, no: number, wanted: Stranger): Person {
  const { name, gender, unionid } = personNo(no)
  const person = {
    externalUserId: idOf(world, 'wm'),
    name: wanted.name ?? name,
    gender: wanted.gender ?? gender,
    unionid: wanted.unionid ?? unionid,
    memberNo: wanted.memberNo ?? '',
  }
  world.corp.persons.set(person.externalUserId, person)
  return person
}

type Scan = { way: Way; person: Person; isHalf: boolean }

/** With verification the customer waits; without, the two are friends, or half of it where the member must still add back. */
function scan(town: Town, { way, person, isHalf }: Scan) {
  const { corp, clock } = town.world
  const { temporary } = way
  const isForOther = temporary !== null && !['', person.unionid].includes(temporary.unionid)
  const userid = memberFor(corp, way, person.externalUserId)
  if (userid === null || isOver(way, clock.now()) || isForOther) return null
  const pair = { userid, externalUserId: person.externalUserId }
  const known = followOf(corp, userid, pair.externalUserId)
  const nothing = { userid, person, code: null }
  if (known?.relation === 'friend') return { ...nothing, relation: 'friend', isNew: false }
  const follow = revived(known, newFollow(userid, pair.externalUserId, way.state, clock.now()))
  keepFollow(corp, follow)
  if (temporary) {
    temporary.isUsed = true
    const { text, link } = temporary
    const until = new Date(clock.now().getTime() + temporary.chatSeconds * 1_000)
    follow.temporary = { until, text, link }
  }
  if (!way.skipVerify) {
    follow.relation = 'requested'
    return { ...nothing, relation: 'requested', isNew: true }
  }
  if (isHalf) follow.relation = 'half'
  const change = isHalf ? 'add_half_external_contact' : 'add_external_contact'
  const code = begin(town, follow, change)
  return { userid, person, code, relation: follow.relation, isNew: true }
}

/** Somebody becomes a friend by another way than a code. @returns the code of a welcome; null: the member must accept first. */
export function beginFollow(
  town: Town,
  wanted: Pair & { state: string; addWay: number; isVerified: boolean },
): string | null {
  const { userid, externalUserId, state, addWay, isVerified } = wanted
  const { corp, clock } = town.world
  const fresh = { ...newFollow(userid, externalUserId, state, clock.now()), addWay }
  const follow = revived(followOf(corp, userid, externalUserId), fresh)
  keepFollow(corp, follow)
  if (!isVerified) return begin(town, follow, 'add_external_contact')
  follow.relation = 'requested'
  return null
}

/** The member accepts who waits for it, or adds back who added without asking. */
function accept(town: Town, { userid, externalUserId }: Pair): { code: string } | null {
  const follow = followOf(town.world.corp, userid, externalUserId)
  if (follow?.relation !== 'requested' && follow?.relation !== 'half') return null
  const isSecondHalf = follow.relation === 'half'
  follow.relation = 'friend'
  follow.createdAt = town.world.clock.now()
  return { code: begin(town, follow, 'add_external_contact', isSecondHalf) }
}

/** Tells of a beginning. After half of one there is a new code only when the first was not used (document 92130). */
function begin(town: Town, follow: Follow, change: string, isSecondHalf = false): string {
  const { corp } = town.world
  const { userid, externalUserId, state } = follow
  const pair = { userid, externalUserId }
  const last = corp.welcomes.get(corp.welcomeOf.get(pairKey(userid, externalUserId)) ?? '')
  const code = isSecondHalf && last?.state !== 'open' ? '' : newCode(town.world, pair)
  if (follow.relation === 'friend') effectOfAdding(town, follow, code)
  contactEvent(town, change, pair, {
    ...(state === '' ? {} : { State: state }),
    ...(code === '' ? {} : { WelcomeCode: code }),
  })
  return code
}

function effectOfAdding({ world, effects }: Town, follow: Follow, code: string): void {
  const { userid, externalUserId, state } = follow
  effects.write(world.clock.now(), { kind: 'added', userid, externalUserId, state, code })
}

function newCode(world: World, { userid, externalUserId }: Pair): string {
  const code = idOf(world, 'LYWC_')
  const issuedAt = world.clock.now()
  world.corp.welcomes.set(code, { code, userid, externalUserId, issuedAt, state: 'open' })
  world.corp.welcomeOf.set(pairKey(userid, externalUserId), code)
  return code
}

/** Who is a friend of one of the way's members stays with them; strangers are shared in turn. Null: nobody is left. */
function memberFor(corp: Corp, way: Way, externalUserId: string): string | null {
  const all = answerersOf(corp, way)
  const own = all.find((userid) => followOf(corp, userid, externalUserId)?.relation === 'friend')
  if (own) return own
  way.scans += 1
  return all[way.scans % all.length] ?? null
}

/** Somebody writes. A customer who chats needs no welcome any more. */
function chatOf({ world, effects }: Town, chat: Chat): boolean {
  const { userid, externalUserId, from, text, link = null, mediaId } = chat
  const { corp } = world
  const follow = followOf(corp, userid, externalUserId)
  if (follow?.relation !== 'friend') return false
  const at = world.clock.now()
  const broken = from === 'member' ? brokenRule(corp, userid, text) : null
  if (broken) {
    const { ruleId, isBlocking } = broken
    effects.write(at, { kind: 'intercepted', userid, externalUserId, ruleId, isBlocking })
    if (isBlocking) return false
  }
  follow.lastChatAt = at
  const more: Extra[] = mediaId ? [{ kind: 'image', url: `${MEDIA}${mediaId}`, title: '' }] : []
  say(corp, userid, externalUserId, { at, from, text, link, more, kind: 'chat' })
  effects.write(at, {
    kind: 'chat',
    userid,
    externalUserId,
    from,
    text,
    ...(link ? { link: link.url } : {}),
    ...(mediaId ? { mediaId } : {}),
  })
  const welcome = corp.welcomes.get(corp.welcomeOf.get(pairKey(userid, externalUserId)) ?? '')
  if (welcome?.state === 'open') welcome.state = 'closed'
  return true
}

/** The customer deletes the member: a one-way relation stays. */
function deleteStaff(town: Town, pair: Pair): boolean {
  const follow = followOf(town.world.corp, pair.userid, pair.externalUserId)
  if (follow?.relation !== 'friend') return false
  follow.relation = 'one_way'
  town.effects.write(town.world.clock.now(), { kind: 'deleted', ...pair, by: 'customer' })
  contactEvent(town, 'del_follow_user', pair)
  return true
}

/** The member deletes the customer. */
function deleteCustomer(town: Town, pair: Pair): boolean {
  const follow = followOf(town.world.corp, pair.userid, pair.externalUserId)
  if (!follow || !isOnList(follow)) return false
  follow.relation = 'member_deleted'
  town.effects.write(town.world.clock.now(), { kind: 'deleted', ...pair, by: 'member' })
  contactEvent(town, 'del_external_contact', pair)
  return true
}

function edit(town: Town, pair: Pair, change: Edit): boolean {
  const follow = followOf(town.world.corp, pair.userid, pair.externalUserId)
  if (!follow || !isOnList(follow)) return false
  follow.remark = change.remark ?? follow.remark
  for (const id of change.addTagIds ?? []) follow.tagIds.add(id)
  for (const id of change.removeTagIds ?? []) follow.tagIds.delete(id)
  follow.personalTags = change.personalTags ?? follow.personalTags
  follow.mobiles = change.mobiles ?? follow.mobiles
  contactEvent(town, 'edit_external_contact', pair)
  return true
}

export function contactEvent(
  { posting }: Town,
  change: string,
  { userid, externalUserId }: Pair,
  more: Fields = {},
): void {
  posting.post({
    Event: 'change_external_contact',
    ChangeType: change,
    UserID: userid,
    ExternalUserID: externalUserId,
    ...more,
  })
}

function findWay(corp: Corp, { state, configId }: WantedWay): Way | null {
  if (configId) return corp.ways.get(configId) ?? null
  return [...corp.ways.values()].find((way) => way.state === state) ?? null
}

function newFollow(userid: string, externalUserId: string, state: string, createdAt: Date): Follow {
  return {
    userid,
    externalUserId,
    relation: 'friend',
    remark: '',
    description: '',
    remarkCompany: '',
    mobiles: [],
    pictureMediaId: '',
    createdAt,
    addWay: SCANNED,
    operator: externalUserId,
    state,
    tagIds: new Set(),
    personalTags: [],
    lastChatAt: null,
    temporary: null,
  }
}

/** After a one-way relation the member's entry never went away: remark, tags and beginning are still there. */
function revived(known: Follow | null, fresh: Follow): Follow {
  return known?.relation === 'one_way' ? { ...known, relation: 'friend' } : fresh
}
