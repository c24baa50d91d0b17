import { type Answer, type BegunTransfer, TRANSFER_MAX } from '../../wecom/index.ts'
import { addMs, newId, presentOf, type Tenant, withCompanyOf } from '../kernel/index.ts'
import { beginCall, type HandoverDeps, moveCall } from './call.ts'
import { type Move, takeDue, turnMoves } from './move.ts'
import { settleMoves, type Told } from './settle.ts'

/** How long a call may take before it counts as one of which nobody knows. */
const CALL_LEASE_MS = 30_000
/** When an unknown call is first asked after. */
const FIRST_QUESTION_MS = 3_000
/** WeCom certainly did nothing: asked again after this. */
const LATER_MS = 60_000
/** Nobody to ask: the company is not connected. */
const AWAY_MS = 5 * 60_000
/** When it is looked whether a customer has answered: soon at first, by the rounds of polling later. */
const FIRST_LOOK_MS = 5_000
/** WeCom gives the customer a day to say no (document 92125). */
const DAY_MS = 24 * 3_600_000

/** The customer is in a transfer already: asked before, and it stands. */
const TRANSFERRING = 40129
/** The successor has too many customers. */
const TAKER_FULL = 40099
/** Not a contact, or not one of the associate who gives them away any more. */
const NOT_THEIRS = new Set([40096, 40131])

/**
 * Asks WeCom to hand over up to a hundred customers of one pair. The call is a row before it is made; when no answer comes
 * nobody knows whether it was, and it is asked after and never made again blindly.
 * @returns whether anything was done.
 */
export async function askStep(deps: HandoverDeps, tenant: Tenant): Promise<boolean> {
  if (await deps.isFenced()) return false
  const real = deps.clock.now()
  const prepared = await deps.db.inWorkspace(tenant.id, async (tx) => {
    const leaseUntil = addMs(real, CALL_LEASE_MS)
    const limit = TRANSFER_MAX
    const taken = await takeDue(tx, tenant, { states: ['planned'], real, leaseUntil, limit })
    const [first] = taken
    if (!first) return null
    const isOfCall = (one: Move) => one.handoverId === first.handoverId && one.to === first.to
    const moves = taken.filter(isOfCall)
    const others = taken.filter((one) => !isOfCall(one))
    const again = others.map(({ id }) => ({ id, state: 'planned' as const, lookAfter: real }))
    await turnMoves(tx, tenant, again, { from: ['planned'] })
    const call = { id: newId(), handoverId: first.handoverId, to: first.to, calledAt: real }
    const presentAt = presentOf(tenant, deps.clock)
    await beginCall(tx, tenant, {
      ...call,
      presentAt,
      customers: moves.length,
      lookAfter: leaseUntil,
    })
    await turnMoves(
      tx,
      tenant,
      moves.map(({ id }) => ({
        id,
        state: 'asking' as const,
        callId: call.id,
        askedAt: presentAt,
        lookAfter: null,
      })),
      { from: ['planned'] },
    )
    return { call, first, moves }
  })
  if (!prepared) return false
  const remote = await deps.remoteOf(withCompanyOf(tenant, prepared.first.from))
  if (!remote) {
    await giveBack(deps, tenant, prepared, {
      afterMs: AWAY_MS,
      errcode: null,
      errmsg: 'not connected',
    })
    return true
  }
  const { from, to, reason, message } = prepared.first
  const externalUserIds = prepared.moves.map(({ externalUserid }) => externalUserid)
  const answer =
    reason === 'resigned'
      ? await remote.transferLeaversCustomers({ from, to, externalUserIds })
      : await remote.transferCustomers({
          ...{ from, to, externalUserIds },
          ...(message === '' ? {} : { message }),
        })
  await record(deps, tenant, prepared, answer)
  return true
}

type Prepared = { call: { id: string }; first: Move; moves: readonly Move[] }

async function record(
  deps: HandoverDeps,
  tenant: Tenant,
  prepared: Prepared,
  answer: Answer<BegunTransfer[]>,
): Promise<void> {
  const { call, moves } = prepared
  const real = deps.clock.now()
  if (!answer.ok) {
    const { errcode, errmsg } = answer
    if (answer.certainty === 'unknown') {
      const end = { id: call.id, state: 'unknown', errcode, errmsg } as const
      const lookAfter = addMs(real, FIRST_QUESTION_MS)
      await deps.db.inWorkspace(tenant.id, (tx) => moveCall(tx, tenant, { ...end, lookAfter }))
      return
    }
    if (answer.retry !== 'never') {
      const held = answer.heldUntil ? answer.heldUntil.getTime() - real.getTime() : LATER_MS
      await giveBack(deps, tenant, prepared, { afterMs: Math.max(held, 1_000), errcode, errmsg })
      return
    }
  }
  const ctx = { tenant, now: presentOf(tenant, deps.clock) }
  const told = moves.flatMap((move): Told[] => toldOf(move, answer, { now: ctx.now, real }))
  await deps.db.inWorkspace(
    tenant.id,
    async (tx) => {
      await settleMoves(tx, ctx, told, { from: ['asking'], real })
      // Whom WeCom did not mention nobody knows about: the call is asked after.
      const isWhole = told.length === moves.length
      const state = answer.ok ? (isWhole ? 'answered' : 'unknown') : 'refused'
      const why = answer.ok ? {} : { errcode: answer.errcode, errmsg: answer.errmsg }
      await moveCall(tx, tenant, { id: call.id, state, lookAfter: real, ...why })
    },
    { retry: true },
  )
}

/** What WeCom's answer means for one customer; nothing when it does not mention them. */
function toldOf(
  move: Move,
  answer: Answer<BegunTransfer[]>,
  { now, real }: { now: Date; real: Date },
): Told[] {
  const errcode = answer.ok
    ? answer.value.find((row) => row.external_userid === move.externalUserid)?.errcode
    : (answer.errcode ?? undefined)
  if (errcode === undefined) return []
  if (errcode === 0 || errcode === TRANSFERRING) {
    const times = { expectedAt: addMs(now, DAY_MS), lookAfter: addMs(real, FIRST_LOOK_MS) }
    return [{ move, state: 'waiting', errcode: errcode === 0 ? null : errcode, ...times }]
  }
  if (NOT_THEIRS.has(errcode)) return [{ move, state: 'gone', errcode }]
  return [{ move, state: errcode === TAKER_FULL ? 'limit' : 'failed', errcode }]
}

/** It was certainly not done: its customers are asked for again later. */
async function giveBack(
  { db, clock }: HandoverDeps,
  tenant: Tenant,
  { call, moves }: Prepared,
  { afterMs, errcode, errmsg }: { afterMs: number; errcode: number | null; errmsg: string },
): Promise<void> {
  const real = clock.now()
  const lookAfter = addMs(real, afterMs)
  await db.inWorkspace(
    tenant.id,
    async (tx) => {
      const again = moves.map(({ id }) => ({ id, state: 'planned' as const, errcode, lookAfter }))
      await turnMoves(tx, tenant, again, { from: ['asking'] })
      await moveCall(tx, tenant, {
        id: call.id,
        state: 'refused',
        lookAfter: real,
        errcode,
        errmsg,
      })
    },
    { retry: true },
  )
}
