import { newId } from '../kernel/index.ts'

/**
 * One spell of somebody in a customer group (客户群), from joining to leaving; who comes back begins another.
 * heard of → told (with who invited and by which code, once the group was read) → ended.
 */
export type Membership = {
  id: string
  groupId: string
  /** A userid of the company or an id of a contact; `isStaff` says which. */
  member: string
  isStaff: boolean
  name: string
  nickname: string
  joinedAt: Date
  /** 1 invited, 2 by a link of invitation, 3 by a code, 0 not known. */
  joinScene: number
  /** The member of the company who invited; empty: nobody of the company, or not known. */
  invitedBy: string
  /** The parameter of the code. */
  state: string
  leftAt: Date | null
  /** 0 left, 1 was removed, 2 the group was dissolved; null: not known. */
  leftHow: number | null
  /** Whether the joining was told already: it is told once, with all that is known of it. */
  isTold: boolean
}

export type Told = 'joined' | 'found' | 'left'
/** How somebody stands after what was heard, and what is to be told. Null: it says nothing new. */
export type Turn = { spell: Membership; told: readonly Told[] } | null

export const DISSOLVED = 2

/** An event's numbers for how somebody came are not those of the list (document 92130): 3 a code, 0 anything else. */
const EVENT_BY_CODE = 3
const LIST_BY_CODE = 3
/** A reading lags behind the events by seconds: who joined so shortly before it may be missing in it. */
const LAG_MS = 60_000
/** A joining that is found so long after it is no news any more: it is told under another name. */
const NEWS_MS = 86_400_000

export type Sign = { groupId: string; member: string; isStaff: boolean; at: Date }

/** An event says that somebody came in. It is told once the group was read, which says who invited and by which code. */
export function join(last: Membership | null, sign: Sign, eventScene: number): Turn {
  const { at } = sign
  if (last && (last.leftAt === null || at <= last.leftAt)) return null
  const joinScene = eventScene === EVENT_BY_CODE ? LIST_BY_CODE : 0
  return { spell: { ...newSpell(sign), joinScene }, told: [] }
}

/** An event says that somebody went. @param how as the event says: 0 left, 1 removed; 2: the group is no more. */
export function leave(last: Membership | null, sign: Sign, how: number): Turn {
  if (last?.leftAt === null) {
    if (sign.at < last.joinedAt) return null
    const spell = { ...last, leftAt: sign.at, leftHow: how, isTold: true }
    return { spell, told: last.isTold ? ['left'] : ['joined', 'left'] }
  }
  if (last) {
    // A reading noticed it first; the event knows the instant and how.
    const isSame = last.leftHow === null && last.leftAt !== null && sign.at <= last.leftAt
    if (!isSame || sign.at < last.joinedAt) return null
    return { spell: { ...last, leftAt: sign.at, leftHow: how }, told: [] }
  }
  // Nothing is known of the joining: it is kept so that a joining that comes later opens nothing.
  const spell = { ...newSpell(sign), leftAt: sign.at, leftHow: how, isTold: true }
  return { spell, told: ['left'] }
}

export type ReadMember = Omit<Membership, 'id' | 'groupId' | 'leftAt' | 'leftHow' | 'isTold'>

/** What reading a whole group says of one member. @param read null: is not in it. */
export function compare(
  last: Membership | null,
  read: ReadMember | null,
  { at, groupId }: { at: Date; groupId: string },
): Turn {
  if (!read) {
    if (last?.leftAt !== null) return null
    if (last.joinedAt.getTime() > at.getTime() - LAG_MS) return null
    const spell = { ...last, leftAt: at, leftHow: null, isTold: true }
    return { spell, told: last.isTold ? ['left'] : ['joined', 'left'] }
  }
  if (last?.leftAt === null) {
    const spell = { ...last, ...read, isTold: true }
    if (last.isTold && isSame(last, spell)) return null
    return { spell, told: last.isTold ? [] : ['joined'] }
  }
  // The list still shows who has left a moment ago.
  if (last && read.joinedAt <= (last.leftAt ?? last.joinedAt)) return null
  const spell = { ...newSpell({ ...read, groupId, at: read.joinedAt }), ...read, isTold: true }
  return { spell, told: [nameOfJoining(read.joinedAt, at)] }
}

/** Somebody is found in a group, or in it turns out to be a customer: what that is told as. */
export function nameOfJoining(joinedAt: Date, at: Date): 'joined' | 'found' {
  return at.getTime() - joinedAt.getTime() < NEWS_MS ? 'joined' : 'found'
}

function isSame(a: Membership, b: Membership): boolean {
  return (
    a.name === b.name &&
    a.nickname === b.nickname &&
    a.isStaff === b.isStaff &&
    a.joinScene === b.joinScene &&
    a.invitedBy === b.invitedBy &&
    a.state === b.state &&
    a.joinedAt.getTime() === b.joinedAt.getTime()
  )
}

function newSpell({ groupId, member, isStaff, at }: Sign): Membership {
  return {
    id: newId(),
    groupId,
    member,
    isStaff,
    name: '',
    nickname: '',
    joinedAt: at,
    joinScene: 0,
    invitedBy: '',
    state: '',
    leftAt: null,
    leftHow: null,
    isTold: false,
  }
}
