import type { z } from 'zod'
import type { newHandover } from '../../contract/handover.ts'
import { associateOf } from '../corp/index.ts'
import { beginCharges } from '../customer/index.ts'
import { newId, Problem, showId } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'
import { audit } from '../staff/index.ts'
import { carry } from './carry.ts'
import { addEntries } from './entry.ts'
import { type Going, type HandoverContext, type Plan, planOf, type SegmentPeople } from './plan.ts'

type Asked = z.output<typeof newHandover>

/**
 * Begins a handover: the plan as it was seen, somebody in charge of every customer of it, and what is open with them, in one
 * transaction. WeCom is asked afterwards. @returns its id.
 * @throws Problem handover_changed when other customers would go than were seen; nothing is begun then.
 */
export async function begin(
  tx: Tx,
  ctx: HandoverContext,
  asked: Asked,
  { segments, by, real }: { segments: SegmentPeople; by: string | null; real: Date },
): Promise<string> {
  const { tenant, now } = ctx
  const plan = await planOf(tx, ctx, asked, segments)
  const caretaker = await caretakerOf(tx, ctx, asked)
  if (plan.going.length !== asked.expected) throw changed(asked.expected, plan.going.length)
  const id = newId()
  const moves = plan.going.map((going) => ({ ...going, id: newId(), chargeId: newId() }))
  await tx.run(sql`
    insert into handover.handover
      (workspace_id, id, from_userid, reason, note, message, caretaker, customers, begun_at, begun_by)
    values (
      ${tenant.id}, ${id}, ${plan.from.userid}, ${plan.reason}, ${asked.note},
      ${plan.reason === 'on_job' ? asked.message : ''}, ${caretaker}, ${moves.length}, ${now}, ${by}
    )
  `)
  const standing = await beginCharges(
    tx,
    tenant,
    moves.map(({ chargeId, contact, to }) => ({
      id: chargeId,
      customerId: contact.customerId,
      externalUserid: contact.externalUserid,
      from: plan.from.userid,
      to,
      inCharge: inChargeAtFirst(plan, caretaker, to),
    })),
    now,
  )
  // Somebody else began with some of them a moment ago.
  if (standing.size !== moves.length) throw changed(asked.expected, standing.size)
  await insertMoves(tx, ctx, { id, moves, real })
  const detail = { customers: moves.length, staying: plan.staying.length }
  await addEntries(tx, tenant, [{ handoverId: id, moveId: null, kind: 'begun', by, detail }], now)
  if (plan.reason === 'resigned')
    await carryAtOnce(tx, ctx, { plan, caretaker, id, asked, by, real })
  await audit(tx, {
    workspaceId: tenant.id,
    staffId: by,
    at: now,
    action: 'handover.begun',
    subject: showId('handover', id),
    detail: { from: plan.from.userid, reason: plan.reason, ...detail },
  })
  return id
}

function changed(expected: number, going: number): Problem {
  return new Problem('handover_changed', { expected, going })
}

async function caretakerOf(
  tx: Tx,
  { tenant }: HandoverContext,
  { caretaker }: Asked,
): Promise<string> {
  if (caretaker === null) return ''
  const one = await associateOf(tx, tenant, caretaker)
  if (!one?.isActive) throw new Problem('unknown_associate', { userid: caretaker })
  return one.userid
}

/** Who stays answers until WeCom has handed them over; of who has left, the caretaker does, or the successor at once. */
export function inChargeAtFirst(
  { from, reason }: { from: { userid: string }; reason: Plan['reason'] },
  caretaker: string,
  to: string,
): string {
  if (reason === 'on_job') return from.userid
  return caretaker === '' ? to : caretaker
}

async function carryAtOnce(
  tx: Tx,
  ctx: HandoverContext,
  {
    plan,
    caretaker,
    id,
    asked,
    by,
    real,
  }: { plan: Plan; caretaker: string; id: string; asked: Asked; by: string | null; real: Date },
): Promise<void> {
  const byKeeper = new Map<string, string[]>()
  for (const { contact, to } of plan.going) {
    const keeper = inChargeAtFirst(plan, caretaker, to)
    byKeeper.set(keeper, [...(byKeeper.get(keeper) ?? []), contact.customerId])
  }
  for (const [to, customerIds] of byKeeper)
    await carry(tx, ctx, {
      ...{ handoverId: id, from: [plan.from.userid], to, customerIds },
      ...{ note: asked.note, by, real },
    })
}

async function insertMoves(
  tx: Tx,
  { tenant }: HandoverContext,
  {
    id,
    moves,
    real,
  }: { id: string; moves: readonly (Going & { id: string; chargeId: string })[]; real: Date },
): Promise<void> {
  await tx.run(sql`
    insert into handover.move
      (workspace_id, id, handover_id, customer_id, external_userid, charge_id, to_userid, state, look_after)
    select ${tenant.id}, n.id, ${id}, n.customer_id, n.external_userid, n.charge_id, n.to_userid, 'planned', ${real}
    from unnest(
      ${moves.map((one) => one.id)}::uuid[],
      ${moves.map(({ contact }) => contact.customerId)}::uuid[],
      ${moves.map(({ contact }) => contact.externalUserid)}::text[],
      ${moves.map(({ chargeId }) => chargeId)}::uuid[],
      ${moves.map(({ to }) => to)}::text[]
    ) as n (id, customer_id, external_userid, charge_id, to_userid)
  `)
}
