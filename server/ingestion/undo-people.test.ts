import { createReadStream } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { River } from '../event/index.ts'
import { receive } from '../event/index.ts'
import { createLog, newId, seededChance, systemClock, type Tenant } from '../kernel/index.ts'
import { sql, type TestDatabase, testDatabase } from '../postgres/index.ts'
import { draftImport, startImport } from './begin-import.ts'
import { findImport, type Import } from './import-store.ts'
import { type ImportDeps, runImport } from './run-import.ts'
import { TRACK } from './track-decode.ts'
import { beginUndo, undoImport } from './undo-import.ts'
import { drained, riverOf, tenantIn } from './world.fixture.ts'

const HISTORIES = Number(process.env.LIUYUAN_HISTORIES ?? 4)
// A history takes four seconds alone, and more beside others.
vi.setConfig({ testTimeout: 120_000 + HISTORIES * 20_000 })
const SEED = Number(process.env.LIUYUAN_SEED ?? 20_261_126)
let base: TestDatabase
let folder: string
let deps: ImportDeps
let river: River
const tenants: Tenant[] = []
beforeAll(async () => {
  base = await testDatabase()
  folder = await mkdtemp(join(tmpdir(), 'liuyuan-undo-'))
  deps = { db: base.db, clock: systemClock, log: createLog('test', 'silent'), filesDir: folder }
  river = riverOf(base.db, tenants)
})
afterAll(async () => {
  await river?.stop()
  await base?.drop()
  await rm(folder, { recursive: true, force: true })
})

async function newTenant(): Promise<Tenant> {
  const tenant = await tenantIn(base.db, { id: newId() })
  tenants.push(tenant)
  return tenant
}

async function take(tenant: Tenant, content: string, kind: Import['kind'] = 'customers') {
  const path = join(folder, `${newId()}.csv`)
  await writeFile(path, content)
  const file = { kind, fileName: `${kind}.csv`, content: createReadStream(path), by: null }
  const draft = await draftImport(deps, tenant, file)
  await startImport(deps, tenant, draft)
  await runImport(deps, { tenant, importId: draft.id })
  await drained(base.db, tenant)
  return draft
}

async function undo(tenant: Tenant, { id }: Import) {
  await beginUndo(deps, tenant, id)
  await undoImport(deps, tenant, id)
  await drained(base.db, tenant)
  const found = await base.db.inWorkspace(tenant.id, (tx) => findImport(tx, tenant.id, id))
  return found?.takenBack
}

/** A message of the brand's own site. */
async function says(tenant: Tenant, message: Record<string, unknown>) {
  const envelope = JSON.stringify({ keyId: 'site', type: 'batch' })
  const body = JSON.stringify({ batch: [{ messageId: newId(), ...message }] })
  await base.db.inWorkspace(tenant.id, (tx) =>
    receive(tx, {
      tenantId: tenant.id,
      lane: 'track',
      kind: TRACK,
      source: 'site',
      items: 1,
      body: `${envelope}\n${body}`,
      receivedAt: systemClock.now(),
    }),
  )
  await drained(base.db, tenant)
}

/** Everybody as the brand sees them, by what they are known by; equal for equal knowledge. */
async function people(tenant: Tenant): Promise<Record<string, unknown>[]> {
  return base.db.inWorkspace(tenant.id, (tx) =>
    tx.rows(sql<Record<string, unknown>>`
      select
        (select string_agg(concat(i.kind, '=', i.masked), ' ' order by i.kind, i.masked)
         from customer.identity i join customer.customer r on r.id = i.customer_id
         where r.person_id = c.id) as who,
        c.name, c.order_count, c.order_total, c.last_order_at, c.last_event, 
        c.first_seen_at, c.last_seen_at, r.rows,
        (select string_agg(concat(t.key, '=', t.value), ' ' order by t.key)
         from (
           select distinct on (t.key) t.key, t.value ->> 'v' as value
           from customer.customer m cross join lateral jsonb_each(m.traits) t
           where m.person_id = c.id
           order by t.key, (t.value ->> 'at')::bigint desc
         ) as t
         where t.value is not null) as traits,
        (select string_agg(t.name, ' ' order by t.name)
         from customer.tagging g join customer.tag t on t.id = g.tag_id join customer.customer m on m.id = g.customer_id
         where m.person_id = c.id and g.withdrawn_at is null) as tags,
        (select array_agg(s.words::text) from customer.search s where s.customer_id = c.id) as found_by
      from customer.customer c
      cross join lateral (select count(*) as rows from customer.customer m where m.person_id = c.id) as r
      where c.person_id = c.id
      order by 1, c.name
    `),
  )
}

