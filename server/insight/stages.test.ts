import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Stage, StageName } from '../../contract/stage.ts'
import {
  type ClickHouse,
  type EngineHost,
  migrateClickHouse,
  openClickHouse,
  startEngineHost,
} from '../clickhouse/index.ts'
import { clickhouseInstant } from '../event/index.ts'
import { addMs, createLog, newId, systemClock, type Tenant } from '../kernel/index.ts'
import { sql, type TestDatabase, testDatabase } from '../postgres/index.ts'
import { peopleBehind, type StageDeps, stagesOf } from './stages.ts'

const now = new Date('2026-11-24T08:00:00Z')
const daysAgo = (days: number) => addMs(now, -days * 86_400_000)
const log = createLog('test', 'error')
let folder: string
let host: EngineHost
let clickhouse: ClickHouse
let base: TestDatabase
let deps: StageDeps

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'liuyuan-stages-'))
  host = await startEngineHost({ dataDir: join(folder, 'clickhouse'), log, clock: systemClock })
  clickhouse = openClickHouse(host.url, { log })
  await migrateClickHouse(clickhouse, { clock: systemClock, log })
  base = await testDatabase()
  deps = { db: base.db, clickhouse, clock: systemClock }
})
afterAll(async () => {
  await base?.drop()
  await clickhouse?.close()
  await host?.stop()
  await rm(folder, { recursive: true, force: true })
})

async function workspace(): Promise<Tenant> {
  const id = newId()
  const { no } = await base.db.inWorkspace(id, (tx) =>
    tx.one(sql<{ no: number }>`
      insert into staff.workspace (workspace_id, name, time_zone, currency, created_at)
      values (${id}, '青禾护肤', 'Asia/Shanghai', 'CNY', '2026-01-01')
      returning no`),
  )
  const name = '青禾护肤'
  return { id, no, name, timeZone: 'Asia/Shanghai', currency: 'CNY', clockAt: now, isDemo: false }
}

async function happened(tenant: Tenant, rows: [name: string, customer: number, days: number][]) {
  const lines = rows.map(([name, customer, days]) =>
    JSON.stringify({
      workspace: tenant.no,
      name,
      customer,
      at: clickhouseInstant(daysAgo(days)),
      event_id: newId(),
      received_at: clickhouseInstant(now),
      source: 'site',
      value: 0,
      props: '{}',
      batch: 1,
      month: '2026-11-01',
      import: 0,
    }),
  )
  await clickhouse.insert({ table: 'event', rows: lines.join('\n'), comment: 'test' })
}

async function bought(tenant: Tenant, rows: [customer: number, days: number, state?: string][]) {
  const lines = rows.map(([customer, days, state = 'paid']) =>
    JSON.stringify({
      workspace: tenant.no,
      order_id: newId(),
      customer,
      state,
      ordered_at: clickhouseInstant(daysAgo(days)),
      paid_at: clickhouseInstant(daysAgo(days)),
      amount: 100,
      paid: 100,
      refunded: 0,
      gone: 0,
      version: 1,
    }),
  )
  await clickhouse.insert({ table: 'customer_order', rows: lines.join('\n'), comment: 'test' })
}

async function measured(tenant: Tenant, name: StageName) {
  const { stages } = await stagesOf(deps, tenant)
  const found = stages.find((stage: Stage) => stage.name === name)
  return found?.state === 'measured' ? found : null
}

test('a friend counts when the first friendship began, however many associates and numbers they have', async () => {
  const tenant = await workspace()
  await happened(tenant, [
    ['follow.started', 1, 5],
    ['follow.started', 1, 2],
    ['follow.started', 2, 3],
    ['follow.found', 3, 200],
    ['follow.started', 3, 4],
    ['follow.started', 4, 40],
    ['follow.started', 5, 1],
  ])
  const row = { workspace: tenant.no, customer: 5, person: 2, gone: 0, version: 1 }
  await clickhouse.insert({
    table: 'customer_override',
    rows: JSON.stringify(row),
    comment: 'test',
  })
  expect(await measured(tenant, 'acquire')).toMatchObject({
    basis: 'follows',
    value: 2,
    previous: 1,
    to: '/overview/acquire',
  })
  const people = await peopleBehind(deps, tenant, { stage: 'acquire', limit: 10, offset: 0 })
  expect(people.map(({ person }) => person)).toEqual([2, 1])
})

test('retained are those of the month before who did something again; what we do to them is no deed of theirs', async () => {
  const tenant = await workspace()
  await happened(tenant, [
    ['page.viewed', 1, 40],
    ['page.viewed', 1, 10],
    ['page.viewed', 2, 45],
    ['message.sent', 2, 5],
    ['segment.entered', 2, 4],
    ['page.viewed', 3, 31],
    ['message.clicked', 3, 1],
    ['page.viewed', 4, 3],
    ['page.viewed', 5, 70],
    ['page.viewed', 6, 70],
    ['page.viewed', 6, 50],
  ])
  expect(await measured(tenant, 'engage')).toMatchObject({ value: 3, previous: 4 })
  expect(await measured(tenant, 'retain')).toMatchObject({
    value: 0.5,
    previous: 0.5,
    of: { people: 2, all: 4 },
  })
  const people = await peopleBehind(deps, tenant, { stage: 'retain', limit: 10, offset: 0 })
  expect(people.map(({ person }) => person)).toEqual([3, 1])
})

test('buyers are people with an order that stands, week by week', async () => {
  const tenant = await workspace()
  await bought(tenant, [
    [1, 1],
    [1, 2],
    [2, 3, 'refunded'],
    [3, 8],
    [4, 50],
    [4, 51],
  ])
  const convert = await measured(tenant, 'convert')
  expect(convert).toMatchObject({ value: 2, previous: 1 })
  expect(convert?.trend).toEqual([0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1, 1])
  const people = await peopleBehind(deps, tenant, { stage: 'convert', limit: 10, offset: 0 })
  expect(people.map(({ person, times }) => [person, times])).toEqual([
    [1, 2],
    [3, 1],
  ])
})

test('before anybody has taken part there is no figure of who brings whom: that is said, and not called zero', async () => {
  const { stages } = await stagesOf(deps, await workspace())
  expect(stages.at(-1)).toEqual({ name: 'refer', state: 'not_measured' })
  expect(stages[0]).toMatchObject({ name: 'acquire', basis: 'customers', value: 0 })
  expect(stages[1]).toMatchObject({ name: 'retain', value: null })
})

test('who has brought friends is counted by person, and what we did about it is no deed of theirs', async () => {
  const tenant = await workspace()
  await happened(tenant, [
    ['referral.joined', 1, 9],
    ['referral.brought', 1, 3],
    ['referral.brought', 1, 2],
    ['referral.brought', 2, 40],
    ['referral.counted', 3, 1],
    ['reward.granted', 4, 1],
  ])
  expect(await measured(tenant, 'refer')).toMatchObject({ value: 1, previous: 1 })
  expect(await measured(tenant, 'engage')).toMatchObject({ value: 1 })
})
