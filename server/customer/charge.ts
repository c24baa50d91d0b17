import type { Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'
import { pairOf } from './follow-store.ts'
import { rowsOfPerson } from './rows-of-person.ts'

type TenantId = Pick<Tenant, 'id'>

/**
 * Who answers for a customer between two associates (see db/postgres/0102_handover.sql). It stands from the beginning of a
 * handover until the successor has the contact: nobody is without somebody in between.
 */
export type Charge = {
  id: string
  customerId: string
  externalUserid: string
  from: string
  to: string
  inCharge: string
}

/** Puts somebody in charge. @returns the ids of those that now stand: a customer who is in a handover already stays there. */
export async function beginCharges(
  tx: Tx,
  tenant: TenantId,
  charges: readonly Charge[],
  now: Date,
): Promise<Set<string>> {
  if (charges.length === 0) return new Set()
  const rows = await tx.rows(sql<{ id: string }>`
    insert into customer.charge
      (workspace_id, id, customer_id, external_userid, from_userid, to_userid, in_charge, began_at)
    select ${tenant.id}, n.id, n.customer_id, n.external_userid, n.from_userid, n.to_userid, n.in_charge, ${now}
    from unnest(
      ${charges.map(({ id }) => id)}::uuid[],
      ${charges.map(({ customerId }) => customerId)}::uuid[],
      ${charges.map(({ externalUserid }) => externalUserid)}::text[],
      ${charges.map(({ from }) => from)}::text[],
      ${charges.map(({ to }) => to)}::text[],
      ${charges.map(({ inCharge }) => inCharge)}::text[]
    ) as n (id, customer_id, external_userid, from_userid, to_userid, in_charge)
    on conflict (workspace_id, from_userid, external_userid) where ended_at is null do nothing
    returning id
  `)
  return new Set(rows.map(({ id }) => id))
}

/** Another successor, or somebody else who answers meanwhile. */
export async function changeCharges(
  tx: Tx,
  tenant: TenantId,
  ids: readonly string[],
  { to, inCharge }: Pick<Charge, 'to' | 'inCharge'>,
): Promise<void> {
  await tx.run(sql`
    update customer.charge
    set to_userid = ${to}, in_charge = ${inCharge}
    where workspace_id = ${tenant.id}
      and id = any(${[...ids]}::uuid[])
      and ended_at is null
  `)
}

/** WeCom says that the successor has them: the successor answers from now on. */
export async function takeCharges(
  tx: Tx,
  tenant: TenantId,
  ids: readonly string[],
  now: Date,
): Promise<void> {
  await tx.run(sql`
    update customer.charge
    set in_charge = to_userid, taken_at = coalesce(taken_at, ${now}::timestamptz)
    where workspace_id = ${tenant.id}
      and id = any(${[...ids]}::uuid[])
      and ended_at is null
  `)
}

export async function endCharges(
  tx: Tx,
  tenant: TenantId,
  ids: readonly string[],
  now: Date,
): Promise<void> {
  await tx.run(sql`
    update customer.charge
    set ended_at = ${now}
    where workspace_id = ${tenant.id}
      and id = any(${[...ids]}::uuid[])
      and ended_at is null
  `)
}

/** Who answers for customers by these charges, of those that stand. */
export async function standingCharges(
  tx: Tx,
  tenant: TenantId,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map()
  const rows = await tx.rows(sql<{ id: string; inCharge: string }>`
    select id, in_charge as "inCharge"
    from customer.charge
    where workspace_id = ${tenant.id}
      and id = any(${[...ids]}::uuid[])
      and ended_at is null
  `)
  return new Map(rows.map(({ id, inCharge }) => [id, inCharge]))
}

/** Pairs of an associate and a contact of which WeCom says that somebody else has the contact now. */
export async function takenPairs(
  tx: Tx,
  tenant: { id: string },
  externalUserids: readonly string[],
): Promise<ReadonlySet<string>> {
  if (externalUserids.length === 0) return new Set()
  const rows = await tx.rows(sql<{ userid: string; externalUserid: string }>`
    select from_userid as userid, external_userid as "externalUserid"
    from customer.charge
    where workspace_id = ${tenant.id}
      and external_userid = any(${[...externalUserids]}::text[])
      and ended_at is null
      and taken_at is not null
  `)
  return new Set(rows.map(pairOf))
}

/** Who answers for the customers of somebody who has left, until they are handed over; null: nobody was named. */
export async function caretakerOf(tx: Tx, tenant: TenantId): Promise<string | null> {
  const row = await tx.maybe(sql<{ userid: string }>`
    select userid
    from customer.caretaker
    where workspace_id = ${tenant.id}
  `)
  return row?.userid ?? null
}

export async function nameCaretaker(
  tx: Tx,
  tenant: TenantId,
  { userid, by, now }: { userid: string; by: string | null; now: Date },
): Promise<void> {
  await tx.run(sql`
    insert into customer.caretaker (workspace_id, userid, set_at, set_by)
    values (${tenant.id}, ${userid}, ${now}, ${by})
    on conflict (workspace_id) do update
    set userid = excluded.userid, set_at = excluded.set_at, set_by = excluded.set_by
  `)
}

/**
 * Who answers for customers whom no associate at work serves: whoever a handover has put in charge, else the caretaker. By
 * the customers asked for; who has neither is left out.
 */
export async function inChargeOf(
  tx: Tx,
  tenant: TenantId,
  { customerIds, away }: { customerIds: readonly string[]; away: readonly string[] },
): Promise<ReadonlyMap<string, string>> {
  if (customerIds.length === 0) return new Map()
  const rows = await tx.rows(sql<{ id: string; userid: string }>`
    select distinct on (c.id) c.id, h.in_charge as userid
    from customer.customer c
    cross join lateral ${rowsOfPerson} m
    join customer.charge h
      on h.workspace_id = c.workspace_id
      and h.customer_id = m.id
      and h.ended_at is null
    where c.workspace_id = ${tenant.id}
      and c.id = any(${[...customerIds]}::uuid[])
      and h.in_charge <> all(${[...away]}::text[])
    order by c.id, h.began_at desc
  `)
  const found = new Map(rows.map(({ id, userid }) => [id, userid]))
  const caretaker = await caretakerOf(tx, tenant)
  if (caretaker === null || away.includes(caretaker)) return found
  const between = await betweenAssociates(tx, tenant, customerIds)
  for (const id of customerIds) if (between.has(id) && !found.has(id)) found.set(id, caretaker)
  return found
}

/** Of these customers, who is between two associates: a contact stands, and nobody who could speak through it. */
export async function betweenAssociates(
  tx: Tx,
  tenant: { id: string },
  customerIds: readonly string[],
): Promise<ReadonlySet<string>> {
  if (customerIds.length === 0) return new Set()
  const rows = await tx.rows(sql<{ id: string }>`
    select c.id
    from unnest(${[...customerIds]}::uuid[]) as asked (id)
    join customer.customer c
      on c.workspace_id = ${tenant.id}
      and c.id = asked.id
    cross join lateral ${rowsOfPerson} m
    where exists (
      select from customer.follow f
      where f.workspace_id = c.workspace_id
        and f.customer_id = m.id
        and f.left_at is null
        and f.removed_at is null
        and f.confirmed_at is not null
    )
  `)
  return new Set(rows.map(({ id }) => id))
}

/** Somebody who is a customer, and whom no associate at work serves. */
export type Unserved = {
  personId: string
  externalUserid: string
  /** The associate who is away. */
  userid: string
  /** Who answers for them in a handover; null: they are in none. */
  inCharge: string | null
}

/**
 * Customers whose every contact is with an associate who is away, or from whom WeCom has taken them: one row for each
 * contact. @param away associates who serve nobody any more.
 */
export function unserved(
  tx: Tx,
  tenant: TenantId,
  { away, limit }: { away: readonly string[]; limit: number },
): Promise<Unserved[]> {
  return tx.rows(sql<Unserved>`
    with lonely as (
      select f.customer_id, f.external_userid, f.userid, h.in_charge
      from customer.follow f
      left join customer.charge h
        on h.workspace_id = f.workspace_id
        and h.from_userid = f.userid
        and h.external_userid = f.external_userid
        and h.ended_at is null
      where f.workspace_id = ${tenant.id}
        and f.left_at is null
        and f.removed_at is null
        and f.confirmed_at is not null
        and (f.userid = any(${[...away]}::text[]) or h.taken_at is not null)
    )
    select c.person_id as "personId", l.external_userid as "externalUserid", l.userid, l.in_charge as "inCharge"
    from lonely l
    join customer.customer c
      on c.workspace_id = ${tenant.id}
      and c.id = l.customer_id
    where not exists (
      select from customer.customer o
      join customer.follow f
        on f.workspace_id = o.workspace_id
        and f.customer_id = o.id
      where o.workspace_id = ${tenant.id}
        and o.person_id = c.person_id
        and f.left_at is null
        and f.removed_at is null
        and f.confirmed_at is not null
        and f.userid <> all(${[...away]}::text[])
        and not exists (
          select from customer.charge h
          where h.workspace_id = f.workspace_id
            and h.from_userid = f.userid
            and h.external_userid = f.external_userid
            and h.ended_at is null
            and h.taken_at is not null
        )
    )
    order by c.person_id, l.external_userid
    limit ${limit}
  `)
}
