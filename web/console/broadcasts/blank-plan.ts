import type { BroadcastPlan } from '../../../contract/broadcast.ts'

/** What a new broadcast begins as: a tenth is left out to compare. */
export const blankPlan: BroadcastPlan = {
  segmentId: '',
  excludeSegmentIds: [],
  carrier: 'wecom_mass',
  purpose: 'value',
  variants: [{ id: 'a', share: 100, content: { text: '' } }],
  start: { kind: 'now' },
  validHours: 24,
  window: null,
  control: { kind: 'holdout', share: 0.1, metric: 'buyers', windowDays: 14 },
}
