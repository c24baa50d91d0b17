import type { Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'

/**
 * How many people have a trait on each day, in one look, read as in `peopleByDay`: on each of a year (`05-01`), or with the year
 * (`1990-05-01`), where those who told none are left out.
 */
export async function peopleOfDays(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  { trait, hasYear }: { trait: string; hasYear: boolean },
): Promise<ReadonlyMap<string, number>> {
  const part = hasYear ? { from: 1, length: 10 } : { from: 6, length: 5 }
  const rows = await tx.rows(sql<{ day: string; people: number }>`
    select d.day, count(distinct c.person_id) as people
    from customer.customer c
    cross join lateral (
      select c.traits -> ${trait} ->> 'v' as told
    ) t
    cross join lateral (
      select case
        when t.told ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}' then substr(t.told, ${part.from}::int, ${part.length}::int)
        when t.told ~ '^[0-9]{2}-[0-9]{2}$' and not ${hasYear}::boolean then t.told
      end as day
    ) d
    where c.workspace_id = ${tenant.id}
      and c.traits ? ${trait}
      and d.day is not null
    group by d.day
  `)
  return new Map(rows.map(({ day, people }) => [day, people]))
}
