import { z } from 'zod'
import { askOutcome, callbackKeys } from './corp.ts'
import { instant } from './page.ts'

/** A service account may send a follower four mass messages a month, a subscription account one a day. */
export const officialKinds = ['service', 'subscription'] as const
export const officialKind = z.enum(officialKinds)
export type OfficialKind = z.infer<typeof officialKind>

/** An id of an app as WeChat gives it. */
const appId = z.string().regex(/^wx[0-9A-Za-z]{14,18}$/)
const secret = z.string().trim().min(16).max(200)
const name = z.string().trim().min(1).max(40)
const token = z.string().regex(/^[0-9A-Za-z]{3,32}$/)
const aesKey = z.string().regex(/^[0-9A-Za-z]{43}$/)

/** The connection of a workspace to an official account (公众号). Secrets are never read back. */
export const officialAccount = z.object({
  id: z.string(),
  appId: z.string(),
  name: z.string(),
  kind: officialKind,
  connectedAt: instant,
  changedAt: instant,
  callbackUrl: z.string(),
  asked: askOutcome.omit({ refusal: true }).nullable(),
  verifiedAt: instant.nullable(),
  heardAt: instant.nullable(),
  /** The last callback that was not believed: `signature`, `stale`, `undecipherable`, `receiver` or `unreadable`. */
  refused: z.object({ at: instant, reason: z.string() }).nullable(),
  /** Who follows it now, as far as it was heard of. */
  followers: z.number(),
})
export type OfficialAccount = z.infer<typeof officialAccount>
export const officialAccounts = z.object({ items: z.array(officialAccount) })

/** Changes a connection: what is left out stays. */
export const officialChange = z.strictObject({
  name: name.optional(),
  kind: officialKind.optional(),
  secret: secret.optional(),
  callbackToken: token.optional(),
  callbackAesKey: aesKey.optional(),
  renewsCallbackKeys: z.boolean().optional(),
})
export type OfficialChange = z.infer<typeof officialChange>
export const officialConnection = officialChange.extend({ appId, name, kind: officialKind, secret })
export type OfficialConnection = z.infer<typeof officialConnection>
export const officialKeys = callbackKeys

/** What must be set at WeChat, in the order in which it is set; each is tried by a call that changes nothing. */
export const officialCheckKeys = [
  'secret',
  'address',
  'followers_right',
  'unionid',
  'templates',
  'callback',
  'mode',
] as const
export type OfficialCheckKey = (typeof officialCheckKeys)[number]
export const officialCheckup = z.object({
  at: instant,
  checks: z.array(
    z.object({
      key: z.enum(officialCheckKeys),
      outcome: z.enum(['good', 'bad', 'unknown', 'skipped']),
      errcode: z.number().nullable(),
      /** What was seen: the address that WeChat saw us come from, how many follow. */
      detail: z.string(),
    }),
  ),
})
export type OfficialCheckup = z.infer<typeof officialCheckup>

/** A code with a scene (带参数二维码), and what came of it. */
export const officialCode = z.object({
  id: z.string(),
  name: z.string(),
  sourceId: z.string(),
  scene: z.string(),
  /** What the picture holds. */
  url: z.string(),
  expiresAt: instant.nullable(),
  madeAt: instant,
  /** People who follow now and came by it this time; how many of them have left. */
  subscribed: z.number(),
  left: z.number(),
})
export type OfficialCode = z.infer<typeof officialCode>
export const officialCodes = z.object({ items: z.array(officialCode) })
export const newOfficialCode = z.strictObject({
  name,
  sourceId: z.string(),
  /** Days that it works, at most thirty; null: for ever. */
  days: z.int().min(1).max(30).nullable(),
})

export type NewOfficialCode = z.infer<typeof newOfficialCode>

/** What WeChat bounds, as used / allowed. `mass_of_one`: the most that one follower got this month (or today). */
export const officialLimits = z.object({
  items: z.array(
    z.object({
      key: z.enum(['codes', 'mass_calls', 'mass_of_one', 'api_day']),
      used: z.number(),
      allowed: z.number(),
      whose: z.string(),
    }),
  ),
})
export type OfficialLimits = z.infer<typeof officialLimits>

/** That a person follows an account, or did. */
export const shownSubscription = z.object({
  account: z.object({ appId: z.string(), name: z.string() }),
  openid: z.string(),
  subscribedAt: instant,
  endedAt: instant.nullable(),
  scene: z.string(),
  code: z.string().nullable(),
  source: z.object({ id: z.string(), name: z.string() }).nullable(),
  hasUnionid: z.boolean().nullable(),
  /** Until when a customer-service message may still be sent; null: not now. */
  messageUntil: instant.nullable(),
})
export type ShownSubscription = z.infer<typeof shownSubscription>
export const shownSubscriptions = z.object({ items: z.array(shownSubscription) })
