import type { ApplyStep } from '../event/index.ts'
import { nothingApplied } from '../event/index.ts'
import { addMs } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'

/** A wish that somebody reads: the same contact may be wished again meanwhile. */
export type Wish = { externalUserid: string; wishedAt: Date; tries: number }

/** So long nobody else takes a wish that somebody is reading. */
const LEASE_MS = 30_000
/** After so many failures in a row the next sync has to find the contact. */
const TRIES_MAX = 8
const RETRY_AFTER_MS = 1_000
const RETRY_AFTER_MAX_MS = 300_000

/** The line of the table of appliers that wishes for the details of contacts of whom something was heard. */
export const contactWishStep: ApplyStep = {
  name: 'contact_wish',
  on: ['follow.started', 'follow.requested', 'contact.changed'],
  async apply(tx, { tenant, now }, events) {
    await wish(
      tx,
      tenant.id,
      events.flatMap(({ props: { external_userid: id } }) => (typeof id === 'string' ? [id] : [])),
      now,
    )
    return nothingApplied
  },
}

/** Wishes for contacts to be read; who was wished before is read once. */
export async function wish(tx: Tx, workspaceId: string, contacts: string[], now: Date) {
  const distinct = [...new Set(contacts)].sort()
  if (distinct.length === 0) return
  await tx.run(sql`
    insert into ingestion.contact_wish (workspace_id, external_userid, wished_at, due_at)
    select ${workspaceId}, n.id, ${now}, ${now}
    from unnest(${distinct}::text[]) as n (id)
    on conflict (workspace_id, external_userid) do update
    set wished_at = excluded.wished_at, due_at = excluded.due_at, tries = 0, error = null
  `)
}

/** Contacts that wait to be read; those that were given up do not count. */
export async function contactsWaiting(tx: Tx, tenant: { id: string }): Promise<number> {
  const { waiting } = await tx.one(sql<{ waiting: number }>`
    select count(*) as waiting
    from ingestion.contact_wish
    where workspace_id = ${tenant.id}
      and due_at is not null
  `)
  return waiting
}

/** Takes wishes that are due, for a while. */
export function takeWishes(
  tx: Tx,
  workspaceId: string,
  { now, most }: { now: Date; most: number },
): Promise<Wish[]> {
  return tx.rows(sql<Wish>`
    update ingestion.contact_wish w
    set due_at = ${addMs(now, LEASE_MS)}, tries = w.tries + 1
    from (
      select external_userid
      from ingestion.contact_wish
      where workspace_id = ${workspaceId}
        and due_at <= ${now}
      order by due_at
      limit ${most}
      for update skip locked
    ) due
    where w.workspace_id = ${workspaceId}
      and w.external_userid = due.external_userid
    returning w.external_userid as "externalUserid", w.wished_at as "wishedAt", w.tries
  `)
}

/** Takes away the wishes that were granted, unless they were renewed meanwhile. */
export async function grantWishes(tx: Tx, workspaceId: string, wishes: Wish[]): Promise<void> {
  if (wishes.length === 0) return
  await tx.run(sql`
    delete from ingestion.contact_wish w
    using unnest(
      ${wishes.map(({ externalUserid }) => externalUserid)}::text[],
      ${wishes.map(({ wishedAt }) => wishedAt)}::timestamptz[]
    ) as n (id, wished_at)
    where w.workspace_id = ${workspaceId}
      and w.external_userid = n.id
      and w.wished_at = n.wished_at
  `)
}

/** Puts wishes off that could not be granted; after many tries they are given up until something new is heard. */
export async function putOffWishes(
  tx: Tx,
  workspaceId: string,
  wishes: (Wish & { error: string })[],
  now: Date,
): Promise<void> {
  if (wishes.length === 0) return
  const dueAts = wishes.map(({ tries }) =>
    tries >= TRIES_MAX
      ? null
      : addMs(now, Math.min(RETRY_AFTER_MS * 2 ** tries, RETRY_AFTER_MAX_MS)),
  )
  await tx.run(sql`
    update ingestion.contact_wish w
    set due_at = n.due_at, error = n.error
    from unnest(
      ${wishes.map(({ externalUserid }) => externalUserid)}::text[],
      ${wishes.map(({ wishedAt }) => wishedAt)}::timestamptz[],
      ${dueAts}::timestamptz[],
      ${wishes.map(({ error }) => error)}::text[]
    ) as n (id, wished_at, due_at, error)
    where w.workspace_id = ${workspaceId}
      and w.external_userid = n.id
      and w.wished_at = n.wished_at
  `)
}
