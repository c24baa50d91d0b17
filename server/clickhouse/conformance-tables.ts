import type { ClickHouse } from './client.ts'
import type { Case } from './conformance-case.ts'

const DURABLE = `fsync_after_insert = 1, fsync_part_directory = 1, min_rows_to_fsync_after_merge = 1,
  min_compressed_bytes_to_fsync_after_merge = 1, old_parts_lifetime = 480, non_replicated_deduplication_window = 0`

const DDL = [
  'drop table if exists conformance_event',
  'drop table if exists conformance_version',
  'drop table if exists conformance_member',
  'drop table if exists conformance_override',
  'drop table if exists conformance_copy',
  `create table conformance_event (
    workspace UInt32,
    name LowCardinality(String),
    customer UInt64 codec(Delta, ZSTD(1)),
    at DateTime64(3, 'UTC'),
    event_id UUID,
    value Int64,
    rate Decimal(18, 4),
    note Nullable(String),
    tags Array(String),
    props String codec(ZSTD(3)),
    batch UInt64,
    month Date,
    index batch_range batch type minmax granularity 1,
    projection timeline (select workspace, customer, at, _part_offset order by workspace, customer, at)
  )
  engine = MergeTree
  partition by month
  order by (workspace, name, customer, at)
  settings ${DURABLE}`,
  `create table conformance_version (id UInt64, name String, version UInt64, gone UInt8)
  engine = ReplacingMergeTree(version)
  order by id
  settings ${DURABLE}`,
  `create table conformance_member (segment UInt32, members AggregateFunction(groupBitmap, UInt64))
  engine = AggregatingMergeTree
  order by segment
  settings ${DURABLE}`,
  `create table conformance_override (customer UInt64, person UInt64)
  engine = MergeTree
  order by customer
  settings ${DURABLE}`,
]

/** 2,000 events of 100 customers over two months: customer n has an event of 100·n fen each. */
const EVENTS = Array.from({ length: 2_000 }, (_, index) => ({
  workspace: 1,
  name: index % 4 === 0 ? 'order.paid' : 'page.viewed',
  customer: (index % 100) + 1,
  at: new Date(Date.UTC(2026, 9, 1) + index * 3_600_000).toISOString(),
  event_id: `0193b2c4-0000-8000-8000-${index.toString(16).padStart(12, '0')}`,
  value: ((index % 100) + 1) * 100,
  rate: '0.1250',
  note: index % 3 === 0 ? null : `说"明"\\ ${index}\n`,
  tags: index % 2 === 0 ? ['a', "b'"] : [],
  props: JSON.stringify({ page: { path: `/p/${index % 10}` }, count: index, ok: index % 2 === 0 }),
  batch: Math.floor(index / 1_000) + 1,
  month: index < 1_000 ? '2026-10-01' : '2026-11-01',
}))

