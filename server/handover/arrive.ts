import { wakeHandedOver } from '../channel/index.ts'
import { endCharges, numbersOf, rowsOfPersons, standingPairs } from '../customer/index.ts'
import { append, type Fact } from '../event/index.ts'
import { wish } from '../ingestion/index.ts'
import { addMs, presentOf, showId, type Tenant } from '../kernel/index.ts'
import type { Tx } from '../postgres/index.ts'
import type { HandoverDeps } from './call.ts'
import { addEntries } from './entry.ts'
import { type Move, takeDue, turnMoves } from './move.ts'
import type { HandoverContext } from './plan.ts'

const AT_ONCE = 1_000
const LEASE_MS = 30_000
/** Between two looks whether the successor's contact stands here: its callback is a second away, or was lost. */
const LOOK_MIN_MS = 1_000
const LOOK_MAX_MS = 5 * 60_000

/**
 * Ends the handover of customers whom WeCom has handed over, once the contact with the successor stands here and the old one
 * is over. Until then somebody is in charge, and what is to be sent waits. Where a callback was lost the contact is read.
 */
export async function arriveStep(deps: HandoverDeps, tenant: Tenant): Promise<boolean> {
  const real = deps.clock.now()
  const ctx = { tenant, now: presentOf(tenant, deps.clock) }
  const taking = {
    states: ['taken'],
    real,
    leaseUntil: addMs(real, LEASE_MS),
    limit: AT_ONCE,
  } as const
  return deps.db.inWorkspace(tenant.id, async (tx) => {
    const due = await takeDue(tx, tenant, taking)
    if (due.length === 0) return false
    const contacts = due.map(({ externalUserid }) => externalUserid)
    const pairs = await standingPairs(tx, tenant, contacts)
    const isThere = ({ from, to, externalUserid }: Move) =>
      pairs.has(`${to}\n${externalUserid}`) && !pairs.has(`${from}\n${externalUserid}`)
    await arrive(tx, ctx, due.filter(isThere), real)
    const missing = due.filter((move) => !isThere(move))
    const again = missing.map(({ id, looks }) => {
      const waitMs = Math.min(LOOK_MAX_MS, LOOK_MIN_MS * 2 ** Math.min(looks, 12))
      return { id, state: 'taken' as const, looks, lookAfter: addMs(real, waitMs) }
    })
    await turnMoves(tx, tenant, again, { from: ['taken'] })
    const ids = missing.map(({ externalUserid }) => externalUserid)
    await wish(tx, tenant.id, { kind: 'contact', ids, now: real })
    return due.length > missing.length
  })
}

async function arrive(
  tx: Tx,
  ctx: HandoverContext,
  moves: readonly Move[],
  real: Date,
): Promise<void> {
  const { tenant, now } = ctx
  const ends = moves.map(({ id }) => ({
    id,
    state: 'done' as const,
    endedAt: now,
    lookAfter: null,
  }))
  const done = await turnMoves(tx, tenant, ends, { from: ['taken'] })
  const arrived = moves.filter(({ id }) => done.has(id))
  if (arrived.length === 0) return
  const charges = arrived.map(({ chargeId }) => chargeId)
  await endCharges(tx, tenant, charges, now)
  await addEntries(
    tx,
    tenant,
    arrived.map(({ handoverId, id, to }) => ({
      ...{ handoverId, moveId: id, kind: 'done' as const, by: null },
      detail: { to },
    })),
    now,
  )
  const ids = arrived.map(({ customerId }) => customerId)
  const rows = await rowsOfPersons(tx, tenant, { ids })
  await wakeHandedOver(
    tx,
    ctx,
    rows.map(({ customerId }) => customerId),
  )
  const numbers = await numbersOf(tx, tenant, ids)
  const facts = arrived.map((move): Fact => factOf(move, numbers.get(move.customerId) ?? 0, now))
  await append(tx, tenant, facts, { lane: 'journey', now: real })
}

function factOf(
  { id, customerId, handoverId, from, to, reason }: Move,
  no: number,
  at: Date,
): Fact {
  return {
    name: 'customer.handed_over',
    at,
    cause: [id, to],
    customer: { id: customerId, no },
    value: null,
    props: { handover_id: showId('handover', handoverId), from, to, reason },
  }
}
