import type { RawBuilder } from 'kysely'
import { z } from 'zod'
import type { CustomerFilter, CustomerSort } from '../../contract/customer-filter.ts'
import { Problem, type Seal, type Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'
import { conditionsOf } from './list-candidates.ts'
import { readQuestion } from './list-filter.ts'

/** A person as lists hold it; `dress` adds what stands beside it. */
export type ListedPerson = {
  id: string
  no: number
  name: string
  source: string
  lastEvent: string
  firstSeenAt: Date
  lastSeenAt: Date
  lastOrderAt: Date | null
  orders: number
  total: number
}

export type ListAsked = {
  filter: CustomerFilter
  limit: number
  cursor?: string | undefined
  /** False where nobody looks at the total. */
  isCounted?: boolean
}

/** A total is counted up to this number and unknown beyond, so that counting never costs more than the page. */
const COUNTED_MAX = 10_000

const sorts = {
  lastSeen: 'last_seen_at',
  firstSeen: 'first_seen_at',
  total: 'order_total',
  orders: 'order_count',
} as const
type SortKey = keyof typeof sorts

/**
 * One page of persons, by keyset, with their total where it is cheap. Two to five statements, each over an index.
 * @param seal gives the blind index by which phones and e-mail addresses are found.
 */
export async function listCustomers(
  tx: Tx,
  tenant: Tenant,
  seal: Pick<Seal, 'index'>,
  { filter, limit, cursor, isCounted = cursor === undefined }: ListAsked,
): Promise<{ persons: ListedPerson[]; next: string | null; total: number | null }> {
  const question = readQuestion(filter, tenant, seal)
  const { conditions, candidates, isPlain } = await conditionsOf(tx, tenant.id, question)
  const sort = readSort(filter.sort)
  const after = cursor === undefined ? [] : [afterCursor(sort, readCursor(cursor))]
  const asked = { conditions, after, sort, limit: limit + 1 }
  const persons = candidates
    ? await pageOfFew(tx, tenant.id, candidates, asked)
    : await pageOfMany(tx, asked)
  const isFree = isPlain && question.plain.length === 0
  const total = !isCounted
    ? null
    : candidates
      ? (persons[0]?.matching ?? 0)
      : isFree
        ? await countAll(tx, tenant.id)
        : isPlain
          ? await countUp(tx, conditions)
          : null
  const shown = persons.slice(0, limit).map(({ matching: _matching, ...person }) => person)
  const last = persons.length > limit ? shown.at(-1) : undefined
  return { persons: shown, next: last ? cursorOf(sort, last) : null, total }
}

type Sort = { key: SortKey; isDown: boolean }

function readSort(text: CustomerSort): Sort {
  const isDown = text.startsWith('-')
  const name = isDown ? text.slice(1) : text
  const key = name === 'firstSeen' || name === 'total' || name === 'orders' ? name : 'lastSeen'
  return { key, isDown }
}

type PageAsked = {
  conditions: RawBuilder<unknown>[]
  after: RawBuilder<unknown>[]
  sort: Sort
  limit: number
}

/** Walks the index of the order: quick because the rows walked over match often. */
function pageOfMany(tx: Tx, { conditions, after, sort, limit }: PageAsked) {
  return tx.rows(sql<ListedPerson & { matching?: number }>`
    select ${columns}
    from customer.customer c
    where ${sql.join([...conditions, ...after], sql` and `)}
    order by ${orderOf(sort)}
    limit ${limit}
  `)
}

/**
 * Fetches all candidates, then sorts and counts them. Laterally and with a limit, because the engine, which takes
 * `person_id = id` for rare, would rather read a million rows into a hash: 800 ms instead of 30.
 */
function pageOfFew(
  tx: Tx,
  workspaceId: string,
  candidates: string[],
  { conditions, after, sort, limit }: PageAsked,
) {
  return tx.rows(sql<ListedPerson & { matching: number }>`
    with matching as materialized (
      select found.id, found.no, found.name, found.source, found.last_event, found.first_seen_at, found.last_seen_at,
             found.last_order_at, found.order_count, found.order_total
      from unnest(${candidates}::uuid[]) as asked (id)
      cross join lateral (
        select c.id, c.no, c.name, c.source, c.last_event, c.first_seen_at, c.last_seen_at, c.last_order_at,
               c.order_count, c.order_total
        from customer.customer c
        where c.workspace_id = ${workspaceId}
          and c.id = asked.id
          and ${sql.join(conditions, sql` and `)}
        limit 1
      ) as found
    )
    select ${columns}, (select count(*) from matching) as matching
    from matching c
    where ${after.length > 0 ? sql.join(after, sql` and `) : sql`true`}
    order by ${orderOf(sort)}
    limit ${limit}
  `)
}

const columns = sql`
  c.id, c.no, c.name, c.source, c.last_event as "lastEvent", c.first_seen_at as "firstSeenAt",
  c.last_seen_at as "lastSeenAt", c.last_order_at as "lastOrderAt", c.order_count as orders,
  c.order_total as total
`

function orderOf({ key, isDown }: Sort): RawBuilder<unknown> {
  const by = sql.ref(`c.${sorts[key]}`)
  return isDown ? sql`${by} desc, c.no desc` : sql`${by}, c.no`
}

/** How many persons there are. Numbers are dense and rows are never deleted: everybody who came, less those who are part of another. */
export async function countAll(tx: Tx, workspaceId: string): Promise<number> {
  const { total } = await tx.one(sql<{ total: number }>`
    select coalesce((select next_no - 1 from customer.counter where workspace_id = ${workspaceId}), 0)
           - (
             select count(*)
             from customer.customer
             where workspace_id = ${workspaceId}
               and person_id <> id
           ) as total
  `)
  return total
}

async function countUp(tx: Tx, conditions: RawBuilder<unknown>[]): Promise<number | null> {
  const { counted } = await tx.one(sql<{ counted: number }>`
    select count(*) as counted
    from (
      select
      from customer.customer c
      where ${sql.join(conditions, sql` and `)}
      limit ${COUNTED_MAX + 1}
    ) as matching
  `)
  return counted > COUNTED_MAX ? null : counted
}

const cursorShape = z.tuple([z.union([z.string(), z.number()]), z.number()])

function cursorOf({ key }: Sort, person: ListedPerson): string {
  const values = {
    lastSeen: person.lastSeenAt.toISOString(),
    firstSeen: person.firstSeenAt.toISOString(),
    total: person.total,
    orders: person.orders,
  }
  return Buffer.from(JSON.stringify([values[key], person.no])).toString('base64url')
}

function readCursor(cursor: string): z.infer<typeof cursorShape> {
  try {
    return cursorShape.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')))
  } catch {
    throw new Problem('bad_request', { detail: 'cursor' })
  }
}

function afterCursor({ key, isDown }: Sort, [value, no]: z.infer<typeof cursorShape>) {
  const isInstant = key === 'lastSeen' || key === 'firstSeen'
  if (
    isInstant !== (typeof value === 'string') ||
    (isInstant && Number.isNaN(Date.parse(String(value))))
  )
    throw new Problem('bad_request', { detail: 'cursor' })
  const at = isInstant ? sql`${value}::timestamptz` : sql`${value}::bigint`
  const by = sql.ref(`c.${sorts[key]}`)
  return isDown ? sql`(${by}, c.no) < (${at}, ${no})` : sql`(${by}, c.no) > (${at}, ${no})`
}
