import { z } from 'zod'
import { type SegmentNode, segmentCondition } from '../../../contract/segment.ts'
import { ALL_KINDS, freshCondition } from './fresh.ts'

const group = z.object({ kind: z.enum(['all', 'any']), of: z.array(z.unknown()) })
const out = z.object({ kind: z.literal('not'), of: z.unknown() })
const begun = z.object({ kind: z.enum(ALL_KINDS) })

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
