import { execFileSync, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { createLog, seededChance, sleep, systemClock } from '../kernel/index.ts'
import { type ClickHouse, EngineAway, openClickHouse, QueryFailed } from './client.ts'
import { type EngineHost, type EngineHostOptions, startEngineHost } from './engine.ts'

const log = createLog('test', 'silent')
/** 8 kills in the ordinary run; the nightly one says 35. */
const KILLS = Number(process.env.LIUYUAN_KILLS ?? 8)
const isRoot = process.getuid?.() === 0
const BATCH_ROWS = 100
const DURABLE = `settings fsync_after_insert = 1, fsync_part_directory = 1, min_rows_to_fsync_after_merge = 1,
  min_compressed_bytes_to_fsync_after_merge = 1, old_parts_lifetime = 480, non_replicated_deduplication_window = 0`

const undo: (() => unknown)[] = []
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step()
})

function folder(): string {
  const dir = mkdtempSync(join(tmpdir(), 'liuyuan-engine-'))
  undo.push(() => rmSync(dir, { recursive: true }))
  return dir
}

async function start(
  options: Partial<EngineHostOptions> & { dataDir: string },
): Promise<{ host: EngineHost; clickhouse: ClickHouse }> {
  const host = await startEngineHost({ log, clock: systemClock, ...options })
  const clickhouse = openClickHouse(host.url, { log })
  undo.push(async () => {
    await clickhouse.close()
    await host.stop()
  })
  return { host, clickhouse }
}

async function makeTable(clickhouse: ClickHouse): Promise<void> {
  await clickhouse.command({
    sql: `create table landed (batch UInt64, row UInt32, filling String) engine = MergeTree order by (batch, row) ${DURABLE}`,
    comment: 'test',
  })
}

function linesOf(batch: number, rows: number[]): string {
  return rows.map((row) => JSON.stringify({ batch, row, filling: `${batch}.${row}` })).join('\n')
}

/** The caller's rule: ask what is there, insert what is missing, and ask again whenever the engine went away. */
async function land(clickhouse: ClickHouse, batch: number): Promise<void> {
  while (true) {
    try {
      const there = await clickhouse.rows<{ row: number }>({
        sql: 'select row from landed where batch = {batch:UInt64}',
        params: { batch },
        comment: 'test',
      })
      const known = new Set(there.map(({ row }) => row))
      const missing = Array.from({ length: BATCH_ROWS }, (_, row) => row).filter(
        (row) => !known.has(row),
      )
      if (missing.length === 0) return
      await clickhouse.insert({
        table: 'landed',
        rows: linesOf(batch, missing),
        comment: 'test',
      })
      return
    } catch (error) {
      if (!(error instanceof EngineAway)) throw error
      await sleep(20)
    }
  }
}

test(`killed ${KILLS} times while inserting, nothing is lost, nothing is doubled, and it comes back by itself`, {
  timeout: 60_000 + KILLS * 10_000,
}, async () => {
  const { host, clickhouse } = await start({ dataDir: folder() })
  await makeTable(clickhouse)
  const restarts: string[] = []
  host.onRestart(({ reason }) => restarts.push(reason))
  const chance = seededChance(20261111)
  let batches = 0
  let killing = true
  const inserting = (async () => {
    while (killing) {
      await land(clickhouse, batches)
      batches += 1
    }
  })()
  for (let kill = 0; kill < KILLS; kill += 1) {
    while (!(await clickhouse.ping())) await sleep(20)
    await sleep(50 + chance.fraction() * 600)
    const pid = host.pid()
    if (pid) process.kill(pid, 'SIGKILL')
  }
  while (restarts.length < KILLS) await sleep(50)
  killing = false
  await inserting
  const counted = await clickhouse.rows({
    sql: `
      select count() as n, uniqExact(batch, row) as distinct_rows, uniqExact(batch) as batches
      from landed`,
    comment: 'test',
  })
  const n = batches * BATCH_ROWS
  expect(counted).toEqual([{ n, distinct_rows: n, batches }])
  expect(restarts).toEqual(Array.from({ length: KILLS }, () => 'SIGKILL'))
  console.info(`${KILLS} kills, ${batches} batches of ${BATCH_ROWS}: 0 lost, 0 doubled`)
})

