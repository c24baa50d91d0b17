import type { Tenant } from '../kernel/index.ts'
import { type Rounds, sql, startRounds, tenantsDue } from '../postgres/index.ts'
import { planStep } from './plan-step.ts'
import { reconcileStep } from './reconcile.ts'
import type { PostingDeps } from './remote.ts'
import { sendStep } from './send.ts'
import { tellStep } from './tell-owners.ts'
import { watchStep } from './watch.ts'

/** How long the loop looks away when nothing is due; a kill switch takes hold within it. */
const IDLE_MS = 500
const steps = [planStep, sendStep, watchStep, reconcileStep, tellStep]

/** Speaks in groups until it is stopped. Any number of processes may. */
export function startPosting(deps: PostingDeps & { tenants: () => Promise<Tenant[]> }): Rounds {
  return startRounds({
    log: deps.log,
    waits: 'posts in groups wait',
    idleMs: IDLE_MS,
    due: () =>
      tenantsDue(
        deps,
        sql`
          select d.id
          from posting.due(${deps.clock.now()}) as d (id)
          union
          select p.id
          from posting.plans_due(${deps.clock.now()}) as p (id)
        `,
      ),
    step: (tenant) => runOnce(deps, tenant),
  })
}

/** One round for a workspace. @returns whether anything was done. */
export async function runOnce(deps: PostingDeps, tenant: Tenant): Promise<boolean> {
  let worked = false
  for (const step of steps) worked = (await step(deps, tenant)) || worked
  return worked
}
