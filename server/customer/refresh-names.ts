import { sql, type Tx } from '../postgres/index.ts'
import { writeSearch } from './search.ts'

/** Brings up the names of the persons to whom these rows belong, and by which words they are found. */
export async function refreshNames(tx: Tx, workspaceId: string, ids: string[]): Promise<void> {
  if (ids.length === 0) return
  const named = await tx.rows(sql<{ id: string; name: string }>`
    with person as (
      select distinct person_id as id
      from customer.customer
      where workspace_id = ${workspaceId}
        and id = any(${ids}::uuid[])
    ),
    member as (
      select p.id as root, c.traits
      from person p
      join customer.customer c
        on c.workspace_id = ${workspaceId}
        and c.id = p.id
      union all
      select p.id, c.traits
      from person p
      join customer.customer c
        on c.workspace_id = ${workspaceId}
        and c.person_id = p.id
        and c.person_id <> c.id
    ),
    newest as (
      select distinct on (root) root, coalesce(traits -> 'name' ->> 'v', '') as name
      from member
      order by root, (traits -> 'name' ->> 'v') is null, (traits -> 'name' ->> 'at')::bigint desc
    )
    update customer.customer c
    set name = left(n.name, 200)
    from newest n
    where c.workspace_id = ${workspaceId}
      and c.id = n.root
    returning c.id, c.name
  `)
  await writeSearch(tx, workspaceId, named)
}
