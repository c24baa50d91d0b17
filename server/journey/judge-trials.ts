import { winnerOf } from '../../science/winner.ts'
import { addMs, presentOf, type Tenant } from '../kernel/index.ts'
import { sql } from '../postgres/index.ts'
import type { AdvanceDeps } from './advance.ts'
import { choose, countTrial, judgedSplits } from './trial-store.ts'
import { versionsOf } from './version.ts'

/** How often a split is looked at; the interval holds at every look. */
const LOOK_AGAIN_MS = 3_600_000
const RULE = 'rule'

/**
 * Looks at the judged splits of a journey whose time has come, and names a winner where the evidence holds. What staff have decided
 * by hand stays, and so does a winner that was named: what comes after it is learned from the share that chance still sends.
 * @returns whether there was one to look at.
 */
export function judgeTrials(
  deps: Pick<AdvanceDeps, 'db' | 'clock'>,
  tenant: Tenant,
  journeyId: string,
): Promise<boolean> {
  const scope = { tenant, now: presentOf(tenant, deps.clock) }
  return deps.db.inWorkspace(tenant.id, async (tx) => {
    const due = await tx.rows(sql<{ version: number; step: string }>`
      select version, step
      from journey.trial
      where workspace_id = ${tenant.id}
        and journey_id = ${journeyId}
        and look_at <= ${scope.now}
      order by version, step
      for update skip locked
    `)
    if (due.length === 0) return false
    const numbers = [...new Set(due.map(({ version }) => version))]
    const versions = await versionsOf(tx, tenant.id, journeyId, numbers)
    for (const { version, step } of due) {
      const plan = versions.get(version)?.plan
      const split = plan && judgedSplits(plan).find(({ id }) => id === step)
      if (!split) continue
      const key = { journeyId, version, step }
      const arms = split.arms.map(({ id }) => id)
      const evidence = await countTrial(tx, scope, key, arms)
      const said = winnerOf(evidence, { least: split.judge.people })
      if (said.says !== 'winner') continue
      const chosen = { arm: said.arm, by: null, reason: RULE, at: scope.now }
      await choose(tx, tenant.id, key, { ...chosen, isByHand: false, evidence })
    }
    await tx.run(sql`
      update journey.trial
      set look_at = ${addMs(scope.now, LOOK_AGAIN_MS)}
      where workspace_id = ${tenant.id}
        and journey_id = ${journeyId}
        and look_at <= ${scope.now}
    `)
    return true
  })
}
