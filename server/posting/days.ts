import type { Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'

export type DayClaim = {
  groupId: string
  postId: string
  name: string
  isSent: boolean
  priority: number
}

/** What has, or claims, the day of groups: handed over already, or planned for it. The first in rank of each group. */
export async function claimsOfDay(
  tx: Tx,
  tenant: Pick<Tenant, 'id' | 'timeZone'>,
  { groupIds, on }: { groupIds: readonly string[]; on: string },
): Promise<Map<string, DayClaim>> {
  const rows = await tx.rows(sql<DayClaim>`
    select distinct on (c.group_id) c.group_id as "groupId", p.id as "postId", p.priority, c.is_sent as "isSent",
           case when p.name = '' then left(p.text, 24) else p.name end as name
    from (
      select s.group_id, t.post_id, true as is_sent
      from posting.slot s
      join posting.target t
        on t.workspace_id = s.workspace_id
        and t.id = s.target_id
      where s.workspace_id = ${tenant.id}
        and s.day = ${on}::date
        and s.group_id = any(${[...groupIds]}::uuid[])
      union all
      select t.group_id, t.post_id, false as is_sent
      from posting.target t
      where t.workspace_id = ${tenant.id}
        and t.state = 'planned'
        and t.group_id = any(${[...groupIds]}::uuid[])
        and (t.due_at at time zone ${tenant.timeZone})::date = ${on}::date
    ) c
    join posting.post p
      on p.workspace_id = ${tenant.id}
      and p.id = c.post_id
      and p.way = 'task'
    order by c.group_id, c.is_sent desc, p.priority desc, p.id
  `)
  return new Map(rows.map((row) => [row.groupId, row]))
}
