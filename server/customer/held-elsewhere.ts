import { sql, type Tx } from '../postgres/index.ts'

/** Where an import writes itself, or what follows from it alone: looked at one by one. */
const OWN = ['identity', 'search', 'tagging', 'told'].map((table) => `customer.${table}`)

/**
 * Of these customers, those whom another table names, with the room of that table. Every table with a `customer_id`
 * counts, whoever adds one: what is known of a customer elsewhere must not lose them. A customer without anything there is
 * not in the answer.
 */
export async function heldElsewhere(
  tx: Tx,
  workspaceId: string,
  ids: string[],
): Promise<Map<string, string>> {
  const held = new Map<string, string>()
  if (ids.length === 0) return held
  for (const { room, name } of await tablesThatName(tx)) {
    const rows = await tx.rows(sql<{ id: string }>`
      select distinct customer_id as id
      from ${sql.table(`${room}.${name}`)}
      where workspace_id = ${workspaceId}
        and customer_id = any(${ids}::uuid[])
    `)
    for (const { id } of rows) if (!held.has(id)) held.set(id, room)
  }
  return held
}

/** Tables with the columns `workspace_id` and `customer_id`; orders first. */
function tablesThatName(tx: Tx): Promise<{ room: string; name: string }[]> {
  return tx.rows(sql<{ room: string; name: string }>`
    select n.nspname as room, c.relname as name
    from pg_attribute a
    join pg_class c on c.oid = a.attrelid
    join pg_namespace n on n.oid = c.relnamespace
    where a.attname = 'customer_id'
      and a.atttypid = 'uuid'::regtype
      and not a.attisdropped
      and c.relkind in ('r', 'p')
      and not c.relispartition
      and n.nspname not in ('pg_catalog', 'information_schema')
      and concat(n.nspname, '.', c.relname) <> all(${OWN}::text[])
      and exists (
        select from pg_attribute w
        where w.attrelid = c.oid
          and w.attname = 'workspace_id'
          and not w.attisdropped
      )
      and has_table_privilege(c.oid, 'select')
    order by (n.nspname <> 'commerce'), n.nspname, c.relname
  `)
}
