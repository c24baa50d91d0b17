import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { createLog, home, newId } from '../kernel/index.ts'
import { freePort } from './cluster.ts'
import { copyLine, describeSchema, migrate, openDatabase, sql } from './index.ts'
import { unprivileged } from './unprivileged.ts'

// A server that is not ours: another version, another collation, a database that somebody else made.
const PROGRAMS = '/usr/lib/postgresql/15/bin'
const absent = !existsSync(join(PROGRAMS, 'initdb'))
if (absent) process.stderr.write(`skipped: there is no foreign PostgreSQL in ${PROGRAMS}\n`)

const log = createLog('test', 'silent')
const dir = join(home, 'db', 'postgres')
const cleaning: (() => unknown)[] = []
let url = ''

beforeAll(async () => {
  if (absent) return
  const folder = mkdtempSync(join(tmpdir(), 'liuyuan-foreign-'))
  cleaning.push(() => rmSync(folder, { recursive: true, force: true }))
  const run = unprivileged(folder, join(PROGRAMS, 'postgres'))
  const data = join(folder, 'data')
  const making = run(join(PROGRAMS, 'initdb'), [
    '-D',
    data,
    '-U',
    'admin',
    '--no-sync',
    '-E',
    'UTF8',
  ])
  expect(spawnSync(making.file, making.args, making.as).status).toBe(0)
  const port = await freePort(0)
  const settings = ['-p', String(port), '-h', '127.0.0.1', '-k', '', '-c', 'fsync=off']
  const serving = run(join(PROGRAMS, 'postgres'), ['-D', data, ...settings])
  const server = spawn(serving.file, serving.args, { ...serving.as, stdio: 'ignore' })
  cleaning.push(async () => {
    const gone = once(server, 'exit')
    server.kill('SIGINT')
    await gone
  })
  const admin = `postgres://admin@127.0.0.1:${port}/postgres`
  await vi.waitFor(() => ask(admin, 'select 1'), { timeout: 20_000, interval: 100 })
  // What a hosted server gives: a login that owns a database and may make roles, and is no superuser.
  await ask(admin, 'create role shop login createrole')
  await ask(admin, 'create database shop owner shop')
  url = `postgres://shop@127.0.0.1:${port}/shop`
})
afterAll(async () => {
  for (const clean of cleaning.splice(0).reverse()) await clean()
})

test.skipIf(absent)(
  'a hosted PostgreSQL 15 is migrated by its own owner to the very same schema',
  async () => {
    const applied = await migrate(url, { dir, log })
    expect(applied.length).toBeGreaterThan(5)
    expect(await migrate(url, { dir, log })).toEqual([])
    const owner = new pg.Pool({ connectionString: url, max: 1 })
    const text = await describeSchema(owner)
    await owner.end()
    expect(text).toBe(readFileSync(join(home, 'db', 'postgres.golden.sql'), 'utf8'))
  },
)

test.skipIf(absent)(
  'on a hosted PostgreSQL 15 workspaces are kept apart and rows are copied',
  async () => {
    const asOwner = openDatabase(url, { log, role: null, maxConnections: 1 })
    await expect(asOwner).rejects.toThrow('the database role shop owns tables')
    const db = await openDatabase(url, { log, role: 'liuyuan_app', maxConnections: 2 })
    const id = newId()
    await db.inWorkspace(id, async (tx) => {
      await tx.run(sql`
      insert into staff.workspace (workspace_id, name, time_zone, currency, created_at)
      values (${id}, ${'留园'}, 'Asia/Shanghai', 'CNY', ${new Date()})`)
      await tx.run(sql`create temporary table draft (no bigint) on commit drop`)
      await tx.copyIn('draft', [copyLine([1]), copyLine([2])])
      expect(await tx.one(sql`select count(*) as count from draft`)).toEqual({ count: 2 })
    })
    const all = sql`select workspace_id from staff.workspace`
    expect(await db.inWorkspace(id, (tx) => tx.rows(all))).toHaveLength(1)
    expect(await db.inWorkspace(newId(), (tx) => tx.rows(all))).toEqual([])
    expect(await db.asSystem((tx) => tx.rows(all))).toEqual([])
    await db.close()
  },
)

async function ask(address: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: address })
  try {
    await client.connect()
    await client.query(statement)
  } finally {
    await client.end().catch(() => {})
  }
}