export const tableCases: Case[] = [
  {
    says: 'tables with codecs, indices, projections, states and the durable settings are made',
    ask: async (clickhouse) => {
      for (const sql of DDL) await clickhouse.command({ sql, comment: 'conformance' })
      return clickhouse.rows({
        sql: `
          select name, engine
          from system.tables
          where database = currentDatabase()
            and name like 'conformance%'
          order by name`,
        comment: 'conformance',
      })
    },
    expected: [
      { name: 'conformance_event', engine: 'MergeTree' },
      { name: 'conformance_member', engine: 'AggregatingMergeTree' },
      { name: 'conformance_override', engine: 'MergeTree' },
      { name: 'conformance_version', engine: 'ReplacingMergeTree' },
    ],
  },
  {
    says: 'lines of JSON are inserted, instants in ISO form and texts of every kind included',
    ask: async (clickhouse) => {
      for (const batch of [1, 2]) await insertEvents(clickhouse, batch)
      return clickhouse.rows({
        sql: `
          select count() as n, sum(value) as value, uniqExact(event_id) as ids, countIf(note is null) as silent,
            anyIf(note, event_id = {id:UUID}) as noted, toString(max(at)) as last
          from conformance_event`,
        params: { id: '0193b2c4-0000-8000-8000-000000000001' },
        comment: 'conformance',
      })
    },
    expected: [
      {
        n: 2000,
        value: 10100000,
        ids: 2000,
        silent: 667,
        noted: '说"明"\\ 1\n',
        last: '2026-12-23 07:00:00.000',
      },
    ],
  },
  {
    says: 'one insert into one partition is one part',
    ask: (clickhouse) =>
      clickhouse.rows({
        sql: `
          select partition, count() as parts, sum(rows) as n
          from system.parts
          where database = currentDatabase()
            and table = 'conformance_event'
            and active
          group by partition
          order by partition`,
        comment: 'conformance',
      }),
    expected: [
      { partition: '2026-10-01', parts: 1, n: 1000 },
      { partition: '2026-11-01', parts: 1, n: 1000 },
    ],
  },
  {
    says: 'two inserts of the same rows are both kept: nothing is dropped silently',
    ask: async (clickhouse) => {
      const rows = '{"customer":1,"person":2}'
      for (let time = 0; time < 2; time += 1)
        await clickhouse.insert({ table: 'conformance_override', rows, comment: 'conformance' })
      return clickhouse.rows({
        sql: 'select count() as n from conformance_override',
        comment: 'conformance',
      })
    },
    expected: [{ n: 2 }],
  },
  {
    says: 'the newest version of a row counts when it is read with final',
    ask: async (clickhouse) => {
      for (const rows of [
        '{"id":1,"name":"old","version":1,"gone":0}\n{"id":2,"name":"two","version":1,"gone":0}',
        '{"id":1,"name":"new","version":2,"gone":0}\n{"id":2,"name":"two","version":2,"gone":1}',
      ])
        await clickhouse.insert({ table: 'conformance_version', rows, comment: 'conformance' })
      return clickhouse.rows({
        sql: 'select id, name from conformance_version final where gone = 0',
        comment: 'conformance',
      })
    },
    expected: [{ id: 1, name: 'new' }],
  },
  {
    says: 'members are kept as bitmaps whose differences are who entered and who left',
    ask: async (clickhouse) => {
      await clickhouse.command({
        sql: `
          insert into conformance_member
          select {before:UInt32}, groupBitmapState(toUInt64(number)) from numbers(1, 100)
          union all
          select {after:UInt32}, groupBitmapState(toUInt64(number)) from numbers(51, 100)`,
        params: { before: 1, after: 2 },
        comment: 'conformance',
      })
      return clickhouse.rows({
        sql: `
          with
            (select groupBitmapMergeState(members) from conformance_member where segment = 1) as before,
            (select groupBitmapMergeState(members) from conformance_member where segment = 2) as after
          select bitmapCardinality(bitmapAndnot(after, before)) as entered,
            bitmapCardinality(bitmapAndnot(before, after)) as left,
            bitmapAndCardinality(before, after) as stayed,
            arraySlice(bitmapToArray(after), 1, 2) as first,
            bitmapContains(after, toUInt64(150)) as has`,
        comment: 'conformance',
      })
    },
    expected: [{ entered: 50, left: 50, stayed: 50, first: [51, 52], has: 1 }],
  },
  {
    says: 'rows are copied from one table to another in one statement',
    ask: async (clickhouse) => {
      await clickhouse.command({
        sql: `create table conformance_copy engine = MergeTree order by customer settings ${DURABLE}
          as select customer, sum(value) as value from conformance_event group by customer`,
        comment: 'conformance',
      })
      return clickhouse.rows({
        sql: 'select count() as n, sum(value) as value from conformance_copy',
        comment: 'conformance',
      })
    },
    expected: [{ n: 100, value: 10100000 }],
  },
]

async function insertEvents(clickhouse: ClickHouse, batch: number): Promise<void> {
  await clickhouse.insert({
    table: 'conformance_event',
    rows: EVENTS.filter((event) => event.batch === batch)
      .map((event) => JSON.stringify(event))
      .join('\n'),
    comment: 'conformance',
  })
}
