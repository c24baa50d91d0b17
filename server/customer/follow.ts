import { newId } from '../kernel/index.ts'

/**
 * One spell of a follow (好友关系): an associate and a customer, from the adding to the first deletion.
 * requested → started → ended; a request that was never confirmed ends as well. Who comes back begins another spell.
 */
export type Spell = {
  id: string
  customerId: string
  userid: string
  externalUserid: string
  state: string
  sourceId: string | null
  addWay: number | null
  remark: string
  description: string
  startedAt: Date
  confirmedAt: Date | null
  leftAt: Date | null
  removedAt: Date | null
  /**
   * The newest instant that any callback of the pair told of, where that is none of the others: an adding while the follow
   * stood, an end after it had ended. What happened before it turns nothing any more. Null: one of the others is the newest.
   */
  heardAt: Date | null
  wasFound: boolean
}

/** What a callback says of a pair. `at` has whole seconds, and callbacks come doubled, late and in any order. */
export type Sign = {
  kind: 'added' | 'requested' | 'left' | 'removed'
  at: Date
  customerId: string
  userid: string
  externalUserid: string
  state: string
}

/** What was known of a pair, or nothing: how it stands after a sign, and what is to be told. */
export type Turn = { spell: Spell; told: 'started' | 'requested' | 'ended' | null } | null

/** @param last the newest spell of the pair. @returns null when the sign says nothing new. */
export function turn(last: Spell | null, sign: Sign): Turn {
  if (sign.kind === 'added' || sign.kind === 'requested') return begin(last, sign)
  return end(last, sign)
}

export function endOf(spell: Spell): Date | null {
  const { leftAt, removedAt } = spell
  if (!leftAt || !removedAt) return leftAt ?? removedAt
  return new Date(Math.min(leftAt.getTime(), removedAt.getTime()))
}

function begin(last: Spell | null, sign: Sign): Turn {
  const isConfirmed = sign.kind === 'added'
  const ended = last && endOf(last)
  if (!last || (ended && sign.at >= newestOf(last) && sign.at > last.startedAt)) {
    const spell = { ...newSpell(sign), confirmedAt: isConfirmed ? sign.at : null }
    return { spell, told: isConfirmed ? 'started' : 'requested' }
  }
  // A deletion overtook the adding: the spell gets its beginning, and nobody is to be welcomed any more.
  if (ended) {
    if (last.startedAt < ended || sign.at > ended) return null
    return { spell: { ...last, startedAt: sign.at, state: last.state || sign.state }, told: null }
  }
  if (!isConfirmed) return null
  if (last.confirmedAt) return remembered(last, sign)
  const spell = { ...last, confirmedAt: sign.at, state: last.state || sign.state }
  return { spell, told: 'started' }
}

function end(last: Spell | null, sign: Sign): Turn {
  const side = sign.kind === 'left' ? 'leftAt' : 'removedAt'
  // Nothing is known of its beginning: it is kept so that an adding that arrives later opens nothing.
  if (!last) return { spell: { ...newSpell(sign), [side]: sign.at }, told: 'ended' }
  const ended = endOf(last)
  if (!ended && sign.at < newestOf(last)) return null
  if (sign.at < last.startedAt) return null
  if (last[side]) return remembered(last, sign)
  return { spell: { ...last, [side]: sign.at }, told: ended ? null : 'ended' }
}

/** Says nothing new of the pair, but later callbacks are compared with it. */
function remembered(last: Spell, { at }: Sign): Turn {
  return at > newestOf(last) ? { spell: { ...last, heardAt: at }, told: null } : null
}

/** The newest instant that is known of a pair. */
function newestOf({ startedAt, confirmedAt, leftAt, removedAt, heardAt }: Spell): Date {
  const known = [startedAt, confirmedAt, leftAt, removedAt, heardAt]
  return new Date(Math.max(...known.map((at) => at?.getTime() ?? 0)))
}

function newSpell({ customerId, userid, externalUserid, state, at }: Omit<Sign, 'kind'>): Spell {
  return {
    id: newId(),
    customerId,
    userid,
    externalUserid,
    state,
    sourceId: null,
    addWay: null,
    remark: '',
    description: '',
    startedAt: at,
    confirmedAt: null,
    leftAt: null,
    removedAt: null,
    heardAt: null,
    wasFound: false,
  }
}

/** A follow as WeCom tells it when asked: how it stands at that moment. */
export type ToldFollow = {
  userid: string
  state: string
  addWay: number | null
  remark: string
  description: string
  startedAt: Date
}

/** A follow that began so shortly before is left to its callback, which brings the code for the welcome. */
const LEFT_TO_CALLBACK_MS = 120_000

/** What reading a contact says of one pair. @param told null: the associate has the contact no longer. */
export function compare(
  last: Spell | null,
  told: ToldFollow | null,
  read: { at: Date; customerId: string; externalUserid: string; userid: string },
): Turn {
  const isLive = last !== null && endOf(last) === null
  if (!told) {
    if (!last || !isLive || last.startedAt.getTime() > read.at.getTime() - LEFT_TO_CALLBACK_MS)
      return null
    return { spell: { ...last, removedAt: read.at }, told: 'ended' }
  }
  if (last && isLive) {
    const spell = {
      ...last,
      state: last.state || told.state,
      addWay: told.addWay ?? last.addWay,
      remark: told.remark,
      description: told.description,
      confirmedAt: last.confirmedAt ?? told.startedAt,
    }
    return isSame(spell, last) ? null : { spell, told: last.confirmedAt ? null : 'started' }
  }
  const ended = last && endOf(last)
  if (ended && told.startedAt <= ended) return null
  if (told.startedAt.getTime() > read.at.getTime() - LEFT_TO_CALLBACK_MS) return null
  const { addWay, remark, description, startedAt, state } = told
  const found = { ...newSpell({ ...read, at: startedAt, state }), addWay, remark, description }
  return { spell: { ...found, confirmedAt: startedAt, wasFound: true }, told: 'started' }
}

function isSame(a: Spell, b: Spell): boolean {
  return (
    a.state === b.state &&
    a.addWay === b.addWay &&
    a.remark === b.remark &&
    a.description === b.description &&
    a.confirmedAt === b.confirmedAt
  )
}
