import type { HandoverReason, MoveState } from '../../contract/handover.ts'
import type { Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'

/** One customer of a handover, as it is kept (see db/postgres/0102_handover.sql for its states). */
export type Move = {
  id: string
  handoverId: string
  customerId: string
  externalUserid: string
  chargeId: string
  from: string
  to: string
  reason: HandoverReason
  caretaker: string
  note: string
  message: string
  state: MoveState
  errcode: number | null
  callId: string | null
  askedAt: Date | null
  expectedAt: Date | null
  endedAt: Date | null
  looks: number
}

/** The columns of `Move`, of tables called `m` and `h`. */
export const moveColumns = sql.raw(`
  m.id, m.handover_id as "handoverId", m.customer_id as "customerId", m.external_userid as "externalUserid",
  m.charge_id as "chargeId", h.from_userid as "from", m.to_userid as "to", h.reason, h.caretaker as "caretaker", h.note,
  h.message, m.state, m.errcode, m.call_id as "callId", m.asked_at as "askedAt", m.expected_at as "expectedAt",
  m.ended_at as "endedAt", m.looks
`)

export const moveTables = sql.raw(`
  handover.move m
  join handover.handover h
    on h.workspace_id = m.workspace_id
    and h.id = m.handover_id
`)

/** What becomes of a customer of a handover. Nothing said: it stays as it is known. */
export type Turn = {
  id: string
  state: MoveState
  errcode?: number | null
  callId?: string | null
  askedAt?: Date
  expectedAt?: Date | null
  endedAt?: Date | null
  lookAfter: Date | null
  looks?: number
}

/** Moves customers on who are still in one of the states `from`. @returns the ids of those that were. */
export async function turnMoves(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  turns: readonly Turn[],
  { from }: { from: readonly MoveState[] },
): Promise<Set<string>> {
  if (turns.length === 0) return new Set()
  const rows = await tx.rows(sql<{ id: string }>`
    update handover.move m
    set state = n.state,
        errcode = n.errcode,
        call_id = coalesce(n.call_id, m.call_id),
        asked_at = coalesce(n.asked_at, m.asked_at),
        expected_at = coalesce(n.expected_at, m.expected_at),
        ended_at = n.ended_at,
        look_after = n.look_after,
        looks = n.looks
    from unnest(
      ${turns.map(({ id }) => id)}::uuid[],
      ${turns.map(({ state }) => state)}::text[],
      ${turns.map(({ errcode }) => errcode ?? null)}::integer[],
      ${turns.map(({ callId }) => callId ?? null)}::uuid[],
      ${turns.map(({ askedAt }) => askedAt ?? null)}::timestamptz[],
      ${turns.map(({ expectedAt }) => expectedAt ?? null)}::timestamptz[],
      ${turns.map(({ endedAt }) => endedAt ?? null)}::timestamptz[],
      ${turns.map(({ lookAfter }) => lookAfter)}::timestamptz[],
      ${turns.map(({ looks }) => looks ?? 0)}::integer[]
    ) as n (id, state, errcode, call_id, asked_at, expected_at, ended_at, look_after, looks)
    where m.workspace_id = ${tenant.id}
      and m.id = n.id
      and m.state = any(${[...from]}::text[])
    returning m.id
  `)
  return new Set(rows.map(({ id }) => id))
}

/** Customers of one state that are to be looked at; nobody else looks at them until `leaseUntil`. */
export function takeDue(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  {
    states,
    real,
    leaseUntil,
    limit,
  }: { states: readonly MoveState[]; real: Date; leaseUntil: Date; limit: number },
): Promise<Move[]> {
  return tx.rows(sql<Move>`
    update handover.move m
    set look_after = ${leaseUntil}, looks = m.looks + 1
    from handover.handover h
    where m.workspace_id = ${tenant.id}
      and h.workspace_id = m.workspace_id
      and h.id = m.handover_id
      and m.id = any(array(
        select d.id
        from handover.move d
        where d.workspace_id = ${tenant.id}
          and d.state = any(${[...states]}::text[])
          and d.look_after <= ${real}
        order by d.handover_id, d.to_userid, d.look_after
        limit ${limit}
        for update skip locked
      ))
    returning ${moveColumns}
  `)
}

/** The customers of a call that nobody has settled. */
export function movesOfCall(tx: Tx, tenant: Pick<Tenant, 'id'>, callId: string): Promise<Move[]> {
  return tx.rows(sql<Move>`
    select ${moveColumns}
    from ${moveTables}
    where m.workspace_id = ${tenant.id}
      and m.call_id = ${callId}
      and m.state = 'asking'
  `)
}
