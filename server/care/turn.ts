import { hold, release } from '../channel/index.ts'
import { peopleBook } from '../customer/index.ts'
import { append, type Fact } from '../event/index.ts'
import { newId, type Outcome, ok, refused } from '../kernel/index.ts'
import type { Tx } from '../postgres/index.ts'
import { addEntries, isUnsolved, keepCase, type StoredCase, takeCase } from './case.ts'
import type { Deed } from './life.ts'
import { type CareContext, caseFact } from './open-cases.ts'
import { settingsOf } from './settings.ts'

export type TurnRefusal = 'not_found' | 'state' | 'unknown_kind' | 'same'

/**
 * Does something to a case: the case as it is from now on, the entry that says so, promotion held or let go, and what the
 * river is told, in one transaction. @param real for the inbox: when it was told.
 */
export async function turn(
  tx: Tx,
  ctx: CareContext,
  { id, by, real }: { id: string; by: string | null; real: Date },
  deed: Deed,
): Promise<Outcome<StoredCase, TurnRefusal>> {
  const { tenant, now } = ctx
  const one = await takeCase(tx, tenant, id)
  if (!one) return refused('not_found')
  const { settings } = await settingsOf(tx, tenant)
  const done = deed(one, { settings, zone: tenant.timeZone, now, by })
  if (!done.ok) return done
  const { next, said } = done.value
  await keepCase(tx, tenant, next)
  await addEntries(tx, tenant, [{ id: newId(), caseId: id, at: now, by, ...said }])
  if (isUnsolved(one) && !isUnsolved(next)) await release(tx, ctx, [id])
  if (!isUnsolved(one) && isUnsolved(next)) await hold(tx, ctx, [next])
  const name = toldOf(one, next)
  if (name) {
    const customerNo = await peopleBook.numberOf(tx, tenant, one.customerId)
    const facts: Fact[] = [caseFact(name, next, { at: now, customerNo })]
    await append(tx, tenant, facts, { lane: 'journey', now: real })
  }
  return ok(next)
}

/** What the river is told of a change of state. */
function toldOf(one: StoredCase, next: StoredCase) {
  if (one.state === next.state) return null
  if (next.state === 'solved') return 'case.solved' as const
  if (next.state === 'closed') return 'case.closed' as const
  return isUnsolved(one) ? null : ('case.reopened' as const)
}
