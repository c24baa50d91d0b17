import { promisify } from 'node:util'
import { inflateRaw } from 'node:zlib'
import pg from 'pg'
import { z } from 'zod'
import type { Settled, Stack } from '../bench/stack.ts'
import { openClickHouse } from '../server/clickhouse/index.ts'
import { createLog, idFrom, sleep } from '../server/kernel/index.ts'
import { type Book, ORDER_FEN } from './kill-loop-sender.ts'

const inflate = promisify(inflateRaw)

/** What stands in both engines after the storm, against what the sender knows. Each list should be empty. */
export type Verdict = {
  inInbox: number
  inClickHouse: number
  orders: number
  duplicatesDropped: number
  /** I-1: acknowledged, but not in the inbox. */
  lost: string[]
  /** I-1: in the inbox, but not in the landing. */
  notLanded: string[]
  /** I-1: in the inbox, but not in ClickHouse. */
  notInHistory: string[]
  /** I-3: in ClickHouse more than once. */
  doubled: string[]
  /** I-2: in ClickHouse without a row of the inbox, under a batch that is not its own, or never sent. */
  phantoms: string[]
  /** I-2 and I-3 for what follows: orders told of once, each with one `order.paid`, each counted once for its buyer. */
  wrongOrders: string[]
  parked: number
}

const SETTLE_MS = 180_000
const LOOK_MS = 250

/** Waits until everything that was taken is applied, landed and reacted to. @throws Error when it does not happen. */
export async function untilSettled(stack: Stack, settled: Settled): Promise<void> {
  let seen = 'nothing answered'
  for (let waitedMs = 0; waitedMs < SETTLE_MS; waitedMs += LOOK_MS) {
    seen = await riverOf(stack, settled)
    if (seen === 'settled') return
    await sleep(LOOK_MS)
  }
  throw new Error(`the river did not settle: ${seen}\n${stack.logs().slice(-3_000)}`)
}

const river = z.object({ lanes: z.array(z.unknown()), unlanded: z.number(), unreacted: z.number() })

async function riverOf(stack: Stack, settled: Settled): Promise<string> {
  try {
    const answer = await fetch(`${stack.url}/api/river`, {
      headers: { authorization: `Bearer ${settled.apiToken}` },
    })
    const text = await answer.text()
    const state = river.parse(JSON.parse(text))
    const rests = state.lanes.length === 0 && state.unlanded === 0 && state.unreacted === 0
    return rests ? 'settled' : text
  } catch (error) {
    return String(error)
  }
}

const stored = z.object({ batch: z.array(z.object({ messageId: z.string() })) })
type InHistory = { id: string; name: string; times: number; batch: number; order: string }

export async function judge(stack: Stack, settled: Settled, book: Book): Promise<Verdict> {
  const pool = new pg.Pool({ connectionString: stack.databaseUrl, max: 1 })
  const clickhouse = openClickHouse(stack.clickhouseUrl, { log: createLog('test', 'silent') })
  try {
    const client = await pool.connect()
    // The owner of the tables is bound by their policies, too; it becomes the application to read one workspace.
    await client.query('set role liuyuan_app')
    await client.query(`select set_config('liuyuan.workspace', $1, false)`, [settled.workspaceId])
    const inbox = await inboxOf(client)
    const landed = await landingOf(client)
    const { rows: own } = await client.query<{ no: number }>('select no from staff.workspace')
    const history = await clickhouse.rows<InHistory>({
      sql: `
        select toString(event_id) as id, any(name) as name, count() as times, min(batch) as batch,
          JSONExtractString(any(props), 'no') as order
        from event
        where workspace = {workspace:UInt32}
        group by event_id`,
      params: { workspace: own[0]?.no },
      comment: 'test',
    })
    const orders = await ordersOf(client)
    const { rows: parked } = await client.query('select count(*)::int as n from event.parked')
    const { rows: dropped } = await client.query(
      'select coalesce(sum(duplicates), 0)::int as n from event.batch',
    )
    client.release()
    return {
      ...compare(settled, book, { inbox, landed, history }),
      wrongOrders: wrongOrders(book, { inbox, orders, history }),
      orders: orders.times.size,
      duplicatesDropped: dropped[0]?.n ?? 0,
      parked: parked[0]?.n ?? -1,
    }
  } finally {
    await pool.end()
    await clickhouse.close()
  }
}

