import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import type { Findings } from '../../contract/retrospective.ts'
import {
  type ClickHouse,
  type EngineHost,
  migrateClickHouse,
  openClickHouse,
  startEngineHost,
} from '../clickhouse/index.ts'
import { clickhouseInstant } from '../event/index.ts'
import { assign, type Begin, begin, close, looksOf } from '../experiment/index.ts'
import {
  addMs,
  type Chance,
  createLog,
  idFrom,
  newId,
  seededChance,
  systemClock,
  type Tenant,
} from '../kernel/index.ts'
import { sql, type TestDatabase, testDatabase } from '../postgres/index.ts'
import { landed, type Order, poisson, renamed, rowsOf } from './retrospect.fixture.ts'
import { type RetrospectDeps, writeRetrospective } from './retrospect.ts'
import { findRetrospective } from './retrospective-store.ts'

const DAY_MS = 86_400_000
const start = new Date('2026-03-01T02:00:00Z')
const log = createLog('test', 'error')
let folder: string
let host: EngineHost
let clickhouse: ClickHouse
let base: TestDatabase

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'liuyuan-retrospect-'))
  host = await startEngineHost({ dataDir: join(folder, 'clickhouse'), log, clock: systemClock })
  clickhouse = openClickHouse(host.url, { log })
  await migrateClickHouse(clickhouse, { clock: systemClock, log })
  base = await testDatabase()
})
afterAll(async () => {
  await base?.drop()
  await clickhouse?.close()
  await host?.stop()
  await rm(folder, { recursive: true, force: true })
})

async function workspace(clockAt: Date): Promise<Tenant> {
  const id = newId()
  const { no } = await base.db.inWorkspace(id, (tx) =>
    tx.one(sql<{ no: number }>`
      insert into staff.workspace (workspace_id, name, time_zone, currency, created_at)
      values (${id}, '青禾护肤', 'Asia/Shanghai', 'CNY', '2026-01-01')
      returning no`),
  )
  const name = '青禾护肤'
  return { id, no, name, timeZone: 'Asia/Shanghai', currency: 'CNY', clockAt, isDemo: false }
}

const journeyId = newId()
const asked: Begin = {
  subject: { kind: 'journey', id: journeyId, version: 1 },
  holdoutShare: 0.3,
  metric: 'orders',
  windowDays: 30,
  title: '唤醒 90 天未购',
}

/** People as the crowd knows them: what they would do without being reached, and what being reached adds. */
type Crowd = { people: number; effect: number; chance: Chance }

/** A crowd enters and lives for thirty days. @returns its orders, as rows of ClickHouse */
async function lives(tenant: Tenant, experiment: string, { people, effect, chance }: Crowd) {
  const nos = Array.from({ length: people }, (_, i) => i + 1)
  const customerIds = nos.map((no) => idFrom('customer', tenant.id, String(no)))
  const arms = await base.db.inWorkspace(tenant.id, (tx) =>
    assign(tx, { tenant, now: start }, experiment, { customerIds, customerNos: nos }),
  )
  const orders: Order[] = []
  for (const [i, no] of nos.entries()) {
    // Some buy often, most hardly ever: a gamma of shape one half.
    const normal =
      Math.sqrt(-2 * Math.log(1 - chance.fraction())) * Math.cos(2 * Math.PI * chance.fraction())
    const rate = 0.3 * normal * normal
    const after = rate * 0.5 + (arms[i] === 'treated' ? effect : 0)
    const add = (count: number, from: number, days: number) => {
      for (let n = 0; n < count; n++) {
        const at = addMs(start, (from + chance.fraction() * days) * DAY_MS)
        orders.push({ customer: no, at, paid: Math.round(5_000 + 15_000 * chance.fraction()) })
      }
    }
    add(poisson(rate * 4, chance), -300, 299)
    add(poisson(after, chance), 0, 30)
  }
  await base.db.inWorkspace(tenant.id, (tx) => close(tx, { tenant, now: start }, experiment))
  return rowsOf(tenant, orders)
}

async function lived(tenant: Tenant, experiment: string, crowd: Crowd): Promise<void> {
  await landed(clickhouse, await lives(tenant, experiment, crowd))
}

async function bought(tenant: Tenant, orders: Order[]): Promise<void> {
  await landed(clickhouse, rowsOf(tenant, orders))
}

