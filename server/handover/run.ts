import type { Tenant } from '../kernel/index.ts'
import { type Rounds, sql, startRounds, tenantsDue } from '../postgres/index.ts'
import { arriveStep } from './arrive.ts'
import { askStep } from './ask.ts'
import type { HandoverDeps } from './call.ts'
import { pollStep } from './poll.ts'
import { readLeaversStep } from './read-leavers.ts'
import { reconcileStep } from './reconcile.ts'

const IDLE_MS = 500
const steps = [askStep, reconcileStep, pollStep, arriveStep, readLeaversStep]

/** Takes handovers on until it is stopped: asks WeCom, asks after it, ends what is done. Any number of processes may. */
export function startHandovers(deps: HandoverDeps): Rounds {
  return startRounds({
    log: deps.log,
    waits: 'handovers wait',
    idleMs: IDLE_MS,
    due: () =>
      tenantsDue(
        deps,
        sql`
          select d.id
          from handover.due(${deps.clock.now()}) as d (id)
        `,
      ),
    step: (tenant) => runOnce(deps, tenant),
  })
}

/** One round for a workspace. @returns whether anything was done. */
export async function runOnce(deps: HandoverDeps, tenant: Tenant): Promise<boolean> {
  let worked = false
  for (const step of steps) worked = (await step(deps, tenant)) || worked
  return worked
}
