import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import type { Findings } from '../contract/retrospective.ts'
import { type CrowdTruth, crowdBuys, trueEffect } from '../sandbox/index.ts'
import {
  type ClickHouse,
  type EngineHost,
  migrateClickHouse,
  openClickHouse,
  startEngineHost,
} from '../server/clickhouse/index.ts'
import { assign, begin, close } from '../server/experiment/index.ts'
import { landed, renamed, rowsOf } from '../server/insight/retrospect.fixture.ts'
import { writeRetrospective } from '../server/insight/retrospect.ts'
import { findRetrospective } from '../server/insight/retrospective-store.ts'
import {
  addMs,
  createLog,
  idFrom,
  manualClock,
  newId,
  seededChance,
  systemClock,
  type Tenant,
} from '../server/kernel/index.ts'
import { type TestDatabase, testDatabase } from '../server/postgres/index.ts'
import { getWorkspace, makeWorkspace } from '../server/staff/index.ts'

const DAY_MS = 86_400_000
const WINDOW_DAYS = 14
const PEOPLE = 800
/** Some of the treated are not reached: they have deleted the associate, or said no. */
const REACHED = 0.9
const SEEDS = Array.from({ length: 40 }, (_, i) => i + 1)
const start = new Date('2026-03-01T02:00:00Z')
const over = addMs(start, (WINDOW_DAYS + 1) * DAY_MS)
const log = createLog('test', 'error')

let folder: string
let host: EngineHost
let clickhouse: ClickHouse
let base: TestDatabase
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'liuyuan-coverage-'))
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

const truthWith = (rateWith: number): CrowdTruth => ({
  rateWithout: 0.1,
  rateWith,
  unlikeness: 0.8,
  orderMedian: 20_000,
  orderSpread: 0.6,
  windowMs: (WINDOW_DAYS - 1) * DAY_MS,
})

type Campaign = { tenant: Tenant; experiment: string; effect: number }

/** One SOP of a brand of its own: its people are divided, most of the treated are reached, the crowd buys. */
async function campaign(seed: number, truth: CrowdTruth) {
  const like = { name: '青禾护肤', timeZone: 'Asia/Shanghai', currency: 'CNY', isDemo: false }
  const id = await makeWorkspace(base.db, manualClock('2026-01-01T00:00:00Z'), like)
  const tenant = { ...(await getWorkspace(base.db, id)), clockAt: over }
  const now = { tenant, now: start }
  const nos = Array.from({ length: PEOPLE }, (_, i) => i + 1)
  const within = base.db.inWorkspace
  const begun = await within(id, (tx) =>
    begin(tx, now, {
      subject: { kind: 'journey', id: newId(), version: 1 },
      holdoutShare: 0.4,
      metric: 'buyers',
      windowDays: WINDOW_DAYS,
    }),
  )
  const experiment = await renamed(base.db, tenant, begun, seed)
  const customerIds = nos.map((no) => idFrom('customer', id, String(no)))
  const arms = await within(id, (tx) =>
    assign(tx, now, experiment, { customerIds, customerNos: nos }),
  )
  await within(id, (tx) => close(tx, now, experiment))
  const chance = seededChance(seed)
  const members = nos.map((no, i) => ({
    id: String(no),
    isReached: arms[i] === 'treated' && chance.fraction() < REACHED,
    from: start,
  }))
  const reached = members.filter(({ isReached }) => isReached).length
  const share = reached / arms.filter((arm) => arm === 'treated').length
  const ids = members.map((one) => one.id)
  const orders = crowdBuys(seed, truth, members).map((bought) => ({
    customer: Number(bought.id),
    at: bought.at,
    paid: bought.amount,
  }))
  const told: Campaign = { tenant, experiment, effect: trueEffect(seed, truth, ids, share) }
  return { told, rows: rowsOf(tenant, orders) }
}

type Found = { findings: Findings; effect: number }

/** What the product says of each campaign, beside what is true of these very people. */
async function reports(seeds: readonly number[], truth: CrowdTruth): Promise<Found[]> {
  const made: Campaign[] = []
  const rows: Record<string, unknown>[] = []
  for (const seed of seeds) {
    const one = await campaign(seed, truth)
    made.push(one.told)
    rows.push(...one.rows)
  }
  await landed(clickhouse, rows)
  const found: Found[] = []
  for (const { tenant, experiment, effect } of made)
    found.push({ effect, findings: await written(tenant, experiment) })
  return found
}

async function written(tenant: Tenant, experimentId: string): Promise<Findings> {
  const deps = { db: base.db, clickhouse, clock: systemClock, log, tenants: async () => [tenant] }
  const asked = { experimentId, cause: 'ended', by: null } as const
  const id = z.uuid().parse(await writeRetrospective(deps, tenant, asked))
  const kept = await base.db.inWorkspace(tenant.id, (tx) => findRetrospective(tx, tenant, id))
  if (!kept) throw new Error('nothing was written')
  return kept.findings
}

const covers = ({ effect, findings: { primary } }: Found) =>
  primary.lower <= effect && effect <= primary.upper
/** An interval of 95% shrunk to where the error should lie half of the time: 0.6745 of 1.96 standard errors. */
const isNear = ({ effect, findings: { primary } }: Found) =>
  Math.abs(primary.effect - effect) < ((primary.upper - primary.lower) / 2) * (0.6745 / 1.96)

test('over 40 seeds of the crowd the interval covers the truth as often as it claims, and no more surely than it claims', async () => {
  const found = await reports(SEEDS, truthWith(0.2))
  // Of Binomial(40, 0.95) less than 34 come once in 290 times. The seeds are fixed: this was a matter of luck once.
  expect(found.filter(covers).length).toBeGreaterThanOrEqual(34)
  // An interval that is far too wide covers always. Of Binomial(40, 0.5) less than 10 or more than 30 come once in 1,400 times.
  const near = found.filter(isNear).length
  expect(near).toBeGreaterThanOrEqual(10)
  expect(near).toBeLessThanOrEqual(30)
  const bias = found.reduce((sum, one) => sum + one.findings.primary.effect - one.effect, 0) / 40
  expect(Math.abs(bias)).toBeLessThan(0.015)
  expect(found.map(({ findings }) => findings.verdict)).not.toContain('untrustworthy')
  // Nine points more are found by 800 people about nine times in ten.
  expect(found.filter(({ findings }) => findings.verdict === 'effective').length).toBeGreaterThan(
    28,
  )
}, 240_000)

test('over 40 seeds without an effect hardly any is called effective or harmful', async () => {
  const found = await reports(
    SEEDS.map((seed) => 1_000 + seed),
    truthWith(0.1),
  )
  expect(found.map(({ effect }) => effect)).toEqual(SEEDS.map(() => 0))
  expect(found.filter(covers).length).toBeGreaterThanOrEqual(34)
  const said = (verdict: string) =>
    found.filter(({ findings }) => findings.verdict === verdict).length
  // Each side has half of the error: of Binomial(40, 0.025) five or more come once in 320 times.
  expect(said('effective')).toBeLessThanOrEqual(4)
  expect(said('harmful')).toBeLessThanOrEqual(4)
  expect(said('not_enough_evidence')).toBeGreaterThanOrEqual(34)
}, 240_000)
