import type { EventCondition } from '../../contract/journey.ts'
import { readId, unreachable } from '../kernel/index.ts'

type Happened = { name: string; value: number | null; props: Record<string, unknown> }
type Filter = EventCondition['where'][number]

/** Whether an event is one of those that a condition means. The property `value` is the event's money. */
export function meets(condition: EventCondition, event: Happened): boolean {
  return condition.name === event.name && condition.where.every((filter) => passes(filter, event))
}

function passes({ prop, is, value }: Filter, { value: money, props }: Happened): boolean {
  const found = prop === 'value' && !('value' in props) ? money : props[prop]
  const isThere = found !== undefined && found !== null && found !== ''
  switch (is) {
    case 'there':
      return isThere
    case 'equal':
      return isThere && String(found) === String(value)
    case 'not_equal':
      return !isThere || String(found) !== String(value)
    case 'contains':
      return isThere && String(found).includes(String(value))
    case 'more':
      return isThere && Number(found) > Number(value)
    case 'less':
      return isThere && Number(found) < Number(value)
    default:
      return unreachable(is)
  }
}

/** A segment's own id, whether it is given as it is shown or as it is kept. */
export function segmentKey(id: unknown): string {
  return typeof id === 'string' ? (readId('segment', id) ?? id) : ''
}
