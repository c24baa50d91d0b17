import { append, type Tenant } from '../event/index.ts'
import { presentOf } from '../kernel/index.ts'
import { sql } from '../postgres/index.ts'
import type { AdvanceDeps } from './advance.ts'
import { endedFact, leftFact } from './facts.ts'

const BATCH_PEOPLE = 5_000
const FACTS_OF_A_ROW = 1_000

type Inside = {
  id: string
  version: number
  customerId: string
  customerNo: number
  isControl: boolean
}

/**
 * Brings an ended journey to its end: at once, everybody leaves; otherwise the control group does when nobody else is
 * left. When all are out it says so, once; from there the retrospective is written.
 * @returns whether there was something to do.
 */
export function settleEnding(
  deps: AdvanceDeps,
  tenant: Tenant,
  journeyId: string,
): Promise<boolean> {
  const now = presentOf(tenant, deps.clock)
  return deps.db.inWorkspace(tenant.id, async (tx) => {
    const ending = await tx.maybe(sql<{ mode: 'finish' | 'at_once' }>`
      select mode
      from journey.ending
      where workspace_id = ${tenant.id}
        and journey_id = ${journeyId}
        and told_at is null
      for update skip locked
    `)
    if (!ending) return false
    const { travelling } = await tx.one(sql<{ travelling: boolean }>`
      select exists (
        select from journey.enrollment
        where workspace_id = ${tenant.id}
          and journey_id = ${journeyId}
          and due_at is not null
          and state in ('timer', 'listening')
      ) as travelling
    `)
    if (ending.mode === 'finish' && travelling) return false
    const out = await tx.rows(sql<Inside>`
      update journey.enrollment e
      set state = 'left',
          due_at = null,
          listens_to = null,
          left_at = ${now},
          left_reason = case when e.state = 'control' then 'measured' else 'journey_ended' end
      from (
        select id, state = 'control' as is_control
        from journey.enrollment
        where workspace_id = ${tenant.id}
          and journey_id = ${journeyId}
          and due_at is not null
        limit ${BATCH_PEOPLE}
        for update
      ) as inside
      where e.workspace_id = ${tenant.id}
        and e.journey_id = ${journeyId}
        and e.id = inside.id
      returning e.id, e.version, e.customer_id as "customerId", e.customer_no as "customerNo",
                inside.is_control as "isControl"
    `)
    const when = { lane: 'journey', now: deps.clock.now() } as const
    const facts = out
      .filter(({ isControl }) => !isControl)
      .map((one) => leftFact(journeyId, one, 'journey_ended', now))
    for (let from = 0; from < facts.length; from += FACTS_OF_A_ROW)
      await append(tx, tenant, facts.slice(from, from + FACTS_OF_A_ROW), when)
    if (out.length > 0) return true
    await tx.run(sql`
      update journey.ending
      set told_at = ${now}
      where workspace_id = ${tenant.id}
        and journey_id = ${journeyId}
    `)
    const { experimentId } = await tx.one(sql<{ experimentId: string | null }>`
      select experiment_id as "experimentId"
      from journey.version
      where workspace_id = ${tenant.id}
        and journey_id = ${journeyId}
      order by no desc
      limit 1
    `)
    await append(tx, tenant, [endedFact(journeyId, experimentId, now)], when)
    return true
  })
}
