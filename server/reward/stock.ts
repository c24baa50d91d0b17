import type { Stock } from '../../contract/reward.ts'
import { type Chance, newId, type Seal, type Tenant } from '../kernel/index.ts'
import { ofBrand, record } from '../ledger/index.ts'
import { sql, type Tx } from '../postgres/index.ts'
import { stockOf } from './accounts.ts'
import type { GrantContext } from './grant-store.ts'

type Kind = 'imported' | 'generated' | 'added' | 'withdrawn'
type Deed = { rewardId: string; by: string | null }

/** Without the letters that are taken for digits, so that a code can be read to somebody. */
const LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789'
const LENGTH = 12

/** Puts codes into stock, each once. @returns how many were new. */
export async function addCodes(
  tx: Tx,
  ctx: GrantContext,
  seal: Seal,
  { rewardId, by, codes, kind }: Deed & { codes: readonly string[]; kind: Kind },
): Promise<number> {
  const { tenant, now } = ctx
  const unique = [...new Set(codes)]
  const rows = await tx.rows(sql<{ id: string }>`
    insert into reward.unit (workspace_id, id, reward_id, code, code_key, added_at)
    select ${tenant.id}, n.id, ${rewardId}, n.code, n.code_key, ${now}
    from unnest(
      ${unique.map(() => newId())}::uuid[],
      ${unique.map((code) => seal.close(code))}::bytea[],
      ${unique.map((code) => seal.index('reward code', code))}::bytea[]
    ) as n (id, code, code_key)
    on conflict (workspace_id, reward_id, code_key) do nothing
    returning id
  `)
  await noteBatch(tx, ctx, { rewardId, by, kind, count: rows.length })
  return rows.length
}

/** Makes codes that nobody can guess and puts them into stock. */
export async function generateCodes(
  tx: Tx,
  ctx: GrantContext,
  { seal, chance }: { seal: Seal; chance: Chance },
  { count, prefix, ...deed }: Deed & { count: number; prefix: string },
): Promise<number> {
  const code = () =>
    prefix + [...chance.bytes(LENGTH)].map((byte) => LETTERS[byte % LETTERS.length]).join('')
  const codes = Array.from({ length: count }, code)
  return addCodes(tx, ctx, seal, { ...deed, codes, kind: 'generated' })
}

/** Puts so many pieces into stock. */
export async function addPieces(
  tx: Tx,
  ctx: GrantContext,
  { rewardId, by, count }: Deed & { count: number },
): Promise<void> {
  const ids = Array.from({ length: count }, () => newId())
  await tx.run(sql`
    insert into reward.unit (workspace_id, id, reward_id, added_at)
    select ${ctx.tenant.id}, n.id, ${rewardId}, ${ctx.now}
    from unnest(${ids}::uuid[]) as n (id)
  `)
  await noteBatch(tx, ctx, { rewardId, by, kind: 'added', count })
}

/** Takes pieces that are free out of stock, for good. @returns how many there were. */
export async function withdrawPieces(
  tx: Tx,
  ctx: GrantContext,
  { rewardId, by, count }: Deed & { count: number },
): Promise<number> {
  const { tenant, now } = ctx
  const withdrawn = await tx.run(sql`
    update reward.unit u
    set retired_at = ${now}
    where u.workspace_id = ${tenant.id}
      and u.id = any(array(
        select f.id
        from reward.unit f
        where f.workspace_id = ${tenant.id}
          and f.reward_id = ${rewardId}
          and f.grant_id is null
          and f.retired_at is null
        order by f.id desc
        limit ${count}
        for update skip locked
      ))
  `)
  await noteBatch(tx, ctx, { rewardId, by, kind: 'withdrawn', count: withdrawn })
  return withdrawn
}

/** The stock of rewards. What was ever put in is what is free, granted and retired. */
export async function stocksOf(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  rewardIds: readonly string[],
): Promise<ReadonlyMap<string, Stock>> {
  const rows = await tx.rows(sql<Stock & { rewardId: string }>`
    select u.reward_id as "rewardId", count(*) as initial,
           count(*) filter (where u.grant_id is null and u.retired_at is null) as free,
           count(*) filter (where u.grant_id is not null) as granted,
           count(*) filter (where u.retired_at is not null) as retired
    from reward.unit u
    where u.workspace_id = ${tenant.id}
      and u.reward_id = any(${[...rewardIds]}::uuid[])
    group by u.reward_id
  `)
  return new Map(rows.map(({ rewardId, ...stock }) => [rewardId, stock]))
}

export type Batch = { id: string; kind: Kind; count: number; at: Date; by: string | null }
const BATCHES_SHOWN = 50

/** What was put into a stock and taken out of it, the newest first. */
export function batchesOf(tx: Tx, tenant: Pick<Tenant, 'id'>, rewardId: string): Promise<Batch[]> {
  return tx.rows(sql<Batch>`
    select id, kind, count, at, by
    from reward.batch
    where workspace_id = ${tenant.id}
      and reward_id = ${rewardId}
    order by at desc, id desc
    limit ${BATCHES_SHOWN}
  `)
}

/** What was put in or taken out, in the ledger too. */
async function noteBatch(
  tx: Tx,
  { tenant, now, real }: GrantContext,
  { rewardId, by, kind, count }: Deed & { kind: Kind; count: number },
): Promise<void> {
  if (count === 0) return
  const id = newId()
  await tx.run(sql`
    insert into reward.batch (workspace_id, id, reward_id, kind, count, at, by)
    values (${tenant.id}, ${id}, ${rewardId}, ${kind}, ${count}, ${now}, ${by})
  `)
  const supply = ofBrand('supply', 'units')
  const stock = stockOf(rewardId)
  const isOut = kind === 'withdrawn'
  const [moved] = await record(
    tx,
    tenant,
    [
      {
        ...{ does: 'direct', cause: `stock ${id}`, at: now, by, campaign: null, amount: count },
        reason: isOut ? 'stock_withdrawn' : 'stock_added',
        from: isOut ? stock : supply,
        to: isOut ? supply : stock,
      },
    ],
    real,
  )
  if (!moved?.ok) throw new Error('a stock that could not be written down')
}