const header = '会员号,姓名,手机号,城市,加入时间,标签\n'

test('undoing an import of customers leaves nobody whom only it knew, nor their tags and names', async () => {
  const tenant = await newTenant()
  const job = await take(
    tenant,
    `${header}M1,林知夏,13912345678,上海,2024-03-01,敏感肌\nM2,周明,13912345679,杭州,2024-03-02,"敏感肌,来源:小红书"\n`,
  )
  expect(await people(tenant)).toHaveLength(2)
  const taken = await undo(tenant, job)
  expect(taken).toMatchObject({
    people: { removed: 2, kept: [], restored: 0 },
    taggings: 3,
    tags: 2,
  })
  expect(await people(tenant)).toEqual([])
  const left = await base.db.inWorkspace(tenant.id, (tx) =>
    tx.one(sql`
      select
        (select count(*) from customer.customer) as customers,
        (select count(*) from customer.identity) as identities,
        (select count(*) from customer.told) as told,
        (select count(*) from customer.search) as search,
        (select count(*) from customer.tag where archived_at is null) as tags,
        (select count(*) from customer.tag_group where archived_at is null) as groups
    `),
  )
  expect(left).toEqual({ customers: 0, identities: 0, told: 0, search: 0, tags: 0, groups: 0 })
  await take(tenant, `${header}M1,林知夏,13912345678,上海,2024-03-01,敏感肌\n`)
  expect(await people(tenant)).toMatchObject([{ name: '林知夏', tags: '敏感肌' }])
})

test('who has ordered, been seen or been tagged since stays, without what only the import said', async () => {
  const tenant = await newTenant()
  const job = await take(
    tenant,
    `${header}M1,林知夏,13912345678,上海,2024-03-01,敏感肌\nM2,周明,13912345679,杭州,2024-03-02,\nM3,吴桐,,苏州,,\nM4,何苗,,苏州,,\n`,
  )
  await take(tenant, '订单编号,会员号,下单时间,实付金额\nA1,M2,2024-03-05 10:00,20.00\n', 'orders')
  await says(tenant, {
    type: 'identify',
    userId: 'u1',
    traits: { phone: '13912345678', skin: '油皮' },
  })
  const { id } = await base.db.inWorkspace(tenant.id, (tx) =>
    tx.one(sql<{ id: string }>`select customer_id as id from customer.identity where value = 'M3'`),
  )
  await base.db.inWorkspace(tenant.id, (tx) =>
    tx.run(sql`
      insert into customer.tagging (workspace_id, id, customer_id, tag_id, source, weight, tagged_at)
      select ${tenant.id}, ${newId()}, ${id}, t.id, 'staff', 0.8, ${systemClock.now()}
      from customer.tag t
    `),
  )
  const taken = await undo(tenant, job)
  expect(taken?.people).toEqual({
    removed: 1,
    kept: [
      { reason: 'orders', count: 1 },
      { reason: 'events', count: 1 },
      { reason: 'tags', count: 1 },
    ],
    restored: 0,
  })
  expect(await people(tenant)).toMatchObject([
    { who: 'member_no=M2', name: '', traits: null, order_count: 1, order_total: 2000 },
    { who: 'phone=139****5678 user_id=u1', name: '', traits: 'skin=油皮', tags: null },
    { who: null, name: '', traits: null, tags: '敏感肌' },
  ])
})

test('who was there before is again as without the import, merges that it made come apart', async () => {
  const tenant = await newTenant()
  await says(tenant, { type: 'identify', userId: 'u1', traits: { city: '北京', name: '林知夏' } })
  await take(tenant, `${header}M7,林小夏,13912345678,,2020-01-01,\n`)
  const before = await people(tenant)
  const file = 'user_id,phone,name,city,joined\nu1,13912345678,错的名字,上海,\n'
  const settings = await take(tenant, file)
  expect(await people(tenant)).toHaveLength(1)
  const taken = await undo(tenant, settings)
  expect(taken).toMatchObject({ people: { removed: 0, kept: [], restored: 2 }, merges: 1 })
  expect(await people(tenant)).toEqual(before)
})

