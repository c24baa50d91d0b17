import { z } from 'zod'
import { instant, pageOf, pageQuery } from './page.ts'

/** Money is counted in fen, points and pieces in whole ones; each unit for itself. */
export const ledgerUnits = ['fen', 'points', 'units'] as const
export type LedgerUnit = (typeof ledgerUnits)[number]

/**
 * Where value stands. funds: the brand’s own. budget: set aside for a reward or a campaign. cost: what was given away. due:
 * owed to somebody. paid: what left. partner: owed to a partner. points: somebody’s. points_issued, points_used: where points
 * come from and go. supply: where codes and gifts come from. stock: a reward’s. goods: what somebody was given.
 */
export const accountKinds = [
  'funds',
  'budget',
  'cost',
  'due',
  'paid',
  'partner',
  'points',
  'points_issued',
  'points_used',
  'supply',
  'stock',
  'goods',
] as const
export type AccountKind = (typeof accountKinds)[number]
export const ownerKinds = ['brand', 'reward', 'campaign', 'customer', 'partner'] as const
export type OwnerKind = (typeof ownerKinds)[number]

/** direct: done. hold: promised. post: the promise was kept. void: it was let go. */
export const phases = ['direct', 'hold', 'post', 'void'] as const
export type Phase = (typeof phases)[number]

/** Why value moves. */
export const moveReasons = [
  'budget_set',
  'budget_returned',
  'stock_added',
  'stock_withdrawn',
  'granted',
  'clawed_back',
  'expired',
  'paid',
  'payment_returned',
  'redeemed',
  'adjusted',
] as const
export type MoveReason = (typeof moveReasons)[number]

/** A campaign that rewards are given for. */
export const campaignKinds = ['referral', 'hook', 'journey', 'manual'] as const
export type CampaignKind = (typeof campaignKinds)[number]

const owner = z.object({
  kind: z.enum(ownerKinds),
  /** As it is shown; null: the brand. */
  id: z.string().nullable(),
  name: z.string(),
})
export const ledgerAccount = z.object({
  id: z.string(),
  kind: z.enum(accountKinds),
  unit: z.enum(ledgerUnits),
  owner,
  /** What came less what went. */
  posted: z.number(),
  /** Of that: promised away. */
  held: z.number(),
})
export type LedgerAccount = z.infer<typeof ledgerAccount>

/** The accounts of one kind together. */
const accountSum = z.object({
  kind: z.enum(accountKinds),
  unit: z.enum(ledgerUnits),
  accounts: z.number(),
  posted: z.number(),
  held: z.number(),
})
export type AccountSum = z.infer<typeof accountSum>

export const ledgerAudit = z.object({
  at: instant,
  by: z.string().nullable(),
  transfers: z.number(),
  chained: z.number(),
  isEqual: z.boolean(),
  differences: z.array(z.object({ what: z.string(), id: z.string() })),
})
export type LedgerAudit = z.infer<typeof ledgerAudit>

export const ledgerOverview = z.object({
  sums: z.array(accountSum),
  transfers: z.number(),
  /** Not in the chain yet. */
  unchained: z.number(),
  lastAudit: ledgerAudit.nullable(),
})
export type LedgerOverview = z.infer<typeof ledgerOverview>

export const accountQuery = pageQuery.extend({
  kind: z.enum(accountKinds).optional(),
  unit: z.enum(ledgerUnits).optional(),
})
export type AccountQuery = z.infer<typeof accountQuery>
export const ledgerAccounts = pageOf(ledgerAccount)

const side = z.object({ id: z.string(), kind: z.enum(accountKinds), owner })
export const ledgerEntry = z.object({
  id: z.string(),
  at: instant,
  phase: z.enum(phases),
  reason: z.enum(moveReasons),
  unit: z.enum(ledgerUnits),
  amount: z.number(),
  debit: side,
  credit: side,
  campaign: z.object({ kind: z.enum(campaignKinds), id: z.string(), name: z.string() }).nullable(),
  by: z.string().nullable(),
  /** Of a hold: what became of it; null: it stands. */
  resolution: z.enum(['post', 'void']).nullable(),
  /** Its place in the chain; null: it is taken in within seconds. */
  chainNo: z.number().nullable(),
})
export type LedgerEntry = z.infer<typeof ledgerEntry>
export const ledgerEntries = pageOf(ledgerEntry)

const month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/)
export const entryQuery = pageQuery.extend({
  accountId: z.string().max(64).optional(),
  /** Everything of a person: all accounts of all rows. */
  customerId: z.string().max(64).optional(),
  /** A campaign: its id as it is shown. */
  campaignId: z.string().max(64).optional(),
  unit: z.enum(ledgerUnits).optional(),
  phase: z.enum(phases).optional(),
  reason: z.enum(moveReasons).optional(),
  month: month.optional(),
})
export type EntryQuery = z.infer<typeof entryQuery>

export const ledgerMonth = z.object({
  month,
  /** Movements of the month. */
  transfers: z.number(),
  closedAt: instant.nullable(),
  closedBy: z.string().nullable(),
  chainHash: z.string().nullable(),
  /** What stood at its end; of an open month: what stands now. */
  totals: z.array(accountSum),
  /** It is over, and so is every month before it. */
  mayClose: z.boolean(),
})
export type LedgerMonth = z.infer<typeof ledgerMonth>
export const ledgerMonths = z.object({ items: z.array(ledgerMonth) })
export const ledgerMonthPart = z.object({ month })
