import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createLog, sleep, systemClock } from '../kernel/index.ts'
import { type ClickHouse, openClickHouse } from './client.ts'
import { type EngineHost, startEngineHost } from './engine.ts'

const log = createLog('test', 'silent')
const dataDir = mkdtempSync(join(tmpdir(), 'liuyuan-clickhouse-'))
let host: EngineHost
let clickhouse: ClickHouse
beforeAll(async () => {
  host = await startEngineHost({ dataDir, log, clock: systemClock })
  clickhouse = openClickHouse(host.url, { log })
  await clickhouse.command({
    sql: 'create table note (id UInt64, text String) engine = MergeTree order by id',
    comment: 'test',
  })
})
afterAll(async () => {
  await clickhouse.close()
  await host.stop()
  rmSync(dataDir, { recursive: true })
})

function ask(
  path: string,
  init: {
    method?: string
    body?: string | Uint8Array<ArrayBuffer>
    token?: string
    headers?: Record<string, string>
  } = {},
) {
  const url = new URL(host.url)
  const pair = `${url.username}:${init.token ?? url.password}`
  const authorization = `Basic ${Buffer.from(pair).toString('base64')}`
  return fetch(`http://${url.host}${path}`, {
    method: init.method ?? 'POST',
    body: init.body ?? null,
    headers: { authorization, ...init.headers },
  })
}

test('anybody may ask whether it lives, nobody without the token may ask more', async () => {
  const live = await fetch(`http://${new URL(host.url).host}/ping`)
  expect(await live.text()).toBe('Ok.\n')
  const answer = await ask('/', { body: 'select 1', token: 'guess' })
  expect(answer.status).toBe(401)
  expect(answer.headers.get('x-clickhouse-exception-code')).toBe('516')
})

test('the token is taken from headers of ClickHouse as well', async () => {
  const { host: address, password } = new URL(host.url)
  const headers = { 'x-clickhouse-user': 'liuyuan', 'x-clickhouse-key': password }
  const answer = await fetch(`http://${address}/?query=select+1`, { headers })
  expect(await answer.text()).toBe('1\n')
})

test('a GET reads and never writes', async () => {
  expect(await (await ask('/?query=select+1', { method: 'GET' })).text()).toBe('1\n')
  const answer = await ask('/?query=drop+table+note', { method: 'GET' })
  expect(answer.headers.get('x-clickhouse-exception-code')).toBe('164')
})

test('the body is appended to the query of the address', async () => {
  const answer = await ask('/?query=select+1,&default_format=JSONEachRow', { body: '2' })
  expect(await answer.json()).toEqual({ '1': 1, '2': 2 })
  expect(answer.headers.get('content-type')).toContain('ndjson')
})

test('an error carries ClickHouse code, status and text', async () => {
  const answer = await ask('/', { body: 'select 1 from nowhere' })
  expect(answer.status).toBe(404)
  expect(answer.headers.get('x-clickhouse-exception-code')).toBe('60')
  expect(await answer.text()).toMatch(/^Code: 60\. DB::Exception: .*nowhere.*\(UNKNOWN_TABLE\)/)
})

test('a summary says how many rows were written', async () => {
  const answer = await ask('/?query=insert+into+note+format+JSONEachRow', {
    body: '{"id":1,"text":"a"}\n{"id":2,"text":"b"}',
  })
  expect(JSON.parse(answer.headers.get('x-clickhouse-summary') ?? '')).toMatchObject({
    written_rows: '2',
  })
})

test('bodies and results travel as gzip when the client says so', async () => {
  const lines = Array.from({ length: 500 }, (_, n) =>
    JSON.stringify({ id: n, text: '长'.repeat(20) }),
  )
  const sent = await ask('/?query=insert+into+note+format+JSONEachRow', {
    body: new Uint8Array(gzipSync(lines.join('\n'))),
    headers: { 'content-encoding': 'gzip' },
  })
  expect(sent.status).toBe(200)
  const got = await ask('/?enable_http_compression=1', {
    body: 'select id, text from note where length(text) > 10 format JSONEachRow',
    headers: { 'accept-encoding': 'gzip' },
  })
  expect(got.headers.get('content-encoding')).toBe('gzip')
  expect((await got.text()).trim().split('\n')).toHaveLength(500)
})

test.each([
  ["select * from file('/etc/passwd', 'LineAsString')", 497],
  ["select 1 into outfile '/tmp/liuyuan-never'", 497],
  ["insert into function file('/tmp/liuyuan-never') select 1", 497],
  ['select 1 settings max_memory_usage = 1', 164],
  ['select 1; drop table note', 62],
  ['set max_threads = 1', 344],
])('%s is refused with %i', async (sql, code) => {
  const answer = await ask('/', { body: sql })
  expect(answer.headers.get('x-clickhouse-exception-code')).toBe(String(code))
})

test('a setting that the engine does not take is named', async () => {
  const answer = await ask('/?allow_introspection_functions=1', { body: 'select 1' })
  expect(await answer.text()).toContain('allow_introspection_functions')
})

test('a setting cannot smuggle SQL', async () => {
  const value = encodeURIComponent("1', readonly = '0")
  const answer = await ask(`/?max_threads=${value}`, { body: 'select 1' })
  expect(answer.headers.get('x-clickhouse-exception-code')).toBe('36')
})

test('reads are given read-only sessions', async () => {
  const rows = await clickhouse.rows({
    sql: "select getSetting('readonly') as readonly, getSetting('max_memory_usage') > 0 as bounded",
    comment: 'test',
  })
  expect(rows).toEqual([{ readonly: 1, bounded: 1 }])
})

test('a result larger than the bound is refused, not sent in part', async () => {
  const answer = await ask('/', { body: "select repeat('x', 1000000) from numbers(200)" })
  expect(answer.headers.get('x-clickhouse-exception-code')).toBe('396')
  await answer.text()
})

test('while the readers are busy, a bounded number waits and the rest is told so', async () => {
  const slow = [1, 2].map(() => ask('/', { body: 'select sleep(3)' }))
  await sleep(500)
  const more = await Promise.all(
    Array.from({ length: 270 }, async () => {
      const answer = await ask('/', { body: 'select 1' })
      await answer.text()
      return answer.status
    }),
  )
  expect(more.filter((status) => status === 200)).toHaveLength(256)
  expect(more.filter((status) => status === 503)).toHaveLength(14)
  for (const answer of await Promise.all(slow)) expect(answer.status).toBe(200)
})
