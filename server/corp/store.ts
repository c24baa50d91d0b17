import { newId, type Seal, type Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'

/** The connection of a workspace to a corp (企业) as it is stored; secrets are sealed. */
export type StoredCorp = {
  id: string
  corpId: string
  agentId: number | null
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
  syncAskedAt: Date | null
  isSyncing: boolean
  syncedAt: Date | null
  syncError: string | null
}

/** The row of a workspace, a given-up connection too; null: there never was one. */
export function storedCorp(tx: Tx, tenant: Pick<Tenant, 'id'>): Promise<StoredCorp | null> {
  return tx.maybe(sql<StoredCorp>`
    select id, corp_id as "corpId", agent_id as "agentId", secret, callback_token as "callbackToken",
           callback_aes_key as "callbackAesKey", connected_at as "connectedAt", changed_at as "changedAt",
           disconnected_at as "disconnectedAt", asked_at as "askedAt", asked_errcode as "askedErrcode",
           asked_error as "askedError", verified_at as "verifiedAt", heard_at as "heardAt",
           refused_at as "refusedAt", refused_reason as "refusedReason", synced_at as "syncedAt", sync_error as "syncError",
           sync_asked_at as "syncAskedAt",
           coalesce(sync_asked_at > coalesce(sync_ended_at, '-infinity'), false) as "isSyncing"
    from corp.corp
    where workspace_id = ${tenant.id}
  `)
}

/** The row of a workspace that is connected. */
export async function liveCorp(tx: Tx, tenant: Pick<Tenant, 'id'>): Promise<StoredCorp | null> {
  const stored = await storedCorp(tx, tenant)
  return stored?.disconnectedAt === null ? stored : null
}

export type CorpChange = {
  corpId: string
  agentId: number | null
  secret: string
  callbackToken: string
  callbackAesKey: string
  by: string | null
  now: Date
}

/** Writes the connection as it is from now on. The address of its callbacks stays what it was. */
export async function storeCorp(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  seal: Pick<Seal, 'close'>,
  change: CorpChange,
): Promise<void> {
  const { corpId, agentId, by, now } = change
  await tx.run(sql`
    insert into corp.corp as c (
      workspace_id, id, corp_id, agent_id, secret, callback_token, callback_aes_key,
      connected_at, connected_by, changed_at
    )
    values (
      ${tenant.id}, ${newId()}, ${corpId}, ${agentId}, ${seal.close(change.secret)},
      ${seal.close(change.callbackToken)}, ${seal.close(change.callbackAesKey)}, ${now}, ${by}, ${now}
    )
    on conflict (workspace_id) do update
    set corp_id = excluded.corp_id,
        agent_id = excluded.agent_id,
        secret = excluded.secret,
        callback_token = excluded.callback_token,
        callback_aes_key = excluded.callback_aes_key,
        connected_at = case when c.disconnected_at is null then c.connected_at else excluded.connected_at end,
        connected_by = case when c.disconnected_at is null then c.connected_by else excluded.connected_by end,
        changed_at = excluded.changed_at,
        disconnected_at = null,
        disconnected_by = null,
        -- Another corp, or other keys, have proved nothing yet.
        verified_at = case when c.corp_id = excluded.corp_id and c.disconnected_at is null then c.verified_at end,
        heard_at = case when c.corp_id = excluded.corp_id then c.heard_at end,
        synced_at = case when c.corp_id = excluded.corp_id then c.synced_at end,
        sync_error = null,
        refused_at = null,
        refused_reason = null
  `)
  await forgetTokens(tx, tenant)
}

/** Ends the connection: the secret is gone, what was learned through it stays. */
export async function endCorp(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  seal: Pick<Seal, 'close'>,
  { by, now }: { by: string | null; now: Date },
): Promise<void> {
  await tx.run(sql`
    update corp.corp
    set disconnected_at = ${now}, disconnected_by = ${by}, changed_at = ${now}, secret = ${seal.close('')}
    where workspace_id = ${tenant.id}
  `)
  await forgetTokens(tx, tenant)
}

function forgetTokens(tx: Tx, tenant: Pick<Tenant, 'id'>): Promise<number> {
  return tx.run(sql`delete from corp.token where workspace_id = ${tenant.id}`)
}

/** Notes what the last question for a token was answered. */
export async function noteAsked(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  { at, errcode, error }: { at: Date; errcode: number | null; error: string | null },
): Promise<void> {
  await tx.run(sql`
    update corp.corp
    set asked_at = ${at}, asked_errcode = ${errcode}, asked_error = ${error}
    where workspace_id = ${tenant.id}
  `)
}

/** Notes that WeCom reached us. */
export async function noteHeard(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  how: 'verified' | 'event',
  at: Date,
): Promise<void> {
  await tx.run(sql`
    update corp.corp
    set verified_at = case when ${how === 'verified'} then ${at} else coalesce(verified_at, ${at}) end,
        heard_at = case when ${how === 'event'} then ${at} else heard_at end
    where workspace_id = ${tenant.id}
  `)
}

/** Notes that a callback was not believed. */
export async function noteRefused(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  reason: string,
  at: Date,
): Promise<void> {
  await tx.run(sql`
    update corp.corp
    set refused_at = ${at}, refused_reason = ${reason}
    where workspace_id = ${tenant.id}
  `)
}

/** Notes that everything was asked for. */
export async function noteSyncAsked(tx: Tx, tenant: Pick<Tenant, 'id'>, at: Date): Promise<void> {
  await tx.run(sql`
    update corp.corp
    set sync_asked_at = ${at}
    where workspace_id = ${tenant.id}
  `)
}

/** Notes the end of a sync, or why it stopped. */
export async function noteSynced(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  { at, error }: { at: Date; error: string | null },
): Promise<void> {
  await tx.run(sql`
    update corp.corp
    set synced_at = case when ${error === null} then ${at} else synced_at end,
        sync_ended_at = ${at},
        sync_error = ${error}
    where workspace_id = ${tenant.id}
  `)
}
