import type { Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'
import { everyRowOf } from './person.ts'

/** Whose contacts these are, by WeCom's ids: the row that the id belongs to. Who is nobody we know is left out. */
export async function customersOfContacts(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  externalUserids: readonly string[],
): Promise<ReadonlyMap<string, { id: string; no: number }>> {
  if (externalUserids.length === 0) return new Map()
  const rows = await tx.rows(sql<{ contact: string; id: string; no: number }>`
    select i.value as contact, c.id, c.no
    from customer.identity i
    join customer.customer c
      on c.workspace_id = i.workspace_id
      and c.id = i.customer_id
    where i.workspace_id = ${tenant.id}
      and i.kind = 'external_userid'
      and i.key = any(${externalUserids.map((id) => Buffer.from(id, 'utf8'))}::bytea[])
  `)
  return new Map(rows.map(({ contact, id, no }) => [contact, { id, no }]))
}

/** All ids under which WeCom knows a person. @param customerId any of the person's rows. @returns null: there is nobody. */
export async function contactsOfPerson(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  customerId: string,
): Promise<string[] | null> {
  const ids = await everyRowOf(tx, tenant.id, customerId)
  if (ids.length === 0) return null
  const rows = await tx.rows(sql<{ contact: string }>`
    select value as contact
    from customer.identity
    where workspace_id = ${tenant.id}
      and kind = 'external_userid'
      and customer_id = any(${ids}::uuid[])
  `)
  return rows.map(({ contact }) => contact)
}
