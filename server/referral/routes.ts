import type { App } from '../kernel/index.ts'
import type { ReferralRouteDeps } from './route-deps.ts'
import { campaignRoutes } from './routes-campaign.ts'
import { pageRoutes } from './routes-page.ts'
import { peopleRoutes } from './routes-people.ts'
import { reportRoutes } from './routes-report.ts'

/** Invitation campaigns, for the console and for customers. */
export function routes(app: App, deps: ReferralRouteDeps): void {
  campaignRoutes(app, deps)
  peopleRoutes(app, deps)
  reportRoutes(app, deps)
  pageRoutes(app, deps)
}
