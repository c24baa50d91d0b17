import type { Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'

/**
 * People whose trait is one of these days of a year, whatever the year: `1990-05-01`, an instant that begins so, or `05-01`.
 * @param monthDays as `05-01`. @returns the numbers that stand for the persons, each once.
 */
export async function peopleByDay(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  { trait, monthDays }: { trait: string; monthDays: readonly string[] },
): Promise<number[]> {
  const rows = await tx.rows(sql<{ no: number }>`
    select distinct p.no
    from customer.customer c
    join customer.customer p
      on p.workspace_id = c.workspace_id
      and p.id = c.person_id
    cross join lateral (
      select c.traits -> ${trait} ->> 'v' as told
    ) t
    where c.workspace_id = ${tenant.id}
      and c.traits ? ${trait}
      and case
        when t.told ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}' then substr(t.told, 6, 5)
        when t.told ~ '^[0-9]{2}-[0-9]{2}$' then t.told
      end = any(${[...monthDays]}::text[])
    order by p.no
  `)
  return rows.map(({ no }) => no)
}
