import type { Role } from '../../contract/staff.ts'
import { type Outcome, ok, refused } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'

export type Colleague = {
  id: string
  login: string
  name: string
  role: Role
  createdAt: Date
  disabledAt: Date | null
  /** Their WeCom account: with it they may sign in by scanning. */
  wecomUserid: string | null
}

const COLLEAGUES_MAX = 500

/** Everybody who may sign in or once could, those who may first. */
export function listColleagues(tx: Tx, workspaceId: string): Promise<Colleague[]> {
  return tx.rows(sql<Colleague>`
    select id, login, name, role, created_at as "createdAt", disabled_at as "disabledAt",
           wecom_userid as "wecomUserid"
    from staff.staff
    where workspace_id = ${workspaceId}
    order by disabled_at is not null, created_at, id
    limit ${COLLEAGUES_MAX}
  `)
}

/** Takes away, or gives back, somebody's right to sign in. An owner always remains. */
export async function setDisabled(
  tx: Tx,
  workspaceId: string,
  { id, at }: { id: string; at: Date | null },
): Promise<Outcome<null, 'not_found' | 'last_owner'>> {
  // All owners are locked, so that two do not take the right from each other at once.
  const owners = await tx.rows(sql<{ id: string }>`
    select id
    from staff.staff
    where workspace_id = ${workspaceId}
      and role = 'owner'
      and disabled_at is null
    order by id
    for update
  `)
  if (at !== null && owners.length === 1 && owners[0]?.id === id) return refused('last_owner')
  const changed = await tx.run(sql`
    update staff.staff
    set disabled_at = ${at}
    where workspace_id = ${workspaceId}
      and id = ${id}
  `)
  return changed === 1 ? ok(null) : refused('not_found')
}
