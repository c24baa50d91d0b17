import { associateOf } from '../corp/index.ts'
import { beginCharges, changeCharges } from '../customer/index.ts'
import { newId, Problem, showId } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'
import { audit } from '../staff/index.ts'
import { inChargeAtFirst } from './begin.ts'
import { carry } from './carry.ts'
import { addEntries } from './entry.ts'
import { refusedPairs } from './limits.ts'
import { type Move, moveColumns, moveTables } from './move.ts'
import type { HandoverContext } from './plan.ts'

/** From these WeCom may be asked for another successor. */
const STUCK = ['refused', 'limit', 'failed'] as const

/**
 * Names another successor for a customer who was refused. Clicked twice, it is done once.
 * @throws Problem when the customer is not stuck, or has refused this one before.
 */
export async function nameSuccessor(
  tx: Tx,
  ctx: HandoverContext,
  { id, to, by, real }: { id: string; to: string; by: string | null; real: Date },
): Promise<void> {
  const { tenant, now } = ctx
  const move = await tx.maybe(sql<Move>`
    select ${moveColumns}
    from ${moveTables}
    where m.workspace_id = ${tenant.id}
      and m.id = ${id}
    for update of m
  `)
  if (!move) throw new Problem('not_found')
  if (!STUCK.some((state) => state === move.state)) throw new Problem('handover_not_stuck')
  const taker = await associateOf(tx, tenant, to)
  const giver = await associateOf(tx, tenant, move.from)
  if (!taker?.isActive) throw new Problem('unknown_associate', { userid: to })
  if (taker.userid === move.from) throw new Problem('handover_same')
  if (taker.company !== giver?.company) throw new Problem('handover_other_company', { userid: to })
  const refused = await refusedPairs(tx, tenant, [move.externalUserid])
  if (refused.has(`${taker.userid}\n${move.externalUserid}`))
    throw new Problem('handover_refused_before', { name: taker.name })
  const inCharge = inChargeAtFirst(
    { from: { userid: move.from }, reason: move.reason },
    move.caretaker,
    taker.userid,
  )
  const chargeId = await standingCharge(tx, ctx, move, { to: taker.userid, inCharge })
  await tx.run(sql`
    update handover.move
    set to_userid = ${taker.userid}, charge_id = ${chargeId}, state = 'planned', errcode = null, asked_at = null,
        expected_at = null, ended_at = null, look_after = ${real}, looks = 0
    where workspace_id = ${tenant.id}
      and id = ${id}
  `)
  if (move.reason === 'resigned')
    await carry(tx, ctx, {
      ...{ handoverId: move.handoverId, from: [move.to], to: inCharge },
      ...{ customerIds: [move.customerId], note: move.note, by, real },
    })
  const detail = { from: move.to, to: taker.userid }
  const entry = { handoverId: move.handoverId, moveId: id, kind: 'renamed' as const, by, detail }
  await addEntries(tx, tenant, [entry], now)
  await audit(tx, {
    workspaceId: tenant.id,
    staffId: by,
    at: now,
    action: 'handover.successor_named',
    subject: showId('move', id),
    detail,
  })
}

/** The charge of a customer who stayed with the giver had ended: it begins anew. */
async function standingCharge(
  tx: Tx,
  { tenant, now }: HandoverContext,
  { chargeId, customerId, externalUserid, from }: Move,
  { to, inCharge }: { to: string; inCharge: string },
): Promise<string> {
  const id = newId()
  const charge = { id, customerId, externalUserid, from, to, inCharge }
  const begun = await beginCharges(tx, tenant, [charge], now)
  if (begun.has(id)) return id
  await changeCharges(tx, tenant, [chargeId], { to, inCharge })
  return chargeId
}
