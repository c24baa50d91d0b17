import type { Reason } from '../../contract/delivery.ts'

/** A hold rests on an open service case, or on a message of the customer's that nobody has answered. */
export type HoldKind = 'case' | 'reply'
export const holdReasons = { case: 'open_case', reply: 'waiting_reply' } as const
export type HoldReason = (typeof holdReasons)[HoldKind]

/** Whether a delivery waits for a hold to end. */
export function isHold(reason: Reason): reason is HoldReason {
  return reason === holdReasons.case || reason === holdReasons.reply
}

/** Whether a delivery waits for what somebody has to do first, a successor included: no hour can be promised. */
export function isOpenEnded(reason: Reason): boolean {
  return isHold(reason) || reason === 'handover'
}
