import type { App } from '../kernel/index.ts'
import type { AcquisitionDeps } from './route-deps.ts'
import { billRoutes } from './routes-bill.ts'
import { contactWayRoutes } from './routes-contact-way.ts'
import { followRoutes } from './routes-follow.ts'
import { hookRoutes } from './routes-hook.ts'
import { hookPageRoutes } from './routes-hook-page.ts'
import { landingRoutes } from './routes-landing.ts'
import { landingPageRoutes } from './routes-landing-page.ts'
import { reportRoutes } from './routes-report.ts'
import { scheduleRoutes } from './routes-schedule.ts'
import { sourceRoutes } from './routes-source.ts'
import { wayBatchRoutes } from './routes-way-batch.ts'

/** Sources, codes, the welcome, whom a person follows, hooks and landing pages. */
export function routes(app: App, deps: AcquisitionDeps): void {
  sourceRoutes(app, deps)
  reportRoutes(app, deps)
  billRoutes(app, deps)
  contactWayRoutes(app, deps)
  wayBatchRoutes(app, deps)
  scheduleRoutes(app, deps)
  followRoutes(app, deps)
  hookRoutes(app, deps)
  hookPageRoutes(app, deps)
  landingRoutes(app, deps)
  landingPageRoutes(app, deps)
}
