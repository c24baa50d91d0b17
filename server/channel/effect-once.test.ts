import { afterAll, beforeAll, expect, test } from 'vitest'
import { noFaults } from '../../sandbox/index.ts'
import { type TestDatabase, testDatabase } from '../postgres/index.ts'
import { Death, mortal } from './mortal.fixture.ts'
import { confirmAll, live, received, roundOf, startTown, type Town } from './sender.fixture.ts'
import { addresseesOf, ledger, plan, specOf } from './world.fixture.ts'

let base: TestDatabase
beforeAll(async () => {
  base = await testDatabase()
})
afterAll(() => base?.drop())

const LINK = { title: '会员日', url: 'https://brand.example.test/day' }
const ROUNDS = 5
/** Longer than any lease and than the time after which an absent task was not made. */
const HEALING_ROUNDS = 60
const HEALING_STEP_MS = 4_000
/** Every effect ends in one of these; a person sees what is parked. */
const ENDS = ['sent', 'skipped', 'failed', 'expired', 'parked']

/** A broadcast to three people of two associates and two newcomers, by a process that dies at its n-th point. */
async function lifeEndingAt(town: Town, n: number): Promise<boolean> {
  const people = [...(await town.friends(2)), ...(await town.friends(1, 'zhoumu'))]
  const spec = specOf()
  const content = { ...spec.content, link: LINK }
  await plan(town.db, town.tenant, { ...spec, content }, addresseesOf(people))
  await town.newcomer()
  await town.newcomer('zhoumu')
  const process = mortal(town.deps, town.remote, n)
  try {
    for (let round = 0; round < ROUNDS && !process.hasDied(); round++) {
      await roundOf(process.deps, town.tenant)
      confirmAll(town.sandbox)
      town.move(2_000)
    }
  } catch (error) {
    if (!(error instanceof Death)) throw error
  }
  return process.hasDied()
}

async function judge(town: Town): Promise<void> {
  town.sandbox.weather.faults = noFaults
  let rows = await ledger(town.db, town.tenant)
  const isOver = () => rows.every(({ state }) => ENDS.includes(state))
  for (let round = 0; round < HEALING_ROUNDS && !isOver(); round++) {
    await live(town, { rounds: 1, stepMs: HEALING_STEP_MS })
    rows = await ledger(town.db, town.tenant)
  }
  expect(rows.map(({ state }) => state).filter((state) => !ENDS.includes(state))).toEqual([])
  const times = [...received(town.sandbox).values()]
  expect(times.filter((count) => count > 1)).toEqual([])
  // What the ledger calls sent was received, and nothing was received that it does not know of.
  const sent = rows.filter(({ state }) => state === 'sent').length
  const open = rows.filter(({ state }) => state === 'parked').length
  expect(times.length).toBeGreaterThanOrEqual(sent)
  expect(times.length).toBeLessThanOrEqual(sent + open)
}

test('whenever the process dies, everybody gets the message once and nobody twice (I-4)', {
  timeout: 240_000,
}, async () => {
  let n = 1
  for (let died = true; died; n++) {
    const town = await startTown(base, n)
    died = await lifeEndingAt(town, n)
    await judge(town)
    await town.stop()
    const rows = await ledger(town.db, town.tenant)
    expect(rows.filter(({ state }) => state === 'sent').length, `death at point ${n}`).toBe(5)
  }
  expect(n).toBeGreaterThan(20)
})

test('the same while WeCom lies about a fifth of the calls (I-4)', {
  timeout: 240_000,
}, async () => {
  for (let n = 2; n <= 40; n += 4) {
    const town = await startTown(base, n)
    town.sandbox.weather.faults = {
      ...noFaults,
      busyExecuted: 0.05,
      busyIdle: 0.05,
      silentAfter: 0.05,
      silentBefore: 0.05,
    }
    town.sandbox.weather.listLagMs = 5_000
    await lifeEndingAt(town, n)
    await judge(town)
    await town.stop()
  }
})
