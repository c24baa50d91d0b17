import type { App } from '../kernel/index.ts'
import type { JourneyRouteDeps } from './route-deps.ts'
import { approvalRoutes } from './routes-approval.ts'
import { draftRoutes } from './routes-draft.ts'
import { launchRoutes } from './routes-launch.ts'
import { listRoutes } from './routes-list.ts'
import { moveRoutes } from './routes-moves.ts'
import { peopleRoutes } from './routes-people.ts'
import { rehearsalRoutes } from './routes-rehearsal.ts'
import { standingRoutes } from './routes-standing.ts'
import { trialRoutes } from './routes-trials.ts'
import { tryRoutes } from './routes-try.ts'

/** SOPs over HTTP: written as drafts, checked, launched, stopped, and asked about with the people behind each number. */
export function routes(app: App, deps: JourneyRouteDeps): void {
  listRoutes(app, deps)
  draftRoutes(app, deps)
  launchRoutes(app, deps)
  rehearsalRoutes(app, deps)
  tryRoutes(app, deps)
  approvalRoutes(app, deps)
  standingRoutes(app, deps)
  peopleRoutes(app, deps)
  moveRoutes(app, deps)
  trialRoutes(app, deps)
}
