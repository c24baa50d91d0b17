import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { addMs } from '../kernel/index.ts'
import { type TestDatabase, testDatabase } from '../postgres/index.ts'
import { massStep } from './send-mass.ts'
import { startTown, type Town } from './sender.fixture.ts'
import {
  addresseesOf,
  freeRules,
  ledger,
  morning,
  plan,
  setRules,
  specOf,
} from './world.fixture.ts'

const DAY_MS = 24 * 3_600_000

let base: TestDatabase
let town: Town
beforeAll(async () => {
  base = await testDatabase()
})
afterAll(() => base?.drop())
beforeEach(async () => {
  town = await startTown(base)
  const caps = { ...freeRules.caps, overall: { day: 1, week: null, month: null } }
  await setRules(town.db, town.tenant, { ...freeRules, caps })
})
afterEach(() => town?.stop())

const planAt = (
  now: Date,
  more: Parameters<typeof specOf>[0],
  people: Parameters<typeof addresseesOf>[0],
) =>
  plan(
    town.db,
    town.tenant,
    specOf({ notBefore: now, notAfter: addMs(now, 3 * DAY_MS), ...more }),
    addresseesOf(people),
    now,
  )

test('two that waited through a stop and are due together take one slot of the day, also when their purposes differ (I-5)', async () => {
  const people = await town.friends(2)
  const tomorrow = addMs(morning, DAY_MS)
  await planAt(morning, { purpose: 'value', text: '昨天要说的' }, people)
  await planAt(tomorrow, { purpose: 'service', text: '今天要说的' }, people)
  town.move(DAY_MS)
  await massStep(town.deps)(town.tenant)
  const states = (await ledger(town.db, town.tenant)).map(({ state }) => state).sort()
  expect(states).toEqual(['handed', 'handed', 'planned', 'planned'])
})

test('a task of yesterday that may still be confirmed today counts for today (I-5)', async () => {
  const people = await town.friends(2)
  await planAt(morning, { purpose: 'value', text: '昨天要说的' }, people)
  await massStep(town.deps)(town.tenant)
  town.move(DAY_MS)
  const said = await planAt(town.clock.now(), { purpose: 'service', text: '今天要说的' }, people)
  expect(said.map((one) => (one.outcome === 'deferred' ? one.reason : one.outcome))).toEqual([
    'cap_overall',
    'cap_overall',
  ])
})
