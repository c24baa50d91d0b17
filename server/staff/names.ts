import { sql, type Tx } from '../postgres/index.ts'

/** Names of members of staff by id, those who left included; unknown ids are left out. */
export async function namesOfStaff(
  tx: Tx,
  workspaceId: string,
  ids: readonly (string | null)[],
): Promise<ReadonlyMap<string, string>> {
  const wanted = [...new Set(ids.filter((id) => id !== null))]
  if (wanted.length === 0) return new Map()
  const rows = await tx.rows(sql<{ id: string; name: string }>`
    select id, name
    from staff.staff
    where workspace_id = ${workspaceId}
      and id = any(${wanted}::uuid[])
  `)
  return new Map(rows.map(({ id, name }) => [id, name]))
}
