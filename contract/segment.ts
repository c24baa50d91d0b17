import { z } from 'zod'
import { ties } from './delivery.ts'
import { identityKinds } from './identity.ts'
import { rfmClassName, rfmClassNames } from './insight.ts'
import { day } from './page.ts'

/** How large a tree may be: what an operator can still read, and one statement can still hold. */
export const SEGMENT_LIMITS = { depth: 6, conditions: 60, branches: 30, choices: 200 } as const

const text = z.string().max(500)
const key = z.string().min(1).max(100)
const choices = z.array(text).min(1).max(SEGMENT_LIMITS.choices)
const amount = z.number().int().min(1).max(100_000)

/** Compares a number. Money is in minor units (fen). */
export const numberTest = z.discriminatedUnion('op', [
  z.strictObject({ op: z.enum(['gte', 'gt', 'lte', 'lt', 'eq']), value: z.number() }),
  z.strictObject({ op: z.literal('between'), from: z.number(), to: z.number() }),
])
export type NumberTest = z.infer<typeof numberTest>

/**
 * When. `last`: in the time up to now, to the millisecond, not in calendar days; `earlier`: longer ago than that;
 * `between`: days of the workspace, both included, either may be open.
 */
export const segmentWindow = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('ever') }),
  z.strictObject({ kind: z.enum(['last', 'earlier']), amount, unit: z.enum(['hour', 'day']) }),
  z.strictObject({ kind: z.literal('between'), from: day.nullable(), to: day.nullable() }),
])
export type SegmentWindow = z.infer<typeof segmentWindow>

const textTests = [
  z.strictObject({ op: z.enum(['is', 'is_not']), anyOf: choices }),
  z.strictObject({ op: z.literal('contains'), text: text.min(1) }),
  z.strictObject({ op: z.enum(['exists', 'absent']) }),
  z.strictObject({ op: z.literal('number'), test: numberTest }),
] as const

/** Looks at a value that was sent with an event. `is_not` holds for a missing value too. */
export const propertyTest = z.discriminatedUnion('op', [...textTests])
export type PropertyTest = z.infer<typeof propertyTest>

/** A date that lies `last`: in the time behind us, `earlier`: longer ago, `next`: in the time before us, `between`: on these days. */
export const dateWindow = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.enum(['last', 'earlier', 'next']),
    amount,
    unit: z.enum(['hour', 'day']),
  }),
  z.strictObject({ kind: z.literal('between'), from: day.nullable(), to: day.nullable() }),
])
export type DateWindow = z.infer<typeof dateWindow>

export const traitTest = z.discriminatedUnion('op', [
  ...textTests,
  z.strictObject({ op: z.literal('date'), window: dateWindow }),
])
export type TraitTest = z.infer<typeof traitTest>

export const propertyFilter = z.strictObject({ key, test: propertyTest })
export type PropertyFilter = z.infer<typeof propertyFilter>
const filters = z.array(propertyFilter).max(10)

/**
 * What is asked about a person's events. Sums without `property` are of the money an event carried. `first` and `last`
 * look at one event: the condition's window says when it was, `has` what it said.
 */
export const eventMeasure = z.discriminatedUnion('of', [
  z.strictObject({ of: z.literal('count'), test: numberTest }),
  z.strictObject({ of: z.literal('sum'), property: key.nullable(), test: numberTest }),
  z.strictObject({ of: z.literal('distinct'), property: key, test: numberTest }),
  z.strictObject({ of: z.literal('days'), test: numberTest }),
  z.strictObject({ of: z.enum(['first', 'last']), has: filters }),
  z.strictObject({ of: z.literal('absence') }),
])
export type EventMeasure = z.infer<typeof eventMeasure>

export const orderMeasure = z.discriminatedUnion('of', [
  z.strictObject({ of: z.enum(['count', 'sum', 'average']), test: numberTest }),
  z.strictObject({ of: z.enum(['first', 'last', 'absence']) }),
])
export type OrderMeasure = z.infer<typeof orderMeasure>