function depsFor(...tenants: Tenant[]): RetrospectDeps {
  return { db: base.db, clickhouse, clock: systemClock, log, tenants: async () => tenants }
}

async function begun(tenant: Tenant, more: Partial<Begin> = {}): Promise<string> {
  return base.db.inWorkspace(tenant.id, (tx) =>
    begin(tx, { tenant, now: start }, { ...asked, ...more }),
  )
}

async function written(tenant: Tenant, experimentId: string, cause: 'ended' | 'asked' = 'ended') {
  const id = await writeRetrospective(depsFor(tenant), tenant, { experimentId, cause, by: null })
  const kept = await base.db.inWorkspace(tenant.id, (tx) =>
    findRetrospective(tx, tenant, z.uuid().parse(id)),
  )
  if (!kept) throw new Error('nothing was written')
  return kept
}

const over = addMs(start, 40 * DAY_MS)

/** For each seed a crowd of its own in a workspace of its own, as of the day after the last window. */
async function campaigns(
  crowd: Omit<Crowd, 'chance'>,
  seeds: number[],
  more: Partial<Begin> = {},
): Promise<Findings[]> {
  const begunOnes: [Tenant, string][] = []
  const rows: Record<string, unknown>[] = []
  for (const seed of seeds) {
    const tenant = await workspace(over)
    const experiment = await renamed(base.db, tenant, await begun(tenant, more), seed)
    rows.push(...(await lives(tenant, experiment, { ...crowd, chance: seededChance(seed) })))
    begunOnes.push([tenant, experiment])
  }
  await landed(clickhouse, rows)
  const found: Findings[] = []
  for (const [tenant, experiment] of begunOnes)
    found.push((await written(tenant, experiment)).findings)
  return found
}

async function campaign(crowd: Omit<Crowd, 'chance'>, seed: number, more: Partial<Begin> = {}) {
  const [found] = await campaigns(crowd, [seed], more)
  if (!found) throw new Error('no campaign')
  return found
}

const SEEDS = Array.from({ length: 40 }, (_, i) => i + 1)

describe('over forty seeds', () => {
  test('the interval covers the known effect as often as it claims', async () => {
    const effect = 0.05
    const found = await campaigns({ people: 1_500, effect }, SEEDS)
    const covering = found.filter(
      ({ primary }) => primary.lower <= effect && effect <= primary.upper,
    )
    // Of Binomial(40, 0.95) less than 34 come once in 290 times.
    expect(covering.length).toBeGreaterThanOrEqual(34)
    const bias = found.reduce((sum, { primary }) => sum + primary.effect - effect, 0) / found.length
    expect(Math.abs(bias)).toBeLessThan(0.01)
    expect(found.map(({ verdict }) => verdict)).not.toContain('untrustworthy')
  }, 240_000)

  test('no effect is called effective no more often than chance allows', async () => {
    const seeds = SEEDS.map((seed) => 1_000 + seed)
    const found = await campaigns({ people: 1_500, effect: 0 }, seeds)
    const said = (verdict: string) => found.filter((one) => one.verdict === verdict).length
    // Half of the error is on this side: of Binomial(40, 0.025) five or more come once in 290 times.
    expect(said('effective')).toBeLessThanOrEqual(4)
    expect(said('not_enough_evidence') + said('ineffective')).toBeGreaterThanOrEqual(34)
    for (const { verdict, peopleMissing } of found)
      if (verdict === 'not_enough_evidence') expect(peopleMissing).toBeGreaterThan(0)
  }, 240_000)
})

test('a division that is not what was meant makes the data untrustworthy, whatever they show', async () => {
  const tenant = await workspace(over)
  const experiment = await begun(tenant)
  await lived(tenant, experiment, { people: 2_000, effect: 0.3, chance: seededChance(7) })
  await base.db.inWorkspace(tenant.id, (tx) =>
    tx.run(sql`
      delete from experiment.assignment
      where experiment_id = ${experiment} and is_control and customer_no % 3 = 0`),
  )
  const { findings } = await written(tenant, experiment)
  expect(findings.primary.lower).toBeGreaterThan(0)
  expect(findings.verdict).toBe('untrustworthy')
  expect(findings.sampleRatio.p).toBeLessThan(0.001)
})

