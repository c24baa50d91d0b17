import type { App } from '../kernel/index.ts'
import type { CampaignRouteDeps } from './route-deps.ts'
import { approvalRoutes } from './routes-approval.ts'
import { draftRoutes } from './routes-draft.ts'
import { launchRoutes } from './routes-launch.ts'
import { momentRoutes } from './routes-moment.ts'
import { resultRoutes } from './routes-results.ts'

/** Broadcasts over HTTP: written as drafts, checked, launched once, called back, and asked about. */
export function routes(app: App, deps: CampaignRouteDeps): void {
  draftRoutes(app, deps)
  launchRoutes(app, deps)
  approvalRoutes(app, deps)
  resultRoutes(app, deps)
  momentRoutes(app, deps)
}
