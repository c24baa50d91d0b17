import type { Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'

/**
 * People whose trait is one of these days: `05-01` of any year, `1990-05-01` of that year alone. Told is it as `1990-05-01`, as an
 * instant that begins so, or as `05-01`, which has no year.
 * @returns the numbers that stand for the persons, each once.
 */
export async function peopleByDay(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  { trait, days }: { trait: string; days: readonly string[] },
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
      and (
        case
          when t.told ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}' then substr(t.told, 6, 5)
          when t.told ~ '^[0-9]{2}-[0-9]{2}$' then t.told
        end = any(${[...days]}::text[])
        or substr(t.told, 1, 10) = any(${[...days]}::text[])
      )
    order by p.no
  `)
  return rows.map(({ no }) => no)
}
