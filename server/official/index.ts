export { subscriptionStep } from './apply-subscriptions.ts'
export {
  type AccountFinder,
  type CallbackAccount,
  createAccountFinder,
} from './callback-account.ts'
export { accountOf, accountsOf, type ConnectedAccount, type OfficialDeps } from './client.ts'
export { type OfficialRouteDeps, routes } from './routes.ts'
export { liveAccounts } from './store.ts'
export { type Subscription, subscriptionsOf, windowOf } from './subscription.ts'
