import {
  HANDOVER_MAX,
  type HandoverPlan,
  type HandoverReason,
  type StayReason,
} from '../../contract/handover.ts'
import { type Associate, namedAssociates } from '../corp/index.ts'
import {
  contactsOfAssociate,
  customersByAssociate,
  needsAmong,
  type OwnContact,
} from '../customer/index.ts'
import { Problem, readId, type Tenant } from '../kernel/index.ts'
import type { Tx } from '../postgres/index.ts'
import { refusedPairs, timesHandedOver } from './limits.ts'
import { spread } from './spread.ts'

/** @param now the workspace's present. */
export type HandoverContext = { tenant: Tenant; now: Date }

export type Going = { contact: OwnContact; to: string }
export type Staying = { contact: OwnContact; reason: StayReason }
export type Successor = { associate: Associate; customers: number; gets: number; friends: number }

/** Who would go to whom, and who would stay and why. */
export type Plan = {
  from: Associate
  reason: HandoverReason
  going: Going[]
  staying: Staying[]
  successors: Successor[]
}

/** Numbers of the members of each segment that a rule names, asked for before. */
export type SegmentPeople = ReadonlyMap<string, ReadonlySet<number>>

/** WeCom hands a customer of an associate who stays over at most twice in 90 days (document 92125). */
const ON_JOB_MAX = 2

/** Spreads the customers of one associate by what was asked. @throws Problem when somebody cannot take or give customers. */
export async function planOf(
  tx: Tx,
  ctx: HandoverContext,
  asked: HandoverPlan,
  segments: SegmentPeople,
): Promise<Plan> {
  const { tenant } = ctx
  const known = new Map((await namedAssociates(tx, tenant)).map((one) => [one.userid, one]))
  const from = known.get(asked.from)
  if (!from) throw new Problem('unknown_associate', { userid: asked.from })
  const takers = takersOf(asked, from, known)
  const counts = await customersByAssociate(tx, tenant)
  const loads = new Map(
    takers.map(({ userid }) => [userid, { customers: counts.get(userid) ?? 0, gets: 0 }]),
  )
  const contacts = await contactsOfAssociate(tx, tenant, {
    userid: from.userid,
    limit: HANDOVER_MAX + 1,
  })
  if (contacts.length > HANDOVER_MAX)
    throw new Problem('handover_too_many', { limit: HANDOVER_MAX })
  const reason = from.isActive ? 'on_job' : 'resigned'
  const limits = await limitsOf(tx, ctx, { reason, contacts })
  const free = contacts.filter((contact) => limits.before(contact) === null)
  const named = await namesOf(tx, ctx, asked, segments, free)
  const takerOf = spread(free, named, asked.rest, loads)
  const going: Going[] = []
  const staying: Staying[] = []
  for (const contact of contacts) {
    const before = limits.before(contact)
    const taker = takerOf.get(contact)
    if (before || !taker) staying.push({ contact, reason: before ?? 'unnamed' })
    else if (taker.to === null) staying.push({ contact, reason: taker.why })
    else if (limits.refused.has(`${taker.to}\n${contact.externalUserid}`))
      staying.push({ contact, reason: 'refused_before' })
    else going.push({ contact, to: taker.to })
  }
  return { from, reason, going, staying, successors: successorsOf(takers, counts, going) }
}

function takersOf(
  { rules, rest, from: fromUserid }: HandoverPlan,
  from: Associate,
  known: ReadonlyMap<string, Associate>,
): Associate[] {
  const userids = [...new Set([...rules.map(({ to }) => to), ...rest])]
  return userids.map((userid) => {
    const taker = known.get(userid)
    if (!taker?.isActive) throw new Problem('unknown_associate', { userid })
    if (userid === fromUserid) throw new Problem('handover_same')
    if (taker.company !== from.company) throw new Problem('handover_other_company', { userid })
    return taker
  })
}

async function limitsOf(
  tx: Tx,
  ctx: HandoverContext,
  { reason, contacts }: { reason: HandoverReason; contacts: readonly OwnContact[] },
) {
  const ids = contacts.map(({ externalUserid }) => externalUserid)
  const times =
    reason === 'on_job' ? await timesHandedOver(tx, ctx, ids) : new Map<string, number>()
  return {
    refused: await refusedPairs(tx, ctx.tenant, ids),
    before: ({ isMoving, externalUserid }: OwnContact): StayReason | null => {
      if (isMoving) return 'moving'
      return (times.get(externalUserid) ?? 0) >= ON_JOB_MAX ? 'too_often' : null
    },
  }
}

/** Whom a rule names for a customer: the first that holds. */
async function namesOf(
  tx: Tx,
  { tenant, now }: HandoverContext,
  { rules }: HandoverPlan,
  segments: SegmentPeople,
  contacts: readonly OwnContact[],
): Promise<(contact: OwnContact) => string | null> {
  const tagIds = rules.flatMap((rule) => (rule.kind === 'tag' ? [idOf('tag', rule.tagId)] : []))
  const personIds = [...new Set(contacts.map(({ personId }) => personId))]
  const needs = await needsAmong(tx, tenant, { personIds, tagIds, now })
  const tests = rules.map((rule) => {
    const { to } = rule
    if (rule.kind === 'picked') {
      const ids = new Set(rule.customerIds.map((id) => idOf('customer', id)))
      return (one: OwnContact) => (ids.has(one.customerId) || ids.has(one.personId) ? to : null)
    }
    if (rule.kind === 'tag') {
      const tagId = idOf('tag', rule.tagId)
      return (one: OwnContact) => ((needs.get(one.personId)?.get(tagId) ?? 0) > 0 ? to : null)
    }
    const numbers = segments.get(rule.segmentId) ?? new Set<number>()
    return (one: OwnContact) => (numbers.has(one.no) || numbers.has(one.personNo) ? to : null)
  })
  return (contact) => {
    for (const test of tests) {
      const to = test(contact)
      if (to !== null) return to
    }
    return null
  }
}

function idOf(kind: 'tag' | 'customer', shown: string): string {
  const id = readId(kind, shown)
  if (id === null) throw new Problem('not_found')
  return id
}

function successorsOf(
  takers: readonly Associate[],
  counts: ReadonlyMap<string, number>,
  going: readonly Going[],
): Successor[] {
  return takers.map((associate) => {
    const theirs = going.filter(({ to }) => to === associate.userid)
    return {
      associate,
      customers: counts.get(associate.userid) ?? 0,
      gets: theirs.length,
      friends: theirs.filter(({ contact }) => contact.others.includes(associate.userid)).length,
    }
  })
}
