import type { RawBuilder } from 'kysely'
import { sql, type Tx } from '../postgres/index.ts'
import type { Question, Search } from './list-filter.ts'
import { byFollow, followCondition } from './list-follows.ts'

/**
 * Up to so many persons are gathered first and then sorted; of more than that, walking the sorted index finds a page
 * quickly, because many of those walked over match. Measured with a million customers.
 */
export const CANDIDATES_MAX = 8_000

/** Whom a search or a tag leads to: all of them, or "more than `CANDIDATES_MAX`" (null). */
type Found = string[] | null

/**
 * Turns a question into conditions over `c`. The smallest sets are asked for by their ids; where everything is large,
 * each row walked over is asked instead.
 */
export async function conditionsOf(
  tx: Tx,
  workspaceId: string,
  question: Question,
): Promise<{ conditions: RawBuilder<unknown>[]; candidates: string[] | null; isPlain: boolean }> {
  const conditions: RawBuilder<unknown>[] = [
    sql`c.workspace_id = ${workspaceId}`,
    sql`c.person_id = c.id`,
    ...question.plain,
  ]
  const sets: string[][] = []
  if (question.search) {
    const exact = await exactly(tx, workspaceId, question.search)
    const named = await byName(tx, question.search)
    if (named) sets.push([...exact, ...named])
    else conditions.push(nameCondition(question.search, exact))
  }
  for (const tags of question.tagged) {
    const found = await byTag(tx, workspaceId, tags)
    if (found) sets.push(found)
    else conditions.push(tagCondition(workspaceId, tags))
  }
  if (question.follow) {
    const found = await byFollow(tx, workspaceId, question.follow, CANDIDATES_MAX)
    if (found) sets.push(found)
    else conditions.push(followCondition(workspaceId, question.follow))
  }
  if (question.untagged.length > 0)
    conditions.push(sql`not ${tagCondition(workspaceId, question.untagged)}`)
  for (const kind of question.has) conditions.push(kindCondition(workspaceId, kind))
  const candidates = sets.length > 0 ? inAll(sets) : null
  const { tagged, untagged, has, follow } = question
  const isPlain =
    !question.search && !follow && [tagged, untagged, has].every((all) => all.length === 0)
  return { conditions, candidates, isPlain }
}

function inAll(sets: string[][]): string[] {
  const [smallest = [], ...others] = [...sets].sort((a, b) => a.length - b.length)
  const rest = others.map((set) => new Set(set))
  return [...new Set(smallest)].filter((id) => rest.every((set) => set.has(id)))
}

async function exactly(tx: Tx, workspaceId: string, search: Search): Promise<string[]> {
  const { identities, no } = search
  const rows = await tx.rows(sql<{ id: string }>`
    select c.person_id as id
    from unnest(
      ${identities.map(({ kind }) => kind)}::text[],
      ${identities.map(({ key }) => key)}::bytea[]
    ) as asked (kind, key)
    join customer.identity i
      on i.workspace_id = ${workspaceId}
      and i.kind = asked.kind
      and i.key = asked.key
    join customer.customer c
      on c.workspace_id = ${workspaceId}
      and c.id = i.customer_id
    union
    select person_id
    from customer.customer
    where workspace_id = ${workspaceId}
      and no = ${no}
  `)
  return rows.map(({ id }) => id)
}

async function byName(tx: Tx, { words }: Search): Promise<Found> {
  if (words === null) return []
  const rows = await tx.rows(sql<{ id: string }>`
    select id from customer.find(${words}::tsquery, ${CANDIDATES_MAX + 1}) as found (id)
  `)
  return rows.length > CANDIDATES_MAX ? null : rows.map(({ id }) => id)
}

async function byTag(tx: Tx, workspaceId: string, tags: string[]): Promise<Found> {
  const tagged = await tx.rows(sql<{ id: string }>`
    select customer_id as id
    from customer.tagging
    where workspace_id = ${workspaceId}
      and tag_id = any(${tags}::uuid[])
      and withdrawn_at is null
      and sign = 1
    limit ${CANDIDATES_MAX + 1}
  `)
  if (tagged.length > CANDIDATES_MAX) return null
  const rows = await tx.rows(sql<{ id: string }>`
    select p.person_id as id
    from unnest(${tagged.map(({ id }) => id)}::uuid[]) as asked (id)
    cross join lateral (
      select c.person_id
      from customer.customer c
      where c.workspace_id = ${workspaceId}
        and c.id = asked.id
      limit 1
    ) as p
  `)
  return rows.map(({ id }) => id)
}

function nameCondition({ words }: Search, exact: string[]): RawBuilder<unknown> {
  return sql`(
    c.id = any(${exact}::uuid[])
    or exists (
      select from customer.search s
      where s.workspace_id = c.workspace_id
        and s.customer_id = c.id
        and s.words @@ ${words}::tsquery
    )
  )`
}

/** Whether one of the person's rows has standing evidence for one of the tags. */
function tagCondition(workspaceId: string, tags: string[]): RawBuilder<unknown> {
  const evidenceOf = (row: RawBuilder<unknown>) => sql`
    select from customer.tagging a
    where a.workspace_id = ${workspaceId}
      and a.customer_id = ${row}
      and a.tag_id = any(${tags}::uuid[])
      and a.withdrawn_at is null
      and a.sign = 1
  `
  return sql`(
    exists (${evidenceOf(sql`c.id`)})
    or exists (
      select from customer.customer r
      where r.workspace_id = ${workspaceId}
        and r.person_id = c.id
        and r.person_id <> r.id
        and exists (${evidenceOf(sql`r.id`)})
    )
  )`
}

function kindCondition(workspaceId: string, kind: string): RawBuilder<unknown> {
  const identityOf = (row: RawBuilder<unknown>) => sql`
    select from customer.identity i
    where i.workspace_id = ${workspaceId}
      and i.customer_id = ${row}
      and i.kind = ${kind}
  `
  return sql`(
    exists (${identityOf(sql`c.id`)})
    or exists (
      select from customer.customer r
      where r.workspace_id = ${workspaceId}
        and r.person_id = c.id
        and r.person_id <> r.id
        and exists (${identityOf(sql`r.id`)})
    )
  )`
}
