import { type Outcome, ok, refused } from '../kernel/index.ts'
import { codeOf, sql, type Tx } from '../postgres/index.ts'

const UNIQUE_VIOLATION = '23505'

/** Says which WeCom account is a colleague's, or that none is. An account is one colleague's only. */
export async function bindWecom(
  tx: Tx,
  workspaceId: string,
  { id, userid }: { id: string; userid: string | null },
): Promise<Outcome<null, 'not_found' | 'wecom_account_taken'>> {
  await tx.run(sql`savepoint bound`)
  try {
    const changed = await tx.run(sql`
      update staff.staff
      set wecom_userid = ${userid}
      where workspace_id = ${workspaceId}
        and id = ${id}
    `)
    await tx.run(sql`release savepoint bound`)
    return changed === 1 ? ok(null) : refused('not_found')
  } catch (error) {
    if (codeOf(error) !== UNIQUE_VIOLATION) throw error
    await tx.run(sql`rollback to savepoint bound`)
    return refused('wecom_account_taken')
  }
}

/** The colleague whose WeCom account this is, and who may sign in; null: nobody. */
export async function staffOfWecom(
  tx: Tx,
  workspaceId: string,
  userid: string,
): Promise<string | null> {
  const found = await tx.maybe(sql<{ id: string }>`
    select id
    from staff.staff
    where workspace_id = ${workspaceId}
      and lower(wecom_userid) = lower(${userid})
      and disabled_at is null
  `)
  return found?.id ?? null
}
