import type { ApplyStep } from '../event/index.ts'
import { nothingApplied } from '../event/index.ts'
import { addMs, ownId, type TenantCompany } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'

/**
 * What is read one by one: contacts, customer groups, accounts of customer service from where they were read last, followers
 * of official accounts.
 */
export type WishKind = 'contact' | 'group' | 'service' | 'follower'

/** A wish that somebody reads: the same thing may be wished again meanwhile. */
export type Wish = {
  kind: WishKind
  /** With whose it is before it (see kernel/company.ts). */
  wireId: string
  wishedAt: Date
  tries: number
  /** Something was heard of it just now; otherwise it was only missed while everything was brought in. */
  isLive: boolean
}

/** So long nobody else takes a wish that somebody is reading. */
const LEASE_MS = 30_000
/** After so many failures in a row the next sync has to find it. */
const TRIES_MAX = 8
const RETRY_AFTER_MS = 1_000
const RETRY_AFTER_MAX_MS = 300_000
/** WeCom gives two seconds as an example of how long a group's list lags behind its events (document 92130). */
const GROUP_LAG_MS = 3_000

/** The line of the table of appliers that wishes for the details of contacts and groups of which something was heard. */
export const wishStep: ApplyStep = {
  name: 'wish',
  on: [
    'follow.started',
    'follow.requested',
    'contact.changed',
    'group_chat.created',
    'group_chat.changed',
    'official.subscribed',
    'official.message_received',
  ],
  async apply(tx, { tenant, now }, events) {
    const idsIn = (prop: string) =>
      events.flatMap(({ props }) => {
        const id = props[prop]
        return typeof id === 'string' && id !== '' ? [id] : []
      })
    await wish(tx, tenant.id, { kind: 'contact', ids: idsIn('external_userid'), now })
    await wish(tx, tenant.id, { kind: 'group', ids: idsIn('chat_id'), now, afterMs: GROUP_LAG_MS })
    const followers = events.flatMap(({ name, props: { app_id: appId, openid } }) =>
      name.startsWith('official.') && typeof appId === 'string' && typeof openid === 'string'
        ? [ownId(appId, openid)]
        : [],
    )
    await wish(tx, tenant.id, { kind: 'follower', ids: followers, now })
    return nothingApplied
  },
}

/** Wishes for things to be read; what was wished before is read once. */
export async function wish(
  tx: Tx,
  workspaceId: string,
  wanted: { kind: WishKind; ids: string[]; now: Date; afterMs?: number; isLive?: boolean },
): Promise<void> {
  const { kind, ids, now, afterMs = 0, isLive = true } = wanted
  const distinct = [...new Set(ids)].sort()
  if (distinct.length === 0) return
  await tx.run(sql`
    insert into ingestion.wish as w (workspace_id, kind, wire_id, wished_at, due_at, is_live)
    select ${workspaceId}, ${kind}, n.id, ${now}, ${addMs(now, afterMs)}, ${isLive}
    from unnest(${distinct}::text[]) as n (id)
    on conflict (workspace_id, kind, wire_id) do update
    set wished_at = excluded.wished_at,
        due_at = excluded.due_at,
        is_live = w.is_live or excluded.is_live,
        tries = 0,
        error = null
  `)
}

/** What of a company waits to be read; what was given up does not count. */
export async function wishesWaiting(
  tx: Tx,
  tenant: TenantCompany,
): Promise<{ contacts: number; groups: number }> {
  return tx.one(sql<{ contacts: number; groups: number }>`
    select (count(*) filter (where kind = 'contact'))::int as contacts,
           (count(*) filter (where kind = 'group'))::int as groups
    from ingestion.wish
    where workspace_id = ${tenant.id}
      and liuyuan.company_of(wire_id) = ${tenant.company}
      and due_at is not null
  `)
}

/** Takes wishes of these companies that are due, for a while; what was just heard of comes first. */
export function takeWishes(
  tx: Tx,
  workspaceId: string,
  { companies, now, most }: { companies: readonly string[]; now: Date; most: number },
): Promise<Wish[]> {
  return tx.rows(sql<Wish>`
    with due as materialized (
      select kind, wire_id
      from ingestion.wish
      where workspace_id = ${workspaceId}
        and due_at <= ${now}
        and liuyuan.company_of(wire_id) = any(${[...companies]}::text[])
      order by is_live desc, due_at
      limit ${most}
      for update skip locked
    )
    update ingestion.wish w
    set due_at = ${addMs(now, LEASE_MS)}, tries = w.tries + 1
    from due
    where w.workspace_id = ${workspaceId}
      and w.kind = due.kind
      and w.wire_id = due.wire_id
    returning w.kind, w.wire_id as "wireId", w.wished_at as "wishedAt", w.tries, w.is_live as "isLive"
  `)
}

/** Takes away the wishes that were granted, unless they were renewed meanwhile. */
export async function grantWishes(tx: Tx, workspaceId: string, wishes: Wish[]): Promise<void> {
  if (wishes.length === 0) return
  await tx.run(sql`
    delete from ingestion.wish w
    using unnest(
      ${wishes.map(({ kind }) => kind)}::text[],
      ${wishes.map(({ wireId }) => wireId)}::text[],
      ${wishes.map(({ wishedAt }) => wishedAt)}::timestamptz[]
    ) as n (kind, id, wished_at)
    where w.workspace_id = ${workspaceId}
      and w.kind = n.kind
      and w.wire_id = n.id
      and w.wished_at = n.wished_at
  `)
}

/** Puts wishes off that could not be granted; after many tries they are given up until something new is heard. */
export async function putOffWishes(
  tx: Tx,
  workspaceId: string,
  wishes: (Wish & { error: string; heldUntil: Date | null })[],
  now: Date,
): Promise<void> {
  if (wishes.length === 0) return
  const dueAts = wishes.map(({ tries, heldUntil }) => {
    if (heldUntil) return heldUntil
    if (tries >= TRIES_MAX) return null
    return addMs(now, Math.min(RETRY_AFTER_MS * 2 ** tries, RETRY_AFTER_MAX_MS))
  })
  await tx.run(sql`
    update ingestion.wish w
    set due_at = n.due_at, error = n.error, tries = n.tries
    from unnest(
      ${wishes.map(({ kind }) => kind)}::text[],
      ${wishes.map(({ wireId }) => wireId)}::text[],
      ${wishes.map(({ wishedAt }) => wishedAt)}::timestamptz[],
      ${dueAts}::timestamptz[],
      ${wishes.map(({ error }) => error)}::text[],
      ${wishes.map(({ tries, heldUntil }) => (heldUntil ? tries - 1 : tries))}::integer[]
    ) as n (kind, id, wished_at, due_at, error, tries)
    where w.workspace_id = ${workspaceId}
      and w.kind = n.kind
      and w.wire_id = n.id
      and w.wished_at = n.wished_at
  `)
}
