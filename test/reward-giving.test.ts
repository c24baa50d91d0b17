import { afterAll, beforeAll, expect, test } from 'vitest'
import { newTenant } from '../server/customer/world.fixture.ts'
import { manualClock, newId } from '../server/kernel/index.ts'
import { checkLedger } from '../server/ledger/index.ts'
import { sql, type TestDatabase, testDatabase } from '../server/postgres/index.ts'
import { createGiving, type Given } from '../server/reward/give.ts'
import { type Brand, brandOf } from './reward.fixture.ts'

const clock = manualClock('2026-11-11T09:00:00+08:00')
let world: TestDatabase
let brand: Brand
let give: ReturnType<typeof createGiving>

beforeAll(async () => {
  world = await testDatabase()
  brand = brandOf(world.db, await newTenant(world.db), clock)
  give = createGiving(world.db)
}, 60_000)
afterAll(() => world?.drop())

const ask = (rewardId: string, customerId: string, more: { key?: string; reason?: string } = {}) =>
  give(brand.ctx(), { rewardId, customerId, key: 'once', reason: '店庆', by: null, ...more })
const grantsIn = (answers: readonly Given[]) =>
  new Set(answers.flatMap(({ outcome }) => (outcome.ok ? [outcome.value.grantId] : [])))

test('a crowd that claims at once is served together: fifty coupons to fifty people, each one, all written down', async () => {
  const rewardId = await brand.reward({ kind: 'coupon', personLimit: 1 }, 50)
  const people = await brand.people(100)
  const taps = people.flatMap((who) => [who, who])
  const answers = await Promise.all(taps.map((who) => ask(rewardId, who)))
  expect(grantsIn(answers).size).toBe(50)
  expect(await brand.stock(rewardId)).toEqual({ initial: 50, free: 0, granted: 50, retired: 0 })
  const refusals = answers.flatMap(({ outcome }) => (outcome.ok ? [] : [outcome.reason]))
  expect(new Set(refusals)).toEqual(new Set(['out_of_stock']))
  const { deeds } = await brand.inTx((tx) =>
    tx.one(sql<{ deeds: number }>`
      select count(distinct detail ->> 'grant') as deeds from staff.audit where action = 'reward.given'
    `),
  )
  expect(deeds).toBe(50)
  const check = await brand.inTx((tx) =>
    checkLedger(tx, brand.tenant, { by: null, now: clock.now() }),
  )
  expect(check.differences).toEqual([])
})

test('who is unknown is told so, and nobody beside them waits for it', async () => {
  const rewardId = await brand.reward({ kind: 'gift' }, 3)
  const [who = ''] = await brand.people(1)
  const [stranger, friend] = await Promise.all([ask(rewardId, newId()), ask(rewardId, who)])
  expect(stranger.outcome).toMatchObject({ ok: false, reason: 'not_found' })
  expect(friend.outcome.ok).toBe(true)
  const nothing = await ask(newId(), who)
  expect(nothing.outcome).toMatchObject({ ok: false, reason: 'not_found' })
})

test('one that cannot be written down fails alone; the crowd that it came with is served', async () => {
  const rewardId = await brand.reward({ kind: 'gift' }, 10)
  const people = await brand.people(6)
  const settled = await Promise.allSettled(
    people.map((who, no) => ask(rewardId, who, no === 2 ? { reason: 'no\u0000thing' } : {})),
  )
  expect(settled.map(({ status }) => status === 'fulfilled')).toEqual(
    people.map((_, no) => no !== 2),
  )
  expect(await brand.stock(rewardId)).toMatchObject({ free: 5, granted: 5 })
})

test('the same key is the same grant, whether it is asked for beside itself or later', async () => {
  const rewardId = await brand.reward({ kind: 'gift' }, 10)
  const [who = ''] = await brand.people(1)
  const answers = await Promise.all(Array.from({ length: 20 }, () => ask(rewardId, who)))
  expect(grantsIn([...answers, await ask(rewardId, who)]).size).toBe(1)
  expect(grantsIn([await ask(rewardId, who, { key: 'again' })])).not.toEqual(grantsIn(answers))
  expect(await brand.stock(rewardId)).toMatchObject({ granted: 2 })
})