test('with a narrow interval below what is worth having it is ineffective, and says what would be worth it', async () => {
  const found = await campaign({ people: 6_000, effect: 0 }, 4, { smallestLift: 1 })
  expect(found.verdict).toBe('ineffective')
  expect(found.primary.upper).toBeLessThan(found.primary.worthHaving)
  expect(found.primary.worthFrom).toBe('lift')
})

test('without a control group nothing is claimed', async () => {
  const more = { holdoutShare: 0, withoutReason: '全员通知' }
  const found = await campaign({ people: 300, effect: 0.5 }, 5, more)
  expect(found.verdict).toBe('not_enough_evidence')
  expect(found.people.control).toBe(0)
  expect(found.question.withoutReason).toBe('全员通知')
})

/** Enters people by hand; the numbers' arms are what the hash says. */
async function entered(tenant: Tenant, experimentId: string, nos: number[]) {
  const customerIds = nos.map((no) => idFrom('customer', tenant.id, String(no)))
  return base.db.inWorkspace(tenant.id, (tx) =>
    assign(tx, { tenant, now: start }, experimentId, { customerIds, customerNos: nos }),
  )
}

async function overridden(tenant: Tenant, pairs: [customer: number, person: number][]) {
  const rows = pairs.map(([customer, person]) =>
    JSON.stringify({ workspace: tenant.no, customer, person, gone: 0, version: 1 }),
  )
  await clickhouse.insert({ table: 'customer_override', rows: rows.join('\n'), comment: 'test' })
}

test('only paid orders of the window count, less what was given back, each person once', async () => {
  const tenant = await workspace(over)
  const experiment = await begun(tenant, { holdoutShare: 0.5 })
  const nos = Array.from({ length: 400 }, (_, i) => i + 1)
  const arms = await entered(tenant, experiment, nos)
  const treated = nos.filter((_, i) => arms[i] === 'treated')
  const control = nos.filter((_, i) => arms[i] === 'control')
  const [a = 0, b = 0, c = 0] = treated
  const [d = 0] = control
  const at = (days: number) => addMs(start, days * DAY_MS)
  // b turns out to be a, by the same arm; c turns out to be d, of the other arm. 9001 is a under a number that never entered.
  await overridden(tenant, [
    [b, a],
    [c, d],
    [9_001, a],
  ])
  await bought(tenant, [
    { customer: a, at: at(1), paid: 1_000 },
    { customer: b, at: at(2), paid: 1_000, refunded: 400 },
    { customer: 9_001, at: at(3), paid: 500 },
    { customer: a, at: at(29.9), paid: 100 },
    { customer: a, at: at(30.1), paid: 7_777 },
    { customer: a, at: at(-1), paid: 7_777 },
    { customer: a, at: at(4), paid: 7_777, state: 'refunded', refunded: 7_777 },
    { customer: a, at: at(4), paid: 0, state: 'created' },
    { customer: c, at: at(4), paid: 7_777 },
    { customer: d, at: at(4), paid: 7_777 },
  ])
  const { findings } = await written(tenant, experiment)
  expect(findings.people).toMatchObject({
    treated: treated.length - 2,
    control: control.length - 1,
    crossed: 1,
    merged: 2,
  })
  const [orders, buyers, revenue] = findings.metrics
  const counted = treated.length - 2
  expect((orders?.treated ?? 0) * counted).toBeCloseTo(4, 9)
  expect((buyers?.treated ?? 0) * counted).toBeCloseTo(1, 9)
  expect((revenue?.treated ?? 0) * counted).toBeCloseTo(2_200, 6)
  expect(orders?.control).toBe(0)
})

async function happened(
  tenant: Tenant,
  name: string,
  rows: { customer: number; at: Date; props: Record<string, unknown> }[],
) {
  const lines = rows.map(({ customer, at, props }) =>
    JSON.stringify({
      workspace: tenant.no,
      name,
      customer,
      at: clickhouseInstant(at),
      event_id: newId(),
      received_at: clickhouseInstant(at),
      source: 'liuyuan',
      value: 0,
      props: JSON.stringify(props),
      batch: 1,
      month: '2026-03-01',
      import: 0,
    }),
  )
  await clickhouse.insert({ table: 'event', rows: lines.join('\n'), comment: 'test' })
}

