import { existsSync, readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { parse } from 'csv-parse/sync'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ClickHouse } from '../clickhouse/index.ts'
import { seededChance, type Tenant } from '../kernel/index.ts'
import type { TestDatabase } from '../postgres/index.ts'
import { readDecisionWaits } from './decision-waits.ts'
import { fitProgress, newestFit, setOptions } from './fit-store.ts'
import { type HistoryWorld, type Order, openHistory } from './history.fixture.ts'
import { findPerson, listPeople } from './people.ts'
import { type RefitDeps, refit } from './refit.ts'
import { workspaceHistory } from './workspace-history.ts'

const cdnow = new URL('../../../shared/data/cdnow/cdnow_full.csv.gz', import.meta.url)
const absent = !existsSync(cdnow)
if (absent) console.log('skipped: the reference data ../shared/data are absent')

let world: HistoryWorld
let clickhouse: ClickHouse
let base: TestDatabase

beforeAll(async () => {
  world = await openHistory()
  clickhouse = world.clickhouse
  base = world.base
})
afterAll(() => world?.close())

const workspace = (clockAt: string | null, timeZone?: string) => world.workspace(clockAt, timeZone)
const depsFor = (...tenants: Tenant[]) => world.depsFor(...tenants)
const bought = (tenant: Tenant, orders: Order[]) => world.bought(tenant, orders)
const isOnePerson = (tenant: Tenant, customer: number, person: number) =>
  world.isOnePerson(tenant, customer, person)

const fitOf = (tenant: Tenant) => base.db.inWorkspace(tenant.id, (tx) => newestFit(tx, tenant))

/** 300 people, most of whom come back every 30 days or so for a while. */
function regulars(from = 1): Order[] {
  const chance = seededChance(3)
  return Array.from({ length: 300 }, (_, i) => {
    const stays = Math.floor(chance.fraction() * 6)
    let day = Math.floor(chance.fraction() * 200)
    return Array.from({ length: stays + 1 }, () => {
      const at = new Date(Date.UTC(2025, 0, 1 + day)).toISOString()
      day += 5 + Math.floor(-40 * Math.log(1 - chance.fraction()))
      return { customer: from + i, at, paid: 5_000 + Math.floor(chance.fraction() * 20_000) }
    })
  }).flat()
}

describe.skipIf(absent)('CDNOW from ClickHouse to the page', () => {
  let tenant: Tenant
  beforeAll(async () => {
    tenant = await workspace('1998-07-01T00:00:00+08:00')
    const lines: Record<string, string>[] = parse(gunzipSync(readFileSync(cdnow)), {
      columns: true,
    })
    await bought(
      tenant,
      lines.map((line) => ({
        customer: Number(line.customer_id),
        // Midnight of the workspace is the evening before in UTC: the day must be the workspace's.
        at: `${line.date}T00:00:00+08:00`,
        paid: Math.round(100 * Number(line.amount)),
      })),
    )
    await refit(depsFor(tenant), tenant)
  }, 120_000)

  test('gives 23,570 people on the days of the workspace, and one row for each', async () => {
    const fit = await fitOf(tenant)
    expect(fit?.state).toBe('fitted')
    expect(fit?.result.fit.data).toMatchObject({
      customers: 23570,
      orders: 69659,
      purchaseDays: 67591,
      firstOn: '1997-01-01',
      lastOn: '1998-06-30',
    })
    expect(fit?.result.rfm?.scores.f).toEqual([11908, 0, 4079, 3658, 3925])
    const { total } = await listPeople(workspaceHistory(clickhouse, tenant), {
      snapshot: fit?.snapshot ?? 0,
      sort: 'ltv',
      inClass: null,
      limit: 1,
      offset: 0,
    })
    expect(total).toBe(23570)
  })

  test('lists agree with the summary: who is leaving, and the people of every RFM class', async () => {
    const fit = await fitOf(tenant)
    const rfm = fit?.result.rfm
    if (!fit || !rfm) throw new Error('no fit')
    const history = workspaceHistory(clickhouse, tenant)
    const some = { snapshot: fit.snapshot, limit: 5, offset: 0 }
    const leaving = await listPeople(history, { ...some, sort: 'leaving', inClass: null })
    expect(leaving.total).toBe(fit.result.fit.forecast?.leaving?.people)
    expect(leaving.rows.every((row) => row.p_alive < 0.3 && row.m === 5)).toBe(true)
    for (const { name, people } of rfm.classes) {
      const found = await listPeople(history, { ...some, sort: 'ltv', inClass: { name, rfm } })
      expect(`${name} ${found.total}`).toBe(`${name} ${people}`)
    }
  })

  test('one person stands where the order of all puts them', async () => {
    const fit = await fitOf(tenant)
    const snapshot = fit?.snapshot ?? 0
    const history = workspaceHistory(clickhouse, tenant)
    const some = { snapshot, sort: 'ltv', inClass: null, limit: 1, offset: 0 } as const
    const best = (await listPeople(history, some)).rows[0]
    const found = await findPerson(history, { snapshot, customer: best?.customer ?? 0 })
    expect(found?.row.ltv_12m).toBe(best?.ltv_12m)
    expect(found?.aheadOf).toBeGreaterThan(0.999)
    expect(await findPerson(history, { snapshot, customer: 999_999 })).toBeNull()
  })
})

