import { z } from 'zod'
import {
  type FlashChoice,
  type FlashState,
  type FlashTopicBody,
  flashChoice,
  type flashFilter,
  type flashPeopleFilter,
} from '../../contract/flash.ts'
import { newId, type Outcome, ok, pageStart, refused, type Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'

type TenantId = Pick<Tenant, 'id'>

/** A flash topic as it is kept. */
export type StoredFlash = {
  id: string
  title: string
  text: string
  choices: FlashChoice[]
  most: number
  from: Date
  until: Date
  madeBy: string | null
}

export async function makeFlash(
  tx: Tx,
  tenant: TenantId,
  { by, now, ...body }: FlashTopicBody & { by: string | null; now: Date },
): Promise<string> {
  const id = newId()
  const { title, text, choices, most, from, until } = body
  await tx.run(sql`
    insert into form.flash_topic (workspace_id, id, title, body, choices, most, starts_at, ends_at, made_at, made_by)
    values (
      ${tenant.id}, ${id}, ${title}, ${text}, ${JSON.stringify(choices)}::jsonb, ${most}, ${from}, ${until}, ${now}, ${by}
    )
  `)
  return id
}

/** Writes a topic anew. Once somebody has taken part, only its time may change: what was asked stays what was answered. */
export async function changeFlash(
  tx: Tx,
  tenant: TenantId,
  { id, ...body }: FlashTopicBody & { id: string },
): Promise<Outcome<null, 'not_found' | 'started'>> {
  const before = await findFlash(tx, tenant, id, { isLocked: true })
  if (!before) return refused('not_found')
  const { joined } = await countsOfFlash(tx, tenant, id)
  if (joined > 0 && asksOtherwise(before, body)) return refused('started')
  const { title, text, choices, most, from, until } = body
  await tx.run(sql`
    update form.flash_topic
    set title = ${title}, body = ${text}, choices = ${JSON.stringify(choices)}::jsonb, most = ${most},
        starts_at = ${from}, ends_at = ${until}
    where workspace_id = ${tenant.id}
      and id = ${id}
  `)
  return ok(null)
}

function asksOtherwise(before: StoredFlash, { title, text, choices, most }: FlashTopicBody) {
  const said = (one: Pick<StoredFlash, 'title' | 'text' | 'most' | 'choices'>) =>
    JSON.stringify([
      one.title,
      one.text,
      one.most,
      one.choices.map((choice) => [choice.id, choice.text, choice.tagId]),
    ])
  return said(before) !== said({ title, text, choices, most })
}

/** Throws a topic away: its page is gone; `isDropped: false` takes that back. Twice is once. */
export async function dropFlash(
  tx: Tx,
  tenant: TenantId,
  { id, isDropped, now }: { id: string; isDropped: boolean; now: Date },
): Promise<boolean> {
  const changed = await tx.run(sql`
    update form.flash_topic
    set dropped_at = case when ${isDropped} then coalesce(dropped_at, ${now}::timestamptz) end
    where workspace_id = ${tenant.id}
      and id = ${id}
  `)
  return changed === 1
}

const columns = sql.raw(`
  t.id, t.title, t.body as text, t.choices, t.most, t.starts_at as "from", t.ends_at as "until", t.made_by as "madeBy"
`)
const choicesShape = z.array(flashChoice)
type Row = Omit<StoredFlash, 'choices'> & { choices: unknown }
const read = (row: Row): StoredFlash => ({ ...row, choices: choicesShape.parse(row.choices) })

/** A topic that was not thrown away. */
export async function findFlash(
  tx: Tx,
  tenant: TenantId,
  id: string,
  { isLocked = false } = {},
): Promise<StoredFlash | null> {
  const row = await tx.maybe(sql<Row>`
    select ${columns}
    from form.flash_topic t
    where t.workspace_id = ${tenant.id}
      and t.id = ${id}
      and t.dropped_at is null
    ${isLocked ? sql`for update` : sql``}
  `)
  return row && read(row)
}

/** How a topic stands at an instant. */
export function flashStateOf(
  { from, until }: Pick<StoredFlash, 'from' | 'until'>,
  now: Date,
): FlashState {
  if (now < from) return 'soon'
  return now < until ? 'open' : 'ended'
}

export type ListedFlash = StoredFlash & { seen: number; joined: number }

/** Topics, the latest first. */
export async function listFlash(
  tx: Tx,
  tenant: TenantId,
  { search, state, limit, cursor }: z.infer<typeof flashFilter>,
  now: Date,
): Promise<{ items: ListedFlash[]; next: string | null; total: number }> {
  const skip = pageStart(cursor)
  const where = sql`
    t.workspace_id = ${tenant.id}
    and t.dropped_at is null
    and (${search} = '' or position(lower(${search}) in lower(t.title)) > 0)
    and (
      ${state ?? null}::text is null
      or ${state ?? null}::text = case when ${now} < t.starts_at then 'soon' when ${now} < t.ends_at then 'open' else 'ended' end
    )`
  const rows = await tx.rows(sql<Row & { seen: number; joined: number }>`
    select ${columns}, v.seen, v.joined
    from form.flash_topic t
    cross join lateral (
      select count(*) as seen, count(o.joined_at) as joined
      from form.flash_visit o
      where o.workspace_id = t.workspace_id
        and o.topic_id = t.id
    ) v
    where ${where}
    order by t.starts_at desc, t.id desc
    limit ${limit}
    offset ${skip}
  `)
  const { total } = await tx.one(sql<{ total: number }>`
    select count(*) as total
    from form.flash_topic t
    where ${where}
  `)
  const reached = skip + rows.length
  const items = rows.map(({ seen, joined, ...row }) => ({ ...read(row), seen, joined }))
  return { items, next: reached < total && items.length > 0 ? String(reached) : null, total }
}

export async function countsOfFlash(
  tx: Tx,
  tenant: TenantId,
  topicId: string,
): Promise<{ seen: number; joined: number; picked: Map<string, number> }> {
  const counts = await tx.one(sql<{ seen: number; joined: number }>`
    select count(*) as seen, count(joined_at) as joined
    from form.flash_visit
    where workspace_id = ${tenant.id}
      and topic_id = ${topicId}
  `)
  const picks = await tx.rows(sql<{ choice: string; count: number }>`
    select p.choice, count(*) as count
    from form.flash_visit v
    cross join lateral unnest(v.picks) as p (choice)
    where v.workspace_id = ${tenant.id}
      and v.topic_id = ${topicId}
    group by p.choice
  `)
  return { ...counts, picked: new Map(picks.map(({ choice, count }) => [choice, count])) }
}

export type Joined = {
  visitorId: string
  customerId: string | null
  joinedAt: Date
  picks: string[]
}

/** Who took part, the newest first; only whoever chose `choice`, where it is given. */
export async function joinedOf(
  tx: Tx,
  tenant: TenantId,
  { topicId, choice, limit, cursor }: z.infer<typeof flashPeopleFilter> & { topicId: string },
): Promise<{ items: Joined[]; next: string | null; total: number }> {
  const skip = pageStart(cursor)
  const where = sql`
    workspace_id = ${tenant.id}
    and topic_id = ${topicId}
    and joined_at is not null
    and (${choice ?? null}::text is null or ${choice ?? null}::text = any(picks))`
  const items = await tx.rows(sql<Joined>`
    select visitor_id as "visitorId", customer_id as "customerId", joined_at as "joinedAt", picks
    from form.flash_visit
    where ${where}
    order by joined_at desc, visitor_id
    limit ${limit}
    offset ${skip}
  `)
  const { total } = await tx.one(sql<{ total: number }>`
    select count(*) as total
    from form.flash_visit
    where ${where}
  `)
  const reached = skip + items.length
  return { items, next: reached < total && items.length > 0 ? String(reached) : null, total }
}

/** What a visitor has chosen: nothing until they take part. Looking is noted. */
export async function noteSeen(
  tx: Tx,
  tenant: TenantId,
  { topicId, visitorId, now }: { topicId: string; visitorId: string; now: Date },
): Promise<string[]> {
  await tx.run(sql`
    insert into form.flash_visit (workspace_id, topic_id, visitor_id, seen_at)
    values (${tenant.id}, ${topicId}, ${visitorId}, ${now})
    on conflict do nothing
  `)
  const { picks } = await tx.one(sql<{ picks: string[] }>`
    select picks
    from form.flash_visit
    where workspace_id = ${tenant.id}
      and topic_id = ${topicId}
      and visitor_id = ${visitorId}
    for update
  `)
  return picks
}

/** Takes part. @returns false: this browser has before. */
export async function joinFlash(
  tx: Tx,
  tenant: TenantId,
  joining: { topicId: string; visitorId: string; picks: string[]; now: Date },
): Promise<boolean> {
  const { topicId, visitorId, picks, now } = joining
  const joined = await tx.run(sql`
    update form.flash_visit
    set joined_at = ${now}, picks = ${picks}::text[]
    where workspace_id = ${tenant.id}
      and topic_id = ${topicId}
      and visitor_id = ${visitorId}
      and joined_at is null
  `)
  return joined === 1
}
