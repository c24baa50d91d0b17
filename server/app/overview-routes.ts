import { overview } from '../../contract/overview.ts'
import { overviewOf } from '../insight/index.ts'
import type { App } from '../kernel/index.ts'
import type { Deps } from './deps.ts'
import { waitingForPeople } from './needs.ts'

/** The console's first page. It asks several rooms, so it is answered here. */
export function overviewRoutes(app: App, deps: Deps): void {
  app.get(
    '/api/overview',
    { config: { permission: 'insight.read' }, schema: { response: { 200: overview } } },
    async (request) => overviewOf({ ...deps, needs: waitingForPeople }, request.session.tenant),
  )
}
