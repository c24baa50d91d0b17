import { showId, type Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'

/** Of how many persons something is known by a tag, or by any tag of a group. */
export type TagCoverage = {
  people: number
  groups: {
    id: string
    name: string
    known: number
    tags: { id: string; name: string; known: number }[]
  }[]
}

/** How much the brand knows by its tags that are given still, the least known first. */
export async function tagCoverage(tx: Tx, tenant: Pick<Tenant, 'id'>): Promise<TagCoverage> {
  const { people } = await tx.one(sql<{ people: number }>`
    select count(*) as people
    from customer.customer
    where workspace_id = ${tenant.id}
      and person_id = id
  `)
  type Row = { groupId: string; group: string; tagId: string | null; tag: string; known: number }
  const rows = await tx.rows(sql<Row>`
    with known as (
      select distinct a.tag_id, c.person_id
      from customer.tagging a
      join customer.customer c
        on c.workspace_id = a.workspace_id
        and c.id = a.customer_id
      where a.workspace_id = ${tenant.id}
        and a.withdrawn_at is null
        and a.sign = 1
    )
    select g.id as "groupId", g.name as group, t.id as "tagId", coalesce(min(t.name), '') as tag,
           count(distinct k.person_id) as known
    from customer.tag_group g
    join customer.tag t
      on t.workspace_id = g.workspace_id
      and t.group_id = g.id
      and t.archived_at is null
    left join known k on k.tag_id = t.id
    where g.workspace_id = ${tenant.id}
      and g.archived_at is null
    group by grouping sets ((g.id, g.name, t.id), (g.id, g.name))
    order by known, min(t.name)
  `)
  const wholes = rows.filter(({ tagId }) => tagId === null)
  return {
    people,
    groups: wholes.map(({ groupId, group, known }) => ({
      id: showId('tagGroup', groupId),
      name: group,
      known,
      tags: rows.flatMap((row) =>
        row.groupId === groupId && row.tagId !== null
          ? [{ id: showId('tag', row.tagId), name: row.tag, known: row.known }]
          : [],
      ),
    })),
  }
}
