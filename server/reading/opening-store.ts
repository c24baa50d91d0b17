import { everyRowOf } from '../customer/index.ts'
import { addMs, newId, type Tenant } from '../kernel/index.ts'
import type { Visitor } from '../page/index.ts'
import { sql, type Tx } from '../postgres/index.ts'
import { heardMore, type Told } from './add-up.ts'
import { READ_SECONDS } from './counts.ts'

type TenantId = Pick<Tenant, 'id'>

/** After this long without a word from the page it is told that somebody read. A page speaks every fifteen seconds. */
const QUIET_MS = 60_000
/** Looks of one browser at one article that are kept; whoever loads it more often is not measured any further. */
const VIEWS_MAX = 200
/** A chain of sharing is told as long as this. */
const GENERATIONS_MAX = 1_000

/** Who brought somebody: a browser that shared the article, or a customer whose own link was passed on. */
export type Brought = { opening: string | null; customer: string | null; generation: number }
export const nobodyBrought: Brought = { opening: null, customer: null, generation: 0 }

/** `present` by the workspace's clock, `now` in real time. */
type Instants = { present: Date; now: Date }

/** A browser opens an article. Who brought it is whoever did so the first time. @returns whether this was the first time. */
export async function noteOpening(
  tx: Tx,
  tenant: TenantId,
  {
    articleId,
    visitor,
    brought,
    present,
    now,
  }: Instants & { articleId: string; visitor: Visitor; brought: Brought },
): Promise<{ id: string; isFirst: boolean }> {
  const id = newId()
  const kept = await tx.one(sql<{ id: string }>`
    insert into reading.opening as o (
      workspace_id, id, article_id, visitor_id, customer_id, customer_no, from_opening, from_customer, generation, first_at,
      last_at, began_at
    )
    values (
      ${tenant.id}, ${id}, ${articleId}, ${visitor.id}, ${visitor.customer?.id ?? null}, ${visitor.customer?.no ?? null},
      ${brought.opening}, ${brought.customer}, ${brought.generation}, ${present}, ${present}, ${now}
    )
    on conflict (workspace_id, article_id, visitor_id) do update
    set last_at = excluded.last_at, times = o.times + 1,
        customer_id = coalesce(o.customer_id, excluded.customer_id), customer_no = coalesce(o.customer_no, excluded.customer_no)
    returning id
  `)
  return { id: kept.id, isFirst: kept.id === id }
}

/** Begins a look at the page. @returns its id; null: this browser has looked so often that it is measured no longer. */
export async function beginView(
  tx: Tx,
  tenant: TenantId,
  { openingId, version, now }: { openingId: string; version: number; now: Date },
): Promise<string | null> {
  const id = newId()
  const made = await tx.run(sql`
    insert into reading.view (workspace_id, id, opening_id, version, began_at)
    select ${tenant.id}, ${id}::uuid, ${openingId}::uuid, ${version}::int, ${now}::timestamptz
    from (
      select count(*) as views
      from reading.view
      where workspace_id = ${tenant.id}
        and opening_id = ${openingId}
    ) k
    where k.views < ${VIEWS_MAX}
  `)
  return made === 1 ? id : null
}

/**
 * By whose sharing somebody comes. Whoever opens what they shared themselves was brought by nobody: neither the same browser nor
 * the same person.
 */
export async function broughtBy(
  tx: Tx,
  tenant: TenantId,
  {
    articleId,
    sharedOpening,
    visitor,
  }: { articleId: string; sharedOpening: string; visitor: Pick<Visitor, 'id' | 'customer'> },
): Promise<Brought> {
  const shared = await tx.maybe(sql<{
    id: string
    visitorId: string
    customerId: string | null
    generation: number
  }>`
    select id, visitor_id as "visitorId", customer_id as "customerId", generation
    from reading.opening
    where workspace_id = ${tenant.id}
      and id = ${sharedOpening}
      and article_id = ${articleId}
  `)
  if (!shared || shared.visitorId === visitor.id) return nobodyBrought
  const rows = visitor.customer ? await everyRowOf(tx, tenant.id, visitor.customer.id) : []
  if (shared.customerId !== null && rows.includes(shared.customerId)) return nobodyBrought
  const generation = Math.min(GENERATIONS_MAX, shared.generation + 1)
  return { opening: shared.id, customer: null, generation }
}

type Looked = {
  openingId: string
  beganAt: Date
  toldNo: number
  seconds: number
  depth: number
  sections: number[]
  sectionCount: number
}

