import type { SyncPart } from '../../contract/corp.ts'
import { addMs, newId, type TenantCompany } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'

/** What is brought in, in this order: tags first, so that contacts can wear them; then who serves customers; then these. */
const syncParts = ['tags', 'directory', 'contacts', 'groups'] as const satisfies readonly SyncPart[]

/** How far one part has come. */
export type SyncProgress = {
  part: SyncPart
  passId: string
  beganAt: Date
  cursor: string
  done: number
  /** Null: not known before it is listed. */
  total: number | null
  changedAt: Date
  endedAt: Date | null
  error: string | null
}

/** A pass that nobody has gone on with for so long is begun anew: WeCom's cursors and our knowledge are old. */
const PASS_STALE_MS = 12 * 3_600_000

/** All parts of the newest pass, in their order; none: there never was one. */
export async function syncProgress(tx: Tx, tenant: TenantCompany): Promise<SyncProgress[]> {
  const rows = await tx.rows(sql<SyncProgress>`
    select part, pass_id as "passId", began_at as "beganAt", cursor, done, total, changed_at as "changedAt",
           ended_at as "endedAt", error
    from ingestion.sync_part
    where workspace_id = ${tenant.id}
      and company = ${tenant.company}
  `)
  return syncParts.flatMap((part) => rows.filter((row) => row.part === part))
}

/** The pass that is to be gone on with, or a new one. */
export async function openPass(tx: Tx, tenant: TenantCompany, now: Date): Promise<SyncProgress[]> {
  const before = await syncProgress(tx, tenant)
  const isOpen = before.length === syncParts.length && before.some(({ endedAt }) => !endedAt)
  const isFresh = before.some(({ changedAt }) => addMs(changedAt, PASS_STALE_MS) > now)
  if (isOpen && isFresh) return before
  await tx.run(sql`
    delete from ingestion.sync_part
    where workspace_id = ${tenant.id}
      and company = ${tenant.company}
  `)
  await tx.run(sql`
    insert into ingestion.sync_part (workspace_id, company, part, pass_id, began_at, changed_at)
    select ${tenant.id}, ${tenant.company}, n.part, ${newId()}, ${now}, ${now}
    from unnest(${[...syncParts]}::text[]) as n (part)
  `)
  return syncProgress(tx, tenant)
}

export type Step = {
  cursor?: string
  done?: number
  total?: number
  error?: string | null
  isEnded?: boolean
}

/** Notes what a page brought, in the transaction that keeps the page. `done` is added to what was done before. */
export async function noteStep(
  tx: Tx,
  tenant: TenantCompany,
  part: SyncPart,
  step: Step,
  now: Date,
): Promise<void> {
  const { cursor = null, done = 0, total = null, error = null, isEnded = false } = step
  await tx.run(sql`
    update ingestion.sync_part
    set cursor = coalesce(${cursor}, cursor),
        done = done + ${done},
        total = coalesce(${total}, total),
        error = ${error},
        changed_at = ${now},
        ended_at = case when ${isEnded} then ${now}::timestamptz end
    where workspace_id = ${tenant.id}
      and company = ${tenant.company}
      and part = ${part}
  `)
}

/** The list of one associate within a pass. */
export type MemberProgress = { userid: string; cursor: string }

/** Who of these was not listed in this pass yet, in the order of their ids. */
export async function unlisted(
  tx: Tx,
  workspaceId: string,
  passId: string,
  userids: readonly string[],
): Promise<string[]> {
  const rows = await tx.rows(sql<{ userid: string }>`
    select n.userid
    from unnest(${[...userids]}::text[]) as n (userid)
    where not exists (
      select from ingestion.sync_member m
      where m.workspace_id = ${workspaceId}
        and m.userid = n.userid
        and m.pass_id = ${passId}
    )
    order by n.userid
  `)
  return rows.map(({ userid }) => userid)
}

/** Notes how long an associate's list is; an empty one, or one that cannot be read, is done with. */
export async function noteListed(
  tx: Tx,
  workspaceId: string,
  passId: string,
  list: { userid: string; listed: number; error: string | null },
  now: Date,
): Promise<void> {
  const { userid, listed, error } = list
  const endedAt = listed === 0 ? now : null
  await tx.run(sql`
    insert into ingestion.sync_member (workspace_id, userid, pass_id, listed, ended_at, error)
    values (${workspaceId}, ${userid}, ${passId}, ${listed}, ${endedAt}, ${error})
    on conflict (workspace_id, userid) do update
    set pass_id = excluded.pass_id, listed = excluded.listed, done = 0, cursor = '',
        ended_at = excluded.ended_at, error = excluded.error
  `)
}

/** Contacts on all lists of the pass. */
export async function listedIn(tx: Tx, workspaceId: string, passId: string): Promise<number> {
  const { listed } = await tx.one(sql<{ listed: number }>`
    select coalesce(sum(listed), 0)::int as listed
    from ingestion.sync_member
    where workspace_id = ${workspaceId}
      and pass_id = ${passId}
  `)
  return listed
}

/** The next associate whose list is not read to its end, and where it goes on; null when all are. */
export function nextMember(
  tx: Tx,
  workspaceId: string,
  passId: string,
): Promise<MemberProgress | null> {
  return tx.maybe(sql<MemberProgress>`
    select userid, cursor
    from ingestion.sync_member
    where workspace_id = ${workspaceId}
      and pass_id = ${passId}
      and ended_at is null
    order by userid
    limit 1
  `)
}

/** Notes a page of an associate's list. @param page.cursor empty: it was the last. */
export async function noteMemberPage(
  tx: Tx,
  workspaceId: string,
  page: { userid: string; done: number; cursor: string; error?: string | null },
  now: Date,
): Promise<void> {
  const { userid, done, cursor, error = null } = page
  const endedAt = cursor === '' ? now : null
  await tx.run(sql`
    update ingestion.sync_member
    set done = done + ${done}, cursor = ${cursor}, ended_at = ${endedAt}, error = ${error}
    where workspace_id = ${workspaceId}
      and userid = ${userid}
  `)
}

/** Notes what a page of the list of groups held. */
export async function noteSeen(
  tx: Tx,
  workspaceId: string,
  passId: string,
  wireIds: readonly string[],
): Promise<void> {
  await tx.run(sql`
    insert into ingestion.sync_seen (workspace_id, wire_id, pass_id)
    select ${workspaceId}, n.id, ${passId}
    from unnest(${[...wireIds]}::text[]) as n (id)
    on conflict (workspace_id, wire_id) do update
    set pass_id = excluded.pass_id
  `)
}

/** Those of these that no page of the pass held. */
export async function notSeen(
  tx: Tx,
  workspaceId: string,
  passId: string,
  wireIds: readonly string[],
): Promise<string[]> {
  const rows = await tx.rows(sql<{ id: string }>`
    select n.id
    from unnest(${[...wireIds]}::text[]) as n (id)
    where not exists (
      select from ingestion.sync_seen s
      where s.workspace_id = ${workspaceId}
        and s.wire_id = n.id
        and s.pass_id = ${passId}
    )
  `)
  return rows.map(({ id }) => id)
}

/** Associates whose list could not be read in the newest pass, with WeCom's words. */
export function unreadMembers(
  tx: Tx,
  tenant: TenantCompany,
): Promise<{ userid: string; error: string }[]> {
  return tx.rows(sql<{ userid: string; error: string }>`
    select userid, error
    from ingestion.sync_member
    where workspace_id = ${tenant.id}
      and liuyuan.company_of(userid) = ${tenant.company}
      and error is not null
    order by userid
  `)
}
