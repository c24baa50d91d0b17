import { newId, type Seal, type Tenant, type TenantCompany } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'

/** The connection of a workspace to one of its companies (企业) as it is stored; secrets are sealed. */
export type StoredCorp = {
  id: string
  corpId: string
  /** How its ids begin here (see kernel/company.ts). */
  company: string
  /** What people here call it; empty: by its corp id. */
  name: string
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

/** Every company that a workspace ever was connected to, given-up connections too; the first one first. */
export function storedCorps(tx: Tx, tenant: Pick<Tenant, 'id'>): Promise<StoredCorp[]> {
  return tx.rows(sql<StoredCorp>`
    select id, corp_id as "corpId", company, name, agent_id as "agentId", secret, callback_token as "callbackToken",
           callback_aes_key as "callbackAesKey", connected_at as "connectedAt", changed_at as "changedAt",
           disconnected_at as "disconnectedAt", asked_at as "askedAt", asked_errcode as "askedErrcode",
           asked_error as "askedError", verified_at as "verifiedAt", heard_at as "heardAt",
           refused_at as "refusedAt", refused_reason as "refusedReason", synced_at as "syncedAt", sync_error as "syncError",
           sync_asked_at as "syncAskedAt",
           coalesce(sync_asked_at > coalesce(sync_ended_at, '-infinity'), false) as "isSyncing"
    from corp.corp
    where workspace_id = ${tenant.id}
    order by company <> '', connected_at, id
  `)
}

/** The companies that a workspace is connected to; the first one first. */
export async function liveCorps(tx: Tx, tenant: Pick<Tenant, 'id'>): Promise<StoredCorp[]> {
  const all = await storedCorps(tx, tenant)
  return all.filter(({ disconnectedAt }) => disconnectedAt === null)
}

/** One company of a workspace that is connected; null: it is not. */
export async function liveCorp(tx: Tx, tenant: TenantCompany): Promise<StoredCorp | null> {
  const all = await liveCorps(tx, tenant)
  return all.find(({ company }) => company === tenant.company) ?? null
}

/** What a company is called where there are several; with one there is nothing to tell apart. */
export function calledOf({ name, corpId }: Pick<StoredCorp, 'name' | 'corpId'>): string {
  return name === '' ? corpId : name
}

export type CorpChange = {
  corpId: string
  /** How its ids begin here: as before, or as it is for a company that comes new. */
  company: string
  name: string
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
  const { corpId, company, name, agentId, by, now } = change
  await tx.run(sql`
    insert into corp.corp as c (
      workspace_id, id, corp_id, company, name, agent_id, secret, callback_token, callback_aes_key,
      connected_at, connected_by, changed_at
    )
    values (
      ${tenant.id}, ${newId()}, ${corpId}, ${company}, ${name}, ${agentId}, ${seal.close(change.secret)},
      ${seal.close(change.callbackToken)}, ${seal.close(change.callbackAesKey)}, ${now}, ${by}, ${now}
    )
    on conflict (workspace_id, corp_id) do update
    set name = excluded.name,
        agent_id = excluded.agent_id,
        secret = excluded.secret,
        callback_token = excluded.callback_token,
        callback_aes_key = excluded.callback_aes_key,
        connected_at = case when c.disconnected_at is null then c.connected_at else excluded.connected_at end,
        connected_by = case when c.disconnected_at is null then c.connected_by else excluded.connected_by end,
        changed_at = excluded.changed_at,
        disconnected_at = null,
        disconnected_by = null,
        -- Connected again, it has proved nothing yet.
        verified_at = case when c.disconnected_at is null then c.verified_at end,
        sync_error = null,
        refused_at = null,
        refused_reason = null
  `)
  await forgetTokens(tx, { id: tenant.id, company })
}

/** Ends the connection: the secret is gone, what was learned through it stays. */
export async function endCorp(
  tx: Tx,
  tenant: TenantCompany,
  seal: Pick<Seal, 'close'>,
  { by, now }: { by: string | null; now: Date },
): Promise<void> {
  await tx.run(sql`
    update corp.corp
    set disconnected_at = ${now}, disconnected_by = ${by}, changed_at = ${now}, secret = ${seal.close('')}
    where workspace_id = ${tenant.id}
      and company = ${tenant.company}
  `)
  await forgetTokens(tx, tenant)
}

function forgetTokens(tx: Tx, tenant: TenantCompany): Promise<number> {
  return tx.run(sql`
    delete from corp.token
    where workspace_id = ${tenant.id}
      and company = ${tenant.company}
  `)
}

/** Notes what the last question for a token was answered. */
export async function noteAsked(
  tx: Tx,
  tenant: TenantCompany,
  { at, errcode, error }: { at: Date; errcode: number | null; error: string | null },
): Promise<void> {
  await tx.run(sql`
    update corp.corp
    set asked_at = ${at}, asked_errcode = ${errcode}, asked_error = ${error}
    where workspace_id = ${tenant.id}
      and company = ${tenant.company}
  `)
}

/** Notes that WeCom reached us. */
export async function noteHeard(
  tx: Tx,
  tenant: TenantCompany,
  how: 'verified' | 'event',
  at: Date,
): Promise<void> {
  await tx.run(sql`
    update corp.corp
    set verified_at = case when ${how === 'verified'} then ${at} else coalesce(verified_at, ${at}) end,
        heard_at = case when ${how === 'event'} then ${at} else heard_at end
    where workspace_id = ${tenant.id}
      and company = ${tenant.company}
  `)
}

/** Notes that a callback was not believed. */
export async function noteRefused(
  tx: Tx,
  tenant: TenantCompany,
  reason: string,
  at: Date,
): Promise<void> {
  await tx.run(sql`
    update corp.corp
    set refused_at = ${at}, refused_reason = ${reason}
    where workspace_id = ${tenant.id}
      and company = ${tenant.company}
  `)
}

/** Notes that everything was asked for. */
export async function noteSyncAsked(tx: Tx, tenant: TenantCompany, at: Date): Promise<void> {
  await tx.run(sql`
    update corp.corp
    set sync_asked_at = ${at}
    where workspace_id = ${tenant.id}
      and company = ${tenant.company}
  `)
}

/** Notes the end of a sync, or why it stopped. */
export async function noteSynced(
  tx: Tx,
  tenant: TenantCompany,
  { at, error }: { at: Date; error: string | null },
): Promise<void> {
  await tx.run(sql`
    update corp.corp
    set synced_at = case when ${error === null} then ${at} else synced_at end,
        sync_ended_at = ${at},
        sync_error = ${error}
    where workspace_id = ${tenant.id}
      and company = ${tenant.company}
  `)
}
