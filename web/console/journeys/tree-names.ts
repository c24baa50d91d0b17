import {
  type SegmentNames,
  segmentPage,
  segmentVocabulary,
} from '../../../contract/segment-view.ts'
import { tagGroups } from '../../../contract/tag.ts'
import { useLoad } from '../../ui/index.ts'
import { emptyVocabulary } from '../segments/tree-books.ts'

/** A page of the API; a workspace with more segments tells the rest of them by “gone” in a sentence, nowhere else. */
const SEGMENTS_MAX = 200

/** What conditions can be made of here, and what the ids in them are called. */
export function useTreeNames() {
  const vocabulary = useLoad('/api/segment-vocabulary', segmentVocabulary).data ?? emptyVocabulary
  const groups = useLoad('/api/tag-groups', tagGroups).data?.items ?? []
  const segments = useLoad('/api/segments', segmentPage, {
    query: { state: 'live,draft,archived', limit: SEGMENTS_MAX },
  })
  const names: SegmentNames = {}
  for (const { tags } of groups) for (const { id, name } of tags) names[id] = name
  for (const { id, name } of segments.data?.items ?? []) names[id] = name
  for (const { userid, name } of vocabulary.associates) names[`userid:${userid}`] = name
  for (const { id, name } of vocabulary.groups) names[id] = name
  for (const { id, name, steps } of vocabulary.journeys) {
    names[id] = name
    for (const step of steps) names[`${id}/${step.id}`] = step.name
  }
  return { vocabulary, tagGroups: groups, names }
}
