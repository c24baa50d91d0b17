export type {
  Addressee,
  Cause,
  ChannelContext,
  DeliverySpec,
  PlanOutcome,
} from './delivery.ts'
export { createFence, standingFence } from './fence.ts'
export { hold, release } from './hold.ts'
export {
  clicksByStep,
  countByStep,
  enrollmentsBehind,
  type Result,
  resultsOf,
} from './journey-results.ts'
export { contactStep } from './merge-step.ts'
export { mostSentThisMonth } from './most-sent.ts'
export { liftPause, pause, pausesOf } from './pause.ts'
export { planDeliveries } from './plan.ts'
export { policyOf } from './policy-store.ts'
export { previewPolicy } from './preview.ts'
export { isReadable } from './preview-message.ts'
export type { RemoteOf } from './remote.ts'
export { routes } from './routes.ts'
export { startChannel } from './run.ts'
export { createLinkTracker, type LinkTracker } from './tracked-link.ts'
export { type WelcomesOf, welcomeStep } from './welcome-step.ts'