test('a runaway query is cut by its limit while others are answered', async () => {
  const { host, clickhouse } = await start({ dataDir: folder() })
  const pid = host.pid()
  const order: string[] = []
  const runaway = clickhouse
    .rows({
      sql: 'select count() from numbers(1000000000000) where sipHash64(number) = 1',
      settings: { max_execution_time: 3 },
      comment: 'test',
    })
    .catch((error: unknown) => {
      order.push('runaway cut')
      return error
    })
  await sleep(200)
  await clickhouse.rows({ sql: 'select 1', comment: 'test' })
  order.push('small one answered')
  const error = await runaway
  expect(error).toBeInstanceOf(QueryFailed)
  expect(error).toMatchObject({ code: 159 })
  expect(order).toEqual(['small one answered', 'runaway cut'])
  expect(host.pid()).toBe(pid)
})

test('a query that wants more memory than there is fails alone', async () => {
  const { host, clickhouse } = await start({ dataDir: folder(), memoryLimitMb: 512 })
  const pid = host.pid()
  const greedy = clickhouse.rows({
    sql: 'select groupArray(number) as n from numbers(200000000)',
    comment: 'test',
  })
  await expect(greedy).rejects.toMatchObject({ code: 241 })
  expect(await clickhouse.rows({ sql: 'select 1 as n', comment: 'test' })).toEqual([{ n: 1 }])
  expect(host.pid()).toBe(pid)
})

test('a host that has grown too large is replaced while it is idle', async () => {
  const { host, clickhouse } = await start({ dataDir: folder(), recycleMb: 50 })
  const reason = await new Promise<string>((done) => {
    host.onRestart((restart) => done(restart.reason))
  })
  expect(reason).toMatch(/^replaced at \d+ MB$/)
  expect(await clickhouse.ping()).toBe(true)
})

test('a folder that cannot be opened is told with the reason', async () => {
  const dataDir = folder()
  writeFileSync(join(dataDir, 'store'), 'not a folder')
  await expect(startEngineHost({ dataDir, log, clock: systemClock })).rejects.toThrow(
    /does not start: .*store/,
  )
})

test('a second host waits until the first lets go of the folder', async () => {
  const dataDir = folder()
  const first = await startEngineHost({ dataDir, log, clock: systemClock })
  const one = openClickHouse(first.url, { log })
  await makeTable(one)
  await land(one, 1)
  await one.close()
  const second = start({ dataDir })
  await sleep(1_000)
  await first.stop()
  const { clickhouse } = await second
  expect(
    await clickhouse.rows({ sql: 'select count() as n from landed', comment: 'test' }),
  ).toEqual([{ n: BATCH_ROWS }])
})

test('a stopped host is away, and does not come back', async () => {
  const { host, clickhouse } = await start({ dataDir: folder() })
  await host.stop()
  expect(host.pid()).toBeNull()
  await expect(
    clickhouse.insert({ table: 'landed', rows: '{}', comment: 'test' }),
  ).rejects.toBeInstanceOf(EngineAway)
  expect(await clickhouse.ping()).toBe(false)
})