const score = z.array(z.number().int().min(1).max(5)).max(5)
/** From the newest dated snapshot. `ltv_fifth` 5 is the most valuable fifth; RFM scores left empty do not matter. */
export const predictionTest = z.discriminatedUnion('of', [
  z.strictObject({ of: z.literal('ltv_fifth'), anyOf: score.min(1) }),
  z.strictObject({ of: z.enum(['ltv', 'p_alive', 'expected']), test: numberTest }),
  z.strictObject({ of: z.literal('next_purchase'), window: dateWindow }),
  z.strictObject({ of: z.literal('rfm'), r: score, f: score, m: score }),
  /** How strong the tie is (关系强度). */
  z.strictObject({ of: z.literal('tie'), anyOf: z.array(z.enum(ties)).min(1).max(ties.length) }),
  /** The class of value by the brand's medians; nobody who never bought is in one. */
  z.strictObject({
    of: z.literal('rfm_class'),
    anyOf: z.array(rfmClassName).min(1).max(rfmClassNames.length),
  }),
])
export type PredictionTest = z.infer<typeof predictionTest>

export const identityKind = z.enum(
  Object.keys(identityKinds).filter(
    (kind): kind is keyof typeof identityKinds => kind in identityKinds,
  ),
)
export const messageResults = ['sent', 'opened', 'clicked', 'replied', 'failed'] as const
export const tagLevels = ['any', 'weak', 'medium', 'strong'] as const

export const segmentCondition = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('trait'), key, test: traitTest }),
  z.strictObject({ kind: z.literal('source'), anyOf: choices }),
  z.strictObject({ kind: z.literal('identity'), has: identityKind }),
  /** `any`: some standing evidence in favour; otherwise the decayed intensity is at least of that level. */
  z.strictObject({ kind: z.literal('tag'), tagId: z.string().max(80), level: z.enum(tagLevels) }),
  z.strictObject({
    kind: z.literal('follow'),
    is: z.enum(['standing', 'ended']),
    userids: z.array(text).max(SEGMENT_LIMITS.choices),
    states: z.array(text).max(SEGMENT_LIMITS.choices),
    /** When it began; for `ended` when it ended. */
    window: segmentWindow,
  }),
  /** In a customer group (客户群), or in one once and in none of them now. Without `groupIds`: in any. */
  z.strictObject({
    kind: z.literal('group_chat'),
    is: z.enum(['inside', 'left']),
    groupIds: z.array(z.string().max(80)).max(SEGMENT_LIMITS.choices),
    /** When they joined; for `left` when they left. */
    window: segmentWindow,
  }),
  z.strictObject({
    kind: z.literal('event'),
    name: z.string().min(1).max(200),
    where: filters,
    window: segmentWindow,
    measure: eventMeasure,
  }),
  z.strictObject({ kind: z.literal('order'), window: segmentWindow, measure: orderMeasure }),
  z.strictObject({ kind: z.literal('prediction'), test: predictionTest }),
  z.strictObject({
    kind: z.literal('message'),
    result: z.enum(messageResults),
    journeyId: z.string().max(80).nullable(),
    stepId: z.string().max(80).nullable(),
    window: segmentWindow,
  }),
  z.strictObject({ kind: z.literal('segment'), segmentId: z.string().max(80) }),
])
export type SegmentCondition = z.infer<typeof segmentCondition>

export type SegmentNode =
  | { kind: 'all'; of: SegmentNode[] }
  | { kind: 'any'; of: SegmentNode[] }
  | { kind: 'not'; of: SegmentNode }
  | SegmentCondition

const branches: z.ZodType<SegmentNode[]> = z.lazy(() =>
  z.array(segmentNode).max(SEGMENT_LIMITS.branches),
)

/** A segment (人群) as a tree. An empty `all` is everybody, an empty `any` nobody. */
export const segmentNode: z.ZodType<SegmentNode> = z.lazy(() =>
  z.union([
    z.strictObject({ kind: z.literal('all'), of: branches }),
    z.strictObject({ kind: z.literal('any'), of: branches }),
    z.strictObject({ kind: z.literal('not'), of: segmentNode }),
    segmentCondition,
  ]),
)

/** A whole tree, within its limits. */
export const segmentTree = segmentNode.refine(isWithinLimits, { message: 'too large' })

function isWithinLimits(tree: SegmentNode): boolean {
  return (
    depthOf(tree) <= SEGMENT_LIMITS.depth && conditionsOf(tree).length <= SEGMENT_LIMITS.conditions
  )
}

function depthOf(node: SegmentNode): number {
  if (node.kind === 'not') return depthOf(node.of)
  if (node.kind === 'all' || node.kind === 'any')
    return 1 + Math.max(0, ...node.of.map((child) => depthOf(child)))
  return 0
}

/** Every condition of a tree, in reading order. */
export function conditionsOf(node: SegmentNode): SegmentCondition[] {
  if (node.kind === 'not') return conditionsOf(node.of)
  if (node.kind === 'all' || node.kind === 'any') return node.of.flatMap(conditionsOf)
  return [node]
}
