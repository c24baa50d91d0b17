import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { home } from '../server/kernel/index.ts'
import { describeSchema, type TestDatabase, testDatabase } from '../server/postgres/index.ts'

const golden = join(home, 'db', 'postgres.golden.sql')
let world: TestDatabase
let owner: pg.Pool

beforeAll(async () => {
  world = await testDatabase()
  owner = new pg.Pool({
    connectionString: world.ownerUrl,
    max: 1,
    options: '-c search_path=pg_catalog',
  })
})
afterAll(async () => {
  await owner?.end()
  await world?.drop()
})

test('the migrations make exactly the schema of the golden file', async () => {
  const text = await describeSchema(owner)
  if (process.env.GOLDEN === '1') writeFileSync(golden, text)
  expect(existsSync(golden), 'make it with GOLDEN=1').toBe(true)
  expect(text).toBe(readFileSync(golden, 'utf8'))
})

test('every table that names a workspace is under forced row-level security with a policy for the application', async () => {
  const { rows } = await owner.query<{ name: string; guarded: boolean }>(`
    select c.oid::regclass::text as name,
           c.relrowsecurity and c.relforcerowsecurity and exists (
             select from pg_policy p
             where p.polrelid = c.oid
               and p.polcmd = '*'
               and p.polqual is not null
               and p.polwithcheck is not null
               and p.polroles @> array['liuyuan_app'::regrole::oid]
           ) as guarded
    from pg_class c
    join pg_attribute a on a.attrelid = c.oid
    where a.attname = 'workspace_id' and c.relkind in ('r', 'p')
    order by name`)
  expect(rows.length).toBeGreaterThan(20)
  expect(rows.filter((row) => !row.guarded)).toEqual([])
})

test('no policy lets the application beyond the workspace of its transaction', async () => {
  const { rows } = await owner.query<{ qual: string; with_check: string }>(`
    select distinct p.qual, p.with_check
    from pg_policies p
    where p.roles && array['liuyuan_app', 'public']::name[]`)
  const rule = '(workspace_id = liuyuan.workspace())'
  expect(rows).toEqual([{ qual: rule, with_check: rule }])
})

test('the application owns nothing, may create nothing, and every view and function that it may use keeps the rule', async () => {
  const { rows: owned } = await owner.query(`
    select c.oid::regclass::text as name
    from pg_class c
    where c.relowner in ('liuyuan_app'::regrole, 'liuyuan_system'::regrole)`)
  expect(owned).toEqual([])
  const { rows: creatable } = await owner.query(`
    select n.nspname
    from pg_namespace n
    where n.nspname !~ '^pg_' and has_schema_privilege('liuyuan_app', n.oid, 'create')`)
  expect(creatable).toEqual([])
  const { rows: views } = await owner.query(`
    select c.oid::regclass::text as name
    from pg_class c
    join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('v', 'm')
      and n.nspname !~ '^(pg_|information_schema$|graphile_worker$)'
      and coalesce(not c.reloptions @> array['security_invoker=true'], true)`)
  expect(views).toEqual([])
  // A security definer function that trusts the caller's search path can be made to call the caller's functions.
  const { rows: trusting } = await owner.query(`
    select p.oid::regprocedure::text as name
    from pg_proc p
    join pg_namespace n on n.oid = p.pronamespace
    where p.prosecdef
      and n.nspname !~ '^(pg_|information_schema$|graphile_worker$)'
      and not coalesce(p.proconfig @> array['search_path=""'], false)`)
  expect(trusting).toEqual([])
})
