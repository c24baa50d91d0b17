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

/**
 * Runs `work` once per key (I-25): the same key with the same request gets the first answer again, with another request
 * a conflict; requests that come while the first runs wait for its answer.
 * @param request method, path and body, joined: what must be the same.
 */
export async function once(
  deps: { db: Database; clock: Clock },
  given: { workspaceId: string; key: string; request: string },
  work: () => Promise<Answer>,
): Promise<Answer & { repeated: boolean }> {
  const hash = createHash('sha256').update(given.request).digest()
  for (let n = 0; n < WAITS_MAX; n++) {
    const seen = await claim(deps, given, hash)
    if (!seen) return { ...(await runClaimed(deps, given, work)), repeated: false }
    if (!seen.request_hash.equals(hash)) throw new Problem('idempotency_mismatch')
    if (seen.status !== null) return { status: seen.status, body: seen.body ?? '', repeated: true }
    await sleep(WAIT_MS)
  }
  throw new Problem('conflict')
}

/** Takes the key, or returns what stands under it. Expired and abandoned keys are taken over. */
async function claim(
  deps: { db: Database; clock: Clock },
  given: { workspaceId: string; key: string },
  hash: Buffer,
): Promise<Row | null> {
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

async function runClaimed(
  deps: { db: Database },
  given: { workspaceId: string; key: string },
  work: () => Promise<Answer>,
): Promise<Answer> {
  try {
    const answer = await work()
    await deps.db.inWorkspace(given.workspaceId, (tx) =>
      tx.run(sql`
        update staff.idempotency
        set status = ${answer.status}, body = ${answer.body}
        where workspace_id = ${given.workspaceId}
          and key = ${given.key}
      `),
    )
    return answer
  } catch (error) {
    // Nothing was answered, so nothing is to be repeated.
    await deps.db.inWorkspace(given.workspaceId, (tx) =>
      tx.run(sql`
        delete from staff.idempotency
        where workspace_id = ${given.workspaceId}
          and key = ${given.key}
          and status is null
      `),
    )
    throw error
  }
}
