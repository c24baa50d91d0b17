import type { Source } from './source.ts'

/** A condition, ready to be asked: of which rows, what their sums have to be, and what a person without any answers. */
export type Leaf = {
  source: Source
  /** SQL over the source's sums; 1 when the person matches. */
  test: string
  isTrueOfNobody: boolean
  /** SQL over the source's sums, as text: what was found, for "why is she in here". */
  found: string
}