test('the host ends when its parent is killed', async () => {
  const dataDir = folder()
  const here = new URL('./index.ts', import.meta.url).href
  const kernel = new URL('../kernel/index.ts', import.meta.url).href
  const program = `
    import { startEngineHost } from ${JSON.stringify(here)}
    import { createLog, systemClock } from ${JSON.stringify(kernel)}
    const log = createLog('test', 'silent')
    const host = await startEngineHost({ dataDir: ${JSON.stringify(dataDir)}, log, clock: systemClock })
    console.log(host.pid())`
  const file = join(dataDir, 'parent.mts')
  writeFileSync(file, program)
  const parent = spawn(process.execPath, ['--import', 'tsx', file], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const pid = await new Promise<number>((done) => {
    parent.stdout.once('data', (line) => done(Number(String(line))))
  })
  expect(isAlive(pid)).toBe(true)
  parent.kill('SIGKILL')
  while (isAlive(pid)) await sleep(50)
  const { clickhouse } = await start({ dataDir })
  expect(await clickhouse.ping()).toBe(true)
})

test.skipIf(!isRoot)('it runs as an unprivileged user (skipped unless root)', async () => {
  const dataDir = join(folder(), 'clickhouse')
  execFileSync('chmod', ['755', join(dataDir, '..')])
  const { host, clickhouse } = await start({ dataDir, runAs: { uid: 65534, gid: 65534 } })
  await makeTable(clickhouse)
  await land(clickhouse, 1)
  const uid = /^Uid:\s+(\d+)/m.exec(readFileSync(`/proc/${host.pid()}/status`, 'utf8'))?.[1]
  expect(uid).toBe('65534')
})

test.skipIf(!canMount())(
  'a full disk is a clean "not now", and work goes on when there is room again (skipped where tmpfs cannot be mounted)',
  { timeout: 120_000 },
  async () => {
    const disk = folder()
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=96m', 'tmpfs', disk])
    undo.push(() => execFileSync('umount', ['-l', disk]))
    writeFileSync(join(disk, 'ballast'), Buffer.alloc(40 * 1024 * 1024))
    mkdirSync(join(disk, 'clickhouse'))
    const { host, clickhouse } = await start({ dataDir: join(disk, 'clickhouse') })
    const pid = host.pid()
    await makeTable(clickhouse)
    const { acknowledged, refusal } = await fill(clickhouse)
    expect(refusal).toBeInstanceOf(EngineAway)
    expect(await batchesThere(clickhouse)).toEqual(acknowledged)
    rmSync(join(disk, 'ballast'))
    await land(clickhouse, 9_999)
    expect(await batchesThere(clickhouse)).toEqual([...acknowledged, 9_999])
    expect(host.pid()).toBe(pid)
  },
)

/** Inserts batches of 2 MB that cannot be compressed until one is refused. */
async function fill(clickhouse: ClickHouse): Promise<{ acknowledged: number[]; refusal: unknown }> {
  const chance = seededChance(7)
  const acknowledged: number[] = []
  for (let batch = 0; batch < 100; batch += 1) {
    const rows = Array.from({ length: BATCH_ROWS }, (_, row) =>
      JSON.stringify({ batch, row, filling: Buffer.from(chance.bytes(15_000)).toString('base64') }),
    )
    try {
      await clickhouse.insert({ table: 'landed', rows: rows.join('\n'), comment: 'test' })
      acknowledged.push(batch)
    } catch (refusal) {
      return { acknowledged, refusal }
    }
  }
  return { acknowledged, refusal: null }
}

/** The batches that are whole, and nothing else may be there. */
async function batchesThere(clickhouse: ClickHouse): Promise<(number | string)[]> {
  const rows = await clickhouse.rows<{ batch: number; n: number }>({
    sql: `
      select batch, count() as n
      from landed
      group by batch
      order by batch`,
    comment: 'test',
  })
  return rows.map(({ batch, n }) => (n === BATCH_ROWS ? batch : `${batch} has ${n}`))
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

function canMount(): boolean {
  if (!isRoot) return false
  const dir = mkdtempSync(join(tmpdir(), 'liuyuan-mount-'))
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', dir], { stdio: 'ignore' })
    execFileSync('umount', [dir], { stdio: 'ignore' })
    return true
  } catch {
    return false
  } finally {
    rmSync(dir, { recursive: true })
  }
}
