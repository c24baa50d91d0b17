import { addressesOf, type SealedAddress } from '../customer/index.ts'
import type { Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'

type TenantId = Pick<Tenant, 'id'>
type Kind = 'email' | 'phone'

/** An address that can be written to: sealed, and the blind index by which it is known. */
export type LiveAddress = { sealed: Buffer; key: Buffer }

/** For each customer who has one: the address that was told last and that no server has called dead. */
export async function liveAddresses(
  tx: Tx,
  tenant: TenantId,
  customerIds: readonly string[],
): Promise<Map<string, LiveAddress>> {
  return firstOfEach(await living(tx, tenant, 'email', customerIds))
}

/** Numbers of one who has several, or none that we write to. */
export type LiveNumbers = {
  /** The mainland number that was told last and that no carrier has called dead. */
  numbers: Map<string, LiveAddress>
  /** Who has a number, but only abroad. */
  abroad: Set<string>
  /** Whose number has refused short messages by a reply. */
  refused: Set<string>
}

/** The phone numbers by which customers can be written to: mainland China only, as our templates are approved for it. */
export async function liveNumbers(
  tx: Tx,
  tenant: TenantId,
  customerIds: readonly string[],
): Promise<LiveNumbers> {
  const all = await living(tx, tenant, 'phone', customerIds)
  // What may be shown of a foreign number begins with its country.
  const home = all.filter(({ masked }) => !masked.startsWith('+'))
  const numbers = firstOfEach(home)
  const abroad = new Set(all.map(({ customerId }) => customerId).filter((id) => !numbers.has(id)))
  const refusedKeys = await keysAmong(tx, 'refused_number', { tenant, keys: keysOf(all) })
  const refused = all.filter(({ key }) => refusedKeys.has(key.toString('hex')))
  return { numbers, abroad, refused: new Set(refused.map(({ customerId }) => customerId)) }
}

async function living(
  tx: Tx,
  tenant: TenantId,
  kind: Kind,
  customerIds: readonly string[],
): Promise<SealedAddress[]> {
  const all = await addressesOf(tx, tenant, { kind, customerIds })
  const dead = await keysAmong(tx, 'dead_address', { tenant, keys: keysOf(all) })
  return all.filter(({ key }) => !dead.has(key.toString('hex')))
}

function keysOf(all: readonly SealedAddress[]): Buffer[] {
  return all.map(({ key }) => key)
}

function firstOfEach(all: readonly SealedAddress[]): Map<string, LiveAddress> {
  const found = new Map<string, LiveAddress>()
  for (const { customerId, sealed, key } of all)
    if (!found.has(customerId)) found.set(customerId, { sealed, key })
  return found
}

async function keysAmong(
  tx: Tx,
  table: 'dead_address' | 'refused_number',
  { tenant, keys }: { tenant: TenantId; keys: readonly Buffer[] },
): Promise<Set<string>> {
  if (keys.length === 0) return new Set()
  const rows = await tx.rows(sql<{ key: Buffer }>`
    select key
    from ${sql.raw(`channel.${table}`)}
    where workspace_id = ${tenant.id}
      and key = any(${[...keys]}::bytea[])
  `)
  return new Set(rows.map(({ key }) => key.toString('hex')))
}

/** A server, or a carrier, said that there is no such address: nothing is written to it any more. */
export async function markDead(
  tx: Tx,
  tenant: TenantId,
  { kind, key, said, now }: { kind: Kind; key: Buffer; said: string; now: Date },
): Promise<void> {
  await tx.run(sql`
    insert into channel.dead_address (workspace_id, kind, key, found_at, said)
    values (${tenant.id}, ${kind}, ${key}, ${now}, ${said})
    on conflict do nothing
  `)
}

/** A number refused short messages by a reply, whoever it belongs to. */
export async function refuseNumber(
  tx: Tx,
  tenant: TenantId,
  { key, now }: { key: Buffer; now: Date },
): Promise<void> {
  await tx.run(sql`
    insert into channel.refused_number (workspace_id, key, refused_at)
    values (${tenant.id}, ${key}, ${now})
    on conflict do nothing
  `)
}

/** Somebody agreed to short messages again: what their numbers once replied is over. */
export async function allowNumbers(tx: Tx, tenant: TenantId, customerId: string): Promise<void> {
  const all = await addressesOf(tx, tenant, { kind: 'phone', customerIds: [customerId] })
  await tx.run(sql`
    delete from channel.refused_number
    where workspace_id = ${tenant.id}
      and key = any(${keysOf(all)}::bytea[])
  `)
}
