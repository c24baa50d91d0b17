import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { simulateYear } from '../demo/simulate.ts'
import { type Message, messagesOf, orderMessage } from '../demo/tracking.ts'
import {
  type ClickHouse,
  migrateClickHouse,
  openClickHouse,
  startEngineHost,
} from '../server/clickhouse/index.ts'
import { lineOf } from '../server/event/landing.ts'
import { decodeTrack, TRACK } from '../server/ingestion/index.ts'
import { addMs, createLog, seededChance, systemClock, type Tenant } from '../server/kernel/index.ts'
import { judge, print, thousands } from './table.ts'

const EVENTS = 1_000_000
const BAR_BYTES = 40
/** As the pump and the lander make them: events of one request, of one batch, of one insert. */
const REQUEST = 20
const BATCH = 200
const INSERT = 20_000
const FROM = new Date('2025-11-01T00:00:00Z')
const TO = new Date('2026-10-31T00:00:00Z')

const tenant: Tenant = {
  id: '01900000-0000-7000-8000-000000000001',
  no: 1,
  name: '青禾护肤',
  timeZone: 'Asia/Shanghai',
  currency: 'CNY',
  clockAt: null,
  isDemo: true,
}

/** Stores a million events of a brand's life as the river would have, and weighs the table. */
export async function run(): Promise<void> {
  const dataDir = await mkdtemp(join(tmpdir(), 'liuyuan-storage-'))
  const log = createLog('bench', 'warn')
  const host = await startEngineHost({ dataDir, log, clock: systemClock })
  const clickhouse = openClickHouse(host.url, { log })
  try {
    await migrateClickHouse(clickhouse, { clock: systemClock, log })
    await clickhouse.command({
      sql: `create table naive (message_id String, event String, user String, timestamp DateTime64(3), received DateTime64(3), properties String)
        engine = MergeTree order by (timestamp, message_id)`,
      comment: 'bench',
    })
    const { people, jsonBytes } = await store(clickhouse)
    for (const table of ['event', 'naive']) {
      await clickhouse.command({ sql: `optimize table ${table} final`, comment: 'bench' })
    }
    await report(clickhouse, { people, jsonBytes })
  } finally {
    await clickhouse.close()
    await host.stop()
    await rm(dataDir, { recursive: true, force: true })
  }
}

type Known = { message: Message; customerNo: number }

/** Lives of as many brands as it takes, as one brand with many customers, in order of time. */
function happenings(): { all: Known[]; people: number } {
  const all: Known[] = []
  // The shop's snippet repeats itself under the same message id; a repetition is dropped before it lands.
  const seen = new Set<string>()
  let people = 0
  for (let seed = 1; all.length < EVENTS; seed++) {
    const world = simulateYear(seededChance(seed), FROM, TO)
    const first = people
    const numbers = new Map(
      world.people.flatMap(({ no, memberNo, anonymousId }) => [
        [memberNo, first + no],
        [anonymousId, first + no],
      ]),
    )
    const messages = [...messagesOf(world), ...world.orders.map(orderMessage)]
    for (const message of messages) {
      const messageId = `${seed}-${message.messageId}`
      if (seen.has(messageId)) continue
      seen.add(messageId)
      const customerNo =
        numbers.get(message.userId ?? '') ?? numbers.get(message.anonymousId ?? '') ?? 0
      all.push({ message: { ...message, messageId }, customerNo })
    }
    people += world.people.length
  }
  all.sort((a, b) => a.message.timestamp.localeCompare(b.message.timestamp))
  return { all: all.slice(0, EVENTS), people }
}

