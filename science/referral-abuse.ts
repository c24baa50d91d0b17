import { type Habits, habitsOf } from './abuse-habit.ts'
import { type Traces, tracesOf } from './abuse-trace.ts'

/** One who was invited, as the campaign saw them. What the campaign did not see is null, and says nothing. */
export type Invitee = {
  id: string
  inviterId: string
  person: string
  inviterPerson: string
  inviterOpenid: string | null
  addedAt: number
  openid: string | null
  /** Where the page was opened from (a digest of the address is enough: only equality is asked). */
  network: string | null
  /** How the phone called itself; likewise. */
  agent: string | null
  /** They were a contact of the brand before. */
  wasKnownBefore: boolean
  /** Wrote, opened, ordered or invited after being added. */
  hasActed: boolean
  leftAt: number | null
}

export type Reason =
  | 'self_invite'
  | 'known_before'
  | 'same_wechat'
  | 'shared_network'
  | 'same_device'
  | 'burst'
  | 'star'
  | 'never_acted'
  | 'quick_leaver'

export type Suspicion = { id: string; score: number; reasons: Reason[] }

/** From where evidence counts, and where it is full, as −log₁₀ of the probability that honest people look like this. */
export type Evidence = readonly [from: number, full: number]

export type AbuseRule = {
  heldFrom: number
  weight: Record<Reason, number>
  acted: number
  timeToActMs: number
  quickMs: number
  circleCorrelation: number
  samePhoneAmongFriends: number
  samePhoneOnNetwork: number
  actingShare: number
  voiceOfInviter: number
  leastOfGroup: number
  leastToCompare: number
  evidence: { star: Evidence; crowded: Evidence; device: Evidence }
}

/**
 * What each reason weighs at its full strength, and from which sum a reward is held back (never refused: a person looks
 * at it). Three reasons are matters of fact and enough alone: nobody is invited by themselves, a contact of before is not
 * a new one, and one WeChat is one person. The others are habits that honest people have too. Their weights are chosen
 * so that what decent people show together stays below the threshold:
 * - a colleague's office: one network, all within the hour, most of them silent: 0.3 + 0.3 + 0.2 = 0.8;
 * - a curious one who looks and leaves: 0.4 + 0.2 = 0.6;
 * - whom a quiet neighbour brought: star at half its strength and silence: 0.4 + 0.2 = 0.6.
 * What is held without a matter of fact is therefore either an inviter of whose many people next to nobody does or stays
 * (star at full strength, one in three hundred by chance) and the silent ones among these only, or a phone that is dozens.
 */
export const abuseRule: AbuseRule = {
  heldFrom: 1,
  weight: {
    self_invite: 1,
    known_before: 1,
    same_wechat: 1,
    shared_network: 0.3,
    same_device: 1,
    burst: 0.3,
    star: 0.8,
    never_acted: 0.2,
    quick_leaver: 0.4,
  },
  /** Taken off for one who did something. Less than a device weighs: a script can write "hello". */
  acted: 0.3,
  /** Before this has passed nobody is called silent. A choice, as no campaign has been measured yet; shorter than a hold. */
  timeToActMs: 2 * 86_400_000,
  /** Who stays shorter came for the reward; a hold is longer than this by design. */
  quickMs: 3 * 86_400_000,
  /**
   * How alike friends are beyond chance (correlation inside one inviter's circle of who acts and who stays). 0 would call
   * every circle of quiet people a farm; with 0.1 one circle of ten in eighty is wholly silent when half of all people act, with 0 one in a thousand.
   */
  circleCorrelation: 0.1,
  /** Of a circle of friends so many (a share) have the very phone of another one, however rare it is elsewhere. */
  samePhoneAmongFriends: 0.1,
  /** On one network (a firm, a neighbourhood) a given phone is so many times as common as in the whole campaign. */
  samePhoneOnNetwork: 3,
  /** Where fewer than this share is seen to act, silence is what one sees of everybody, and counts less. */
  actingShare: 0.25,
  /** No inviter says more about how people usually behave than so many invitees do: a farm must not define the usual. */
  voiceOfInviter: 10,
  /** Fewer people are no group: what one or two do is theirs. */
  leastOfGroup: 5,
  /** Fewer people (or gaps) to compare with say nothing about the usual. */
  leastToCompare: 30,
  evidence: { star: [1, 2.5], crowded: [1, 3], device: [3, 12] },
}

/**
 * How much each invitee of one campaign looks like a farm's. Pure, and independent of the order in which they are given.
 * Everything is compared with this campaign's own people, so a small campaign, which knows little, suspects little.
 *
 * The evidence of a group (an inviter's people, a network's, a phone's) is a tail probability under what the rest of the
 * campaign does: beta-binomial for "so few acted or stayed", Poisson for "so many phones of this kind", rank among the
 * inviters for "so many from one place" and "so fast one after another".
 */
export function scoreInvitees(
  invitees: readonly Invitee[],
  { now, rule = abuseRule }: { now: number; rule?: AbuseRule },
): Suspicion[] {
  const inOrder = [...invitees].sort(
    (a, b) => a.addedAt - b.addedAt || (a.id < b.id ? -1 : Number(a.id > b.id)),
  )
  const habits = habitsOf(inOrder, { now, rule })
  const traces = tracesOf(inOrder, rule)
  const scored = new Map(
    inOrder.map((invitee) => [invitee.id, suspicionOf(invitee, { habits, traces, rule })]),
  )
  return invitees.map(({ id }) => scored.get(id) ?? { id, score: 0, reasons: [] })
}

function suspicionOf(
  invitee: Invitee,
  { habits, traces, rule }: { habits: Habits; traces: Traces; rule: AbuseRule },
): Suspicion {
  const { weight } = rule
  const { isSilent, hasCome, silenceCounts, quietGroup } = habits.of(invitee)
  const leftSoon =
    invitee.leftAt !== null && invitee.leftAt - invitee.addedAt <= rule.quickMs ? 1 : 0
  // The strongest of the three groups speaks, once, under the name of what its people share.
  const quiet = (by: 'inviter' | 'network' | 'agent') =>
    quietGroup.by === by ? weight.star * quietGroup.strength : 0
  const points: [Reason, number][] = [
    ['self_invite', invitee.person === invitee.inviterPerson ? weight.self_invite : 0],
    ['known_before', invitee.wasKnownBefore ? weight.known_before : 0],
    ['same_wechat', traces.isSameWechat(invitee) ? weight.same_wechat : 0],
    ['shared_network', weight.shared_network * traces.crowdedNetwork(invitee) + quiet('network')],
    ['same_device', weight.same_device * traces.sameDevice(invitee) + quiet('agent')],
    ['burst', weight.burst * traces.burst(invitee)],
    ['star', quiet('inviter')],
    ['never_acted', isSilent ? weight.never_acted * silenceCounts : 0],
    ['quick_leaver', weight.quick_leaver * leftSoon],
  ]
  const against = points.reduce((sum, [, value]) => sum + value, 0)
  const isFact = points.slice(0, 3).some(([, value]) => value > 0)
  const score = Math.max(0, against - (hasCome && !isFact ? rule.acted : 0))
  return {
    id: invitee.id,
    score: Math.round(score * 1e6) / 1e6,
    reasons: points.filter(([, value]) => value > 0).map(([reason]) => reason),
  }
}
