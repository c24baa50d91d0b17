import { z } from 'zod'
import { acquiredDay } from './acquisition.ts'
import { day, instant, pageOf, pageQuery } from './page.ts'

/** What a hook (引流抓手) gives. */
export const hookKinds = ['file', 'video', 'course', 'product', 'coupon', 'trial'] as const
/** Who may claim it: whoever comes; friends of an associate; those who became one in the last thirty days. */
export const claimRules = ['anyone', 'friend', 'new_friend'] as const
export const STOCK_MAX = 100_000

const name = z.string().trim().min(1).max(60)
const named = z.object({ id: z.string(), name: z.string() })

/** What is given, as the customer reads it. Only http and https; nothing else is ever led on to. */
export const asset = z.strictObject({
  title: z.string().trim().min(1).max(60),
  words: z.string().trim().max(1_000).default(''),
  url: z
    .url({ protocol: /^https?$/ })
    .max(2_000)
    .nullable()
    .default(null),
})
export type Asset = z.infer<typeof asset>

const code = z.string().trim().min(1).max(60)
export const newHook = z.strictObject({
  name,
  /** The pain that it answers, in the customers' words. */
  pain: z.string().trim().min(1).max(200),
  kind: z.enum(hookKinds),
  rule: z.enum(claimRules).default('friend'),
  sourceId: z.string().nullable().default(null),
  wayId: z.string().nullable().default(null),
  asset,
  /** Null: as many as come. */
  stock: z.number().int().min(0).max(STOCK_MAX).nullable().default(null),
  /** Coupon codes, one for each claim; they are the stock. */
  codes: z.array(code).max(STOCK_MAX).default([]),
  untilOn: day.nullable().default(null),
})
export type NewHook = z.infer<typeof newHook>
export const hookChange = z.strictObject({
  name: name.optional(),
  pain: z.string().trim().min(1).max(200).optional(),
  rule: z.enum(claimRules).optional(),
  wayId: z.string().nullable().optional(),
  untilOn: day.nullable().optional(),
  /** Another than before is a new version; who claimed before keeps theirs. */
  asset: asset.optional(),
  isArchived: z.boolean().optional(),
})
export const moreStock = z
  .strictObject({
    more: z.number().int().min(0).max(STOCK_MAX).default(0),
    codes: z.array(code).max(STOCK_MAX).default([]),
  })
  .refine(({ more, codes }) => more + codes.length > 0)

export const hookStates = ['open', 'ended', 'sold_out', 'archived'] as const
export const hook = z.object({
  id: z.string(),
  name: z.string(),
  pain: z.string(),
  kind: z.enum(hookKinds),
  rule: z.enum(claimRules),
  source: named.nullable(),
  way: named.nullable(),
  asset,
  version: z.number(),
  stock: z.object({ all: z.number(), left: z.number() }).nullable(),
  untilOn: day.nullable(),
  state: z.enum(hookStates),
  /** Where it is claimed; null: this installation has no address that a phone could open. */
  url: z.string().nullable(),
  viewed: z.number(),
  claimed: z.number(),
  opened: z.number(),
  madeAt: instant,
})
export type Hook = z.infer<typeof hook>
export const hooks = pageOf(hook)
export const hookQuery = pageQuery.extend({
  search: z.string().trim().max(60).default(''),
  isArchived: z.enum(['true', 'false']).default('false'),
})

/** People who became friends in the last half year: who claimed this hook, beside who claimed none. */
const quality = z.object({
  people: z.number(),
  due: z.number(),
  retained: z.number(),
  leftEarly: z.number(),
  buyers: z.number(),
  revenue: z.number(),
})
export type Quality = z.infer<typeof quality>
export const qualityVerdicts = ['too_few', 'worse', 'even', 'better'] as const
export const hookDetail = hook.extend({
  versions: z.array(asset.extend({ no: z.number(), madeAt: instant })),
  /** Codes whose welcome carries it. */
  ways: z.array(named),
  /** Of those who claimed, who bought within thirty days of it. */
  valued: z.number(),
  quality: z.object({
    claimed: quality,
    others: quality,
    verdict: z.enum(qualityVerdicts),
    /** The difference of the shares that stayed thirty days, with its interval. */
    difference: z.object({ effect: z.number(), low: z.number(), high: z.number() }).nullable(),
  }),
  days: z.array(acquiredDay.pick({ on: true }).extend({ claimed: z.number() })),
})
export type HookDetail = z.infer<typeof hookDetail>

export const hookClaim = z.object({
  id: z.string(),
  /** Null: nobody knows yet who it was. */
  customer: named.nullable(),
  claimedAt: instant,
  openedAt: instant.nullable(),
  version: z.number(),
  code: z.string(),
})
export type HookClaim = z.infer<typeof hookClaim>
export const hookClaims = pageOf(hookClaim)
export const hookClaimsQuery = pageQuery.extend({
  kind: z.enum(['claimed', 'opened', 'unopened']).default('claimed'),
})

/** Where somebody met the brand, the first contact first. */
export const touch = z.object({
  at: instant,
  kind: z.enum(['follow', 'subscription', 'landing', 'form', 'hook']),
  /** From the channel down. */
  path: z.array(z.string()),
  sourceId: z.string().nullable(),
  subject: z.string(),
})
export type Touch = z.infer<typeof touch>
export const touches = z.object({ items: z.array(touch) })
