import type { Reaction } from '../event/index.ts'
import { enqueueRefit } from '../insight/index.ts'
import type { Deps } from './deps.ts'

/**
 * What follows an event after its commit, at least once each and in this order. Every effect is keyed by its cause, so
 * that running twice does nothing twice.
 */
export function reactionsOf(deps: Pick<Deps, 'db'>): Record<string, readonly Reaction[]> {
  const refit: Reaction = {
    name: 'insight.refit',
    run: ({ tenant }) => deps.db.inWorkspace(tenant.id, (tx) => enqueueRefit(tx, tenant)),
  }
  return {
    'import.finished': [refit],
    'import.undone': [refit],
    'identity.merged': [refit],
    'identity.unmerged': [refit],
  }
}
