import { createHash } from 'node:crypto'
import type { Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'

/** First key of the advisory lock of whoever takes movements into a workspace's chain. */
const CHAIN_LOCK = 7_015
const BATCH = 1_000
const START = Buffer.alloc(32)

/** A movement as the chain covers it: all that was written of it. */
const written = sql.raw(`
  concat_ws('|', t.id, t.phase, t.debit_id, t.credit_id, t.amount, t.unit, t.cause, coalesce(t.resolves::text, ''),
            extract(epoch from t.at), extract(epoch from t.written_at), coalesce(t.campaign_kind, ''),
            coalesce(t.campaign_id::text, ''), t.reason, coalesce(t.by::text, ''))
`)

function next(before: Uint8Array, text: string): Buffer {
  return createHash('sha256').update(before).update(text).digest()
}

/**
 * Takes movements that are not in the chain yet into it, each with a hash of itself and of the hash before it. Kept apart from
 * the writing, so that those who write do not wait for each other. @returns how many.
 */
export async function chainNext(tx: Tx, tenant: Pick<Tenant, 'id'>): Promise<number> {
  await tx.run(sql`
    select pg_advisory_xact_lock(${CHAIN_LOCK}::int, hashtext(${tenant.id}))
  `)
  const fresh = await tx.rows(sql<{ id: string; text: string }>`
    select t.id, ${written} as text
    from ledger.unchained u
    join ledger.transfer t
      on t.workspace_id = u.workspace_id
      and t.id = u.transfer_id
    where u.workspace_id = ${tenant.id}
    order by t.id
    limit ${BATCH}
  `)
  if (fresh.length === 0) return 0
  const last = await headOf(tx, tenant)
  let hash: Uint8Array = last.hash ?? START
  const links = fresh.map(({ id, text }, i) => {
    hash = next(hash, text)
    return { id, no: last.no + i + 1, hash }
  })
  await tx.run(sql`
    insert into ledger.chain (workspace_id, no, transfer_id, hash)
    select ${tenant.id}, n.no, n.id, n.hash
    from unnest(
      ${links.map(({ no }) => no)}::bigint[],
      ${links.map(({ id }) => id)}::uuid[],
      ${links.map((link) => link.hash)}::bytea[]
    ) as n (no, id, hash)
  `)
  await tx.run(sql`
    delete from ledger.unchained
    where workspace_id = ${tenant.id}
      and transfer_id = any(${links.map(({ id }) => id)}::uuid[])
  `)
  return links.length
}

/** How far the chain goes, and its hash there. */
export async function headOf(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
): Promise<{ no: number; hash: Buffer | null }> {
  const head = await tx.maybe(sql<{ no: number; hash: Buffer }>`
    select no, hash
    from ledger.chain
    where workspace_id = ${tenant.id}
    order by no desc
    limit 1
  `)
  return head ?? { no: 0, hash: null }
}

/** Counts the hashes anew, from the first. @returns how many agree, and the first that does not. */
export async function readChain(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
): Promise<{ chained: number; broken: string | null }> {
  let hash: Uint8Array = START
  let no = 0
  for (;;) {
    const links = await tx.rows(sql<{ no: number; id: string; text: string; hash: Buffer }>`
      select c.no, c.transfer_id as id, c.hash, ${written} as text
      from ledger.chain c
      join ledger.transfer t
        on t.workspace_id = c.workspace_id
        and t.id = c.transfer_id
      where c.workspace_id = ${tenant.id}
        and c.no > ${no}
      order by c.no
      limit ${BATCH}
    `)
    if (links.length === 0) return { chained: no, broken: null }
    for (const link of links) {
      hash = next(hash, link.text)
      if (link.no !== no + 1 || !link.hash.equals(hash)) return { chained: no, broken: link.id }
      no = link.no
    }
  }
}
