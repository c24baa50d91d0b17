import { createContext, useContext } from 'react'
import type { SegmentNames, SegmentVocabulary } from '../../../contract/segment-view.ts'
import type { TagGroup } from '../../../contract/tag.ts'

/** What the editors of conditions choose from. `own` is the segment that is being edited. */
export type TreeBooks = {
  vocabulary: SegmentVocabulary
  tagGroups: readonly TagGroup[]
  names: SegmentNames
  own: string | undefined
  /** Tells what an id is called that was just chosen, so that the sentence can say it. */
  learn: (id: string, name: string) => void
}

export const emptyVocabulary: SegmentVocabulary = {
  events: [],
  traits: [],
  sources: [],
  associates: [],
  states: [],
  groups: [],
  journeys: [],
}

const Books = createContext<TreeBooks>({
  vocabulary: emptyVocabulary,
  tagGroups: [],
  names: {},
  own: undefined,
  learn: () => undefined,
})

export const BooksProvider = Books.Provider

export function useBooks(): TreeBooks {
  return useContext(Books)
}
