import type { AbuseRule, Invitee } from './referral-abuse.ts'
import { fewAmongAlike, strengthOf } from './surprise.ts'

type GroupKind = 'inviter' | 'network' | 'agent'

export type Habits = {
  of(invitee: Invitee): {
    /** Had the time to act and did not. */
    isSilent: boolean
    /** Did something that counts. */
    hasCome: boolean
    /** 0 where nobody in the campaign is seen to act, 1 where many are: only then silence says something. */
    silenceCounts: number
    /** The group of theirs in which too few act or stay, and how surprising that is (0 to 1). */
    quietGroup: { by: GroupKind; strength: number }
  }
}

/** What people did after they were added, alone and beside those who came with them. `inOrder` is by `addedAt`. */
export function habitsOf(
  inOrder: readonly Invitee[],
  { now, rule }: { now: number; rule: AbuseRule },
): Habits {
  const come = thoseWhoCame(inOrder)
  const isRipe = ({ addedAt }: Invitee) => now - addedAt >= rule.timeToActMs
  const ripe = inOrder.filter(isRipe)
  const stayed = ({ addedAt, leftAt }: Invitee) =>
    leftAt === null || leftAt - addedAt > rule.quickMs
  const tally = (keyOf: (invitee: Invitee) => string | null) =>
    tallyOf(ripe, { keyOf, come, stayed })
  const usual = usualOf(
    tally(({ inviterId }) => inviterId),
    rule.voiceOfInviter,
  )
  const families = familiesOf(inOrder, come)
  const familyOf = (invitee: Invitee) => families.get(invitee) ?? invitee.inviterId
  const groups = {
    inviter: surprises(tally(familyOf), { usual, rule }),
    network: surprises(
      tally(({ network }) => network),
      { usual, rule },
    ),
    agent: surprises(
      tally(({ agent }) => agent),
      { usual, rule },
    ),
  }
  const silenceCounts =
    usual.people < rule.leastToCompare
      ? 0
      : Math.min(1, usual.acted / usual.people / rule.actingShare)
  return {
    of: (invitee) => {
      const hasCome = come.has(invitee)
      const candidates = [
        { by: 'inviter', strength: groups.inviter.get(familyOf(invitee)) ?? 0 },
        { by: 'network', strength: groups.network.get(invitee.network ?? '') ?? 0 },
        { by: 'agent', strength: groups.agent.get(invitee.agent ?? '') ?? 0 },
      ] as const
      const quietGroup = candidates.reduce((most, one) =>
        one.strength > most.strength ? one : most,
      )
      return { isSilent: isRipe(invitee) && !hasCome, hasCome, silenceCounts, quietGroup }
    },
  }
}

/**
 * Who did something that counts. Inviting is an act, but not when all whom one invited are empty themselves: else a
 * farm whose accounts invite each other would be the liveliest part of the campaign. From the last one added backwards,
 * so that those who were invited are judged before whom they were invited by.
 */
function thoseWhoCame(inOrder: readonly Invitee[]): Set<Invitee> {
  const come = new Set<Invitee>()
  const broughtSomebody = new Map<string, boolean>()
  for (const invitee of [...inOrder].reverse()) {
    const isAlive = invitee.hasActed && broughtSomebody.get(invitee.person) !== false
    if (isAlive) come.add(invitee)
    const before = broughtSomebody.get(invitee.inviterPerson) ?? false
    broughtSomebody.set(invitee.inviterPerson, before || isAlive)
  }
  return come
}

/**
 * Whose people somebody counts among: their inviter's, or, where the inviter is empty, those among whom the inviter
 * counts. So accounts that invite one another, three each, are one crowd and not many small circles.
 */
function familiesOf(inOrder: readonly Invitee[], come: Set<Invitee>): Map<Invitee, string> {
  const families = new Map<Invitee, string>()
  const familyOfEmpty = new Map<string, string>()
  for (const invitee of inOrder) {
    const family = familyOfEmpty.get(invitee.inviterPerson) ?? invitee.inviterId
    families.set(invitee, family)
    if (!come.has(invitee)) familyOfEmpty.set(invitee.person, family)
  }
  return families
}

type Tally = { people: number; acted: number; stayed: number }

function tallyOf(
  invitees: readonly Invitee[],
  given: {
    keyOf: (invitee: Invitee) => string | null
    come: Set<Invitee>
    stayed: (invitee: Invitee) => boolean
  },
): Map<string, Tally> {
  const tallies = new Map<string, Tally>()
  for (const invitee of invitees) {
    const key = given.keyOf(invitee)
    if (key === null) continue
    const tally = tallies.get(key) ?? { people: 0, acted: 0, stayed: 0 }
    tally.people++
    tally.acted += Number(given.come.has(invitee))
    tally.stayed += Number(given.stayed(invitee))
    tallies.set(key, tally)
  }
  return tallies
}

/** The whole campaign with each inviter's voice bounded; numbers of people, not whole ones. */
function usualOf(byInviter: Map<string, Tally>, voice: number): Tally {
  const usual = { people: 0, acted: 0, stayed: 0 }
  for (const { people, acted, stayed } of byInviter.values()) {
    const share = Math.min(people, voice) / people
    usual.people += people * share
    usual.acted += acted * share
    usual.stayed += stayed * share
  }
  return usual
}

/**
 * Per group: P(so few act) or P(so few stay) among honest people, the smaller of the two times two (Bonferroni), as a
 * strength between 0 and 1. The group's own bounded voice is taken out of what it is compared with.
 */
function surprises(
  groups: Map<string, Tally>,
  { usual, rule }: { usual: Tally; rule: AbuseRule },
): Map<string, number> {
  const found = new Map<string, number>()
  for (const [key, group] of groups) {
    if (group.people < rule.leastOfGroup) continue
    const share = Math.min(group.people, rule.voiceOfInviter) / group.people
    const others = usual.people - group.people * share
    if (others < rule.leastToCompare) continue
    const tail = (count: number, all: number) =>
      fewAmongAlike(
        { n: group.people, count },
        { share: (all - count * share) / others, correlation: rule.circleCorrelation },
      )
    const p = 2 * Math.min(tail(group.acted, usual.acted), tail(group.stayed, usual.stayed))
    const strength = strengthOf(p, rule.evidence.star)
    if (strength > 0) found.set(key, strength)
  }
  return found
}
