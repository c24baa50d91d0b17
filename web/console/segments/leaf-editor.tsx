import type { SegmentCondition } from '../../../contract/segment.ts'
import { EventLeaf, MessageLeaf, OrderLeaf } from './leaf-done.tsx'
import {
  FollowLeaf,
  GroupLeaf,
  IdentityLeaf,
  SegmentLeaf,
  SourceLeaf,
  TagLeaf,
  TraitLeaf,
} from './leaf-known.tsx'
import { PredictionLeaf } from './leaf-prediction.tsx'

/** The fields of one condition, whatever its kind. */
export function LeafEditor({
  value,
  onChange,
}: {
  value: SegmentCondition
  onChange: (next: SegmentCondition) => void
}) {
  switch (value.kind) {
    case 'trait':
      return <TraitLeaf value={value} onChange={onChange} />
    case 'source':
      return <SourceLeaf value={value} onChange={onChange} />
    case 'identity':
      return <IdentityLeaf value={value} onChange={onChange} />
    case 'tag':
      return <TagLeaf value={value} onChange={onChange} />
    case 'follow':
      return <FollowLeaf value={value} onChange={onChange} />
    case 'group_chat':
      return <GroupLeaf value={value} onChange={onChange} />
    case 'event':
      return <EventLeaf value={value} onChange={onChange} />
    case 'order':
      return <OrderLeaf value={value} onChange={onChange} />
    case 'prediction':
      return <PredictionLeaf value={value} onChange={onChange} />
    case 'message':
      return <MessageLeaf value={value} onChange={onChange} />
    case 'segment':
      return <SegmentLeaf value={value} onChange={onChange} />
    default:
      return value satisfies never
  }
}
