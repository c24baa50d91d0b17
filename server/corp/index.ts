/** @public */
export {
  type Associate,
  associateOf,
  associates,
  describeAssociates,
  retireAssociates,
  storeAssociates,
} from './associates.ts'
export { type Budget, createBudget } from './budget.ts'
export {
  type CallbackCorp,
  type CorpFinder,
  connectedWorkspaces,
  createCorpFinder,
} from './callback-corp.ts'
export { type Connected, type WecomDeps, wecomOf, wecomsOf } from './client.ts'
export { namedAssociates, namesOfCorps } from './corp-names.ts'
export { storeDepartments } from './departments.ts'
export { lanesOf } from './lanes.ts'
export type { OwnWecom } from './own-ids.ts'
export { refusalProblem } from './refusal.ts'
export { type CorpRouteDeps, routes } from './routes.ts'
export { calledOf, liveCorp, liveCorps, noteSyncAsked, noteSynced } from './store.ts'
