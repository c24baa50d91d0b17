import { addressesOf } from '../customer/index.ts'
import type { Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'

type TenantId = Pick<Tenant, 'id'>

/** An address that can be written to: sealed, and the blind index by which it is known. */
export type LiveAddress = { sealed: Buffer; key: Buffer }

/** For each customer who has one: the address that was told last and that no server has called dead. */
export async function liveAddresses(
  tx: Tx,
  tenant: TenantId,
  customerIds: readonly string[],
): Promise<Map<string, LiveAddress>> {
  const all = await addressesOf(tx, tenant, customerIds)
  const dead = await deadAmong(
    tx,
    tenant,
    all.map(({ key }) => key),
  )
  const found = new Map<string, LiveAddress>()
  for (const { customerId, sealed, key } of all)
    if (!found.has(customerId) && !dead.has(key.toString('hex')))
      found.set(customerId, { sealed, key })
  return found
}

async function deadAmong(tx: Tx, tenant: TenantId, keys: readonly Buffer[]): Promise<Set<string>> {
  if (keys.length === 0) return new Set()
  const rows = await tx.rows(sql<{ key: Buffer }>`
    select key
    from channel.dead_address
    where workspace_id = ${tenant.id}
      and key = any(${[...keys]}::bytea[])
  `)
  return new Set(rows.map(({ key }) => key.toString('hex')))
}

/** A server said that there is no such address: nothing is written to it any more. */
export async function markDead(
  tx: Tx,
  tenant: TenantId,
  { key, said, now }: { key: Buffer; said: string; now: Date },
): Promise<void> {
  await tx.run(sql`
    insert into channel.dead_address (workspace_id, key, found_at, said)
    values (${tenant.id}, ${key}, ${now}, ${said})
    on conflict do nothing
  `)
}
