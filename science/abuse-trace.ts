import type { AbuseRule, Invitee } from './referral-abuse.ts'
import { atLeast, strengthOf } from './surprise.ts'

export type Traces = {
  isSameWechat(invitee: Invitee): boolean
  /** Each of these is a strength from 0 to 1. */
  crowdedNetwork(invitee: Invitee): number
  sameDevice(invitee: Invitee): number
  burst(invitee: Invitee): number
}

/** What phones, networks and clocks tell of how people came. `inOrder` is by `addedAt`. */
export function tracesOf(inOrder: readonly Invitee[], rule: AbuseRule): Traces {
  const wechat = sameWechats(inOrder)
  const network = crowdedNetworks(inOrder, rule)
  const onNetwork = phoneClusters(inOrder, {
    placed: ({ network }) => network,
    expected: (elsewhere) => elsewhere * rule.samePhoneOnNetwork,
    rule,
  })
  const ofInviter = phoneClusters(inOrder, {
    placed: ({ inviterId }) => inviterId,
    expected: (elsewhere) => elsewhere + rule.samePhoneAmongFriends,
    rule,
  })
  const runs = bursts(inOrder, rule)
  return {
    isSameWechat: (invitee) => wechat.has(invitee),
    crowdedNetwork: (invitee) => network(invitee),
    sameDevice: (invitee) => Math.max(onNetwork(invitee), ofInviter(invitee)),
    burst: (invitee) => runs.get(invitee) ?? 0,
  }
}

/** The inviter's own WeChat, or one that has been counted already; the first to come with it stays. */
function sameWechats(inOrder: readonly Invitee[]): Set<Invitee> {
  const same = new Set<Invitee>()
  const first = new Map<string, string>()
  for (const invitee of inOrder) {
    const { openid, person, inviterOpenid } = invitee
    if (openid === null) continue
    const owner = first.get(openid)
    if (owner === undefined) first.set(openid, person)
    if (openid === inviterOpenid || (owner !== undefined && owner !== person)) same.add(invitee)
  }
  return same
}

/**
 * How many of one inviter's people came over the same network, by the rank of that number among all inviters. A carrier
 * or a shop puts hundreds on one address, but under many inviters; a family and an office are under one, and frequent
 * enough that their size is no rarity. Independence would call every family a miracle; the rank does not.
 */
function crowdedNetworks(
  inOrder: readonly Invitee[],
  rule: AbuseRule,
): (invitee: Invitee) => number {
  const together = countsOf(inOrder, placeOf)
  const largest = new Map<string, number>()
  for (const invitee of inOrder) {
    const here = together.get(placeOf(invitee) ?? '') ?? 0
    largest.set(invitee.inviterId, Math.max(here, largest.get(invitee.inviterId) ?? 0))
  }
  const reach = rankOf([...largest.values()])
  return (invitee) => {
    const here = together.get(placeOf(invitee) ?? '') ?? 0
    return here < 3 ? 0 : strengthOf(reach(here), rule.evidence.crowded)
  }
}

const placeOf = ({ inviterId, network }: Invitee) =>
  network === null ? null : `${inviterId} ${network}`

/**
 * Phones of one look inside a place (a network, an inviter's people), against how common that look is elsewhere:
 * P(X ≥ c − 1) for Poisson X with mean (n − 1) × the share that is to be expected where people know each other.
 */
function phoneClusters(
  inOrder: readonly Invitee[],
  given: {
    placed: (invitee: Invitee) => string | null
    /** The share of one look in the place, from its share elsewhere. */
    expected: (elsewhere: number) => number
    rule: AbuseRule
  },
): (invitee: Invitee) => number {
  const { placed, expected, rule } = given
  const seen = inOrder.filter((invitee) => invitee.agent !== null && placed(invitee) !== null)
  const both = (invitee: Invitee) => `${placed(invitee)} ${invitee.agent}`
  const inPlace = countsOf(seen, placed)
  const ofLook = countsOf(seen, ({ agent }) => agent)
  const inBoth = countsOf(seen, both)
  const strengths = new Map<string, number>()
  for (const invitee of seen) {
    const key = both(invitee)
    if (strengths.has(key)) continue
    const here = inPlace.get(placed(invitee) ?? '') ?? 0
    const alike = inBoth.get(key) ?? 0
    // One more than was seen elsewhere: a look that nobody else has is rare, not impossible.
    const elsewhere =
      ((ofLook.get(invitee.agent ?? '') ?? 0) - alike + 1) / (seen.length - here + 1)
    const mean = (here - 1) * Math.min(1, expected(elsewhere))
    strengths.set(key, strengthOf(atLeast(alike - 1, mean), rule.evidence.device))
  }
  return (invitee) => strengths.get(both(invitee)) ?? 0
}

/**
 * How long the run of quick arrivals is in which somebody came, by the rank of that length among all inviters' longest.
 * Quick is what the quickest tenth of the campaign's own gaps is: a post in a lively group makes runs too.
 */
function bursts(inOrder: readonly Invitee[], rule: AbuseRule): Map<Invitee, number> {
  const byInviter = new Map<string, Invitee[]>()
  for (const invitee of inOrder) {
    const people = byInviter.get(invitee.inviterId)
    if (people) people.push(invitee)
    else byInviter.set(invitee.inviterId, [invitee])
  }
  const gaps = [...byInviter.values()].flatMap((people) =>
    gapsOf(people).slice(0, rule.voiceOfInviter),
  )
  const found = new Map<Invitee, number>()
  if (gaps.length < rule.leastToCompare) return found
  const quick = gaps.sort((a, b) => a - b)[Math.floor(gaps.length / 10)] ?? 0
  const runs = [...byInviter.values()].map((people) => runsOf(people, quick))
  const reach = rankOf(runs.map((of) => of.reduce((most, run) => Math.max(most, run.length), 0)))
  for (const run of runs.flat()) {
    const strength = run.length < 4 ? 0 : strengthOf(reach(run.length), rule.evidence.crowded)
    if (strength > 0) for (const invitee of run) found.set(invitee, strength)
  }
  return found
}

const gapsOf = (people: readonly Invitee[]) =>
  people.slice(1).map(({ addedAt }, i) => addedAt - (people[i]?.addedAt ?? addedAt))

/** Cuts where a gap is longer than `quick`. */
function runsOf(people: readonly Invitee[], quick: number): Invitee[][] {
  const runs: Invitee[][] = []
  for (const invitee of people) {
    const run = runs.at(-1)
    const last = run?.at(-1)
    if (run && last && invitee.addedAt - last.addedAt <= quick) run.push(invitee)
    else runs.push([invitee])
  }
  return runs
}

function countsOf(
  invitees: readonly Invitee[],
  keyOf: (invitee: Invitee) => string | null,
): Map<string, number> {
  const counts = new Map<string, number>()
  for (const invitee of invitees) {
    const key = keyOf(invitee)
    if (key !== null) counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  return counts
}

/** The share of the values that are at least as large as a given one. */
function rankOf(values: readonly number[]): (value: number) => number {
  const sorted = [...values].sort((a, b) => a - b)
  return (value) => {
    let [low, high] = [0, sorted.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((sorted[middle] ?? 0) < value) low = middle + 1
      else high = middle
    }
    return (sorted.length - low) / sorted.length
  }
}
