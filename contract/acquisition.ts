import { z } from 'zod'
import { USERID_MAX } from './corp.ts'
import { day, instant, pageOf, pageQuery } from './page.ts'
import { wayWelcomes, welcomeText } from './way-welcome.ts'

const name = z.string().trim().min(1).max(60)

/** How many came and went, and what it cost. `cost` in minor units; `costPerPerson` null: nobody came, or no cost is known. */
export const acquired = z.object({
  added: z.number(),
  lost: z.number(),
  net: z.number(),
})
export type Acquired = z.infer<typeof acquired>

export const sourceCost = z.object({
  id: z.string(),
  amount: z.number(),
  fromOn: day,
  toOn: day,
  note: z.string(),
  /** Among how many codes it is divided; 0: it belongs to the source itself. */
  codes: z.number(),
  /** The bill that it came with. */
  billId: z.string().nullable(),
})
export type SourceCost = z.infer<typeof sourceCost>

/** The six kinds of traffic (流量来源): advertising, content, communities, shops, word of mouth, partners. */
export const traffics = [
  'ads',
  'content',
  'community',
  'offline',
  'word_of_mouth',
  'partner',
] as const
const traffic = z.enum(traffics).nullable()
const owner = z.string().trim().max(40)
/** Channel, campaign, placement. */
export const SOURCE_LEVELS = 3

/** Where customers come from (获客来源). The figures are of the source itself in the period that was asked for. */
export const source = acquired.extend({
  id: z.string(),
  name: z.string(),
  parentId: z.string().nullable(),
  traffic,
  owner: z.string(),
  fromOn: day.nullable(),
  toOn: day.nullable(),
  archivedAt: instant.nullable(),
  cost: z.number(),
  costPerPerson: z.number().nullable(),
  costs: z.array(sourceCost),
  contactWays: z.number(),
})
export type Source = z.infer<typeof source>

/** The figures' days, both included. */
export const period = z.object({ fromOn: day, toOn: day })
export const periodQuery = z.object({ days: z.coerce.number().int().min(1).max(366).default(30) })
export const sources = z.object({ period, items: z.array(source) })
export const newSource = z.strictObject({
  name,
  parentId: z.string().nullable().default(null),
  traffic: traffic.default(null),
  owner: owner.default(''),
  fromOn: day.nullable().default(null),
  toOn: day.nullable().default(null),
})
export type NewSource = z.infer<typeof newSource>
export const sourceChange = z.strictObject({
  name: name.optional(),
  parentId: z.string().nullable().optional(),
  traffic: traffic.optional(),
  owner: owner.optional(),
  fromOn: day.nullable().optional(),
  toOn: day.nullable().optional(),
  isArchived: z.boolean().optional(),
})
export const newSourceCost = z
  .strictObject({
    amount: z.number().int().min(0).max(1_000_000_000_000),
    fromOn: day,
    toOn: day,
    note: z.string().trim().max(200).default(''),
    /** Divided among the codes below: evenly, or by the people whom each brought in these days. */
    divided: z.enum(['no', 'evenly', 'by_people']).default('no'),
  })
  .refine(({ fromOn, toOn }) => fromOn <= toOn)

/** Words of a welcome that are filled in for each person. */
export const welcomeVariables = ['customer', 'associate', 'brand'] as const

/** A code that adds an associate (渠道活码). */
export const contactWay = acquired.extend({
  id: z.string(),
  name: z.string(),
  source: z.object({ id: z.string(), name: z.string() }),
  associates: z.array(z.object({ userid: z.string(), name: z.string() })),
  /** What tells who scanned it apart from all others. */
  state: z.string(),
  welcomeNew: z.string(),
  welcomeReturning: z.string(),
  /** Said instead of these where one fits; the first does. */
  welcomes: wayWelcomes,
  /** Friends at once; otherwise the associate has to accept. */
  skipVerify: z.boolean(),
  tags: z.array(z.object({ id: z.string(), name: z.string() })),
  /** What its welcome carries. */
  hook: z.object({ id: z.string(), name: z.string() }).nullable(),
  /** `failed`: WeCom did not make it, or did not say so; making it again is safe. */
  phase: z.enum(['making', 'live', 'failed']),
  errcode: z.number().nullable(),
  /** A picture of the code; null until it is live. */
  qrUrl: z.string().nullable(),
  createdAt: instant,
  archivedAt: instant.nullable(),
  /** What a person cost at the code's source in the period, in minor units; null: nobody came, or no cost is known. */
  costPerPerson: z.number().nullable(),
})
export type ContactWay = z.infer<typeof contactWay>

/** One day of a code or a source. */
export const acquiredDay = z.object({ on: day, added: z.number(), lost: z.number() })
/** `sums`: of all codes that match, not of the page alone. */
export const contactWays = pageOf(contactWay).extend({ period, sums: acquired })
export const contactWaySorts = [
  'created',
  '-created',
  'name',
  '-name',
  'added',
  '-added',
  'lost',
  '-lost',
] as const
/** Which codes a list shows; `search`: a part of the name or of the parameter. */
export const contactWayQuery = pageQuery.extend(periodQuery.shape).extend({
  search: z.string().trim().max(60).default(''),
  source: z.string().max(64).optional(),
  associate: z.string().max(USERID_MAX).optional(),
  isArchived: z.enum(['true', 'false']).default('false'),
  sort: z.enum(contactWaySorts).default('-created'),
})
export type ContactWayQuery = z.infer<typeof contactWayQuery>
export const contactWayDetail = contactWay.extend({ period, days: z.array(acquiredDay) })
export type ContactWayDetail = z.infer<typeof contactWayDetail>

export const newContactWay = z.strictObject({
  name: name.max(30),
  sourceId: z.string(),
  userids: z.array(z.string().min(1).max(USERID_MAX)).min(1).max(100),
  /** Left out: made from the code's own id. */
  state: z
    .string()
    .regex(/^[0-9A-Za-z_-]{1,30}$/)
    .optional(),
  welcomeNew: welcomeText.default(''),
  welcomeReturning: welcomeText.default(''),
  welcomes: wayWelcomes.default([]),
  skipVerify: z.boolean().default(true),
  tagIds: z.array(z.string()).max(20).default([]),
  hookId: z.string().nullable().default(null),
})
export type NewContactWay = z.infer<typeof newContactWay>
/** `name`, `userids` and `skipVerify` are changed at WeCom first, and nothing is changed when it says no. */
export const contactWayChange = z.strictObject({
  name: name.max(30).optional(),
  userids: z.array(z.string().min(1).max(USERID_MAX)).min(1).max(100).optional(),
  skipVerify: z.boolean().optional(),
  welcomeNew: welcomeText.optional(),
  welcomeReturning: welcomeText.optional(),
  welcomes: wayWelcomes.optional(),
  tagIds: z.array(z.string()).max(20).optional(),
  hookId: z.string().nullable().optional(),
  isArchived: z.boolean().optional(),
})

/** What a new friend is told whose code has no words of its own. Empty: nothing. */
export const welcome = z.strictObject({ welcomeNew: welcomeText, welcomeReturning: welcomeText })
export type Welcome = z.infer<typeof welcome>
