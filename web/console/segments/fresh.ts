import type {
  DateWindow,
  EventMeasure,
  NumberTest,
  OrderMeasure,
  PredictionTest,
  SegmentCondition,
  SegmentWindow,
  TraitTest,
} from '../../../contract/segment.ts'

/** What stands in a condition before it is filled in: the most usual choice. */

export const ALL_KINDS = [
  'order',
  'event',
  'tag',
  'trait',
  'prediction',
  'follow',
  'group_chat',
  'message',
  'source',
  'identity',
  'segment',
] as const satisfies readonly SegmentCondition['kind'][]

const last30: SegmentWindow = { kind: 'last', amount: 30, unit: 'day' }
const once: NumberTest = { op: 'gte', value: 1 }

export function freshCondition(kind: SegmentCondition['kind']): SegmentCondition {
  switch (kind) {
    case 'trait':
      return { kind, key: '', test: freshTest('is') }
    case 'source':
      return { kind, anyOf: [] }
    case 'identity':
      return { kind, has: 'phone' }
    case 'tag':
      return { kind, tagId: '', level: 'any' }
    case 'follow':
      return { kind, is: 'standing', userids: [], states: [], window: { kind: 'ever' } }
    case 'group_chat':
      return { kind, is: 'inside', groupIds: [], window: { kind: 'ever' } }
    case 'event':
      return { kind, name: '', where: [], window: last30, measure: freshEventMeasure('count') }
    case 'order':
      return { kind, window: last30, measure: freshOrderMeasure('count') }
    case 'prediction':
      return { kind, test: freshPrediction('ltv_fifth') }
    case 'message':
      return { kind, result: 'sent', journeyId: null, stepId: null, window: last30 }
    case 'segment':
      return { kind, segmentId: '' }
    default:
      return kind satisfies never
  }
}

export function freshEventMeasure(of: EventMeasure['of']): EventMeasure {
  switch (of) {
    case 'count':
    case 'days':
      return { of, test: once }
    case 'sum':
      return { of, property: null, test: { op: 'gte', value: 10_000 } }
    case 'distinct':
      return { of, property: '', test: once }
    case 'first':
    case 'last':
      return { of, has: [] }
    case 'absence':
      return { of }
    default:
      return of satisfies never
  }
}

export function freshOrderMeasure(of: OrderMeasure['of']): OrderMeasure {
  switch (of) {
    case 'count':
      return { of, test: once }
    case 'sum':
    case 'average':
      return { of, test: { op: 'gte', value: 10_000 } }
    case 'first':
    case 'last':
    case 'absence':
      return { of }
    default:
      return of satisfies never
  }
}

export function freshPrediction(of: PredictionTest['of']): PredictionTest {
  switch (of) {
    case 'ltv_fifth':
      return { of, anyOf: [5] }
    case 'ltv':
      return { of, test: { op: 'gte', value: 10_000 } }
    case 'p_alive':
      return { of, test: { op: 'lt', value: 0.3 } }
    case 'expected':
      return { of, test: once }
    case 'next_purchase':
      return { of, window: { kind: 'next', amount: 14, unit: 'day' } }
    case 'rfm':
      return { of, r: [], f: [], m: [5] }
    case 'tie':
      return { of, anyOf: ['strong'] }
    case 'rfm_class':
      return { of, anyOf: ['important_value'] }
    default:
      return of satisfies never
  }
}

export function freshTest(op: TraitTest['op']): TraitTest {
  switch (op) {
    case 'is':
    case 'is_not':
      return { op, anyOf: [] }
    case 'contains':
      return { op, text: '' }
    case 'exists':
    case 'absent':
      return { op }
    case 'number':
      return { op, test: once }
    case 'date':
      return { op, window: freshWindow('next') }
    default:
      return op satisfies never
  }
}

export function freshWindow(kind: DateWindow['kind']): DateWindow {
  return kind === 'between' ? { kind, from: null, to: null } : { kind, amount: 30, unit: 'day' }
}
