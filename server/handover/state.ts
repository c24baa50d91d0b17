import type { HandoverState, Leaver } from '../../contract/handover.ts'
import { type Associate, awayAssociates, namedAssociates } from '../corp/index.ts'
import {
  caretakerOf,
  customersByAssociate,
  standingCharges,
  type Unserved,
  unserved,
} from '../customer/index.ts'
import type { Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'

/** Customers whom nobody serves that are counted; more than these are "at least". */
const UNSERVED_MAX = 50_000

type TenantId = Pick<Tenant, 'id'>

/** Everybody whom no associate at work serves, each with who answers for them; null: nobody does. */
export async function unservedPeople(
  tx: Tx,
  tenant: TenantId,
): Promise<(Unserved & { owner: string | null })[]> {
  const away = await awayAssociates(tx, tenant)
  const people = await unserved(tx, tenant, { away, limit: UNSERVED_MAX })
  if (people.length === 0) return []
  const named = await caretakerOf(tx, tenant)
  const caretaker = named !== null && !away.includes(named) ? named : null
  return people.map((one) => ({
    ...one,
    owner: one.inCharge !== null && !away.includes(one.inCharge) ? one.inCharge : caretaker,
  }))
}

/** Customers to hand over, and those of a handover who wait for another successor: for the overview. */
export async function countHandovers(
  tx: Tx,
  tenant: TenantId,
): Promise<{ waiting: number; stuck: number }> {
  const people = await unservedPeople(tx, tenant)
  const stuck = await tx.rows(sql<{ chargeId: string }>`
    select m.charge_id as "chargeId"
    from handover.move m
    join handover.handover h
      on h.workspace_id = m.workspace_id
      and h.id = m.handover_id
    where m.workspace_id = ${tenant.id}
      and m.state in ('refused', 'limit', 'failed')
      and h.reason = 'resigned'
    limit ${UNSERVED_MAX}
  `)
  const standing = await standingCharges(
    tx,
    tenant,
    stuck.map(({ chargeId }) => chargeId),
  )
  const waiting = people.filter(({ inCharge }) => inCharge === null)
  return { waiting: peopleIn(waiting), stuck: standing.size }
}

function peopleIn(rows: readonly Unserved[]): number {
  return new Set(rows.map(({ personId }) => personId)).size
}

/** Who has left customers behind, how many wait, and who answers for them. */
export async function handoverState(tx: Tx, tenant: TenantId): Promise<HandoverState> {
  const all = await namedAssociates(tx, tenant)
  const people = await unservedPeople(tx, tenant)
  const counts = await customersByAssociate(tx, tenant)
  const told = await tx.rows(sql<{ userid: string; leftAt: Date | null; customers: number }>`
    select userid, left_at as "leftAt", customers
    from handover.leaver
    where workspace_id = ${tenant.id}
  `)
  const { readAt } = await tx.one(sql<{ readAt: Date | null }>`
    select max(read_at) as "readAt"
    from handover.reading
    where workspace_id = ${tenant.id}
  `)
  const waiting = people.filter(({ inCharge }) => inCharge === null)
  const caretaker = await caretakerOf(tx, tenant)
  const byUserid = new Map(all.map((one) => [one.userid, one]))
  const leavers = leaversOf(all, told).map(({ leftAt, ...one }): Leaver => {
    const theirs = waiting.filter(({ userid }) => userid === one.userid)
    const customers = counts.get(one.userid) ?? 0
    return { ...one, leftAt, customers, waiting: peopleIn(theirs) }
  })
  const known = caretaker === null ? null : (byUserid.get(caretaker) ?? null)
  return {
    waiting: peopleIn(waiting),
    ownerless: peopleIn(people.filter(({ owner }) => owner === null)),
    caretaker: known && { userid: known.userid, name: known.name, isActive: known.isActive },
    leavers: leavers.filter(({ customers }) => customers > 0).sort((a, b) => b.waiting - a.waiting),
    readAt: readAt?.toISOString() ?? null,
  }
}

/** Who is away here, and who is on WeCom's list: one may know earlier than the other. */
function leaversOf(
  all: readonly Associate[],
  told: readonly { userid: string; leftAt: Date | null }[],
) {
  const leftAt = new Map(told.map((one) => [one.userid, one.leftAt]))
  return all
    .filter(({ isActive }) => !isActive)
    .map(({ userid, name, isActive }) => ({
      ...{ userid, name, isActive },
      leftAt: leftAt.get(userid)?.toISOString() ?? null,
    }))
}
