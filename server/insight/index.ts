export { dayIn } from './day.ts'
export { readDecisionWaits } from './decision-waits.ts'
export { newestFit } from './fit-store.ts'
export { observedUntil } from './measure.ts'
export { type OverviewDeps, overviewOf } from './overview.ts'
export type { PeopleBook } from './people.ts'
export { personTie } from './person-tie.ts'
export { type PeoplePurchases, readPurchases } from './purchases.ts'
export { enqueueRefit, REFIT, type RefitDeps, refit, refitHandler } from './refit.ts'
export {
  enqueueDueLooks,
  RETROSPECT,
  type RetrospectDeps,
  retrospectHandler,
  retrospectWhenEnded,
} from './retrospect.ts'
export { customerValue, type InsightDeps, routes } from './routes.ts'
export { layerRoutes } from './routes-layer.ts'
export { type RetrospectiveRouteDeps, retrospectiveRoutes } from './routes-retrospective.ts'
export { stageRoutes } from './routes-stage.ts'
export { type WorkspaceHistory, workspaceHistory } from './workspace-history.ts'
