import { createHash } from 'node:crypto'
import { type Permission, rolePermissions } from '../../contract/staff.ts'
import { addMs, type Chance, type Clock, Problem } from '../kernel/index.ts'
import { type Database, sql } from '../postgres/index.ts'
import { isPassword, nobodysHash } from './password.ts'
import { findStaff, type Staff } from './staff.ts'

/** A session ends after this long without use, and after this long in any case. */
const IDLE_MS = 12 * 3_600_000
const LIFE_MS = 14 * 24 * 3_600_000
/** Writing down every request would cost a write per read. */
const TOUCH_EVERY_MS = 60_000

export type Session = { workspaceId: string; staff: Staff; permissions: readonly Permission[] }
export type SessionDeps = { db: Database; clock: Clock; chance: Chance }

/**
 * Checks a login and opens a session. @returns the token, to be kept by the browser alone; only its hash is stored.
 * @throws Problem wrong_login, whether the login or the password was wrong.
 */
export async function openSession(
  deps: SessionDeps,
  given: { login: string; password: string; userAgent: string },
): Promise<{ token: string; session: Session; expiresAt: Date }> {
  const found = await deps.db.asSystem((tx) =>
    tx.maybe(sql<{ workspace_id: string; staff_id: string }>`
      select workspace_id, staff_id
      from staff.find_login(${given.login})
    `),
  )
  const staff = found
    ? await deps.db.inWorkspace(found.workspace_id, (tx) =>
        findStaff(tx, found.workspace_id, found.staff_id),
      )
    : null
  const right = await isPassword(given.password, staff?.passwordHash ?? (await nobodysHash))
  if (!found || !staff || !right) throw new Problem('wrong_login')
  return openFor(deps, found.workspace_id, staff, given.userAgent)
}

type Opened = { token: string; session: Session; expiresAt: Date }

/** Opens a session for somebody who was recognized in another way; null when they may not sign in. */
export async function openSessionOf(
  deps: SessionDeps,
  workspaceId: string,
  { staffId, userAgent }: { staffId: string; userAgent: string },
): Promise<Opened | null> {
  const staff = await deps.db.inWorkspace(workspaceId, (tx) => findStaff(tx, workspaceId, staffId))
  return staff ? openFor(deps, workspaceId, staff, userAgent) : null
}

async function openFor(
  deps: SessionDeps,
  workspaceId: string,
  staff: Staff,
  userAgent: string,
): Promise<Opened> {
  const token = Buffer.from(deps.chance.bytes(32)).toString('base64url')
  const now = deps.clock.now()
  const expiresAt = addMs(now, LIFE_MS)
  await deps.db.inWorkspace(workspaceId, (tx) =>
    tx.run(sql`
      insert into staff.session (token_hash, workspace_id, staff_id, created_at, last_seen_at, expires_at, user_agent)
      values (
        ${hashToken(token)}, ${workspaceId}, ${staff.id}, ${now}, ${now}, ${expiresAt},
        ${userAgent.slice(0, 200)}
      )
    `),
  )
  return { token, session: sessionOf(workspaceId, staff), expiresAt }
}

/** The session of a token, or null when it is unknown, idle too long, expired, or its owner was disabled. */
export async function findSession(deps: SessionDeps, token: string): Promise<Session | null> {
  const hashed = hashToken(token)
  const found = await deps.db.asSystem((tx) =>
    tx.one(sql<{ workspace_id: string | null }>`
      select staff.find_session(${hashed}) as workspace_id
    `),
  )
  const workspaceId = found.workspace_id
  if (!workspaceId) return null
  const now = deps.clock.now()
  return deps.db.inWorkspace(workspaceId, async (tx) => {
    const row = await tx.maybe(sql<{ staff_id: string; last_seen_at: Date; expires_at: Date }>`
      select staff_id, last_seen_at, expires_at
      from staff.session
      where token_hash = ${hashed}
    `)
    if (!row || row.expires_at <= now || addMs(row.last_seen_at, IDLE_MS) <= now) return null
    if (addMs(row.last_seen_at, TOUCH_EVERY_MS) <= now) {
      await tx.run(sql`
        update staff.session
        set last_seen_at = ${now}
        where token_hash = ${hashed}
      `)
    }
    const staff = await findStaff(tx, workspaceId, row.staff_id)
    return staff ? sessionOf(workspaceId, staff) : null
  })
}

/** Ends a session; unknown tokens are no error. */
export async function closeSession(
  deps: SessionDeps,
  workspaceId: string,
  token: string,
): Promise<void> {
  await deps.db.inWorkspace(workspaceId, (tx) =>
    tx.run(sql`
      delete from staff.session
      where token_hash = ${hashToken(token)}
    `),
  )
}

function sessionOf(workspaceId: string, staff: Staff): Session {
  const { id, login, name, role } = staff
  return { workspaceId, staff: { id, login, name, role }, permissions: rolePermissions[role] }
}

function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}
