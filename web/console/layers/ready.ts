import type { SegmentCondition, SegmentNode } from '../../../contract/segment.ts'

const BOUGHT_DAYS = 180
const SILENT_DAYS = 90
/** What somebody does who is spoken to and listens. */
const ANSWERS = ['message.clicked', 'message.replied', 'link.opened', 'form.submitted'] as const

const bought: SegmentCondition = {
  kind: 'order',
  window: { kind: 'last', amount: BOUGHT_DAYS, unit: 'day' },
  measure: { of: 'count', test: { op: 'gte', value: 1 } },
}

const silent = (name: string): SegmentCondition => ({
  kind: 'event',
  name,
  where: [],
  window: { kind: 'last', amount: SILENT_DAYS, unit: 'day' },
  measure: { of: 'absence' },
})

/** Segments that the page proposes: those who buy without a word, and those who may be woken. */
export const readySegments = {
  silent_buyers: { kind: 'all', of: [bought, ...ANSWERS.map(silent)] },
  wakeable: {
    kind: 'all',
    of: [
      { kind: 'prediction', test: { of: 'tie', anyOf: ['weak', 'silent'] } },
      { kind: 'not', of: bought },
    ],
  },
} as const satisfies Record<string, SegmentNode>
