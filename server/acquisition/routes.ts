import type { App } from '../kernel/index.ts'
import type { AcquisitionDeps } from './route-deps.ts'
import { billRoutes } from './routes-bill.ts'
import { contactWayRoutes } from './routes-contact-way.ts'
import { followRoutes } from './routes-follow.ts'
import { reportRoutes } from './routes-report.ts'
import { sourceRoutes } from './routes-source.ts'

/** Sources, codes, the welcome, and whom a person follows. */
export function routes(app: App, deps: AcquisitionDeps): void {
  sourceRoutes(app, deps)
  reportRoutes(app, deps)
  billRoutes(app, deps)
  contactWayRoutes(app, deps)
  followRoutes(app, deps)
}
