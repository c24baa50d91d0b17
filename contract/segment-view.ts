import { z } from 'zod'
import { customerRow } from './customer.ts'
import { instant, pageOf, pageQuery } from './page.ts'
import { type SegmentNode, segmentNode } from './segment.ts'

/** `live`: kept up at all times. `draft`: asked only when somebody looks. `archived`: out of use, and can be brought back. */
export const segmentState = z.enum(['draft', 'live', 'archived'])
export type SegmentState = z.infer<typeof segmentState>

const name = z.string().trim().min(1).max(60)

/**
 * What the ids in trees are called: by the shown id of a tag, a segment, a journey; `<journey>/<step>` for a step;
 * `userid:<userid>` for an associate. What is not there any more is left out.
 */
export const segmentNames = z.record(z.string(), z.string())
export type SegmentNames = z.infer<typeof segmentNames>

/** A segment (人群) as lists show it. `size` is null until it was computed for the first time. */
export const segmentRow = z.object({
  id: z.string(),
  name: z.string(),
  state: segmentState,
  tree: segmentNode,
  /** What the ids in the tree are called. */
  names: segmentNames,
  size: z.number().nullable(),
  /** People who came and left in the last seven days. */
  entered7: z.number(),
  left7: z.number(),
  /** When the members last changed; they are compared with what happens all the time. */
  computedAt: instant.nullable(),
  createdAt: instant,
  changedAt: instant,
  changedBy: z.string().nullable(),
  archivedAt: instant.nullable(),
})
export type SegmentRow = z.infer<typeof segmentRow>
export const segmentPage = pageOf(segmentRow)

export const segmentSort = z.enum(['name', '-name', 'size', '-size', 'changed', '-changed'])
export const segmentQuery = pageQuery.extend({
  search: z.string().max(200).optional(),
  /** States joined by commas; all that are not archived when left out. */
  state: z.string().max(100).optional(),
  sort: segmentSort.default('-changed'),
})

/** A place that would stand without its people if the segment went. */
export const segmentUse = z.object({
  kind: z.enum(['segment', 'journey']),
  id: z.string(),
  name: z.string(),
})
export type SegmentUse = z.infer<typeof segmentUse>

/** A segment with what an editor needs. `revision` counts saves: who saves says which one they looked at. */
export const segment = segmentRow.extend({
  revision: z.number().int(),
  usedBy: z.array(segmentUse),
})
export type Segment = z.infer<typeof segment>

export const newSegment = z.strictObject({ name, tree: segmentNode, isLive: z.boolean() })
/** `isLive: true` also makes a draft live; a live segment never becomes a draft again. */
export const segmentChange = newSegment.extend({ revision: z.number().int() })
export const segmentCopy = z.strictObject({ name })
export const madeSegment = z.object({ id: z.string() })

/** What was found about a person for a condition. `share` is from 0 to 1, `strength` from 0 to 100. */
export const segmentFact = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('nothing') }),
  z.object({ kind: z.enum(['number', 'share', 'strength']), value: z.number() }),
  z.object({ kind: z.literal('money'), minor: z.number() }),
  z.object({ kind: z.literal('instant'), at: instant }),
  z.object({ kind: z.literal('text'), text: z.string() }),
])
export type SegmentFact = z.infer<typeof segmentFact>

/** Whether a node of the tree holds for a person, and the fact it rests on. `path` as in `nodesOf`. */
export const segmentReason = z.object({ path: z.string(), holds: z.boolean(), fact: segmentFact })
export type SegmentReason = z.infer<typeof segmentReason>

const who = z.object({ id: z.string(), no: z.number(), name: z.string().nullable() })

export const segmentAsked = z.strictObject({
  tree: segmentNode,
  /** The segment that is being edited: it may not refer to itself. */
  segmentId: z.string().nullable().default(null),
  withSample: z.boolean().default(true),
})

/** What a tree means right now. Counts are exact, as far as history has landed. */
export const segmentPreview = z.object({
  total: z.number(),
  everybody: z.number(),
  counts: z.array(z.object({ path: z.string(), count: z.number() })),
  /** The newest customers among them, at most ten, each with why. */
  sample: z.array(z.object({ customer: who, reasons: z.array(segmentReason) })),
  asOf: instant,
})
export type SegmentPreview = z.infer<typeof segmentPreview>

export const memberQuery = pageQuery.extend({ search: z.string().max(200).optional() })
/** Members of the version that was computed last, the newest customers first. */
export const memberPage = pageOf(customerRow)

/** Why somebody is in a segment, or is not. */
export const segmentWhy = z.object({
  customer: who,
  /** Whether they are in the members as computed last. */
  isMember: z.boolean(),
  /** Whether the tree holds for them now; differs from `isMember` for a moment while members are brought up. */
  holds: z.boolean(),
  reasons: z.array(segmentReason),
  asOf: instant,
})
export type SegmentWhy = z.infer<typeof segmentWhy>
export const whyQuery = z.object({ customerId: z.string() })

export const historyQuery = z.object({ days: z.coerce.number().int().min(1).max(400).default(30) })
/** Size by day of the workspace; days on which nothing was computed carry the size before. */
export const segmentHistory = z.object({
  items: z.array(
    z.object({ on: z.iso.date(), size: z.number(), entered: z.number(), left: z.number() }),
  ),
  /** The hours of the last two days in which it was computed, for segments that are younger than that. */
  hours: z.array(
    z.object({ at: instant, size: z.number(), entered: z.number(), left: z.number() }),
  ),
})
export type SegmentHistory = z.infer<typeof segmentHistory>

/** The live segments that a person is in. */
export const segmentsOfPerson = z.object({
  items: z.array(z.object({ id: z.string(), name: z.string() })),
})

/** What conditions can be made of here: what has happened, what is known, who follows, what was sent. */
export const segmentVocabulary = z.object({
  events: z.array(z.object({ name: z.string(), count: z.number() })),
  traits: z.array(z.object({ key: z.string(), people: z.number() })),
  sources: z.array(z.string()),
  associates: z.array(z.object({ userid: z.string(), name: z.string() })),
  states: z.array(z.string()),
  /** Customer groups (客户群) that are not dissolved. */
  groups: z.array(z.object({ id: z.string(), name: z.string() })),
  journeys: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      steps: z.array(z.object({ id: z.string(), name: z.string() })),
    }),
  ),
})
export type SegmentVocabulary = z.infer<typeof segmentVocabulary>

/** Of an event: the keys of its properties; with `property` or `trait`: values that occur, the most frequent first. */
export const wordsQuery = z.object({
  event: z.string().min(1).max(200).optional(),
  property: z.string().min(1).max(100).optional(),
  trait: z.string().min(1).max(100).optional(),
})
export const segmentWords = z.object({
  items: z.array(z.object({ text: z.string(), count: z.number() })),
})

/**
 * Every node of a tree with its path, in reading order: '' is the root, '1.0' the first child of its second child. What
 * `not` holds is its child 0.
 */
export function nodesOf(tree: SegmentNode, path = ''): { path: string; node: SegmentNode }[] {
  const at = (i: number) => (path === '' ? String(i) : `${path}.${i}`)
  if (tree.kind === 'not') return [{ path, node: tree }, ...nodesOf(tree.of, at(0))]
  if (tree.kind === 'all' || tree.kind === 'any')
    return [{ path, node: tree }, ...tree.of.flatMap((child, i) => nodesOf(child, at(i)))]
  return [{ path, node: tree }]
}
