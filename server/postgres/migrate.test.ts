import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createLog, manualClock } from '../kernel/index.ts'
import { migrate, type TestDatabase, testDatabase } from './index.ts'

const log = createLog('test', 'silent')
const clock = manualClock('2026-11-11T00:00:00Z')
let world: TestDatabase
let dir: string
let owner: pg.Client

beforeEach(async () => {
  world = await testDatabase()
  dir = mkdtempSync(join(tmpdir(), 'liuyuan-migrations-'))
  owner = new pg.Client({ connectionString: world.ownerUrl })
  await owner.connect()
  // The clone is migrated already; these tests bring their own files.
  await owner.query('drop schema migration cascade')
})
afterEach(async () => {
  await owner.end()
  await world.drop()
  rmSync(dir, { recursive: true })
})

function write(name: string, text: string): void {
  writeFileSync(join(dir, name), text)
}
const up = () => migrate(world.ownerUrl, { dir, log, clock })

test('files are applied once, in the order of their numbers, with the instant', async () => {
  write('0002_rows.sql', 'insert into public.made values (2);')
  write('0001_table.sql', 'create table public.made (no integer);')
  write('notes.txt', 'not a migration')
  expect(await up()).toEqual(['0001_table.sql', '0002_rows.sql'])
  expect(await up()).toEqual([])
  write('0003_more.sql', 'insert into public.made values (3);')
  expect(await up()).toEqual(['0003_more.sql'])
  expect((await owner.query('select no from public.made')).rows).toEqual([{ no: 2 }, { no: 3 }])
  const { rows } = await owner.query('select distinct applied_at from migration.applied')
  expect(rows).toEqual([{ applied_at: clock.now() }])
})

test('a file that was changed after it was applied is refused by name, other line ends are not', async () => {
  write('0001_table.sql', 'create table public.made (no integer);\n')
  await up()
  write('0001_table.sql', 'create table public.made (no integer);\r\n')
  expect(await up()).toEqual([])
  write('0001_table.sql', 'create table public.made (no bigint);\n')
  await expect(up()).rejects.toThrow('0001_table.sql was changed after it was applied')
})

test('a database that is newer than the program is refused', async () => {
  write('0001_table.sql', 'create table public.made (no integer);')
  write('0002_rows.sql', 'insert into public.made values (2);')
  await up()
  rmSync(join(dir, '0002_rows.sql'))
  await expect(up()).rejects.toThrow('0002_rows.sql, which this program does not know')
})

test('a file that fails leaves nothing of itself and names its line', async () => {
  write('0001_table.sql', 'create table public.made (no integer);')
  write(
    '0002_wrong.sql',
    'insert into public.made values (1);\ninsert into public.mistake values (1);',
  )
  await expect(up()).rejects.toThrow('0002_wrong.sql, line 2 failed')
  expect((await owner.query('select from public.made')).rowCount).toBe(0)
  write('0002_wrong.sql', 'insert into public.made values (1);')
  expect(await up()).toEqual(['0002_wrong.sql'])
})

test('of several starters one migrates and the others wait for it', async () => {
  write('0001_table.sql', 'create table public.made (no integer); select pg_sleep(0.2);')
  const applied = await Promise.all([up(), up(), up()])
  expect(applied.flat()).toEqual(['0001_table.sql'])
})
