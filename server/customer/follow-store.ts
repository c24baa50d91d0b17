import { sql, type Tx } from '../postgres/index.ts'
import type { Spell } from './follow.ts'

/** Which of a pair's spells is meant: the associate and the contact. */
export function pairOf({ userid, externalUserid }: { userid: string; externalUserid: string }) {
  return `${userid}\n${externalUserid}`
}

/** All spells of contacts, the newest first. */
export function spellsOf(tx: Tx, workspaceId: string, externalUserids: string[]): Promise<Spell[]> {
  return tx.rows(sql<Spell>`
    select id, customer_id as "customerId", userid, external_userid as "externalUserid", state,
           source_id as "sourceId", add_way as "addWay", remark, description, started_at as "startedAt",
           confirmed_at as "confirmedAt", left_at as "leftAt", removed_at as "removedAt", heard_at as "heardAt",
           was_found as "wasFound"
    from customer.follow
    where workspace_id = ${workspaceId}
      and external_userid = any(${externalUserids}::text[])
    order by started_at desc, id desc
  `)
}

/** Writes spells as they are from now on: one statement. */
export async function storeSpells(tx: Tx, workspaceId: string, spells: Spell[]): Promise<void> {
  if (spells.length === 0) return
  // A spell that ends makes room for the next one of its pair: the ended ones are written first.
  const ended = spells.filter(({ leftAt, removedAt }) => leftAt !== null || removedAt !== null)
  const live = spells.filter(({ leftAt, removedAt }) => leftAt === null && removedAt === null)
  for (const some of [ended, live]) if (some.length > 0) await upsert(tx, workspaceId, some)
}

async function upsert(tx: Tx, workspaceId: string, spells: Spell[]): Promise<void> {
  await tx.run(sql`
    insert into customer.follow as f (
      workspace_id, id, customer_id, userid, external_userid, state, source_id, add_way, remark, description,
      started_at, confirmed_at, left_at, removed_at, heard_at, was_found
    )
    select ${workspaceId}, n.id, n.customer_id, n.userid, n.external_userid, n.state, n.source_id, n.add_way,
           n.remark, n.description, n.started_at, n.confirmed_at, n.left_at, n.removed_at, n.heard_at, n.was_found
    from unnest(
      ${spells.map(({ id }) => id)}::uuid[],
      ${spells.map(({ customerId }) => customerId)}::uuid[],
      ${spells.map(({ userid }) => userid)}::text[],
      ${spells.map(({ externalUserid }) => externalUserid)}::text[],
      ${spells.map(({ state }) => state)}::text[],
      ${spells.map(({ sourceId }) => sourceId)}::uuid[],
      ${spells.map(({ addWay }) => addWay)}::smallint[],
      ${spells.map(({ remark }) => remark)}::text[],
      ${spells.map(({ description }) => description)}::text[],
      ${spells.map(({ startedAt }) => startedAt)}::timestamptz[],
      ${spells.map(({ confirmedAt }) => confirmedAt)}::timestamptz[],
      ${spells.map(({ leftAt }) => leftAt)}::timestamptz[],
      ${spells.map(({ removedAt }) => removedAt)}::timestamptz[],
      ${spells.map(({ heardAt }) => heardAt)}::timestamptz[],
      ${spells.map(({ wasFound }) => wasFound)}::boolean[]
    ) as n (
      id, customer_id, userid, external_userid, state, source_id, add_way, remark, description,
      started_at, confirmed_at, left_at, removed_at, heard_at, was_found
    )
    on conflict (workspace_id, id) do update
    set state = excluded.state,
        source_id = excluded.source_id,
        add_way = excluded.add_way,
        remark = excluded.remark,
        description = excluded.description,
        started_at = excluded.started_at,
        confirmed_at = excluded.confirmed_at,
        left_at = excluded.left_at,
        removed_at = excluded.removed_at,
        heard_at = excluded.heard_at
  `)
}
