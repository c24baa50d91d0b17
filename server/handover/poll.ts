import { addMs, presentOf, type Tenant, withCompanyOf } from '../kernel/index.ts'
import type { HandoverDeps } from './call.ts'
import { type Move, takeDue, turnMoves } from './move.ts'
import { readResult, resultsOf } from './results.ts'
import { settleMoves, type Told } from './settle.ts'

const AT_ONCE = 1_000
const LEASE_MS = 60_000
/** Between two looks at a customer who has a day to answer: soon at first, then every five minutes. In real time. */
const LOOK_MIN_MS = 10_000
const LOOK_MAX_MS = 5 * 60_000
/** So long after WeCom should have handed over, one of whom it says nothing was not handed over. */
const LOST_MS = 3 * 3_600_000
/** The code that stands where WeCom has no record; not one of WeCom's. */
const NO_RECORD = 0

/** Asks WeCom what became of the customers who were asked. A lost callback loses nothing: this finds it. */
export async function pollStep(deps: HandoverDeps, tenant: Tenant): Promise<boolean> {
  const real = deps.clock.now()
  const taking = {
    states: ['waiting'],
    real,
    leaseUntil: addMs(real, LEASE_MS),
    limit: AT_ONCE,
  } as const
  const due = await deps.db.inWorkspace(tenant.id, (tx) => takeDue(tx, tenant, taking))
  for (const moves of byPair(due)) await lookAt(deps, tenant, moves)
  return due.length > 0
}

function byPair(moves: readonly Move[]): Move[][] {
  const groups = new Map<string, Move[]>()
  for (const move of moves) {
    const key = `${move.reason} ${move.from} ${move.to}`
    groups.set(key, [...(groups.get(key) ?? []), move])
  }
  return [...groups.values()]
}

async function lookAt(deps: HandoverDeps, tenant: Tenant, moves: readonly Move[]): Promise<void> {
  const [first] = moves
  if (!first) return
  const remote = await deps.remoteOf(withCompanyOf(tenant, first.from))
  const results = remote && (await resultsOf(remote, first))
  const ctx = { tenant, now: presentOf(tenant, deps.clock) }
  const real = deps.clock.now()
  // Where the workspace's clock stands, its instants are not to be compared with WeCom's.
  const sinceOf = ({ askedAt }: Move) => (tenant.clockAt === null ? askedAt : null)
  const told: Told[] = []
  const later: Move[] = []
  for (const move of moves) {
    const reading = results
      ? readResult(results.get(move.externalUserid), sinceOf(move))
      : ({ state: 'waiting', expectedAt: null } as const)
    const isLost = move.expectedAt !== null && addMs(move.expectedAt, LOST_MS) < ctx.now
    if (reading.state === 'absent' && isLost)
      told.push({ move, state: 'failed', errcode: NO_RECORD })
    else if (reading.state === 'absent' || reading.state === 'waiting') later.push(move)
    else told.push({ move, state: reading.state })
  }
  await deps.db.inWorkspace(
    tenant.id,
    async (tx) => {
      await settleMoves(tx, ctx, told, { from: ['waiting'], real })
      const again = later.map(({ id, looks, errcode }) => {
        const waitMs = Math.min(LOOK_MAX_MS, LOOK_MIN_MS * 1.5 ** Math.min(looks, 12))
        return { id, state: 'waiting' as const, errcode, looks, lookAfter: addMs(real, waitMs) }
      })
      await turnMoves(tx, tenant, again, { from: ['waiting'] })
    },
    { retry: true },
  )
}
