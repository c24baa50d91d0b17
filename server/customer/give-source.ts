import { sql, type Tx } from '../postgres/index.ts'

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
