import { z } from 'zod'
import { instant } from '../../../contract/page.ts'
import { keep, readKept } from '../../ui/index.ts'
import { readTree } from './read-tree.ts'
import { asGroup, type Group } from './tree-edit.ts'

/** What was changed in the builder and not saved. `revision`: of the segment that it was changed from; null of a new one. */
export type KeptDraft = { name: string; tree: Group; revision: number | null; keptAt: string }

const shape = z.object({
  name: z.string().max(60),
  tree: z.unknown(),
  revision: z.number().int().nullable(),
  keptAt: instant,
})
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
