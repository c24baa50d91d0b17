export type {
  Addressee,
  Cause,
  ChannelContext,
  DeliverySpec,
  PlanOutcome,
} from './delivery.ts'
export { createFence, standingFence } from './fence.ts'
export { contactStep } from './merge-step.ts'
export { planDeliveries } from './plan.ts'
/** @public for whoever launches: what would happen before it does. */
export { previewPolicy } from './preview.ts'
export type { RemoteOf } from './remote.ts'
export { routes } from './routes.ts'
export { startChannel } from './run.ts'
export { type WelcomesOf, welcomeStep } from './welcome-step.ts'
