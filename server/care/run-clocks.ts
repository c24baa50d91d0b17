import { type Clock, type Log, presentOf, type Tenant } from '../kernel/index.ts'
import {
  type Database,
  type Rounds,
  sql,
  startRounds,
  type Tx,
  tenantsDue,
} from '../postgres/index.ts'
import { close, escalate } from './life.ts'
import type { CareContext } from './open-cases.ts'
import { turn } from './turn.ts'

/** How late a clock that has run out is found. */
const IDLE_MS = 5_000
const BATCH = 200

export type CareDeps = {
  db: Database
  clock: Clock
  log: Log
  tenants: () => Promise<Tenant[]>
}

/** Finds clocks that have run out and solved cases that are to close, until it is stopped. Any number of processes may. */
export function startCases(deps: CareDeps): Rounds {
  return startRounds({
    log: deps.log,
    waits: 'service cases wait',
    idleMs: IDLE_MS,
    due: () =>
      tenantsDue(
        deps,
        sql`
          select d.id
          from care.due(${deps.clock.now()}) as d (id)
        `,
      ),
    step: (tenant) => runClocks(deps, tenant),
  })
}

/** One round for a workspace. @returns whether anything was done. */
export function runClocks({ db, clock }: Pick<CareDeps, 'db' | 'clock'>, tenant: Tenant) {
  const ctx = { tenant, now: presentOf(tenant, clock) }
  const real = clock.now()
  return db.inWorkspace(tenant.id, async (tx) => {
    const over = await runOut(tx, ctx)
    for (const { id, clock: which } of over)
      await turn(tx, ctx, { id, by: null, real }, escalate(which))
    const old = await toClose(tx, ctx)
    for (const { id } of old) await turn(tx, ctx, { id, by: null, real }, close(''))
    return over.length + old.length > 0
  })
}

/** Cases of which a clock has run out that nobody was told of. The clock of the answer is told before that of the solution. */
function runOut(
  tx: Tx,
  { tenant, now }: CareContext,
): Promise<{ id: string; clock: 'answer' | 'resolve' }[]> {
  return tx.rows(sql<{ id: string; clock: 'answer' | 'resolve' }>`
    select id, case when resolve_due_at <= ${now} then 'resolve' else 'answer' end as clock
    from care.service_case
    where workspace_id = ${tenant.id}
      and (
        (state = 'open' and escalated_clock is null and answer_due_at <= ${now})
        or (
          state in ('open', 'answered')
          and escalated_clock is distinct from 'resolve'
          and resolve_due_at <= ${now}
        )
      )
    order by id
    limit ${BATCH}
    for update skip locked
  `)
}

function toClose(tx: Tx, { tenant, now }: CareContext): Promise<{ id: string }[]> {
  return tx.rows(sql<{ id: string }>`
    select id
    from care.service_case
    where workspace_id = ${tenant.id}
      and state = 'solved'
      and close_due_at <= ${now}
    order by id
    limit ${BATCH}
    for update skip locked
  `)
}
