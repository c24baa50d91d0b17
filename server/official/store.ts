import { newId, type Seal, type Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'

export type AccountKind = 'service' | 'subscription'

/** The connection of a workspace to an official account (公众号) as it is stored; secrets are sealed. */
export type StoredAccount = {
  id: string
  appId: string
  name: string
  kind: AccountKind
  secret: Buffer
  callbackToken: Buffer
  callbackAesKey: Buffer
  connectedAt: Date
  changedAt: Date
  disconnectedAt: Date | null
  askedAt: Date | null
  askedErrcode: number | null
  askedError: string | null
  verifiedAt: Date | null
  heardAt: Date | null
  refusedAt: Date | null
  refusedReason: string | null
}

type TenantId = Pick<Tenant, 'id'>

/** Every account that a workspace ever was connected to, the one that came first first. */
export function storedAccounts(tx: Tx, tenant: TenantId): Promise<StoredAccount[]> {
  return tx.rows(sql<StoredAccount>`
    select id, app_id as "appId", name, kind, secret, callback_token as "callbackToken",
           callback_aes_key as "callbackAesKey", connected_at as "connectedAt", changed_at as "changedAt",
           disconnected_at as "disconnectedAt", asked_at as "askedAt", asked_errcode as "askedErrcode",
           asked_error as "askedError", verified_at as "verifiedAt", heard_at as "heardAt",
           refused_at as "refusedAt", refused_reason as "refusedReason"
    from official.account
    where workspace_id = ${tenant.id}
    order by connected_at, id
  `)
}

/** The accounts that a workspace is connected to. */
export async function liveAccounts(tx: Tx, tenant: TenantId): Promise<StoredAccount[]> {
  const all = await storedAccounts(tx, tenant)
  return all.filter(({ disconnectedAt }) => disconnectedAt === null)
}

/** One account that is connected; null: it is not. */
export async function liveAccount(
  tx: Tx,
  tenant: TenantId,
  id: string,
): Promise<StoredAccount | null> {
  return (await liveAccounts(tx, tenant)).find((one) => one.id === id) ?? null
}

export type AccountWritten = {
  appId: string
  name: string
  kind: AccountKind
  secret: string
  callbackToken: string
  callbackAesKey: string
  by: string | null
  now: Date
}

/** Writes the connection as it is from now on; WeChat has just said yes to it. The address of its callbacks stays. */
export async function storeAccount(
  tx: Tx,
  tenant: TenantId,
  seal: Pick<Seal, 'close'>,
  { appId, name, kind, by, now, ...keys }: AccountWritten,
): Promise<void> {
  await tx.run(sql`
    insert into official.account as a (
      workspace_id, id, app_id, name, kind, secret, callback_token, callback_aes_key, connected_at, connected_by,
      changed_at, asked_at, asked_errcode
    )
    values (
      ${tenant.id}, ${newId()}, ${appId}, ${name}, ${kind}, ${seal.close(keys.secret)},
      ${seal.close(keys.callbackToken)}, ${seal.close(keys.callbackAesKey)}, ${now}, ${by}, ${now}, ${now}, 0
    )
    on conflict (workspace_id, app_id) do update
    set name = excluded.name,
        kind = excluded.kind,
        secret = excluded.secret,
        callback_token = excluded.callback_token,
        callback_aes_key = excluded.callback_aes_key,
        connected_at = case when a.disconnected_at is null then a.connected_at else excluded.connected_at end,
        connected_by = case when a.disconnected_at is null then a.connected_by else excluded.connected_by end,
        changed_at = excluded.changed_at,
        asked_at = excluded.asked_at,
        asked_errcode = 0,
        asked_error = null,
        -- Connected again, it has proved nothing yet.
        verified_at = case when a.disconnected_at is null then a.verified_at end,
        disconnected_at = null,
        disconnected_by = null,
        refused_at = null,
        refused_reason = null
  `)
}

/** Ends the connection: the secret is gone, what was learned through it stays. */
export async function endAccount(
  tx: Tx,
  tenant: TenantId,
  seal: Pick<Seal, 'close'>,
  { id, by, now }: { id: string; by: string | null; now: Date },
): Promise<void> {
  await tx.run(sql`
    update official.account
    set disconnected_at = ${now}, disconnected_by = ${by}, changed_at = ${now}, secret = ${seal.close('')}
    where workspace_id = ${tenant.id}
      and id = ${id}
  `)
}

/** What of a connection is noted in passing; what is left out stays. */
export type Noted = {
  asked?: { at: Date; errcode: number | null; error: string | null }
  verifiedAt?: Date
  heardAt?: Date
  refused?: { at: Date; reason: string }
}

export async function noteOf(
  tx: Tx,
  tenant: TenantId,
  id: string,
  { asked, verifiedAt, heardAt, refused }: Noted,
): Promise<void> {
  const known = verifiedAt ?? heardAt ?? null
  await tx.run(sql`
    update official.account
    set asked_at = coalesce(${asked?.at ?? null}::timestamptz, asked_at),
        asked_errcode = case when ${asked !== undefined} then ${asked?.errcode ?? null}::integer else asked_errcode end,
        asked_error = case when ${asked !== undefined} then ${asked?.error ?? null}::text else asked_error end,
        verified_at = coalesce(${verifiedAt ?? null}::timestamptz, verified_at, ${known}::timestamptz),
        heard_at = coalesce(${heardAt ?? null}::timestamptz, heard_at),
        refused_at = coalesce(${refused?.at ?? null}::timestamptz, refused_at),
        refused_reason = coalesce(${refused?.reason ?? null}::text, refused_reason)
    where workspace_id = ${tenant.id}
      and id = ${id}
  `)
}
