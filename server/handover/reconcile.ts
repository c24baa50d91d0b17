import { addMs, presentOf, type Tenant, withCompanyOf } from '../kernel/index.ts'
import { type HandoverDeps, moveCall, type TransferCall, takeUnknown } from './call.ts'
import { movesOfCall, turnMoves } from './move.ts'
import { readResult, resultsOf } from './results.ts'
import { settleMoves, type Told } from './settle.ts'

const AT_ONCE = 8
const LEASE_MS = 60_000
const ASK_AGAIN_MS = 5_000
/** So long after the call a customer who is in no list was not asked for: every call is over by then. */
const SURE_MS = 60_000
const LOOK_MS = 5_000

/** Asks after calls of which nobody knows whether WeCom heard them; whom it did not hear of is asked for again. */
export async function reconcileStep(deps: HandoverDeps, tenant: Tenant): Promise<boolean> {
  if (await deps.isFenced()) return false
  const real = deps.clock.now()
  const taking = { real, leaseUntil: addMs(real, LEASE_MS), limit: AT_ONCE }
  const calls = await deps.db.inWorkspace(tenant.id, (tx) => takeUnknown(tx, tenant, taking))
  for (const call of calls) await clearUp(deps, tenant, call)
  return calls.length > 0
}

async function clearUp(deps: HandoverDeps, tenant: Tenant, call: TransferCall): Promise<void> {
  const askedAt = deps.clock.now()
  const remote = await deps.remoteOf(withCompanyOf(tenant, call.from))
  const results = remote && (await resultsOf(remote, call))
  const ctx = { tenant, now: presentOf(tenant, deps.clock) }
  const real = deps.clock.now()
  // By WeCom's clock, which may be the workspace's.
  const since = new Date(Math.min(call.calledAt.getTime(), call.presentAt.getTime()))
  await deps.db.inWorkspace(
    tenant.id,
    async (tx) => {
      if (!results) {
        const lookAfter = addMs(real, ASK_AGAIN_MS)
        await moveCall(tx, tenant, { id: call.id, state: 'unknown', lookAfter })
        return
      }
      const moves = await movesOfCall(tx, tenant, call.id)
      const told: Told[] = []
      const absent: string[] = []
      for (const move of moves) {
        const reading = readResult(results.get(move.externalUserid), since)
        if (reading.state === 'absent') absent.push(move.id)
        else if (reading.state === 'waiting') {
          const expectedAt = reading.expectedAt ?? addMs(ctx.now, 24 * 3_600_000)
          told.push({ move, state: 'waiting', expectedAt, lookAfter: addMs(real, LOOK_MS) })
        } else told.push({ move, state: reading.state })
      }
      await settleMoves(tx, ctx, told, { from: ['asking'], real })
      const isSure = askedAt.getTime() - call.calledAt.getTime() >= SURE_MS
      if (absent.length > 0 && !isSure) {
        const lookAfter = addMs(real, ASK_AGAIN_MS)
        await moveCall(tx, tenant, { id: call.id, state: 'unknown', lookAfter })
        return
      }
      const again = absent.map((id) => ({ id, state: 'planned' as const, lookAfter: real }))
      await turnMoves(tx, tenant, again, { from: ['asking'] })
      const state = absent.length > 0 && told.length === 0 ? 'refused' : 'answered'
      await moveCall(tx, tenant, { id: call.id, state, lookAfter: real })
    },
    { retry: true },
  )
}