async function store(clickhouse: ClickHouse): Promise<{ people: number; jsonBytes: number }> {
  const { all, people } = happenings()
  let lines: string[] = []
  let naive: string[] = []
  let jsonBytes = 0
  let month = ''
  const flush = async () => {
    await clickhouse.insert({ table: 'event', rows: lines.join('\n'), comment: 'bench' })
    await clickhouse.insert({ table: 'naive', rows: naive.join('\n'), comment: 'bench' })
    lines = []
    naive = []
  }
  for (let at = 0; at < all.length; at += REQUEST) {
    const request = all.slice(at, at + REQUEST)
    const batchNo = 1 + Math.floor(at / BATCH)
    const receivedAt = addMs(
      new Date(request.at(-1)?.message.timestamp ?? FROM),
      2_000 + (at % 997),
    )
    const now = addMs(receivedAt, 150)
    const isOtherMonth = now.toISOString().slice(0, 7) !== month
    if (lines.length > 0 && (isOtherMonth || lines.length + REQUEST > INSERT)) await flush()
    month = now.toISOString().slice(0, 7)
    const events = decoded(request, receivedAt)
    for (const [n, event] of events.entries()) {
      const { message, customerNo } = request[n] ?? { customerNo: 0 }
      lines.push(lineOf({ tenant, batchNo, now }, { ...event, customerId: null, customerNo }))
      jsonBytes += JSON.stringify(message).length
      naive.push(
        JSON.stringify({
          message_id: event.eventId,
          event: event.name,
          user: message?.userId ?? message?.anonymousId,
          timestamp: event.at,
          received: receivedAt,
          properties: JSON.stringify(event.props),
        }),
      )
    }
  }
  await flush()
  return { people, jsonBytes }
}

function decoded(request: Known[], receivedAt: Date) {
  const envelope = JSON.stringify({ keyId: 'bench', type: 'batch' })
  const batch = JSON.stringify({ batch: request.map(({ message }) => message) })
  const row = { id: 1, kind: TRACK, source: '官网', body: `${envelope}\n${batch}`, receivedAt }
  const { events, poison } = decodeTrack(tenant, row)
  if (poison.length > 0) throw new Error(poison[0]?.error)
  return events
}

type Weight = { name: string; bytes: number }

async function report(
  clickhouse: ClickHouse,
  { people, jsonBytes }: { people: number; jsonBytes: number },
): Promise<void> {
  const tables = await clickhouse.rows<{ table: string; rows: number; bytes: number }>({
    sql: `
      select table, sum(rows) as rows, sum(bytes_on_disk) as bytes
      from system.parts
      where active and database = currentDatabase() and table in ('event', 'naive')
      group by table`,
    comment: 'bench',
  })
  const columns = await clickhouse.rows<Weight>({
    sql: `
      select column as name, sum(column_bytes_on_disk) as bytes
      from system.parts_columns
      where active and database = currentDatabase() and table = 'event'
      group by column
      order by bytes desc`,
    comment: 'bench',
  })
  const [projection] = await clickhouse.rows<Weight>({
    sql: `
      select 'projection timeline' as name, sum(bytes_on_disk) as bytes
      from system.projection_parts
      where active and database = currentDatabase() and table = 'event'`,
    comment: 'bench',
  })
  const event = tables.find(({ table }) => table === 'event')
  const naive = tables.find(({ table }) => table === 'naive')
  const rows = event?.rows ?? 1
  const each = (bytes: number) => (bytes / rows).toFixed(1)
  const told = [...columns, ...(projection ? [projection] : [])]
  const untold = (event?.bytes ?? 0) - told.reduce((sum, { bytes }) => sum + bytes, 0)
  // Parts below 10 MB keep their columns in one file, and an index of blocks belongs to no column.
  const parts = [...told, { name: 'small parts, indexes', bytes: untold }]
  print([
    ['what', 'bytes per event', 'note'],
    [
      'event, everything',
      each(event?.bytes ?? 0),
      `bar ${BAR_BYTES}; ${thousands(rows)} events of ${thousands(people)} people over a year`,
    ],
    ...parts.map(({ name, bytes }) => [`  ${name}`, each(bytes), '']),
    ['naive: a table as one writes it first', each(naive?.bytes ?? 0), 'default codecs, by time'],
    ['the messages as JSON', each(jsonBytes), ''],
  ])
  judge((event?.bytes ?? Number.POSITIVE_INFINITY) / rows <= BAR_BYTES)
}
