import type { Reaction } from '../event/index.ts'
import { askForSync, SYNC_DIRECTORY, SYNC_TAGS } from '../ingestion/index.ts'
import { enqueueRefit, retrospectWhenEnded } from '../insight/index.ts'
import { addMs, type Tenant, type TenantCompany } from '../kernel/index.ts'
import type { Deps } from './deps.ts'

/** Somebody of the company came, moved or left, in the directory or in what the app sees of it. */
const DIRECTORY = [
  'directory.staff_added',
  'directory.staff_changed',
  'directory.staff_removed',
  'directory.department_added',
  'directory.department_changed',
  'directory.department_removed',
  'app.staff_joined',
  'app.staff_left',
] as const

/** Merges come in crowds (a sign-in joins a visitor to a member): value is computed once the crowd has passed. */
const CROWD_MS = 60_000
/** What was asked this short a time ago has not begun and will see the new merge too. */
const ASKED_MS = 5_000

/**
 * What follows an event after its commit, at least once each and in this order. Every effect is keyed by its cause, so
 * that running twice does nothing twice.
 */
export function reactionsOf(deps: Pick<Deps, 'db' | 'clock'>): Record<string, readonly Reaction[]> {
  const asked = new Map<string, number>()
  const refit: Reaction = {
    name: 'insight.refit',
    run: ({ tenant }) => deps.db.inWorkspace(tenant.id, (tx) => enqueueRefit(tx, tenant)),
  }
  const refitLater: Reaction = {
    name: 'insight.refit_later',
    async run({ tenant }) {
      const now = deps.clock.monotonicMs()
      const before = asked.get(tenant.id)
      if (before !== undefined && now - before < ASKED_MS) return
      const runAt = addMs(deps.clock.now(), CROWD_MS)
      await deps.db.inWorkspace(tenant.id, (tx) => enqueueRefit(tx, tenant, { runAt }))
      asked.set(tenant.id, now)
    },
  }
  const retrospect: Reaction = {
    name: 'insight.retrospect',
    run: ({ tenant }, { at: now, props }) =>
      deps.db.inWorkspace(tenant.id, (tx) =>
        retrospectWhenEnded(tx, { tenant, now }, props.journey_id),
      ),
  }
  const tags: Reaction = {
    name: 'ingestion.sync_tags',
    run: ({ tenant }, event) =>
      deps.db.inWorkspace(tenant.id, (tx) => askForSync(tx, toldBy(tenant, event), SYNC_TAGS)),
  }
  const directory: Reaction = {
    name: 'ingestion.sync_directory',
    run: ({ tenant }, event) =>
      deps.db.inWorkspace(tenant.id, (tx) => askForSync(tx, toldBy(tenant, event), SYNC_DIRECTORY)),
  }
  return {
    'corp_tag.changed': [tags],
    ...Object.fromEntries(DIRECTORY.map((name) => [name, [directory]])),
    'import.finished': [refit],
    'import.undone': [refit],
    'identity.merged': [refitLater],
    'identity.unmerged': [refitLater],
    'journey.ended': [retrospect],
  }
}

/** Which company told of it: what the first one tells says no corp id. */
function toldBy(
  { id }: Pick<Tenant, 'id'>,
  { props }: { props: Record<string, unknown> },
): TenantCompany {
  return { id, company: typeof props.corp_id === 'string' ? props.corp_id : '' }
}
