import { sql, type Tx } from '../postgres/index.ts'

const STATES_MAX = 200_000

/**
 * Gives follows that came by a code before it was known here the source that it belongs to: contacts may be read before
 * the code that they scanned is entered. @returns how many got it.
 */
export function giveSource(
  tx: Tx,
  tenant: { id: string },
  { state, sourceId }: { state: string; sourceId: string },
): Promise<number> {
  return tx.run(sql`
    update customer.follow
    set source_id = ${sourceId}
    where workspace_id = ${tenant.id}
      and state = ${state}
      and source_id is null
  `)
}

/** The sources of parameters by which people came. */
export function sourcesOfFollows(
  tx: Tx,
  tenant: { id: string },
): Promise<{ state: string; sourceId: string }[]> {
  return tx.rows(sql<{ state: string; sourceId: string }>`
    select distinct state, source_id as "sourceId"
    from customer.follow
    where workspace_id = ${tenant.id}
      and source_id is not null
      and state <> ''
    limit ${STATES_MAX}
  `)
}
