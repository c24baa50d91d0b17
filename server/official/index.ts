export { subscriptionStep } from './apply-subscriptions.ts'
export {
  type AccountFinder,
  type CallbackAccount,
  createAccountFinder,
} from './callback-account.ts'
export { accountsOf, type ConnectedAccount, type OfficialDeps } from './client.ts'
export { type OfficialRouteDeps, routes } from './routes.ts'
