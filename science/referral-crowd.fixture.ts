import { type Chance, drawGamma, drawNormal } from './draw.ts'
import type { Invitee } from './referral-abuse.ts'

/**
 * A campaign in which honest people invite their friends, written from how people are and not from how they are judged.
 * Nothing here reads the rule. Where a figure has no source it says "assumed".
 */
export const HOUR = 3_600_000
export const DAY = 24 * HOUR
/** The campaign runs three weeks. */
export const CAMPAIGN_DAYS = 21

export type Guest = Invitee & {
  /** Who came, or what kind of farm made them up. */
  kind: string
}

/** Draws that belong to one invented world. */
export type World = {
  chance: Chance
  among: (n: number) => number
  happens: (share: number) => boolean
  looks: () => string
  carrier: () => string
  count: { people: number }
}

export function worldOf(chance: Chance): World {
  const among = (n: number) => Math.floor(chance.fraction() * n)
  /** Low numbers often, high ones seldom: a popularity by rank. */
  const ranked = (n: number, skew: number) => Math.floor(n * chance.fraction() ** skew)
  return {
    chance,
    among,
    happens: (share) => chance.fraction() < share,
    // A quarter are iPhones, which inside WeChat do not say which: one iOS version of it is a twentieth of everybody. Of
    // the others 250 models, the popular few of which make a third; three builds of WeChat live side by side.
    looks: () =>
      chance.fraction() < 0.25
        ? `iPhone ios${ranked(6, 2)} wechat${ranked(3, 2)}`
        : `model${ranked(250, 2.5)} system${ranked(4, 1.5)} wechat${ranked(3, 2)}`,
    // Mobile carriers put thousands of phones behind one address: 400 of these in the brand's cities (assumed).
    carrier: () => `carrier${ranked(400, 1.5)}`,
    count: { people: 0 },
  }
}

/** An inviter as a human being: where they are, who their friends are, how lively these are. */
type Host = {
  id: string
  person: string
  openid: string
  /** Share of their circle that does anything after being added. */
  liveliness: number
  home: string
  office: string
  shop: string
  favouritePhone: string
}

/**
 * Honest invitees, exactly `n`.
 * @param silentShare how many of them never do anything (assumed: half of a brand's new contacts never write a word)
 */
export function honestCrowd(world: World, n: number, silentShare: number): Guest[] {
  const guests: Guest[] = []
  const hosts: Host[] = []
  while (guests.length < n) {
    // Two in five inviters were invited themselves, the rest are customers of before (assumed).
    const inviting = world.happens(0.4) ? guests[world.among(guests.length)] : undefined
    const host = hostOf(world, inviting, silentShare)
    hosts.push(host)
    const from = inviting ? inviting.addedAt : 0
    const start = from + world.chance.fraction() * Math.max(HOUR, CAMPAIGN_DAYS * DAY - from)
    const brought = arrivals(world, start).map((addedAt) => guestOf(world, host, addedAt))
    // Who brings somebody has done something, whatever else.
    if (inviting && brought.length > 0) inviting.hasActed = true
    guests.push(...brought)
  }
  return guests.slice(0, n)
}

function hostOf(world: World, inviting: Guest | undefined, silentShare: number): Host {
  const no = world.count.people++
  // Circles differ: of some nearly everybody writes, of grandmother's nobody does. Beta with standard deviation 0.17.
  const alive = 1 - silentShare
  const a = drawGamma(world.chance, alive * 7)
  const b = drawGamma(world.chance, (1 - alive) * 7)
  return {
    id: `inviter${no}`,
    person: inviting?.person ?? `host${no}`,
    openid: inviting?.openid ?? `openid-host${no}`,
    liveliness: a / (a + b),
    home: `home${no}`,
    // Offices of very different size share addresses; so do some thirty shops with guest Wi-Fi.
    office: `office${Math.floor(600 * world.chance.fraction() ** 1.5)}`,
    shop: `shop${Math.floor(30 * world.chance.fraction() ** 1.5)}`,
    favouritePhone: world.looks(),
  }
}

