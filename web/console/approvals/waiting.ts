import type { BroadcastApproval } from '../../../contract/broadcast.ts'
import type { Approval } from '../../../contract/journey-view.ts'

export type OfJourney = Approval & { kind: 'journey'; path: '/api/approvals' }
export type OfBroadcast = BroadcastApproval & {
  kind: 'broadcast'
  path: '/api/broadcast-approvals'
}
/** A launch that waits for a second person, and where its verdict goes. */
export type Waiting = OfJourney | OfBroadcast