test('the last order, the count and the sum of a buyer go back with the orders, for the person too', async () => {
  const tenant = await newTenant()
  const orders = '订单编号,会员号,下单时间,实付金额\n'
  await take(tenant, `${orders}A1,M1,2024-03-05 10:00,20.00\n`, 'orders')
  const before = await people(tenant)
  const later = await take(
    tenant,
    `${orders}A2,M1,2024-06-05 10:00,30.00\nA3,M2,2024-07-01,5\n`,
    'orders',
  )
  expect(await people(tenant)).toMatchObject([{ order_count: 2 }, { order_count: 1 }])
  const taken = await undo(tenant, later)
  expect(taken).toMatchObject({
    orders: { removed: 2, restored: 0 },
    people: { removed: 1, kept: [], restored: 1 },
  })
  expect(await people(tenant)).toEqual(before)
})

/**
 * Whatever came in whatever order, after undoing some imports everybody is as if those had never been. Held against a
 * workspace in which they never were. What a file says in contradiction to another one is left out (who comes
 * first wins there), and so are identities that an undone import alone had brought together: who was seen with each of
 * them since stays one customer.
 */
test('undoing imports equals never having imported', async () => {
  for (let history = 0; history < HISTORIES; history++) {
    const chance = seededChance(SEED + history)
    const steps = Array.from({ length: 7 }, (_, n) => stepOf(n, chance.fraction, SEED + history))
    const undone = steps.map((step) => step.kind !== 'says' && chance.fraction() < 0.5)
    const real = await newTenant()
    const jobs: (Import | null)[] = []
    for (const step of steps) jobs.push(await perform(real, step))
    const order = jobs.flatMap((job, i) => (job && undone[i] ? [job] : []))
    if (chance.fraction() < 0.5) order.reverse()
    for (const job of order) await undo(real, job)
    const ideal = await newTenant()
    for (const [i, step] of steps.entries()) if (!undone[i]) await perform(ideal, step)
    const [one, other] = comparable(await people(real), await people(ideal))
    expect(one, `seed ${SEED + history}`).toEqual(other)
  }
})

/**
 * A row counts as seen with what made it. Where somebody is two rows here and one there (what joined them came later), that
 * is the only difference, so dates of seeing are compared between persons of equally many rows.
 */
function comparable(real: Record<string, unknown>[], ideal: Record<string, unknown>[]) {
  const rowsOf = (all: Record<string, unknown>[], i: number) => all[i]?.rows
  const plain = (all: Record<string, unknown>[]) =>
    all.map(({ rows: _rows, first_seen_at, last_seen_at, ...rest }, i) =>
      rowsOf(real, i) === rowsOf(ideal, i) ? { ...rest, first_seen_at, last_seen_at } : rest,
    )
  return [plain(real), plain(ideal)]
}

type Step =
  | { kind: 'customers' | 'orders'; content: string }
  | { kind: 'says'; message: Record<string, unknown> }

function stepOf(n: number, fraction: () => number, seed: number): Step {
  const pick = (most: number) => Math.floor(fraction() * most)
  const who = () => 1 + pick(6)
  // Later steps tell of later days: what is newest is then the same with and without the others.
  const day = `2024-0${n + 1}-`
  const lines = () => Array.from({ length: 1 + pick(4) }, () => who())
  const kind = (['customers', 'orders', 'says'] as const)[pick(3)] ?? 'says'
  if (kind === 'customers') {
    const rows = [...new Set(lines())].map(
      (m) => `M${m},名${m}${n},1391234567${m},城${pick(9)},${day}1${m},签${pick(3)}`,
    )
    return { kind, content: `${header}${rows.join('\n')}\n` }
  }
  if (kind === 'orders') {
    const rows = lines().map(
      (m, i) => `${seed}-${n}-${i},M${m},${day}2${m} 10:00,${1 + pick(90)}.50`,
    )
    return { kind, content: `订单编号,会员号,下单时间,实付金额\n${rows.join('\n')}\n` }
  }
  const m = who()
  const phone = fraction() < 0.5 ? { phone: `1391234567${m}` } : {}
  const named = { member_no: `M${m}`, ...phone }
  const traits = { ...named, skin: `肤${pick(9)}`, ...(pick(2) ? { name: `说${n}` } : {}) }
  return {
    kind,
    message: { type: 'identify', anonymousId: `a${n}`, timestamp: `${day}28T10:00:00Z`, traits },
  }
}

async function perform(tenant: Tenant, step: Step): Promise<Import | null> {
  if (step.kind !== 'says') return take(tenant, step.content, step.kind)
  await says(tenant, step.message)
  return null
}
