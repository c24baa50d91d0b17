import type { Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'
import { personOf } from './merge.ts'
import { rowsOfPerson } from './person.ts'

/** Who stands behind numbers, for rooms that compute with numbers alone. */
export const peopleBook = {
  /** Id (of the row that stands for the person) and name, by number. Unknown numbers are left out. */
  async describe(
    tx: Tx,
    tenant: Pick<Tenant, 'id'>,
    numbers: readonly number[],
  ): Promise<ReadonlyMap<number, { id: string; name: string }>> {
    const rows = await tx.rows(sql<{ no: number; id: string; name: string }>`
      select c.no, p.id, p.name
      from customer.customer c
      join customer.customer p
        on p.workspace_id = c.workspace_id
        and p.id = c.person_id
      where c.workspace_id = ${tenant.id}
        and c.no = any(${[...numbers]}::bigint[])
    `)
    return new Map(rows.map(({ no, id, name }) => [no, { id, name }]))
  },
  /** Who customers are now: each row's own id and the row that stands for its person, by number. */
  async personsOf(
    tx: Tx,
    tenant: Pick<Tenant, 'id'>,
    numbers: readonly number[],
  ): Promise<ReadonlyMap<number, { id: string; person: { id: string; no: number } }>> {
    const rows = await tx.rows(sql<{ no: number; id: string; personId: string; personNo: number }>`
      select c.no, c.id, c.person_id as "personId", coalesce(p.no, c.no) as "personNo"
      from customer.customer c
      -- Most are their own person, and then nothing is looked up.
      left join lateral (
        select o.no
        from customer.customer o
        where c.person_id <> c.id
          and o.workspace_id = c.workspace_id
          and o.id = c.person_id
        limit 1
      ) p on true
      where c.workspace_id = ${tenant.id}
        and c.no = any(${[...numbers]}::bigint[])
    `)
    return new Map(
      rows.map(({ no, id, personId, personNo }) => [
        no,
        { id, person: { id: personId, no: personNo } },
      ]),
    )
  },
  /** The number that stands for the person of a customer; null for nobody we know. */
  async numberOf(tx: Tx, tenant: Pick<Tenant, 'id'>, customerId: string): Promise<number | null> {
    return (await personOf(tx, tenant.id, customerId))?.no ?? null
  },
  /** All rows of a customer's person, for whatever is kept by row (orders); null for nobody we know. */
  async rowIdsOf(tx: Tx, tenant: Pick<Tenant, 'id'>, customerId: string): Promise<string[] | null> {
    const person = await personOf(tx, tenant.id, customerId)
    return person ? (await rowsOfPerson(tx, tenant.id, person.id)).map(({ id }) => id) : null
  },
}
