import { sql, type Tx } from '../postgres/index.ts'

/** First key of the advisory lock under which alone people are made, merged and told apart. */
const PEOPLE_LOCK = 7_005

/**
 * Waits until nobody else makes, merges or separates people of the workspace; held until the transaction ends. A
 * transaction that also holds the pump's lock takes that one first.
 */
export async function lockPeople(tx: Tx, workspaceId: string): Promise<void> {
  await tx.run(sql`
    select pg_advisory_xact_lock(${PEOPLE_LOCK}::int, hashtext(${workspaceId}))
  `)
}