test('deletions beyond the control group are harm, messages and tasks are cost', async () => {
  const tenant = await workspace(over)
  const experiment = await begun(tenant, { holdoutShare: 0.5 })
  const nos = Array.from({ length: 1_000 }, (_, i) => i + 1)
  const arms = await entered(tenant, experiment, nos)
  const treated = nos.filter((_, i) => arms[i] === 'treated')
  const at = addMs(start, DAY_MS)
  await happened(
    tenant,
    'message.sent',
    treated.map((customer) => ({
      customer,
      at,
      props: { journey_id: journeyId, carrier: 'wecom_mass' },
    })),
  )
  await happened(
    tenant,
    'message.sent',
    treated.slice(0, 10).map((customer) => ({
      customer,
      at,
      props: { journey_id: journeyId, carrier: 'staff_task' },
    })),
  )
  await happened(
    tenant,
    'message.sent',
    treated.map((customer) => ({
      customer,
      at,
      props: { journey_id: newId(), carrier: 'wecom_mass' },
    })),
  )
  await happened(
    tenant,
    'follow.ended',
    treated.slice(0, 40).map((customer) => ({ customer, at, props: { ended_by: 'customer' } })),
  )
  await happened(
    tenant,
    'follow.ended',
    nos.slice(0, 100).map((customer) => ({ customer, at, props: { ended_by: 'staff' } })),
  )
  await happened(tenant, 'consent.withdrawn', [
    { customer: treated[0] ?? 0, at, props: { kind: 'opt_out' } },
    { customer: treated[1] ?? 0, at, props: { kind: 'do_not_disturb' } },
  ])
  const { findings } = await written(tenant, experiment)
  const left = findings.harm.find(({ kind }) => kind === 'left')
  expect(left?.people).toBe(40)
  expect(findings.harm.find(({ kind }) => kind === 'opted_out')?.people).toBe(1)
  expect(left?.lower).toBeGreaterThan(0)
  expect(findings.verdict).toBe('harmful')
  expect(findings.people.reached).toBe(treated.length)
  expect(findings.money).toMatchObject({ messages: treated.length, tasks: 10, isDefault: true })
  const minutes = treated.length * 0.05 + 20
  expect(findings.money.staffMinutes).toBeCloseTo(minutes, 9)
  expect(findings.money.cost).toBe(Math.round(minutes * 50))
  expect(findings.money.net.value).toBe(-findings.money.cost)
})

test('planned looks share one error budget, a peek pays with a wider interval, each look is kept', async () => {
  const half = { ...(await workspace(addMs(start, 15.5 * DAY_MS))) }
  const experiment = await begun(half)
  await lived(half, experiment, { people: 2_000, effect: 0.05, chance: seededChance(3) })
  const early: Tenant = { ...half, clockAt: addMs(start, 5 * DAY_MS) }
  const end: Tenant = { ...half, clockAt: over }
  const peek = await written(early, experiment, 'asked')
  const planned = await written(half, experiment)
  const again = await written(half, experiment, 'asked')
  const last = await written(end, experiment)
  expect([peek, planned, again, last].map(({ findings }) => findings.look.kind)).toEqual([
    'peek',
    'planned',
    'peek',
    'final',
  ])
  expect([peek, planned, again, last].map(({ version }) => version)).toEqual([1, 2, 3, 4])
  expect(peek.findings.doubts).toContain('windows_open')
  // Spent by 0.517 of the time: z of 2.91; what is left for the end: 1.97.
  expect(planned.findings.look.bound).toBeCloseTo(2.909, 2)
  expect(last.findings.look.bound).toBeGreaterThan(1.96)
  expect(last.findings.look.bound).toBeLessThan(1.99)
  const width = ({ findings: { primary } }: typeof last) => primary.upper - primary.lower
  const single = (kept: typeof last) => (width(kept) / (kept.findings.look.bound ?? 1)) * 1.96
  expect(width(again)).toBeGreaterThan(1.4 * single(planned))
  const looks = await base.db.inWorkspace(half.id, (tx) => looksOf(tx, half, [experiment]))
  expect(looks.get(experiment)?.map(({ no, kind }) => `${no} ${kind}`)).toEqual([
    '1 peek',
    '2 planned',
    '3 peek',
    '4 final',
  ])
})
