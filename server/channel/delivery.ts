import type { Carrier, Lateness, MessageContent, Purpose, Reason } from '../../contract/delivery.ts'
import type { Tenant } from '../kernel/index.ts'

/** What makes a message be sent. */
export type Cause =
  | { kind: 'journey'; journeyId: string; version: number; stepId: string }
  /** One message to a segment, or several that are compared: `arm` says which. */
  | { kind: 'broadcast'; broadcastId: string; arm: string }
  | { kind: 'welcome' }
  /** An associate's own choice from the library. */
  | { kind: 'material'; materialId: string }
  | { kind: 'test' }

/** What is to be sent, and when it may be. */
export type DeliverySpec = {
  cause: Cause
  carrier: Carrier
  purpose: Purpose
  content: MessageContent
  notBefore: Date
  /** Nothing leaves after this instant. */
  notAfter: Date
  lateness: Lateness
}

/** One person of a batch. `deliveryId` is the effect's key: the same effect is the same delivery. */
export type Addressee = {
  deliveryId: string
  customerId: string
  customerNo: number
  enrollmentId: string | null
  /** Who sends it, where it is not for the channel to choose: the associate who decided to. */
  sender?: { userid: string; externalUserid: string }
  /** Of a welcome: the code that works once, between whom, and the words as they are. */
  welcome?: { code: string; userid: string; externalUserid: string; text: string }
}

/** @param now the workspace's present. */
export type ChannelContext = { tenant: Tenant; now: Date }

/** What the policy says of one person of a batch. Deferred: nothing was written, ask again at `until`. */
export type PlanOutcome =
  | { deliveryId: string; outcome: 'planned' }
  | { deliveryId: string; outcome: 'deferred'; until: Date; reason: Reason }
  | { deliveryId: string; outcome: 'skipped'; reason: Reason }
