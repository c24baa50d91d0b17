import type { z } from 'zod'
import type {
  GroupPost,
  groupPostFilter,
  groupTargetFilter,
  PostCause,
  PostState,
  TargetReason,
  TargetState,
} from '../../contract/group-post.ts'
import { Problem, pageStart, readId, showId, type Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'

type TenantId = Pick<Tenant, 'id'>

export type PostRow = {
  id: string
  name: string
  text: string
  cause: PostCause
  state: PostState
  startsAt: Date
  notAfter: Date
  whenTaken: 'manual' | 'leave_out'
  hasPicture: boolean
  link: { title: string; url: string } | null
  groups: number
  sent: number
  waiting: number
  manual: number
  parked: number
  people: number
  madeAt: Date
  madeBy: string | null
  cancelledAt: Date | null
  cancelledBy: string | null
  cancelReason: string
}

const columns = sql`
  p.id, p.name, p.text, p.cause, p.starts_at as "startsAt", p.not_after as "notAfter", p.when_taken as "whenTaken",
  p.picture is not null as "hasPicture", p.link, p.made_at as "madeAt", p.made_by as "madeBy",
  p.cancelled_at as "cancelledAt", p.cancelled_by as "cancelledBy", p.cancel_reason as "cancelReason",
  n.groups, n.sent, n.waiting, n.manual, n.parked, n.people,
  case
    when p.cancelled_at is not null then 'cancelled'
    when n.waiting + n.manual + n.parked = 0 then 'ended'
    when n.planned = n.groups then 'waiting'
    else 'running'
  end as state`

const withCounts = sql`
  posting.post p
  cross join lateral (
    select count(*)::int as groups,
           count(*) filter (where t.state = 'planned')::int as planned,
           count(*) filter (where t.state in ('sent', 'done'))::int as sent,
           count(*) filter (where t.state in ('planned', 'sending', 'unknown', 'handed'))::int as waiting,
           count(*) filter (where t.state = 'manual')::int as manual,
           count(*) filter (where t.state = 'parked')::int as parked,
           coalesce(sum(t.members) filter (where t.state in ('sent', 'done')), 0)::int as people
    from posting.target t
    where t.workspace_id = p.workspace_id
      and t.post_id = p.id
  ) n`

/** Posts, the newest first. */
export async function listPosts(
  tx: Tx,
  tenant: TenantId,
  { search, cause, limit, cursor }: z.output<typeof groupPostFilter>,
): Promise<{ items: PostRow[]; next: string | null; total: number }> {
  const after = cursor === undefined ? null : readId('groupPost', cursor)
  if (cursor !== undefined && after === null) throw new Problem('bad_request', { detail: 'cursor' })
  const where = sql`
    p.workspace_id = ${tenant.id}
    and (${cause ?? null}::text is null or p.cause = ${cause ?? null})
    and (${search} = '' or strpos(lower(p.name || ' ' || p.text), lower(${search})) > 0)`
  const rows = await tx.rows(sql<PostRow>`
    select ${columns}
    from ${withCounts}
    where ${where}
      and (${after}::uuid is null or p.id < ${after}::uuid)
    order by p.id desc
    limit ${limit + 1}
  `)
  const { total } = await tx.one(sql<{ total: number }>`
    select count(*)::int as total
    from posting.post p
    where ${where}
  `)
  const items = rows.slice(0, limit)
  const last = rows.length > limit ? items.at(-1) : undefined
  return { items, next: last ? showId('groupPost', last.id) : null, total }
}

export function findPost(tx: Tx, tenant: TenantId, id: string): Promise<PostRow | null> {
  return tx.maybe(sql<PostRow>`
    select ${columns}
    from ${withCounts}
    where p.workspace_id = ${tenant.id}
      and p.id = ${id}
  `)
}

/** Its picture as it was given. */
export function pictureOfPost(
  tx: Tx,
  tenant: TenantId,
  id: string,
): Promise<{ bytes: Buffer; type: string } | null> {
  return tx.maybe(sql<{ bytes: Buffer; type: string }>`
    select picture as bytes, picture_type as type
    from posting.post
    where workspace_id = ${tenant.id}
      and id = ${id}
      and picture is not null
  `)
}

const shownState = sql`case when t.state = 'sending' then 'planned' else t.state end`

/** How many groups stand where. */
export async function countsOf(tx: Tx, tenant: TenantId, id: string): Promise<GroupPost['counts']> {
  const rows = await tx.rows(sql<{ state: TargetState; count: number }>`
    select ${shownState} as state, count(*)::int as count
    from posting.target t
    where t.workspace_id = ${tenant.id}
      and t.post_id = ${id}
    group by 1
  `)
  const counts = new Map(rows.map(({ state, count }) => [state, count]))
  const of = (state: TargetState) => counts.get(state) ?? 0
  return {
    ...{
      planned: of('planned'),
      unknown: of('unknown'),
      parked: of('parked'),
      handed: of('handed'),
    },
    ...{ sent: of('sent'), manual: of('manual'), done: of('done'), failed: of('failed') },
    ...{ expired: of('expired'), cancelled: of('cancelled'), left_out: of('left_out') },
  }
}

export type OwnerRow = {
  userid: string
  groups: number
  sent: number
  waiting: number
  manual: number
  confirmedAt: Date | null
  parkedTask: string | null
}

/** Whose groups they are, those with something to do first. */
export function ownersOf(tx: Tx, tenant: TenantId, id: string): Promise<OwnerRow[]> {
  return tx.rows(sql<OwnerRow>`
    select t.owner as userid, count(*)::int as groups,
           count(*) filter (where t.state in ('sent', 'done'))::int as sent,
           count(*) filter (where t.state in ('planned', 'sending', 'unknown', 'handed'))::int as waiting,
           count(*) filter (where t.state = 'manual')::int as manual,
           max(k.confirmed_at) as "confirmedAt",
           (array_agg(t.task_id) filter (where t.state = 'parked'))[1] as "parkedTask"
    from posting.target t
    left join posting.task k
      on k.workspace_id = t.workspace_id
      and k.id = t.task_id
    where t.workspace_id = ${tenant.id}
      and t.post_id = ${id}
    group by t.owner
    order by waiting desc, t.owner
  `)
}

export type TargetRow = {
  id: string
  groupId: string
  groupName: string
  owner: string
  members: number
  state: TargetState
  reason: TargetReason
  errmsg: string
  dueAt: Date
  sentAt: Date | null
  said: string
}

/** The groups of a post, one page. */
export async function listTargets(
  tx: Tx,
  tenant: TenantId,
  postId: string,
  { state, limit, cursor }: z.output<typeof groupTargetFilter>,
): Promise<{ items: TargetRow[]; next: string | null; total: number }> {
  const from = pageStart(cursor)
  const where = sql`
    t.workspace_id = ${tenant.id}
    and t.post_id = ${postId}
    and (${state ?? null}::text is null or ${shownState} = ${state ?? null})`
  const items = await tx.rows(sql<TargetRow>`
    select t.id, t.group_id as "groupId", t.group_name as "groupName", t.owner, t.members, ${shownState} as state,
           t.reason, coalesce(k.errmsg, '') as errmsg, t.due_at as "dueAt", t.sent_at as "sentAt", t.said
    from posting.target t
    left join posting.task k
      on k.workspace_id = t.workspace_id
      and k.id = t.task_id
    where ${where}
    order by t.members desc, t.id
    limit ${limit}
    offset ${from}
  `)
  const { total } = await tx.one(sql<{ total: number }>`
    select count(*)::int as total
    from posting.target t
    where ${where}
  `)
  const end = from + limit
  return { items, next: end < total ? String(end) : null, total }
}
