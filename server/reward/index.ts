export { setCampaignBudget } from './budget.ts'
export { type Asked, type Granted, type GrantRefusal, grantReward, grantRewards } from './grant.ts'
export {
  type GrantContext,
  grantsById,
  grantsOfPerson,
  type StoredGrant,
} from './grant-store.ts'
export { startPayments } from './payment.ts'
export { isReward, rewardsNamed } from './reward.ts'
export type { CampaignNames } from './route-deps.ts'
export { routes } from './routes.ts'
export { rewardPageRoutes } from './routes-page.ts'
export { payRoutes } from './routes-pay.ts'
export { startGrants as startRewards } from './run.ts'
export { type Cancelled, cancelGrants, freezeGrants, releaseGrants, vouchFor } from './turn.ts'
