import { z } from 'zod'
import { campaignKinds } from './ledger.ts'
import { instant, pageOf, pageQuery } from './page.ts'

/** coupon: a code out of stock. gift: a thing that is sent. points. payment: money by WeChat Pay. */
export const rewardKinds = ['coupon', 'gift', 'points', 'payment'] as const
export type RewardKind = (typeof rewardKinds)[number]

/**
 * pending (held) ⇄ frozen (looked at) → posted → of money: awaiting (the customer confirms) → paid, expired or returned. Before it
 * is posted it can be cancelled, afterwards clawed back. A coupon or a gift that nobody fetches expires.
 */
export const grantStates = [
  'pending',
  'frozen',
  'posted',
  'awaiting',
  'paid',
  'returned',
  'expired',
  'cancelled',
  'clawed_back',
] as const
export type GrantState = (typeof grantStates)[number]

const FEN_MAX = 100_000_000
const fen = z.number().int().min(1).max(FEN_MAX)
/** WeChat Pay transfers no less. */
export const PAYMENT_MIN_FEN = 30
/** Above this WeChat Pay wants the receiver’s name; rewards stay below. */
export const PAYMENT_MAX_FEN = 20_000

const rules = {
  name: z.string().trim().min(1).max(60),
  /** What the customer reads about it. */
  words: z.string().trim().max(500).default(''),
  holdDays: z.number().int().min(0).max(90).default(7),
  personLimit: z.number().int().min(1).max(10_000).nullable().default(null),
  dayBudget: fen.nullable().default(null),
  /** More than so many within so many minutes: it pauses by itself. */
  velocity: z
    .strictObject({
      max: z.number().int().min(1).max(1_000_000),
      minutes: z.number().int().min(1).max(1_440),
    })
    .nullable()
    .default(null),
  validDays: z.number().int().min(1).max(730).nullable().default(null),
}

export const newReward = z.discriminatedUnion('kind', [
  z.strictObject({ ...rules, kind: z.literal('coupon'), cost: fen.or(z.literal(0)) }),
  z.strictObject({ ...rules, kind: z.literal('gift'), cost: fen.or(z.literal(0)) }),
  z.strictObject({
    ...rules,
    kind: z.literal('points'),
    points: z.number().int().min(1).max(1_000_000),
    cost: fen.or(z.literal(0)),
  }),
  z.strictObject({
    ...rules,
    kind: z.literal('payment'),
    amount: z.number().int().min(PAYMENT_MIN_FEN).max(PAYMENT_MAX_FEN),
  }),
])
export type NewReward = z.infer<typeof newReward>
/** What it is worth stays as it was made: who wants another makes another. */
export const rewardChange = z.strictObject(rules).partial()
export type RewardChange = z.infer<typeof rewardChange>

const stock = z.object({
  /** All that was ever put in; always free and granted and retired together. */
  initial: z.number(),
  free: z.number(),
  granted: z.number(),
  retired: z.number(),
})
export type Stock = z.infer<typeof stock>

const budget = z.object({ free: z.number(), held: z.number(), spent: z.number() })

export const reward = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.enum(rewardKinds),
  words: z.string(),
  points: z.number().nullable(),
  amount: z.number().nullable(),
  cost: z.number(),
  holdDays: z.number(),
  personLimit: z.number().nullable(),
  dayBudget: z.number().nullable(),
  velocity: z.object({ max: z.number(), minutes: z.number() }).nullable(),
  validDays: z.number().nullable(),
  /** Of coupons and gifts. */
  stock: stock.nullable(),
  /** Null: the reward has none of its own. */
  budget: budget.nullable(),
  /** What was given today, in fen of cost. */
  today: z.number(),
  /** How many grants are in each state. */
  grants: z.partialRecord(z.enum(grantStates), z.number()),
  pause: z
    .object({ at: instant, by: z.string().nullable(), reason: z.string(), isBrake: z.boolean() })
    .nullable(),
  madeAt: instant,
  madeBy: z.string().nullable(),
  archivedAt: instant.nullable(),
})
export type Reward = z.infer<typeof reward>
export const rewardQuery = pageQuery.extend({
  search: z.string().trim().max(60).default(''),
  kind: z.enum(rewardKinds).optional(),
  state: z.enum(['live', 'paused', 'archived', 'all']).default('live'),
})
export type RewardQuery = z.infer<typeof rewardQuery>
export const rewards = pageOf(reward)

