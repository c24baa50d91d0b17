export { awayFor, awayOn } from './absence.ts'
export {
  askApproval,
  countWaiting,
  forgetApprovals,
  giveVerdictOnLaunch,
  listApprovals,
  needsSecond,
  newestApproval,
  takeApproval,
  type WaitingLaunch,
} from './approval.ts'
export { beginTask, unbeginTask } from './begin-task.ts'
export {
  broadcastByAssociate,
  broadcastByHour,
  clicksOfBroadcast,
  countBroadcast,
} from './broadcast-results.ts'
export { closingOf, nextTry } from './closing.ts'
export { standOf } from './consent.ts'
export type {
  Addressee,
  Cause,
  ChannelContext,
  DeliverySpec,
  PlanOutcome,
} from './delivery.ts'
export { createFence, standingFence } from './fence.ts'
export { stillToSend, takeBackFrom, wakeHandedOver } from './hand-over.ts'
export { hold, release } from './hold.ts'
export {
  clicksByStep,
  countByStep,
  enrollmentsBehind,
  type Result,
  resultsOf,
} from './journey-results.ts'
export { type Listed, listDeliveries } from './list.ts'
export { givenMaterials, type MaterialWork, worksOfMaterials } from './material-work.ts'
export { type MayNow, mayBeSent } from './may-be-sent.ts'
export { contactStep } from './merge-step.ts'
export { mostSentThisMonth } from './most-sent.ts'
export { type Offer, offerMaterial } from './offer.ts'
export { massResultStep } from './official-mass-result.ts'
export { liftPause, pause, pauseFor, pausesOf } from './pause.ts'
export { planDeliveries } from './plan.ts'
export { policyOf } from './policy-store.ts'
export { pressStep } from './press-step.ts'
export { previewPolicy } from './preview.ts'
export { isReadable, readerOf } from './preview-message.ts'
export { previewWords } from './preview-words.ts'
export { quietUntil } from './quiet-hours.ts'
export { type Reassignment, reassignTasks, type Unmoved } from './reassign.ts'
export { type RehearsedDelivery, rehearseDeliveries } from './rehearse.ts'
export { remindOfBroadcast } from './remind.ts'
export type { RemoteOf } from './remote.ts'
export type { JourneyNames } from './route-deps.ts'
export { routes } from './routes.ts'
export { startChannel } from './run.ts'
export { type SlotDiary, slotDiary } from './slot-diary.ts'
export { type NotSnoozed, notSnoozed, snoozeTask } from './snooze.ts'
export { type Decision, finishTask, skipTask } from './staff-task.ts'
export { createStaffWays, type StaffWayOf } from './staff-way.ts'
export { promotionsStillOut } from './still-out.ts'
export { atWorkFrom } from './task-clock.ts'
export { countTasks, type ListedTask, listTasks, openTasksOf } from './task-list.ts'
export { shownTask } from './task-view.ts'
export { waysFor } from './ways.ts'
export { type WelcomesOf, welcomeStep } from './welcome-step.ts'
export {
  countUnreached,
  isUnderWay,
  supersedeUnreached,
  withdrawBroadcast,
} from './withdraw.ts'
export { minutesIn, type StaffMinutes, staffMinutes, workOf } from './work-rules.ts'
export { slotHolders, type Workload, workloads } from './workload.ts'
