import type { z } from 'zod'
import type { MomentState, momentFilter, NewMoment } from '../../contract/moment.ts'
import { newId, Problem, readId, showId, type Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'

type TenantId = Pick<Tenant, 'id'>

export type MomentRow = {
  id: string
  text: string
  hasPicture: boolean
  link: { title: string; url: string } | null
  tagIds: string[]
  state: MomentState
  errmsg: string
  posters: number
  posted: number
  viewers: number
  likes: number
  comments: number
  madeAt: Date
  madeBy: string | null
  cancelledAt: Date | null
  cancelledBy: string | null
}

/** Writes down what associates are to be asked to post; the worker asks WeCom. */
export async function makeMoment(
  tx: Tx,
  tenant: TenantId,
  asked: NewMoment & { company: string; tagKeys: string[]; by: string | null; real: Date },
): Promise<string> {
  const id = newId()
  const { picture, link } = asked
  await tx.run(sql`
    insert into campaign.moment
      (workspace_id, id, company, text, picture, picture_type, link, userids, tag_ids, made_at, made_by, state, look_at)
    values (
      ${tenant.id}, ${id}, ${asked.company}, ${asked.text}, ${picture ? Buffer.from(picture.base64, 'base64') : null},
      ${picture?.type ?? ''}, ${link ? JSON.stringify(link) : null}::jsonb, ${asked.userids}::text[],
      ${asked.tagKeys}::uuid[], ${asked.real}, ${asked.by}, 'asked', ${asked.real}
    )
  `)
  return id
}

/** What people are told of its state: the call itself is no matter of theirs. */
const shownState = sql<MomentState>`
  case
    when m.cancelled_at is not null and m.state <> 'failed' then 'cancelled'
    when m.state = 'sending' then 'making'
    else m.state
  end`

const columns = sql`
  m.id, m.text, m.picture is not null as "hasPicture", m.link, m.tag_ids as "tagIds", ${shownState} as state, m.errmsg,
  m.made_at as "madeAt", m.made_by as "madeBy", m.cancelled_at as "cancelledAt", m.cancelled_by as "cancelledBy",
  p.posters, p.posted, p.viewers, r.likes, r.comments`

const withResults = sql`
  campaign.moment m
  cross join lateral (
    select count(*) as posters, count(o.posted_at) as posted, coalesce(sum(o.viewers), 0)::bigint as viewers
    from campaign.moment_poster o
    where o.workspace_id = m.workspace_id
      and o.moment_id = m.id
  ) p
  cross join lateral (
    select count(*) filter (where a.kind = 'like') as likes, count(*) filter (where a.kind = 'comment') as comments
    from campaign.moment_reaction a
    where a.workspace_id = m.workspace_id
      and a.moment_id = m.id
  ) r`

/** Moments, the newest first. */
export async function listMoments(
  tx: Tx,
  tenant: TenantId,
  { search, limit, cursor }: z.infer<typeof momentFilter>,
): Promise<{ items: MomentRow[]; next: string | null; total: number }> {
  const after = cursor === undefined ? null : readId('moment', cursor)
  if (cursor !== undefined && after === null) throw new Problem('bad_request', { detail: 'cursor' })
  const where = sql`
    m.workspace_id = ${tenant.id}
    and (${search} = '' or position(lower(${search}) in lower(m.text)) > 0)`
  const rows = await tx.rows(sql<MomentRow>`
    select ${columns}
    from ${withResults}
    where ${where}
      and (${after}::uuid is null or m.id < ${after}::uuid)
    order by m.id desc
    limit ${limit + 1}
  `)
  const { total } = await tx.one(sql<{ total: number }>`
    select count(*) as total
    from campaign.moment m
    where ${where}
  `)
  const items = rows.slice(0, limit)
  const last = rows.length > limit ? items.at(-1) : undefined
  return { items, next: last ? showId('moment', last.id) : null, total }
}

export function findMoment(tx: Tx, tenant: TenantId, id: string): Promise<MomentRow | null> {
  return tx.maybe(sql<MomentRow>`
    select ${columns}
    from ${withResults}
    where m.workspace_id = ${tenant.id}
      and m.id = ${id}
  `)
}

/** Its picture as it was given. */
export function pictureOf(
  tx: Tx,
  tenant: TenantId,
  id: string,
): Promise<{ bytes: Buffer; type: string } | null> {
  return tx.maybe(sql<{ bytes: Buffer; type: string }>`
    select picture as bytes, picture_type as type
    from campaign.moment
    where workspace_id = ${tenant.id}
      and id = ${id}
      and picture is not null
  `)
}

export type PosterRow = {
  userid: string
  postedAt: Date | null
  viewers: number | null
  likes: number
  comments: number
}

/** Who is to post it, those who have not first. */
export function postersOf(tx: Tx, tenant: TenantId, id: string): Promise<PosterRow[]> {
  return tx.rows(sql<PosterRow>`
    select p.userid, p.posted_at as "postedAt", p.viewers,
           count(r.*) filter (where r.kind = 'like') as likes, count(r.*) filter (where r.kind = 'comment') as comments
    from campaign.moment_poster p
    left join campaign.moment_reaction r
      on r.workspace_id = p.workspace_id
      and r.moment_id = p.moment_id
      and r.userid = p.userid
    where p.workspace_id = ${tenant.id}
      and p.moment_id = ${id}
    group by p.userid, p.posted_at, p.viewers
    order by p.posted_at is not null, p.userid
  `)
}

export type ReactionRow = {
  userid: string
  kind: 'like' | 'comment'
  who: string
  at: Date
  customerId: string | null
  customerNo: number | null
}
const REACTIONS_MAX = 1_000

/** Who liked and commented, the newest first; of more than a thousand the newest. */
export function reactionsOf(tx: Tx, tenant: TenantId, id: string): Promise<ReactionRow[]> {
  return tx.rows(sql<ReactionRow>`
    select userid, kind, who, at, customer_id as "customerId", customer_no as "customerNo"
    from campaign.moment_reaction
    where workspace_id = ${tenant.id}
      and moment_id = ${id}
    order by at desc, who
    limit ${REACTIONS_MAX}
  `)
}

/** Calls it back from those who have not posted; the worker tells WeCom. @returns false when there is nothing to call back. */
export async function cancelMoment(
  tx: Tx,
  tenant: TenantId,
  { id, by, real }: { id: string; by: string | null; real: Date },
): Promise<boolean> {
  const changed = await tx.run(sql`
    update campaign.moment
    set cancelled_at = ${real}, cancelled_by = ${by}, look_at = ${real}, looks = 0
    where workspace_id = ${tenant.id}
      and id = ${id}
      and cancelled_at is null
      and state in ('asked', 'sending', 'unknown', 'making', 'running')
  `)
  return changed === 1
}
