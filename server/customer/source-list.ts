import { sql, type Tx } from '../postgres/index.ts'

const SOURCES_MAX = 200

/** Where customers came from, each once. Jumps from source to source in the index: the number of customers is no matter. */
export async function listSources(tx: Tx, workspaceId: string): Promise<string[]> {
  const rows = await tx.rows(sql<{ source: string }>`
    with recursive step (source) as (
      (
        select source
        from customer.customer
        where workspace_id = ${workspaceId}
          and person_id = id
        order by source
        limit 1
      )
      union all
      select (
        select c.source
        from customer.customer c
        where c.workspace_id = ${workspaceId}
          and c.person_id = c.id
          and c.source > step.source
        order by c.source
        limit 1
      )
      from step
      where step.source is not null
    )
    select source
    from step
    where source <> ''
    limit ${SOURCES_MAX}
  `)
  return rows.map(({ source }) => source)
}
