import type { Role } from '../../contract/staff.ts'
import { newId, Problem } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'
import { hashPassword } from './password.ts'

export type Staff = { id: string; login: string; name: string; role: Role }

/** Adds a member of staff. @throws Problem login_taken */
export async function addStaff(
  tx: Tx,
  workspaceId: string,
  wanted: { login: string; name: string; role: Role; password: string; now: Date },
): Promise<Staff> {
  const id = newId()
  const hashed = await hashPassword(wanted.password)
  const added = await tx.run(sql`
    insert into staff.staff (workspace_id, id, login, name, role, password_hash, created_at)
    values (${workspaceId}, ${id}, ${wanted.login}, ${wanted.name}, ${wanted.role}, ${hashed}, ${wanted.now})
    on conflict do nothing
  `)
  if (added === 0) throw new Problem('login_taken', { login: wanted.login })
  return { id, login: wanted.login, name: wanted.name, role: wanted.role }
}

export async function findStaff(
  tx: Tx,
  workspaceId: string,
  id: string,
): Promise<(Staff & { passwordHash: string }) | null> {
  return tx.maybe(sql<Staff & { passwordHash: string }>`
    select id, login, name, role, password_hash as "passwordHash"
    from staff.staff
    where workspace_id = ${workspaceId}
      and id = ${id}
      and disabled_at is null
  `)
}