test('merged customers are one person; cancelled, deleted, refunded and nobody’s orders do not count', async () => {
  const tenant = await workspace('2026-01-01T00:00:00+08:00')
  await bought(tenant, [
    { customer: 1, at: '2025-03-01T10:00:00Z', paid: 1_000 },
    { customer: 2, at: '2025-04-01T10:00:00Z', paid: 2_000 },
    { customer: 3, at: '2025-04-01T10:00:00Z', paid: 900, refunded: 900, state: 'refunded' },
    { customer: 4, at: '2025-04-01T10:00:00Z', paid: 700, state: 'cancelled' },
    { customer: 5, at: '2025-04-01T10:00:00Z', paid: 700, gone: 1 },
    { customer: 0, at: '2025-05-01T10:00:00Z', paid: 500 },
    { customer: 6, at: '2026-02-01T10:00:00Z', paid: 100 },
    { customer: 7, at: '2025-06-01T10:00:00Z', paid: 0 },
  ])
  await isOnePerson(tenant, 2, 1)
  await refit(depsFor(tenant), tenant)
  const fit = await fitOf(tenant)
  expect(fit?.state).toBe('refused')
  expect(fit?.result.fit.data).toMatchObject({
    customers: 2,
    orders: 3,
    spent: 3_000,
    repeatPurchases: 1,
    ordersOfNobody: 1,
  })
})

test('an evening order in UTC belongs to the next day of a workspace in Shanghai', async () => {
  const orders = [
    { customer: 1, at: '2025-03-01T15:00:00Z', paid: 100 },
    { customer: 1, at: '2025-03-01T17:00:00Z', paid: 100 },
  ]
  const east = await workspace('2025-06-01T00:00:00Z')
  const west = await workspace('2025-06-01T00:00:00Z', 'UTC')
  for (const tenant of [east, west]) {
    await bought(tenant, orders)
    await refit(depsFor(tenant), tenant)
  }
  expect((await fitOf(east))?.result.fit.data.purchaseDays).toBe(2)
  expect((await fitOf(west))?.result.fit.data.purchaseDays).toBe(1)
})

test('two workspaces with the same customer numbers never see each other', async () => {
  const one = await workspace('2026-01-01T00:00:00Z')
  const other = await workspace('2026-01-01T00:00:00Z')
  await bought(one, regulars())
  await bought(other, regulars().slice(0, 40))
  await refit(depsFor(one, other), one)
  await refit(depsFor(one, other), other)
  expect((await fitOf(one))?.result.fit.data.customers).toBe(300)
  expect((await fitOf(other))?.result.fit.data.customers).toBeLessThan(40)
  const found = await findPerson(workspaceHistory(clickhouse, other), {
    snapshot: 1,
    customer: 300,
  })
  expect(found).toBeNull()
})