/**
 * When the people of one inviter come. Most ask one friend after another (days apart). A third post into a group chat:
 * half of those who ever come do within the hour, the last after days, which is how reposts on Weibo fall off (median
 * 65 minutes, a quarter within 13, a tenth after three days). One in forty lives on it and posts every few days.
 */
function arrivals(world: World, start: number): number[] {
  const { chance } = world
  const kind = chance.fraction()
  if (kind < 0.64) {
    const friends = 1 + Math.floor(-1.2 * Math.log(1 - chance.fraction()))
    let at = start
    return Array.from({ length: friends }, () => {
      at += -18 * HOUR * Math.log(1 - chance.fraction())
      return at
    })
  }
  const posts = kind < 0.975 ? 1 : 2 + world.among(5)
  return Array.from({ length: posts }, () => start + chance.fraction() * (posts - 1) * 3 * DAY)
    .flatMap((posted) => {
      const come = Math.ceil(6 * drawGamma(chance, 0.9))
      const minutes = () => 65 * Math.exp(2.2 * drawNormal(chance))
      return Array.from({ length: come }, () => posted + Math.min(10 * DAY, minutes() * 60_000))
    })
    .sort((one, other) => one - other)
}

function guestOf(world: World, host: Host, addedAt: number): Guest {
  const no = world.count.people++
  const { chance, happens } = world
  const place = chance.fraction()
  // Mobile data 55 %, own Wi-Fi 27 % (a few of these in the inviter's home), office 12 %, a shop's guest Wi-Fi 6 % (assumed).
  const wifi = place < 0.02 ? host.home : place < 0.27 ? `home-of${no}` : null
  const public_ = place < 0.39 ? host.office : place < 0.45 ? host.shop : world.carrier()
  // Three in five of the inviter's circle work where they do or live near the same shop; the others elsewhere.
  const elsewhere = place >= 0.27 && place < 0.39 && happens(0.4)
  const network = wifi ?? (elsewhere ? `office${world.among(600)}` : public_)
  const hasActed = happens(host.liveliness)
  // One in twenty leaves within the month; of the silent twice as many as of the others (assumed).
  const leaves = happens(hasActed ? 0.035 : 0.07)
  return {
    id: `guest${no}`,
    inviterId: host.id,
    person: `person${no}`,
    inviterPerson: host.person,
    inviterOpenid: host.openid,
    addedAt,
    // Who scans the code without opening the page leaves no trace of phone or network.
    ...(happens(0.12)
      ? { openid: null, network: null, agent: null }
      : {
          openid: `openid${no}`,
          network,
          agent: happens(0.12) ? host.favouritePhone : world.looks(),
        }),
    wasKnownBefore: false,
    hasActed,
    leftAt: leaves ? addedAt + 12 * DAY * chance.fraction() ** 1.5 : null,
    kind: 'honest',
  }
}

/**
 * Honest inviters who look odd: the leader of a group purchase whose 150 neighbours come within the evening and are a
 * silent lot, a kindergarten's parents on one Wi-Fi at pick-up time, and a firm that gave all its staff the same phone.
 */
export function oddButHonest(world: World): Guest[] {
  const leader = { ...hostOf(world, undefined, 0.7), liveliness: 0.3 }
  const parent = hostOf(world, undefined, 0.45)
  const colleague = hostOf(world, undefined, 0.45)
  const at = (day: number, within: number) => day * DAY + world.chance.fraction() * within
  const many = (n: number, make: () => Guest) => Array.from({ length: n }, make)
  return [
    ...many(150, () => guestOf(world, leader, at(6, 4 * HOUR))),
    ...many(25, () => ({ ...guestOf(world, parent, at(8, HOUR / 2)), network: 'kindergarten' })),
    ...many(12, () => ({
      ...guestOf(world, colleague, at(9, 2 * HOUR)),
      network: 'firm',
      agent: 'model17 system2 wechat0',
    })),
  ].map((guest) => ({ ...guest, kind: 'odd' }))
}
