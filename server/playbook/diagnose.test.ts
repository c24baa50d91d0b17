import { existsSync, readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { parse } from 'csv-parse/sync'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { FormAnswers } from '../../contract/playbook.ts'
import { denseCustomers } from '../../science/history.ts'
import type { PeoplePurchases } from '../insight/index.ts'
import { newId } from '../kernel/index.ts'
import { sql, type TestDatabase, testDatabase } from '../postgres/index.ts'
import { diagnoseFromData, diagnoseFromForm } from './diagnose.ts'
import { findDiagnosis, keepDiagnosis, listDiagnoses } from './diagnosis-store.ts'

const data = new URL('../../../shared/data/', import.meta.url)
const absent = !existsSync(data)
if (absent) console.log('skipped: the reference data ../shared/data are absent')

const dayOf = (text: string) =>
  Math.floor(Date.parse(`${text.slice(0, 10)}T00:00:00Z`) / 86_400_000)

function purchases(
  path: string,
  read: (row: Record<string, string>) => { key: string; on: string; amount: number },
): PeoplePurchases {
  const rows: Record<string, string>[] = parse(gunzipSync(readFileSync(new URL(path, data))), {
    columns: true,
  })
  const lines = rows.map(read).filter(({ key }) => key !== '')
  const dense = denseCustomers(
    lines.map(({ key, on, amount }) => ({ key, day: dayOf(on), amount: Math.round(100 * amount) })),
  )
  return {
    ...dense,
    numbers: Float64Array.from(dense.keys, (_, i) => i + 1),
    orders: new Int32Array(dense.customers).fill(1),
    ordersOfNobody: 0,
  }
}

const ASKED = { currency: 'CNY', category: null, decisions: undefined }

describe.skipIf(absent)('a diagnosis from real orders', () => {
  test('a coffee machine is combination 6, low, short and frequent', () => {
    const coffee = purchases('coffee/coffee_sales.csv.gz', (row) => ({
      key: row.card ?? '',
      on: row.datetime ?? '',
      amount: Number(row.money),
    }))
    // 37 yuan a cup, decided on the spot.
    const decisions = { time: Array(500).fill(0.01), event: Array(500).fill(1) }
    const found = diagnoseFromData(coffee, { ...ASKED, asOfDay: dayOf('2025-03-24'), decisions })
    if (!found.ok) throw new Error(found.reason)
    expect(found.value.combinations.topTwo[0]?.combination).toBe(6)
    expect(found.value.combinations.topTwo[0]?.probability).toBeGreaterThan(0.9)
    expect(found.value.estimates.repurchaseRate).toMatchObject({ state: 'known' })
    expect(found.value.firstEffectMonths).toEqual({ from: 2, to: 3 })
  })

  test('CDNOW comes back often enough, and what its orders cannot tell is named', () => {
    const cdnow = purchases('cdnow/cdnow_full.csv.gz', (row) => ({
      key: row.customer_id ?? '',
      on: row.date ?? '',
      amount: Number(row.amount),
    }))
    const asked = { ...ASKED, currency: 'USD', asOfDay: dayOf('1998-07-01') }
    const found = diagnoseFromData(cdnow, asked)
    if (!found.ok) throw new Error(found.reason)
    const { repurchaseRate } = found.value.estimates
    expect(repurchaseRate.state === 'known' && repurchaseRate.value).toBeCloseTo(0.4586, 3)
    expect(found.value.properties.repurchase.holds).toBe('yes')
    expect(found.value.properties.retention.holds).toBe('unknown')
    expect(found.value.verdict.verdict).toBe('caution')
    expect(found.value.cannotTell).toContain('decision_cycle_without_first_touches')
    expect(found.value.cannotTell).toContain('share_rate_without_referrals')
    expect(found.value.sample).toEqual({ customers: 23570, purchaseDays: 67591 })
  })
})

const skincare: FormAnswers = {
  sells: '护肤品',
  buysAgain: 'few_times_a_year',
  thinksBeforeBuying: 'weeks',
  shares: 'often',
  orderValue: 60_000,
  category: { from: 5_000, to: 80_000 },
  staffCanTalk: true,
  hoursPerWeek: 40,
  content: 'own',
  departments: 'some',
  patienceMonths: 6,
}

function fromForm(change: Partial<FormAnswers> = {}) {
  const found = diagnoseFromForm({ ...skincare, ...change }, 'CNY')
  if (!found.ok) throw new Error(found.reason)
  return found.value
}

test('a dear cream is dear for its category, though far below 1,000 yuan', () => {
  const inCategory = fromForm()
  expect(inCategory.verdict.verdict).toBe('fit')
  expect(inCategory.priceRule).toBe('category')
  const price = (level: 'high' | 'low', of: typeof inCategory) =>
    of.combinations.cells
      .filter((cell) => cell.price === level)
      .reduce((sum, { probability }) => sum + probability, 0)
  expect(price('high', inCategory)).toBeGreaterThan(0.8)
  expect(price('low', fromForm({ category: null }))).toBeGreaterThan(0.8)
})

test('a refrigerator is told that private domain does not suit it', () => {
  const fridge = fromForm({
    buysAgain: 'hardly_ever',
    thinksBeforeBuying: 'minutes',
    shares: 'never',
  })
  expect(['unfit', 'not_enough_data']).toContain(fridge.verdict.verdict)
  expect(fridge.properties.repurchase.holds).not.toBe('yes')
})

test('a brand that fits but has nobody to talk with customers is told to be careful', () => {
  const alone = fromForm({ staffCanTalk: false, hoursPerWeek: 1 })
  expect(alone.verdict.verdict).toBe('caution')
  expect(alone.obstacles).toEqual(['nobody_may_talk_to_customers', 'nobody_has_time'])
  expect(alone.readiness.find(({ point }) => point === 'team')?.state).toBe('missing')
})

test('an owner who waits less than the first effect takes is told so', () => {
  const patience = (patienceMonths: number) =>
    fromForm({ patienceMonths }).readiness.find(({ point }) => point === 'patience')?.state
  const from = fromForm().firstEffectMonths?.from ?? 0
  expect(from).toBeGreaterThan(3)
  expect([patience(from), patience(from / 2), patience(1)]).toEqual(['good', 'weak', 'missing'])
})

test('a currency whose prices nobody can place asks for the category', () => {
  expect(diagnoseFromForm({ ...skincare, category: null }, 'XAF')).toMatchObject({
    ok: false,
    reason: 'category_prices_needed',
  })
})

describe('the record', () => {
  let base: TestDatabase
  beforeAll(async () => {
    base = await testDatabase()
  })
  afterAll(() => base.drop())

  async function workspace(): Promise<{ id: string }> {
    const id = newId()
    await base.db.inWorkspace(id, (tx) =>
      tx.run(sql`
        insert into staff.workspace (workspace_id, name, time_zone, currency, created_at)
        values (${id}, '青禾护肤', 'Asia/Shanghai', 'CNY', '2026-01-01')
      `),
    )
    return { id }
  }

  test('is kept with its date and answers, newest first, and belongs to its workspace', async () => {
    const tenant = await workspace()
    const other = await workspace()
    const made = (now: string) => ({
      basis: 'form' as const,
      asOf: new Date(now),
      answers: skincare,
      result: fromForm(),
      now: new Date(now),
      by: null,
    })
    const [first, second] = await base.db.inWorkspace(tenant.id, async (tx) => [
      await keepDiagnosis(tx, tenant, made('2026-01-01T00:00:00Z')),
      await keepDiagnosis(tx, tenant, made('2027-01-01T00:00:00Z')),
    ])
    const read = await base.db.inWorkspace(tenant.id, (tx) =>
      listDiagnoses(tx, tenant, { limit: 9 }),
    )
    expect(read).toEqual([second, first])
    const uuid = `${first?.id.slice(4, 12)}-${first?.id.slice(12, 16)}-${first?.id.slice(16, 20)}-${first?.id.slice(20, 24)}-${first?.id.slice(24)}`
    const foreign = await base.db.inWorkspace(other.id, (tx) => findDiagnosis(tx, tenant, uuid))
    expect(foreign).toBeNull()
  })
})
