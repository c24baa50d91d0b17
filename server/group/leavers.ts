import type { Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'

/**
 * How many people, staff left out, went out of groups within so many hours after an instant.
 * @param moments.key what is counted together: somebody who went after two moments of one key counts once.
 */
export async function leaversAfter(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  moments: readonly { key: string; groupId: string; at: Date }[],
  hours: number,
): Promise<Map<string, number>> {
  const rows = await tx.rows(sql<{ key: string; people: number }>`
    select n.key, count(distinct (m.group_id, m.member))::int as people
    from unnest(
      ${moments.map(({ key }) => key)}::text[],
      ${moments.map(({ groupId }) => groupId)}::uuid[],
      ${moments.map(({ at }) => at)}::timestamptz[]
    ) as n (key, group_id, at)
    join "group".membership m
      on m.workspace_id = ${tenant.id}
      and m.group_id = n.group_id
      and not m.is_staff
      and m.left_at > n.at
      and m.left_at <= n.at + make_interval(hours => ${hours})
    group by n.key
  `)
  return new Map(rows.map(({ key, people }) => [key, people]))
}