test('a new fit takes the place of the old one, and the snapshot before the last is forgotten', async () => {
  const tenant = await workspace('2026-01-01T00:00:00Z')
  await bought(tenant, regulars())
  const deps = depsFor(tenant)
  for (const _ of [1, 2, 3]) await refit(deps, tenant)
  expect((await fitOf(tenant))?.snapshot).toBe(3)
  const left = await clickhouse.rows<{ snapshot: number; rows: number }>({
    sql: `
      select snapshot, count() as rows
      from customer_value
      where workspace = {workspace:UInt32}
      group by snapshot
      order by snapshot`,
    params: { workspace: tenant.no },
    comment: 'test',
  })
  expect(left).toEqual([
    { snapshot: 2, rows: 300 },
    { snapshot: 3, rows: 300 },
  ])
})

test('a fit whose process died is taken up under a new number and doubles nobody', async () => {
  const tenant = await workspace('2026-01-01T00:00:00Z')
  await bought(tenant, regulars())
  const deps = depsFor(tenant)
  const dying: RefitDeps = {
    ...deps,
    clickhouse: {
      ...clickhouse,
      insert: async (batch) => {
        await clickhouse.insert(batch)
        const { EngineAway } = await import('../clickhouse/index.ts')
        throw new EngineAway('died after the insert')
      },
    },
  }
  await expect(refit(dying, tenant)).rejects.toThrow('died')
  expect(await fitOf(tenant)).toBeNull()
  const now = deps.clock.now()
  const progress = await base.db.inWorkspace(tenant.id, (tx) => fitProgress(tx, tenant, now))
  expect(progress.runningSince).not.toBeNull()
  await refit(deps, tenant)
  const fit = await fitOf(tenant)
  expect(fit?.snapshot).toBe(2)
  const { total } = await listPeople(workspaceHistory(clickhouse, tenant), {
    snapshot: 2,
    sort: 'ltv',
    inClass: null,
    limit: 1,
    offset: 0,
  })
  expect(total).toBe(300)
})

test('half the margin is half the value', async () => {
  const tenant = await workspace('2026-01-01T00:00:00Z')
  await bought(tenant, regulars())
  await refit(depsFor(tenant), tenant)
  const whole = (await fitOf(tenant))?.result.fit.forecast?.ltv12.value ?? 0
  await base.db.inWorkspace(tenant.id, (tx) =>
    setOptions(tx, tenant, { marginPercent: 50, discountPercent: 10 }),
  )
  await refit(depsFor(tenant), tenant)
  const half = (await fitOf(tenant))?.result.fit.forecast?.ltv12.value ?? 0
  expect(whole).toBeGreaterThan(0)
  expect(half / whole).toBeCloseTo(0.5, 5)
})

test('the decision cycle is the time from the first touch to the first order, of merged people too', async () => {
  const tenant = await workspace('2026-01-01T00:00:00Z')
  const at = (day: number) => new Date(Date.UTC(2025, 5, 1 + day)).toISOString()
  const people = Array.from({ length: 40 }, (_, i) => i + 1)
  await bought(
    tenant,
    people.map((customer) => ({ customer, at: at(10), paid: 1_000 })),
  )
  const event = (customer: number, name: string, day: number) => ({ customer, name, at: at(day) })
  await world.happened(tenant, [
    ...people.slice(1).map((customer) => event(customer, 'page.viewed', 4)),
    ...people.map((customer) => event(customer, 'order.paid', 0)),
    // She looked anonymously, as number 901, and was recognized later as number 1.
    event(901, 'Product Viewed', 7),
    // After the order: no touch that led to it.
    event(1, 'page.viewed', 20),
  ])
  await isOnePerson(tenant, 901, 1)
  const history = workspaceHistory(clickhouse, tenant)
  const waits = await readDecisionWaits(history, { asOf: new Date('2026-01-01T00:00:00Z') })
  expect(Array.from(waits?.time ?? []).sort((a, b) => a - b)).toEqual([3, ...Array(39).fill(6)])
})
