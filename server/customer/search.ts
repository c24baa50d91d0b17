import { sql, type Tx } from '../postgres/index.ts'
import { plainName, searchWords } from './name.ts'

/** Brings up by which words persons are found; rows that stand for nobody any more are found no longer. */
export async function refreshSearch(tx: Tx, workspaceId: string, ids: string[]): Promise<void> {
  if (ids.length === 0) return
  const rows = await tx.rows(sql<{ id: string; name: string }>`
    select id, case when person_id = id then name else '' end as name
    from customer.customer
    where workspace_id = ${workspaceId}
      and id = any(${ids}::uuid[])
  `)
  await writeSearch(tx, workspaceId, rows)
}

/** Writes by which words persons are found. An empty name: by none. */
export async function writeSearch(
  tx: Tx,
  workspaceId: string,
  persons: { id: string; name: string }[],
): Promise<void> {
  if (persons.length === 0) return
  const nameless = persons.filter(({ name }) => plainName(name) === '').map(({ id }) => id)
  const named = persons.filter(({ name }) => plainName(name) !== '')
  if (nameless.length > 0) {
    await tx.run(sql`
      delete from customer.search
      where workspace_id = ${workspaceId}
        and customer_id = any(${nameless}::uuid[])
    `)
  }
  if (named.length === 0) return
  await tx.run(sql`
    insert into customer.search as s (workspace_id, customer_id, words)
    select ${workspaceId}, n.id, array_to_tsvector(string_to_array(n.words, ' '))
    from unnest(
      ${named.map(({ id }) => id)}::uuid[],
      ${named.map(({ name }) => searchWords(name).join(' '))}::text[]
    ) as n (id, words)
    on conflict (workspace_id, customer_id) do update
    set words = excluded.words
    where s.words <> excluded.words
  `)
}

/** A question to `customer.search`: words that begin with what was typed. Null when nothing searchable was typed. */
export function searchQuery(typed: string): string | null {
  const plain = plainName(typed)
  return plain === '' ? null : `'${plain}':*`
}