/** Takes what a page tells of one look at it. @returns false: there is no such look of this article. */
export async function takeTold(
  tx: Tx,
  tenant: TenantId,
  {
    articleId,
    viewId,
    told,
    present,
    now,
  }: Instants & { articleId: string; viewId: string; told: Told },
): Promise<boolean> {
  const look = await tx.maybe(sql<Looked>`
    select v.opening_id as "openingId", v.began_at as "beganAt", v.told_no as "toldNo", v.seconds, v.depth, v.sections,
           cardinality(n.sections) as "sectionCount"
    from reading.view v
    join reading.opening o
      on o.workspace_id = v.workspace_id
      and o.id = v.opening_id
      and o.article_id = ${articleId}
    join reading.version n
      on n.workspace_id = o.workspace_id
      and n.article_id = o.article_id
      and n.no = v.version
    where v.workspace_id = ${tenant.id}
      and v.id = ${viewId}
    for update of o, v
  `)
  if (!look) return false
  const passed = Math.floor((now.getTime() - look.beganAt.getTime()) / 1_000)
  const heard = heardMore(look, told, { seconds: passed, sections: look.sectionCount })
  if (heard === look) return true
  await tx.run(sql`
    update reading.view
    set told_no = ${heard.toldNo}, seconds = ${heard.seconds}, depth = ${heard.depth}, sections = ${[...heard.sections]}::int[]
    where workspace_id = ${tenant.id}
      and id = ${viewId}
  `)
  await addUpOpening(tx, tenant, { id: look.openingId, present, now })
  return true
}

/** Two looks at once are not twice the time: all together are no longer than has passed since the first began. */
async function addUpOpening(
  tx: Tx,
  tenant: TenantId,
  { id, present, now }: Instants & { id: string },
): Promise<void> {
  await tx.run(sql`
    update reading.opening o
    set seconds = greatest(
          o.seconds, least(k.seconds, floor(extract(epoch from ${now}::timestamptz - o.began_at))::int)
        ),
        depth = greatest(o.depth, k.depth),
        last_at = greatest(o.last_at, ${present}),
        settle_at = case when o.told_at is null then ${addMs(now, QUIET_MS)}::timestamptz end
    from (
      select sum(seconds)::int as seconds, max(depth) as depth
      from reading.view
      where workspace_id = ${tenant.id}
        and opening_id = ${id}
    ) k
    where o.workspace_id = ${tenant.id}
      and o.id = ${id}
  `)
}

/** Somebody read an article, and has stopped. */
export type Settled = {
  id: string
  articleId: string
  title: string
  kind: string
  customerId: string
  customerNo: number
  seconds: number
  depth: number
  characters: number
  lastAt: Date
}

/**
 * Takes openings of which nothing was heard for a while. Those that were reading, by somebody who has a row by now, are told
 * once; one that was too short waits for the next look.
 */
export async function takeSettled(
  tx: Tx,
  tenant: TenantId,
  { now, limit }: { now: Date; limit: number },
): Promise<{ taken: number; read: Settled[] }> {
  const taken = await tx.rows(sql<{ id: string; isRead: boolean }>`
    update reading.opening o
    set settle_at = case when o.seconds >= ${READ_SECONDS} and o.customer_id is null then ${addMs(now, QUIET_MS)}::timestamptz end,
        told_at = case when o.seconds >= ${READ_SECONDS} and o.customer_id is not null then ${now}::timestamptz end
    where o.workspace_id = ${tenant.id}
      and o.id = any(array(
        select d.id
        from reading.opening d
        where d.workspace_id = ${tenant.id}
          and d.settle_at <= ${now}
        order by d.settle_at, d.id
        limit ${limit}
        for update skip locked
      ))
    returning o.id, o.told_at is not null as "isRead"
  `)
  const ids = taken.filter(({ isRead }) => isRead).map(({ id }) => id)
  const read = await tx.rows(sql<Settled>`
    select o.id, o.article_id as "articleId", a.title, a.kind, o.customer_id as "customerId", o.customer_no as "customerNo",
           o.seconds, o.depth, coalesce(n.characters, 0) as characters, o.last_at as "lastAt"
    from reading.opening o
    join reading.article a
      on a.workspace_id = o.workspace_id
      and a.id = o.article_id
    left join reading.version n
      on n.workspace_id = a.workspace_id
      and n.article_id = a.id
      and n.no = a.version
    where o.workspace_id = ${tenant.id}
      and o.id = any(${ids}::uuid[])
    order by o.id
  `)
  return { taken: taken.length, read }
}

/** Whose browsers they were, as the river has found out. */
export async function nameOpenings(
  tx: Tx,
  tenant: TenantId,
  known: readonly {
    articleId: string
    visitorId: string
    customerId: string
    customerNo: number
  }[],
): Promise<void> {
  await tx.run(sql`
    update reading.opening o
    set customer_id = n.customer_id, customer_no = n.customer_no
    from unnest(
      ${known.map(({ articleId }) => articleId)}::uuid[],
      ${known.map(({ visitorId }) => visitorId)}::uuid[],
      ${known.map(({ customerId }) => customerId)}::uuid[],
      ${known.map(({ customerNo }) => customerNo)}::bigint[]
    ) as n (article_id, visitor_id, customer_id, customer_no)
    where o.workspace_id = ${tenant.id}
      and o.article_id = n.article_id
      and o.visitor_id = n.visitor_id
      and o.customer_id is null
  `)
}
