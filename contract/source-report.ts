import { z } from 'zod'
import { period, traffics } from './acquisition.ts'
import { day, instant, pageOf, pageQuery } from './page.ts'

/** What counts as the source of a person: what they met first, or what made them a friend. */
export const attributions = ['first', 'last'] as const
export type Attribution = (typeof attributions)[number]

/** Amounts in minor units. People are counted once, where they came from. */
export const sourceFigures = z.object({
  /** Who became somebody's friend for the first time in the period. */
  people: z.number(),
  /** Of them, who was nobody's friend any more a week later (or is not now). */
  leftEarly: z.number(),
  /** Whose thirty days are over, and who of them was somebody's friend then. */
  due: z.number(),
  retained: z.number(),
  cost: z.number(),
  /** Null: nobody came, or no cost is known. */
  costPerPerson: z.number().nullable(),
  /** What those whose thirty days are over cost, by those who stayed. */
  costPerRetained: z.number().nullable(),
  buyers: z.number(),
  /** What they have paid since they came, less what was given back. */
  revenue: z.number(),
  /** The day on which the revenue reached the cost; null: not yet, or there is no cost. */
  paidBackOn: day.nullable(),
})
export type SourceFigures = z.infer<typeof sourceFigures>

/** A node of the tree with all below it. `unknown`: who came by no code of ours. */
export const sourceNode = sourceFigures.extend({
  id: z.string(),
  kind: z.enum(['source', 'code', 'unknown']),
  name: z.string(),
  parentId: z.string().nullable(),
  /** 0 for a channel. */
  depth: z.number(),
  traffic: z.enum(traffics).nullable(),
  owner: z.string(),
  fromOn: day.nullable(),
  toOn: day.nullable(),
  archivedAt: instant.nullable(),
})
export type SourceNode = z.infer<typeof sourceNode>

export const reportQuery = z.object({
  days: z.coerce.number().int().min(1).max(366).default(30),
  by: z.enum(attributions).default('last'),
})
/** The tree, each node before those below it, and the whole. */
export const sourceReport = z.object({
  period,
  by: z.enum(attributions),
  total: sourceFigures,
  nodes: z.array(sourceNode),
})
export type SourceReport = z.infer<typeof sourceReport>

export const peopleKinds = ['people', 'left_early', 'retained', 'buyers'] as const
export const sourcePeopleQuery = reportQuery.extend(pageQuery.shape).extend({
  kind: z.enum(peopleKinds).default('people'),
})
export const sourcePerson = z.object({
  id: z.string(),
  name: z.string(),
  cameAt: instant,
  isFriend: z.boolean(),
  revenue: z.number(),
})
export type SourcePerson = z.infer<typeof sourcePerson>
export const sourcePeople = pageOf(sourcePerson)

/** Characters of a bill: about 20,000 lines. */
export const BILL_CHARACTERS_MAX = 2_000_000
export const BILL_LINES_MAX = 5_000

export const billLine = z.object({
  /** Of the file, the head being the first. */
  line: z.number(),
  source: z.string(),
  /** Where it goes: names from the channel down, a code last. */
  path: z.array(z.string()),
  amount: z.number(),
  fromOn: day,
  toOn: day,
  note: z.string(),
})
export type BillLine = z.infer<typeof billLine>
export const billFaults = [
  'no_source',
  'several_sources',
  'bad_amount',
  'bad_day',
  'day_order',
] as const
/** A line that cannot be taken, with what stands there. */
export const billFault = z.object({
  line: z.number(),
  fault: z.enum(billFaults),
  found: z.string(),
})
export type BillFault = z.infer<typeof billFault>

export const newBill = z.strictObject({
  fileName: z.string().trim().min(1).max(200),
  text: z.string().min(1).max(BILL_CHARACTERS_MAX),
})
export const billPreview = z.object({
  lines: z.array(billLine),
  faults: z.array(billFault),
  amount: z.number(),
  /** The same file was taken in before and stands. */
  isKnown: z.boolean(),
})
export type BillPreview = z.infer<typeof billPreview>

export const bill = z.object({
  id: z.string(),
  fileName: z.string(),
  lines: z.number(),
  amount: z.number(),
  madeAt: instant,
  withdrawnAt: instant.nullable(),
})
export type Bill = z.infer<typeof bill>
export const bills = z.object({ items: z.array(bill) })
