import { z } from 'zod'
import { instant } from '../../../contract/page.ts'
import { type SegmentNode, segmentCondition } from '../../../contract/segment.ts'
import { keep, readKept } from '../../ui/index.ts'
import { ALL_KINDS, freshCondition } from './fresh.ts'
import { asGroup, type Group } from './tree-edit.ts'

/** What was changed in the builder and not saved. `revision`: of the segment that it was changed from; null of a new one. */
export type KeptDraft = { name: string; tree: Group; revision: number | null; keptAt: string }

const shape = z.object({
  name: z.string().max(60),
  tree: z.unknown(),
  revision: z.number().int().nullable(),
  keptAt: instant,
})
const group = z.object({ kind: z.enum(['all', 'any']), of: z.array(z.unknown()) })
const out = z.object({ kind: z.literal('not'), of: z.unknown() })
const begun = z.object({ kind: z.enum(ALL_KINDS) })

/** @param of whose draft it is: the member of staff and the segment. */
export function readDraft(of: string): KeptDraft | undefined {
  const kept = readKept(nameOf(of), shape)
  const tree = kept && readTree(kept.tree)
  return kept && tree ? { ...kept, tree: asGroup(tree) } : undefined
}

export function keepDraft(of: string, draft: KeptDraft | undefined): void {
  keep(nameOf(of), draft)
}

const nameOf = (of: string) => `segment-draft.${of}`

/** A tree as it was kept. A condition that was half filled in begins anew; what nobody knows is left out. */
export function readTree(kept: unknown): SegmentNode | undefined {
  const asOut = out.safeParse(kept)
  if (asOut.success) {
    const of = readTree(asOut.data.of)
    return of && { kind: 'not', of }
  }
  const asMany = group.safeParse(kept)
  if (asMany.success) {
    const of = asMany.data.of.flatMap((child) => readTree(child) ?? [])
    return { kind: asMany.data.kind, of }
  }
  const done = segmentCondition.safeParse(kept)
  if (done.success) return done.data
  const half = begun.safeParse(kept)
  return half.success ? freshCondition(half.data.kind) : undefined
}
