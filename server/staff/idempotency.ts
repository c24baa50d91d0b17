import { createHash } from 'node:crypto'
import { addMs, type Clock, Problem, sleep } from '../kernel/index.ts'
import { type Database, sql } from '../postgres/index.ts'

const KEPT_MS = 24 * 3_600_000
/** A first request that died without an answer frees its key after this long. */
const ABANDONED_MS = 60_000
const WAIT_MS = 50
const WAITS_MAX = 400

export type Answer = { status: number; body: string }
type Row = { request_hash: Buffer; status: number | null; body: string | null; created_at: Date }

export type Claim = { workspaceId: string; key: string }
export type Deps = { db: Database; clock: Clock }

/**
 * Begins a request that carries an Idempotency-Key (I-25): null means run it and then `finish` or `abandon`; an answer
 * means it ran before. Requests that come while the first one runs wait for its answer.
 * @param request method, path and body, joined: what must be the same under one key.
 * @throws Problem idempotency_mismatch when the key was used for another request; conflict when the first never ended.
 */
export async function begin(
  deps: Deps,
  given: Claim & { request: string },
): Promise<Answer | null> {
  const hash = createHash('sha256').update(given.request).digest()
  for (let n = 0; n < WAITS_MAX; n++) {
    const seen = await claim(deps, given, hash)
    if (!seen) return null
    if (!seen.request_hash.equals(hash)) throw new Problem('idempotency_mismatch')
    if (seen.status !== null) return { status: seen.status, body: seen.body ?? '' }
    await sleep(WAIT_MS)
  }
  throw new Problem('conflict')
}

/** Keeps the answer for who asks again. */
export async function finish(deps: Deps, given: Claim, answer: Answer): Promise<void> {
  await deps.db.inWorkspace(given.workspaceId, (tx) =>
    tx.run(sql`
      update staff.idempotency
      set status = ${answer.status}, body = ${answer.body}
      where workspace_id = ${given.workspaceId}
        and key = ${given.key}
    `),
  )
}

/** The request failed without an answer worth repeating: the key is free again. */
export async function abandon(deps: Deps, given: Claim): Promise<void> {
  await deps.db.inWorkspace(given.workspaceId, (tx) =>
    tx.run(sql`
      delete from staff.idempotency
      where workspace_id = ${given.workspaceId}
        and key = ${given.key}
        and status is null
    `),
  )
}

/** Takes the key, or returns what stands under it. Expired and abandoned keys are taken over. */
async function claim(deps: Deps, given: Claim, hash: Buffer): Promise<Row | null> {
  const now = deps.clock.now()
  return deps.db.inWorkspace(given.workspaceId, async (tx) => {
    const taken = await tx.run(sql`
      insert into staff.idempotency as i (workspace_id, key, request_hash, created_at)
      values (${given.workspaceId}, ${given.key}, ${hash}, ${now})
      on conflict (workspace_id, key) do update
      set request_hash = excluded.request_hash, created_at = excluded.created_at, status = null, body = null
      where i.created_at < ${addMs(now, -KEPT_MS)}
        or (i.status is null and i.created_at < ${addMs(now, -ABANDONED_MS)})
    `)
    if (taken > 0) return null
    return tx.one(sql<Row>`
      select request_hash, status, body, created_at
      from staff.idempotency
      where workspace_id = ${given.workspaceId}
        and key = ${given.key}
    `)
  })
}
