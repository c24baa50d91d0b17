export type { Members } from './members.ts'
export {
  moveBroadcast,
  type PlannedBroadcast,
  peopleOfPlanned,
  plannedBroadcasts,
  plannedMoments,
} from './planned.ts'
export { routes } from './routes.ts'
export { startCampaigns } from './work.ts'
