import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createLog, manualClock, systemClock } from '../kernel/index.ts'
import { type ClickHouse, openClickHouse } from './client.ts'
import { type EngineHost, startEngineHost } from './engine.ts'
import { dumpClickHouse } from './golden.ts'
import { migrateClickHouse } from './migrate.ts'

const log = createLog('test', 'silent')
const clock = manualClock('2026-11-11T00:00:00Z')
const root = mkdtempSync(join(tmpdir(), 'liuyuan-migrate-'))
let host: EngineHost
let clickhouse: ClickHouse
beforeAll(async () => {
  host = await startEngineHost({ dataDir: join(root, 'data'), log, clock: systemClock })
  clickhouse = openClickHouse(host.url, { log })
})
afterAll(async () => {
  await clickhouse.close()
  await host.stop()
  rmSync(root, { recursive: true })
})

function folder(files: Record<string, string>): string {
  const dir = mkdtempSync(join(root, 'sql-'))
  for (const [name, text] of Object.entries(files)) writeFileSync(join(dir, name), text)
  return dir
}

const FIRST = `-- Why; it is so.
create table one (a UInt8, text String default 'x;y')
engine = MergeTree
order by a;

alter table one add column b String codec(ZSTD(3));
`
const SECOND = "insert into one (a, b) values (1, 'kept');\n"

test('files are applied in order and once', async () => {
  const dir = folder({ '0001_one.sql': FIRST, '0002_two.sql': SECOND, 'notes.md': 'no' })
  expect(await migrateClickHouse(clickhouse, { clock, log, dir })).toEqual([
    '0001_one.sql',
    '0002_two.sql',
  ])
  expect(await migrateClickHouse(clickhouse, { clock, log, dir })).toEqual([])
  expect(await clickhouse.rows({ sql: 'select a, text, b from one', comment: 'test' })).toEqual([
    { a: 1, text: 'x;y', b: 'kept' },
  ])
})

test('the catalogue is told as a stable text', async () => {
  expect(await dumpClickHouse(clickhouse)).toBe(
    `table one (
  a UInt8,
  text String DEFAULT 'x;y',
  b String CODEC(ZSTD(3))
)
engine MergeTree
ORDER BY a
SETTINGS index_granularity = 8192;
`,
  )
})

test('a file whose text changed after it was applied stops the start, a new comment does not', async () => {
  const commented = folder({ '0001_one.sql': `-- More words.\n${FIRST}`, '0002_two.sql': SECOND })
  expect(await migrateClickHouse(clickhouse, { clock, log, dir: commented })).toEqual([])
  const changed = folder({ '0001_one.sql': FIRST.replace('UInt8', 'UInt16') })
  await expect(migrateClickHouse(clickhouse, { clock, log, dir: changed })).rejects.toThrow(
    '0001_one.sql was applied with another text',
  )
})

test('after a crash between a statement and its record it goes on', async () => {
  const dir = folder({
    '0003_three.sql': 'create table three (a UInt8) engine = MergeTree order by a;',
  })
  await migrateClickHouse(clickhouse, { clock, log, dir })
  await clickhouse.command({
    sql: "alter table liuyuan_migrations delete where file = '0003_three.sql' and state = 'done'",
    settings: { mutations_sync: 2 },
    comment: 'test',
  })
  expect(await migrateClickHouse(clickhouse, { clock, log, dir })).toEqual(['0003_three.sql'])
  expect(await migrateClickHouse(clickhouse, { clock, log, dir })).toEqual([])
})

test('a statement that ClickHouse refuses stops there', async () => {
  const dir = folder({
    '0004_bad.sql': 'create table four (a Nonsense) engine = MergeTree order by a;',
  })
  await expect(migrateClickHouse(clickhouse, { clock, log, dir })).rejects.toMatchObject({
    code: 50,
  })
})
