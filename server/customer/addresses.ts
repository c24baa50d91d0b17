import type { Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'
import { rowsOfPerson } from './rows-of-person.ts'

/** An e-mail address as it is stored: sealed, with the blind index by which it is known. */
export type SealedAddress = { customerId: string; sealed: Buffer; key: Buffer }

/** Every e-mail address of the persons asked for, under the customers asked for, the one that was told last first. */
export function addressesOf(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  customerIds: readonly string[],
): Promise<SealedAddress[]> {
  return tx.rows(sql<SealedAddress>`
    select c.id as "customerId", i.sealed, i.key
    from unnest(${[...customerIds]}::uuid[]) as asked (id)
    join customer.customer c
      on c.workspace_id = ${tenant.id}
      and c.id = asked.id
    cross join lateral ${rowsOfPerson} m
    join customer.identity i
      on i.workspace_id = c.workspace_id
      and i.customer_id = m.id
    where i.kind = 'email'
    order by i.first_seen_at desc, i.key
  `)
}