const batch = z.object({
  id: z.string(),
  kind: z.enum(['imported', 'generated', 'added', 'withdrawn']),
  count: z.number(),
  at: instant,
  by: z.string().nullable(),
})
export const rewardDetail = reward.extend({ batches: z.array(batch) })
export type RewardDetail = z.infer<typeof rewardDetail>

const CODES_MAX = 20_000
export const CODE_MAX = 64
/** Codes, one in a line or with commas between; those that are there already are told, not taken twice. */
export const codeImport = z.strictObject({
  codes: z
    .string()
    .min(1)
    .max(CODES_MAX * CODE_MAX),
})
export const codeImported = z.object({
  added: z.number(),
  known: z.number(),
  /** Lines that are no code: too long, or with a blank. */
  unreadable: z.number(),
})
export const codeGeneration = z.strictObject({
  count: z.number().int().min(1).max(CODES_MAX),
  prefix: z
    .string()
    .trim()
    .toUpperCase()
    .regex(/^[A-Z0-9-]{0,12}$/)
    .default(''),
})
export const stockAddition = z.strictObject({ count: z.number().int().min(1).max(CODES_MAX) })
export const counted = z.object({ count: z.number() })
/** Set aside for a reward, on top of what is there; less than nothing is taken back. */
export const budgetChange = z.strictObject({
  amount: z
    .number()
    .int()
    .min(-FEN_MAX)
    .max(FEN_MAX)
    .refine((value) => value !== 0),
})
export const pauseWords = z.strictObject({ reason: z.string().trim().min(2).max(200) })
export const grantWords = z.strictObject({ reason: z.string().trim().min(2).max(200) })

const person = z.object({ id: z.string(), name: z.string() })
export const rewardGrant = z.object({
  id: z.string(),
  reward: z.object({ id: z.string(), name: z.string() }),
  kind: z.enum(rewardKinds),
  points: z.number().nullable(),
  amount: z.number().nullable(),
  cost: z.number(),
  state: z.enum(grantStates),
  customer: person,
  campaign: z.object({ kind: z.enum(campaignKinds), id: z.string(), name: z.string() }),
  grantedAt: instant,
  grantedBy: z.string().nullable(),
  holdUntil: instant,
  postedAt: instant.nullable(),
  expiresAt: instant.nullable(),
  endedAt: instant.nullable(),
  /** Why it is as it is: why it was frozen, cancelled, refused. */
  reason: z.string(),
  /** Of a gift. */
  hasAddress: z.boolean(),
  sentAt: instant.nullable(),
  parcel: z.string(),
})
export type RewardGrant = z.infer<typeof rewardGrant>
export const grantEntryKinds = [
  'granted',
  'frozen',
  'released',
  'posted',
  'cancelled',
  'clawed_back',
  'expired',
  'address',
  'sent',
  'asked',
  'unknown',
  'awaiting',
  'paid',
  'returned',
] as const
export const rewardGrantDetail = rewardGrant.extend({
  entries: z.array(
    z.object({
      id: z.string(),
      kind: z.enum(grantEntryKinds),
      at: instant,
      by: z.string().nullable(),
      reason: z.string(),
    }),
  ),
})
export type RewardGrantDetail = z.infer<typeof rewardGrantDetail>
export const grantQuery = pageQuery.extend({
  rewardId: z.string().max(64).optional(),
  customerId: z.string().max(64).optional(),
  campaignId: z.string().max(64).optional(),
  /** `suspect`: frozen, waiting for somebody to decide. `to_send`: gifts with an address. */
  state: z.enum([...grantStates, 'to_send', 'all']).default('all'),
})
export type GrantQuery = z.infer<typeof grantQuery>
export const rewardGrants = pageOf(rewardGrant)
export const rewardsOfPerson = z.object({
  points: z.number(),
  items: z.array(rewardGrant),
})
/** Given by hand. Who taps twice gives once: the key is the cause. */
export const newGrant = z.strictObject({
  customerId: z.string().max(64),
  key: z.uuid(),
  reason: z.string().trim().min(2).max(200),
})
export const madeGrant = z.object({ id: z.string(), state: z.enum(grantStates) })
export const giftSent = z.strictObject({ parcel: z.string().trim().max(60).default('') })
export const giftAddress = z.object({ name: z.string(), phone: z.string(), address: z.string() })
export type GiftAddress = z.infer<typeof giftAddress>
