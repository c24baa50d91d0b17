import { z } from 'zod'
import { day, instant, pageOf, pageQuery } from './page.ts'

const name = z.string().trim().min(1).max(60)
const TIERS_MAX = 8
const USERIDS_MAX = 100

/** So many friends bring this reward. */
export const tier = z.strictObject({
  people: z.number().int().min(1).max(1000),
  rewardId: z.string(),
})
export type Tier = z.infer<typeof tier>

/**
 * An invitation campaign (老带新, 任务宝). Customers invite friends by a code of their own; a friend counts who is new and has
 * stayed `stayDays` days (with `needsOrder` after a first order). `friendRewardId`: what each counted friend gets.
 */
export const newReferral = z.strictObject({
  name,
  headline: z.string().trim().min(1).max(60),
  story: z.string().trim().max(500),
  /** What a friend is told first; `{{customer}}`, `{{associate}}`, `{{brand}}`. Empty: the workspace's own welcome. */
  welcome: z.string().trim().max(1000),
  /** The poster that each inviter's code and name are drawn into; null: the code stands for itself. */
  posterId: z.string().nullable().default(null),
  sourceId: z.string().nullable(),
  userids: z.array(z.string().min(1).max(200)).min(1).max(USERIDS_MAX),
  tiers: z
    .array(tier)
    .min(1)
    .max(TIERS_MAX)
    .refine((all) => new Set(all.map(({ people }) => people)).size === all.length),
  friendRewardId: z.string().nullable(),
  stayDays: z.number().int().min(0).max(60),
  needsOrder: z.boolean(),
  friendsMax: z.number().int().min(1).max(1000),
  from: instant.nullable(),
  until: instant.nullable(),
})
export type NewReferral = z.infer<typeof newReferral>

/** What stands in the way of a launch; `blocking`: it cannot be launched so. */
export const referralProblem = z.object({
  code: z.enum([
    'induced_sharing',
    'team_pay',
    'recruiting_pay',
    'no_stay',
    'no_reward',
    'reward_gone',
    'no_associate',
    'not_connected',
    'over',
    'poster_gone',
  ]),
  isBlocking: z.boolean(),
  /** The words that it is about, if it is about words. */
  words: z.string(),
})
export type ReferralProblem = z.infer<typeof referralProblem>

export const referralState = z.enum(['draft', 'live', 'paused', 'ended'])
export type ReferralState = z.infer<typeof referralState>

export const referralLine = z.object({
  id: z.string(),
  name: z.string(),
  state: referralState,
  inviters: z.number(),
  friends: z.number(),
  counted: z.number(),
  suspicious: z.number(),
  until: instant.nullable(),
  madeAt: instant,
})
export type ReferralLine = z.infer<typeof referralLine>
export const referralList = pageOf(referralLine)
export const referralQuery = pageQuery.extend({
  search: z.string().max(100).optional(),
  state: referralState.optional(),
})

const named = z.object({ id: z.string(), name: z.string() })
export const referral = newReferral.omit({ tiers: true }).extend({
  id: z.string(),
  state: referralState,
  tiers: z.array(tier.extend({ name: z.string() })),
  friendReward: named.nullable(),
  source: named.nullable(),
  poster: named.nullable(),
  associates: z.array(z.object({ userid: z.string(), name: z.string() })),
  /** Where a customer takes part; null: this installation has no address that a phone could open. */
  url: z.string().nullable(),
  madeAt: instant,
  launchedAt: instant.nullable(),
  endedAt: instant.nullable(),
  problems: z.array(referralProblem),
})
export type Referral = z.infer<typeof referral>

const interval = z.object({ value: z.number(), low: z.number(), high: z.number() })

/** How a campaign does, from the first page to the reward. Money in minor units. */
export const referralReport = z.object({
  inviters: z.number(),
  /** Inviters who brought at least one friend. */
  active: z.number(),
  friends: z.number(),
  waiting: z.number(),
  counted: z.number(),
  left: z.number(),
  refused: z.array(z.object({ refusal: z.string(), friends: z.number() })),
  suspicious: z.number(),
  confirmed: z.number(),
  ordered: z.number(),
  promised: z.number(),
  posted: z.number(),
  frozen: z.number(),
  /** What the rewards cost that were given so far. */
  cost: z.number(),
  costPerCounted: z.number().nullable(),
  /** Null: not enough evidence yet; `needed`: so many more people. */
  k: z
    .object({
      all: interval,
      naive: z.number(),
      withoutSuspicious: z.number(),
      /** The part of friends who are still to come from those who take part already. */
      stillOnTheWay: z.number(),
      cycleDays: z.number().nullable(),
      byGeneration: z.array(
        z.object({ generation: z.number(), people: z.number(), k: z.number() }),
      ),
    })
    .nullable(),
  needed: z.number(),
  forecast: z.array(z.object({ on: day, low: z.number(), middle: z.number(), high: z.number() })),
  byDay: z.array(z.object({ on: day, joined: z.number(), came: z.number(), counted: z.number() })),
})
export type ReferralReport = z.infer<typeof referralReport>

export const inviterLine = z.object({
  id: z.string(),
  customer: z.object({ id: z.string(), name: z.string() }),
  generation: z.number(),
  invitedBy: z.object({ id: z.string(), name: z.string() }).nullable(),
  joinedAt: instant,
  friends: z.number(),
  counted: z.number(),
  suspicious: z.number(),
  promises: z.array(
    z.object({
      people: z.number(),
      reward: z.string(),
      state: z.string(),
      holdUntil: instant.nullable(),
    }),
  ),
})
export type InviterLine = z.infer<typeof inviterLine>
export const inviterList = pageOf(inviterLine)
export const inviterQuery = pageQuery.extend({
  sort: z.enum(['friends', 'joined']).default('friends'),
})

export const suspicion = z.enum(['none', 'open', 'cleared', 'confirmed'])
export const friendState = z.enum(['waiting', 'counted', 'refused', 'left'])
export const friendLine = z.object({
  id: z.string(),
  customer: z.object({ id: z.string(), name: z.string() }),
  inviter: z.object({ id: z.string(), customerId: z.string(), name: z.string() }),
  state: friendState,
  refusal: z.string().nullable(),
  suspicion,
  score: z.number(),
  reasons: z.array(z.string()),
  cameAt: instant,
  dueAt: instant.nullable(),
  orderedAt: instant.nullable(),
  lookedBy: z.string().nullable(),
  lookedAt: instant.nullable(),
  note: z.string().nullable(),
})
export type FriendLine = z.infer<typeof friendLine>
export const friendList = pageOf(friendLine)
export const friendQuery = pageQuery.extend({
  state: friendState.optional(),
  suspicion: suspicion.optional(),
  inviter: z.string().optional(),
})

/** What somebody found who looked at suspicious friends. */
export const verdict = z.strictObject({
  ids: z.array(z.string()).min(1).max(200),
  isReal: z.boolean(),
  note: z.string().trim().min(2).max(300),
})

/** Part of the tree: who brought whom, children of one node, the most fruitful first. */
export const treeQuery = z.object({ under: z.string().optional() })
export const tree = z.object({
  nodes: z.array(
    z.object({
      id: z.string(),
      customer: z.object({ id: z.string(), name: z.string() }),
      state: friendState.nullable(),
      suspicion,
      /** Their own id as an inviter; null: they invite nobody. */
      inviterId: z.string().nullable(),
      children: z.number(),
      descendants: z.number(),
    }),
  ),
  more: z.number(),
})
export type ReferralTree = z.infer<typeof tree>
