/** @public */
export {
  type Associate,
  associateOf,
  associates,
  awayAssociates,
  describeAssociates,
  retireAssociates,
  storeAssociates,
} from './associates.ts'
export { type ApiUse, apiUse, createBudget, type Limit } from './budget.ts'
export {
  believing,
  type CallbackCorp,
  type CorpFinder,
  connectedWorkspaces,
  createCorpFinder,
} from './callback-corp.ts'
export { type Connected, type WecomDeps, wecomOf, wecomsOf } from './client.ts'
export { type Audit, madeCallbackKeys } from './connect.ts'
export { namedAssociates, namesOfCorps } from './corp-names.ts'
export { storeDepartments } from './departments.ts'
export { lanesOf, type Shared } from './lanes.ts'
export type { OwnWecom } from './own-ids.ts'
export { refusalProblem } from './refusal.ts'
export { type CorpRouteDeps, routes } from './routes.ts'
export { createSeats } from './seats.ts'
export { calledOf, liveCorp, liveCorps, noteSyncAsked, noteSynced } from './store.ts'
export { tokenStoreOf } from './token-store.ts'
