import { z } from 'zod'
import { instant } from './page.ts'

/** A userid of up to 64 characters, and before it, of every company but the first, a corp id of up to 62 and a slash. */
export const USERID_MAX = 127

/** WeCom's own rules for what its console gives out. */
const corpId = z.string().regex(/^(ww|wx)[0-9A-Za-z]{6,60}$/)
const secret = z.string().trim().min(16).max(200)
const callbackToken = z.string().regex(/^[0-9A-Za-z]{3,32}$/)
const callbackAesKey = z.string().regex(/^[0-9A-Za-z]{43}$/)

/** What WeCom's no means: which of the things that an administrator sets is not right, or that it is busy or silent. */
export const corpRefusals = [
  'secret',
  'corp_id',
  'address',
  'right',
  'disabled',
  'busy',
  'silent',
  'other',
] as const
export type CorpRefusal = (typeof corpRefusals)[number]

/** What asking WeCom came to: its error number (null: no answer at all), its words, and what they mean (null: it said yes). */
export const askOutcome = z.object({
  at: instant,
  errcode: z.number().nullable(),
  error: z.string().nullable(),
  refusal: z.enum(corpRefusals).nullable(),
})

/** What bringing everything in reads, in this order. */
export const syncParts = ['tags', 'directory', 'contacts', 'groups'] as const
export type SyncPart = (typeof syncParts)[number]

/** How far bringing in has come: `total` null: not listed yet; `endedAt` null: it is at work, or will be. */
export const corpSync = z.object({
  parts: z.array(
    z.object({
      part: z.enum(syncParts),
      done: z.number(),
      total: z.number().nullable(),
      endedAt: instant.nullable(),
      error: z.string().nullable(),
    }),
  ),
  /** What is left at the pace of this pass; null: its pace is not known. */
  remainingSeconds: z.number().nullable(),
  /** Associates whose lists WeCom does not let us read, in its words. What is known of their customers stays. */
  unread: z.array(z.object({ userid: z.string(), error: z.string() })),
})
export type CorpSync = z.infer<typeof corpSync>

/** The connection of a workspace to one of its WeCom corps (企业). Secrets are never read back. */
export const corp = z.object({
  id: z.string(),
  corpId: z.string(),
  /** What people here call it; empty: by its corp id. */
  name: z.string(),
  /** How ids of its people, groups and tags begin here, before a slash. Empty: they are as WeCom gave them (the first company). */
  company: z.string(),
  /** Its associates who are active, and the friendships that stand with any of its associates. */
  associates: z.number(),
  follows: z.number(),
  agentId: z.number().nullable(),
  connectedAt: instant,
  changedAt: instant,
  /** Where WeCom is to send its callbacks. */
  callbackUrl: z.string(),
  /** The last time that we asked WeCom for a token; errcode 0: it was given. */
  asked: askOutcome.nullable(),
  /** When WeCom proved the callback address, and when it last told of something. */
  verifiedAt: instant.nullable(),
  heardAt: instant.nullable(),
  /** The last callback that was not believed: `signature`, `stale`, `undecipherable`, `receiver` or `unreadable`. */
  refused: z.object({ at: instant, reason: z.string() }).nullable(),
  /** When associates, contacts and tags were last brought in. */
  syncedAt: instant.nullable(),
  syncError: z.string().nullable(),
  isSyncing: z.boolean(),
  sync: corpSync,
  /** Contacts of whom something was heard and whose details are still to be read. */
  contactsWaiting: z.number(),
})
export type Corp = z.infer<typeof corp>
export const corps = z.object({ items: z.array(corp) })

const corpName = z.string().trim().max(40)

/** Changes a connection: what is left out stays. */
export const corpChange = z.strictObject({
  name: corpName.optional(),
  secret: secret.optional(),
  agentId: z.number().int().positive().nullable().optional(),
  callbackToken: callbackToken.optional(),
  callbackAesKey: callbackAesKey.optional(),
  /** New keys for callbacks in place of those that are there: WeCom is not believed until it has them too. */
  renewsCallbackKeys: z.boolean().optional(),
})
export type CorpChange = z.infer<typeof corpChange>

/** Connects one more company; keys for callbacks are made when none are given. */
export const corpConnection = corpChange.extend({ corpId })
export type CorpConnection = z.infer<typeof corpConnection>

/** What an administrator copies into WeCom's console. Reading it is written to the audit log. */
export const callbackKeys = z.object({
  url: z.string(),
  token: z.string(),
  aesKey: z.string(),
})
export type CallbackKeys = z.infer<typeof callbackKeys>

/** An associate (导购): a member of the corp who serves customers. */
export const associate = z.object({
  /** WeCom's id; of every company but the first with its corp id before it: `ww0123456789abcdef/chenlan`. */
  userid: z.string(),
  name: z.string(),
  /** Which company's, as people here call it; empty where there is only one. */
  corp: z.string(),
  avatar: z.string(),
  isActive: z.boolean(),
  /** Where they work, the main one first, each with those above it: 门店 / 静安店. */
  departments: z.array(z.string()),
  position: z.string(),
  /** Customers who follow this associate now. */
  customers: z.number(),
})
export type Associate = z.infer<typeof associate>
export const associates = z.object({ items: z.array(associate) })
