import { createHash } from 'node:crypto'
import { addMs, type Chance, type Clock, newId } from '../kernel/index.ts'
import { type Database, sql, type Tx } from '../postgres/index.ts'

/** `lyw_…` may only send events, `lya_…` may read and change by the API. */
const PREFIX = { write: 'lyw_', api: 'lya_' }
/** How long a looked-up key is believed: a revoked key is refused everywhere after this. */
const BELIEVED_MS = 5_000
const BELIEVED_MAX = 10_000

export type KeyKind = 'write' | 'api'
export type ApiKey = {
  id: string
  kind: KeyKind
  name: string
  prefix: string
  createdAt: Date
  lastUsedAt: Date | null
  revokedAt: Date | null
}
export type FoundKey = { workspaceId: string; keyId: string; kind: KeyKind; name: string }

/** Makes a key. The secret is returned once and stored only as a hash. */
export async function makeKey(
  tx: Tx,
  workspaceId: string,
  wanted: { kind: KeyKind; name: string; by: string | null; now: Date; chance: Chance },
): Promise<ApiKey & { secret: string }> {
  const id = newId()
  const secret = PREFIX[wanted.kind] + Buffer.from(wanted.chance.bytes(24)).toString('base64url')
  const prefix = secret.slice(0, 10)
  await tx.run(sql`
    insert into staff.api_key (workspace_id, id, kind, name, prefix, key_hash, created_at, created_by)
    values (
      ${workspaceId}, ${id}, ${wanted.kind}, ${wanted.name}, ${prefix}, ${hashKey(secret)}, ${wanted.now}, ${wanted.by}
    )
  `)
  const { kind, name, now } = wanted
  return { id, kind, name, prefix, createdAt: now, lastUsedAt: null, revokedAt: null, secret }
}

export async function listKeys(tx: Tx, workspaceId: string): Promise<ApiKey[]> {
  return tx.rows(sql<ApiKey>`
    select id, kind, name, prefix, created_at as "createdAt", last_used_at as "lastUsedAt", revoked_at as "revokedAt"
    from staff.api_key
    where workspace_id = ${workspaceId}
    order by created_at desc
    limit 500
  `)
}

/** @returns false when the key is unknown or was revoked before. */
export async function revokeKey(
  tx: Tx,
  workspaceId: string,
  id: string,
  now: Date,
): Promise<boolean> {
  const changed = await tx.run(sql`
    update staff.api_key
    set revoked_at = ${now}
    where workspace_id = ${workspaceId}
      and id = ${id}
      and revoked_at is null
  `)
  return changed > 0
}

/** Looks keys up, believing an answer for five seconds: ingestion asks for the same key thousands of times a second. */
export function createKeyFinder(deps: { db: Database; clock: Clock }) {
  const believed = new Map<string, { found: FoundKey | null; until: Date }>()
  return async (secret: string): Promise<FoundKey | null> => {
    const now = deps.clock.now()
    const known = believed.get(secret)
    if (known && known.until > now) return known.found
    const row = await deps.db.asSystem((tx) =>
      tx.maybe(sql<FoundKey>`
        select workspace_id as "workspaceId", key_id as "keyId", kind, name
        from staff.find_key(${hashKey(secret)})
      `),
    )
    if (believed.size >= BELIEVED_MAX) believed.clear()
    believed.set(secret, { found: row, until: addMs(now, BELIEVED_MS) })
    if (row) await deps.db.inWorkspace(row.workspaceId, (tx) => touch(tx, row, now))
    return row
  }
}

async function touch(tx: Tx, key: FoundKey, now: Date): Promise<void> {
  await tx.run(sql`
    update staff.api_key
    set last_used_at = ${now}
    where workspace_id = ${key.workspaceId}
      and id = ${key.keyId}
  `)
}

function hashKey(secret: string): Buffer {
  return createHash('sha256').update(secret).digest()
}
