import { z } from 'zod'
import { customerFilter } from './customer-filter.ts'
import { instant, pageOf, pageQuery } from './page.ts'
import { need } from './tag.ts'

export const shownIdentityKind = z.enum([
  'member_no',
  'user_id',
  'unionid',
  'external_userid',
  'openid',
  'phone',
  'email',
  'shop_buyer',
  'anonymous_id',
])

const shownIdentity = z.object({ kind: shownIdentityKind, masked: z.string() })

/** A person as lists show it. Amounts in the workspace's minor units. */
export const customerRow = z.object({
  id: z.string(),
  no: z.number(),
  name: z.string().nullable(),
  source: z.string(),
  lastEvent: z.string(),
  firstSeenAt: instant,
  lastSeenAt: instant,
  lastOrderAt: instant.nullable(),
  orders: z.number(),
  total: z.number(),
  /** The deciding ones, at most three. */
  identities: z.array(shownIdentity),
  /** The newest ones, at most four. */
  tags: z.array(z.object({ id: z.string(), name: z.string() })),
})
export type CustomerRow = z.infer<typeof customerRow>
export const customerPage = pageOf(customerRow)

export const customerQuery = customerFilter.extend(pageQuery.shape)

/** Where customers came from, for the filter of the list. */
export const customerSources = z.object({ items: z.array(z.string()) })

const evidence = z.array(
  z.object({ kind: shownIdentityKind, masked: z.string(), no: z.number().nullable() }),
)
const customerRef = z.object({ id: z.string(), no: z.number(), name: z.string().nullable() })

export const merge = z.object({
  id: z.string(),
  kept: customerRef,
  gone: customerRef,
  reason: z.enum(['shared_identity', 'anonymous_claimed', 'by_hand']),
  evidence,
  mergedAt: instant,
  mergedBy: z.string().nullable(),
  undoneAt: instant.nullable(),
  undoReason: z.string().nullable(),
})
export type Merge = z.infer<typeof merge>
export const mergePage = pageOf(merge)
export const mergeQuery = pageQuery.extend({ customerId: z.string().optional() })
export const newMerge = z.strictObject({ customerId: z.string(), otherId: z.string() })
export const mergeUndo = z.strictObject({ reason: z.string().trim().min(1).max(300) })

export const conflict = z.object({
  id: z.string(),
  reason: z.enum(['contradiction', 'separated', 'too_many']),
  customers: z.array(
    customerRow.pick({
      id: true,
      no: true,
      name: true,
      lastEvent: true,
      firstSeenAt: true,
      lastSeenAt: true,
      orders: true,
      total: true,
      identities: true,
    }),
  ),
  evidence,
  times: z.number(),
  openedAt: instant,
  lastSeenAt: instant,
  resolvedAt: instant.nullable(),
  resolution: z.enum(['merged', 'kept_apart', 'dismissed']).nullable(),
})
export type Conflict = z.infer<typeof conflict>
export const conflictPage = pageOf(conflict)
export const conflictQuery = pageQuery.extend({ isOpen: z.enum(['true', 'false']).default('true') })
export const conflictResolution = z.strictObject({
  resolution: z.enum(['merged', 'kept_apart', 'dismissed']),
})

const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()])
/** Sets traits of the person by hand; null takes one away. */
export const traitChange = z.strictObject({
  traits: z
    .record(z.string().min(1).max(100), scalar)
    .refine((traits) => Object.keys(traits).length <= 50),
})

/** A person with everything but what happened (see the timeline). */
export const person = customerRow.extend({
  identities: z.array(
    shownIdentity.extend({
      id: z.string(),
      customerNo: z.number(),
      isSealed: z.boolean(),
      firstSeenAt: instant,
      source: z.string(),
    }),
  ),
  traits: z.array(z.object({ key: z.string(), value: z.unknown(), at: instant })),
  needs: z.array(need),
  /** All customers that are this person, the oldest first. */
  rows: z.array(
    z.object({
      id: z.string(),
      no: z.number(),
      source: z.string(),
      firstSeenAt: instant,
      lastSeenAt: instant,
      orders: z.number(),
      total: z.number(),
    }),
  ),
  merges: z.array(merge),
  openConflicts: z.number(),
})
export type Person = z.infer<typeof person>

/** `identityId` as `person.identities` gives it. The reason is written to the audit log. */
export const reveal = z.strictObject({
  identityId: z.string().max(600),
  reason: z.string().trim().min(2).max(300),
})
export const revealed = z.object({ value: z.string() })

export const happening = z.object({
  id: z.string(),
  name: z.string(),
  at: instant,
  source: z.string(),
  customerNo: z.number(),
  value: z.number(),
  props: z.record(z.string(), z.unknown()),
})
export type Happening = z.infer<typeof happening>
export const timelinePage = pageOf(happening)
export const timelineQuery = pageQuery.extend({
  /** Names of events, joined by commas. */
  names: z.string().max(2_000).optional(),
})
