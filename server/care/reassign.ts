import { associates } from '../corp/index.ts'
import { type Outcome, ok, refused } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'
import type { StoredCase } from './case.ts'
import { handTo } from './life.ts'
import type { CareContext } from './open-cases.ts'
import { type TurnRefusal, turn } from './turn.ts'

type Given = { to: string; reason: string; by: string | null; real: Date }

/** Gives a case to an associate who is at work. */
export async function reassign(
  tx: Tx,
  ctx: CareContext,
  { id, to, reason, by, real }: Given & { id: string },
): Promise<Outcome<StoredCase, TurnRefusal | 'unknown_owner'>> {
  if (!(await isAtWork(tx, ctx, to))) return refused('unknown_owner')
  return turn(tx, ctx, { id, by, real }, handTo({ owner: to, reason }))
}

/**
 * Gives an associate's unsolved cases to another: all, or those of some customers' rows.
 * @returns the ids of the cases that moved.
 */
export async function reassignAll(
  tx: Tx,
  ctx: CareContext,
  { from, customerIds = null, ...given }: Given & { from: string; customerIds?: string[] | null },
): Promise<Outcome<string[], 'unknown_owner'>> {
  if (!(await isAtWork(tx, ctx, given.to))) return refused('unknown_owner')
  const found = await tx.rows(sql<{ id: string }>`
    select id
    from care.service_case
    where workspace_id = ${ctx.tenant.id}
      and owner = ${from}
      and state in ('open', 'answered', 'waiting')
      and (${customerIds}::uuid[] is null or customer_id = any(${customerIds}::uuid[]))
    order by id
  `)
  for (const { id } of found) await reassign(tx, ctx, { id, ...given })
  return ok(found.map(({ id }) => id))
}

/** Whether somebody is an associate who is at work. */
export async function isAtWork(
  tx: Tx,
  { tenant }: Pick<CareContext, 'tenant'>,
  userid: string,
): Promise<boolean> {
  return (await associates(tx, tenant)).some((one) => one.userid === userid && one.isActive)
}
