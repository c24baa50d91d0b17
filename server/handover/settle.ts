import type { MoveState } from '../../contract/handover.ts'
import { endCharges, takeCharges } from '../customer/index.ts'
import { wish } from '../ingestion/index.ts'
import { addMs } from '../kernel/index.ts'
import type { Tx } from '../postgres/index.ts'
import { carry } from './carry.ts'
import { addEntries, type EntryKind } from './entry.ts'
import { type Move, turnMoves } from './move.ts'
import type { HandoverContext } from './plan.ts'

/** What WeCom has told of one customer of a handover. */
export type Told = {
  move: Move
  state: Exclude<MoveState, 'planned' | 'asking' | 'done'>
  errcode?: number | null
  expectedAt?: Date
  lookAfter?: Date
}

/** When it is first looked whether the successor's contact stands here. */
const FIRST_LOOK_MS = 1_000
const entryOf: Record<Told['state'], EntryKind> = {
  waiting: 'asked',
  taken: 'taken',
  refused: 'refused',
  limit: 'limit',
  failed: 'failed',
  gone: 'gone',
}

/**
 * Takes down what WeCom has told. Who was taken over is the successor's from this commit on, with all that is open; who was
 * refused keeps whoever answers for them. A customer who is not in one of the states `from` any more stays as they are.
 */
export async function settleMoves(
  tx: Tx,
  ctx: HandoverContext,
  told: readonly Told[],
  { from, real }: { from: readonly MoveState[]; real: Date },
): Promise<void> {
  const { tenant, now } = ctx
  const turned = await turnMoves(
    tx,
    tenant,
    told.map(({ move, state, errcode = null, expectedAt, lookAfter }) => ({
      id: move.id,
      state,
      errcode,
      endedAt: state === 'waiting' || state === 'taken' ? null : now,
      lookAfter: state === 'taken' ? addMs(real, FIRST_LOOK_MS) : (lookAfter ?? null),
      looks: state === move.state ? move.looks : 0,
      ...(expectedAt ? { expectedAt } : {}),
    })),
    { from },
  )
  const settled = told.filter(({ move }) => turned.has(move.id))
  const news = settled.filter(({ move, state }) => move.state !== state)
  await addEntries(
    tx,
    tenant,
    news.map(({ move, state, errcode = null }) => ({
      handoverId: move.handoverId,
      moveId: move.id,
      kind: entryOf[state],
      by: null,
      detail: { to: move.to, ...(errcode === null ? {} : { errcode }) },
    })),
    now,
  )
  const chargesOf = (some: readonly Told[]) => some.map(({ move }) => move.chargeId)
  const taken = news.filter(({ state }) => state === 'taken')
  await takeCharges(tx, tenant, chargesOf(taken), now)
  await carryTaken(tx, ctx, taken, real)
  await endCharges(tx, tenant, chargesOf(news.filter(staysWithGiver)), now)
  // The truth about who has whom now is WeCom's: it is read anew.
  const ids = news
    .filter(({ state }) => state === 'taken' || state === 'gone')
    .map(({ move }) => move.externalUserid)
  await wish(tx, tenant.id, { kind: 'contact', ids, now: real })
}

/** Who stays keeps a customer who did not go; who is nobody's customer any more needs nobody to answer for them. */
function staysWithGiver({ move, state }: Told): boolean {
  if (state === 'gone') return true
  const hasFailed = state === 'refused' || state === 'limit' || state === 'failed'
  return hasFailed && move.reason === 'on_job'
}

async function carryTaken(
  tx: Tx,
  ctx: HandoverContext,
  taken: readonly Told[],
  real: Date,
): Promise<void> {
  const groups = new Map<string, Move[]>()
  for (const { move } of taken) {
    const key = `${move.handoverId} ${move.to}`
    groups.set(key, [...(groups.get(key) ?? []), move])
  }
  for (const moves of groups.values()) {
    const [first] = moves
    if (!first) continue
    const { handoverId, from, caretaker, to, note } = first
    const customerIds = moves.map(({ customerId }) => customerId)
    await carry(tx, ctx, {
      handoverId,
      from: [from, caretaker],
      to,
      customerIds,
      note,
      by: null,
      real,
    })
  }
}
