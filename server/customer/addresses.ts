import type { Seal, Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'
import { readIdentity } from './identity.ts'
import { rowsOfPerson } from './rows-of-person.ts'

/** An e-mail address or a phone number as it is stored: sealed, with the blind index by which it is known. */
export type SealedAddress = {
  customerId: string
  sealed: Buffer
  key: Buffer
  /** What may be shown of it. */
  masked: string
}

/** Every address of a kind of the persons asked for, under the customers asked for, the one that was told last first. */
export function addressesOf(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  { kind, customerIds }: { kind: 'email' | 'phone'; customerIds: readonly string[] },
): Promise<SealedAddress[]> {
  return tx.rows(sql<SealedAddress>`
    select c.id as "customerId", i.sealed, i.key, i.masked
    from unnest(${[...customerIds]}::uuid[]) as asked (id)
    join customer.customer c
      on c.workspace_id = ${tenant.id}
      and c.id = asked.id
    cross join lateral ${rowsOfPerson} m
    join customer.identity i
      on i.workspace_id = c.workspace_id
      and i.customer_id = m.id
    where i.kind = ${kind}
    order by i.first_seen_at desc, i.key
  `)
}

/** The customers, one row for each person, to whom a phone number belongs. @param key its blind index. */
export function customersOfPhone(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  key: Buffer,
): Promise<{ id: string; no: number; personId: string }[]> {
  return tx.rows(sql<{ id: string; no: number; personId: string }>`
    select distinct on (c.person_id) c.id, c.no, c.person_id as "personId"
    from customer.identity i
    join customer.customer c
      on c.workspace_id = i.workspace_id
      and c.id = i.customer_id
    where i.workspace_id = ${tenant.id}
      and i.kind = 'phone'
      and i.key = ${key}
    order by c.person_id, c.no
  `)
}

/** The one written form of a phone number and the blind index under which it is kept; null: it is no valid number. */
export function readPhone(
  value: string,
  seal: Pick<Seal, 'index'>,
): { e164: string; key: Buffer } | null {
  const found = readIdentity({ kind: 'phone', value }, seal)
  return found && { e164: found.value, key: found.key }
}