/** Message id → numbers of the batches that brought it. */
async function inboxOf(client: pg.PoolClient): Promise<Map<string, Set<number>>> {
  const { rows } = await client.query<{ body: string; batch_no: string }>(
    `select body, batch_no from event.inbox where kind = 'track' order by id`,
  )
  const found = new Map<string, Set<number>>()
  for (const { body, batch_no } of rows) {
    const text = body.slice(body.indexOf('\n') + 1)
    for (const { messageId } of stored.parse(JSON.parse(text)).batch) {
      const batches = found.get(messageId) ?? new Set()
      found.set(messageId, batches.add(Number(batch_no)))
    }
  }
  return found
}

async function landingOf(client: pg.PoolClient): Promise<Set<string>> {
  const { rows } = await client.query<{ body: Buffer }>(
    `select body from event.landing where target = 'event'`,
  )
  const found = new Set<string>()
  for (const { body } of rows) {
    const text = (await inflate(body)).toString('utf8')
    for (const [, id] of text.matchAll(/"event_id":"([0-9a-f-]{36})"/g)) if (id) found.add(id)
  }
  return found
}

type Orders = { times: Map<string, number>; total: number }

/** Number of the order → how many rows it has; and what all customers together are said to have bought for. */
async function ordersOf(client: pg.PoolClient): Promise<Orders> {
  const { rows } = await client.query<{ no: string; times: number }>(`
    select order_no as no, count(*)::int as times
    from commerce.order
    group by order_no`)
  const { rows: sums } = await client.query<{ total: string }>(`
    select coalesce(sum(order_total), 0) as total
    from customer.customer
    where person_id = id`)
  return {
    times: new Map(rows.map((row) => [row.no, row.times])),
    total: Number(sums[0]?.total ?? 0),
  }
}

function compare(
  settled: Settled,
  book: Book,
  engines: { inbox: Map<string, Set<number>>; landed: Set<string>; history: InHistory[] },
): Pick<
  Verdict,
  'inInbox' | 'inClickHouse' | 'lost' | 'notLanded' | 'notInHistory' | 'doubled' | 'phantoms'
> {
  const { inbox, landed, history } = engines
  const eventId = (messageId: string) =>
    idFrom('event', settled.workspaceId, settled.writeKeyId, messageId)
  const causes = new Map([...inbox].map(([id, batches]) => [eventId(id), { id, batches }]))
  const there = new Set(history.map((row) => row.id))
  const ours = history.filter(({ name }) => SENT.has(name))
  return {
    inInbox: inbox.size,
    inClickHouse: ours.length,
    lost: [...book.acknowledged].filter((id) => !inbox.has(id)),
    notLanded: [...causes.keys()].filter((id) => !landed.has(id)),
    notInHistory: [...causes.keys()].filter((id) => !there.has(id)),
    doubled: history.filter((row) => row.times > 1).map((row) => row.id),
    phantoms: ours.flatMap((row) => {
      const cause = causes.get(row.id)
      return cause?.batches.has(row.batch) && book.sent.has(cause.id) ? [] : [row.id]
    }),
  }
}

/** What the sender sends; everything else follows from it or came with files. */
const SENT = new Set(['Product Viewed', 'Order Completed'])

function wrongOrders(
  book: Book,
  engines: { inbox: Map<string, Set<number>>; orders: Orders; history: InHistory[] },
): string[] {
  const { inbox, orders, history } = engines
  const sent = [...book.orders].flatMap(([message, order]) => (inbox.has(message) ? [order] : []))
  const told = [...sent, ...book.imported]
  const known = new Set(told)
  const paid = new Map<string, number>()
  for (const row of history) {
    if (row.name === 'order.paid') paid.set(row.order, (paid.get(row.order) ?? 0) + row.times)
  }
  const owed = told.length * ORDER_FEN
  return [
    ...told.filter((order) => orders.times.get(order) !== 1).map((order) => `${order} in Postgres`),
    ...told.filter((order) => paid.get(order) !== 1).map((order) => `${order} paid`),
    ...[...orders.times.keys(), ...paid.keys()].filter((order) => !known.has(order)),
    ...(orders.total === owed ? [] : [`sums of ${orders.total}, not ${owed}`]),
  ]
}
