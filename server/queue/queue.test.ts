import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { createLog, home, newId } from '../kernel/index.ts'
import { sql, type TestDatabase, testDatabase } from '../postgres/index.ts'
import { enqueue, type Handler, type Job, startJobs } from './index.ts'
import { LOOKS, look } from './lease.ts'

const log = createLog('test', 'silent')
const shop = newId()
// A loaded machine may take long; none of these tests is about speed.
vi.setConfig({ testTimeout: 120_000 })
const PATIENCE_MS = 60_000
let world: TestDatabase

beforeAll(async () => {
  world = await testDatabase()
})
afterAll(() => world?.drop())

function work(handlers: Record<string, Handler>) {
  return startJobs({ url: world.ownerUrl, handlers, log, concurrency: 2 })
}

function add(name: string, payload: unknown, more: { key?: string; runAt?: Date } = {}) {
  return world.db.inWorkspace(shop, (tx) =>
    enqueue(tx, { workspaceId: shop, name, payload, ...more }),
  )
}

test('a job that was added in a transaction runs once it commits, with its workspace and payload', async () => {
  const done: Job[] = []
  const jobs = await work({
    report: async (job) => {
      done.push(job)
    },
  })
  await add('report', { month: '2026-11', names: ['小明'] })
  await vi.waitFor(() => expect(done).toHaveLength(1), PATIENCE_MS)
  expect(done[0]).toMatchObject({
    workspaceId: shop,
    payload: { month: '2026-11', names: ['小明'] },
    tries: 1,
  })
  await jobs.stop()
})

test('a job of a transaction that failed does not exist', async () => {
  const failing = world.db.inWorkspace(shop, async (tx) => {
    await enqueue(tx, { workspaceId: shop, name: 'never', payload: null })
    throw new Error('no')
  })
  await expect(failing).rejects.toThrow('no')
  expect(await countJobs('never')).toBe(0)
})

test('a second job with the key of a waiting one takes its place', async () => {
  const runAt = new Date('2099-01-01')
  await add('sync', { version: 1 }, { key: 'catalog', runAt })
  await add('sync', { version: 2 }, { key: 'catalog', runAt })
  await add('sync', { version: 1 }, { key: 'staff', runAt })
  expect(await countJobs('sync')).toBe(2)
})

test('a transaction adds no job for another workspace, and the application cannot read the queue', async () => {
  const foreign = world.db.inWorkspace(shop, (tx) =>
    enqueue(tx, { workspaceId: newId(), name: 'report', payload: null }),
  )
  await expect(foreign).rejects.toThrow('a job for another workspace')
  const reading = world.db.asSystem((tx) => tx.rows(sql`select id from graphile_worker.jobs`))
  await expect(reading).rejects.toThrow('permission denied')
})

test('a job that fails is tried again', async () => {
  const tries: number[] = []
  const jobs = await work({
    flaky: async (job) => {
      tries.push(job.tries)
      if (job.tries === 1) throw new Error('not yet')
    },
  })
  await add('flaky', null)
  await vi.waitFor(() => expect(tries).toEqual([1, 2]), PATIENCE_MS)
  await jobs.stop()
})

test('a job whose process was killed in the middle is finished by another', async () => {
  const doomed = forkWorker()
  await add('import', { file: 'customers.csv' })
  const [message] = await once(doomed, 'message')
  expect(message).toEqual({ took: { file: 'customers.csv' } })
  doomed.kill('SIGKILL')
  await once(doomed, 'exit')
  const finished: Job[] = []
  const jobs = await work({
    import: async (job) => {
      finished.push(job)
    },
  })
  await vi.waitFor(() => expect(finished).toHaveLength(1), PATIENCE_MS)
  expect(finished[0]).toMatchObject({ payload: { file: 'customers.csv' }, tries: 2 })
  await jobs.stop()
  expect(await countJobs('import')).toBe(0)
})

test('a process that counts is never taken for dead, and one that stands still is', () => {
  let sights = look(new Map(), [{ id: 'lives', beats: 1 }])
  for (let beats = 1; beats <= LOOKS; beats++) {
    const rows = [
      { id: 'lives', beats },
      { id: 'dead', beats: 7 },
    ]
    sights = look(sights, rows)
  }
  expect(sights.get('lives')?.still).toBeLessThan(LOOKS)
  expect(sights.get('dead')?.still).toBe(LOOKS - 1)
  sights = look(sights, [{ id: 'dead', beats: 7 }])
  expect(sights).toEqual(new Map([['dead', { beats: 7, still: LOOKS }]]))
})

function forkWorker(): ChildProcess {
  const file = join(home, 'test', 'postgres-worker.ts')
  return fork(file, [world.ownerUrl], { execArgv: ['--import', 'tsx'] })
}

async function countJobs(name: string): Promise<number> {
  const { default: pg } = await import('pg')
  const options = '-c role=liuyuan_queue'
  const client = new pg.Client({ connectionString: world.ownerUrl, options })
  await client.connect()
  const text = 'select from graphile_worker.jobs where task_identifier = $1'
  const { rowCount } = await client.query(text, [name])
  await client.end()
  return rowCount ?? 0
}
