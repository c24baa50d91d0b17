import { sql, type Tx } from '../postgres/index.ts'

export type NewJob = {
  workspaceId: string
  /** Which handler does it. */
  name: string
  /** Anything that JSON holds. */
  payload: unknown
  /** A job with the key of one of the same name that has not begun takes its place; a begun one is left to finish. */
  key?: string
  /** Jobs of one workspace with the same word run one after another. */
  serial?: string
  /** Not before this instant; at once when missing. */
  runAt?: Date
}

/**
 * Adds a job in the caller's transaction: it exists exactly when the transaction commits. A job may run more than
 * once (its process may die after the work and before the note of it), so handlers are written to be repeated.
 */
export async function enqueue(tx: Tx, job: NewJob): Promise<void> {
  const { workspaceId, name, payload, key = null, serial = null, runAt = null } = job
  // Named arguments: one text would fit in place of another. The result is void, so no row is read.
  await tx.run(sql`
    select queue.add_job(
      workspace => ${workspaceId}::uuid,
      name => ${name},
      payload => ${JSON.stringify(payload ?? null)}::json,
      key => ${key},
      serial => ${serial},
      run_at => ${runAt}
    )`)
}
