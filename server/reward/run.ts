import { type Clock, type Log, presentOf, type Tenant } from '../kernel/index.ts'
import {
  type Database,
  type Rounds,
  sql,
  startRounds,
  type Tx,
  tenantsDue,
} from '../postgres/index.ts'
import type { GrantContext } from './grant-store.ts'
import { expireGrants, postGrants } from './turn.ts'

/** How late a hold that is over is found. */
const IDLE_MS = 3_000
const BATCH = 200

export type RewardDeps = {
  db: Database
  clock: Clock
  log: Log
  tenants: () => Promise<Tenant[]>
}

/** Posts what is held no longer and lets lapse what nobody fetched, until it is stopped. Any number of processes may. */
export function startGrants(deps: RewardDeps): Rounds {
  return startRounds({
    log: deps.log,
    waits: 'rewards wait',
    idleMs: IDLE_MS,
    due: () =>
      tenantsDue(
        deps,
        sql`
          select d.id
          from reward.due(${deps.clock.now()}) as d (id)
        `,
      ),
    step: (tenant) => runGrants(deps, tenant),
  })
}

/** One round for a workspace. @returns whether anything was done. */
export function runGrants(
  { db, clock }: Pick<RewardDeps, 'db' | 'clock'>,
  tenant: Tenant,
): Promise<boolean> {
  const ctx = { tenant, now: presentOf(tenant, clock), real: clock.now() }
  return db.inWorkspace(tenant.id, async (tx) => {
    const posted = await postGrants(tx, ctx, { grantIds: await heldNoLonger(tx, ctx), by: null })
    const expired = await expireGrants(tx, ctx, await lapsed(tx, ctx))
    return posted + expired > 0
  })
}

async function heldNoLonger(tx: Tx, { tenant, now }: GrantContext): Promise<string[]> {
  const rows = await tx.rows(sql<{ id: string }>`
    select id
    from reward.reward_grant
    where workspace_id = ${tenant.id}
      and state = 'pending'
      and is_vouched
      and hold_until <= ${now}
    order by hold_until
    limit ${BATCH}
    for no key update skip locked
  `)
  return rows.map(({ id }) => id)
}

/** A gift whose address is known does not lapse any more. */
async function lapsed(tx: Tx, { tenant, now }: GrantContext): Promise<string[]> {
  const rows = await tx.rows(sql<{ id: string }>`
    select id
    from reward.reward_grant
    where workspace_id = ${tenant.id}
      and state = 'posted'
      and expires_at <= ${now}
      and address is null
    order by expires_at
    limit ${BATCH}
    for no key update skip locked
  `)
  return rows.map(({ id }) => id)
}
