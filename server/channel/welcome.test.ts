import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { noFaults } from '../../sandbox/index.ts'
import { type TestDatabase, testDatabase } from '../postgres/index.ts'
import { received, startTown, type Town } from './sender.fixture.ts'
import { createWelcomeLane } from './welcome-lane.ts'
import { deadline } from './welcome-step.ts'
import { ledger } from './world.fixture.ts'

let base: TestDatabase
let town: Town
beforeAll(async () => {
  base = await testDatabase()
})
afterAll(() => base?.drop())
beforeEach(async () => {
  town = await startTown(base)
})
afterEach(() => town?.stop())

const states = async () =>
  (await ledger(town.db, town.tenant)).map(({ state, reason }) => [state, reason])

/** Works as the lane would, for `seconds`. */
async function workFor(seconds: number): Promise<void> {
  for (let passed = 0; passed < seconds; passed++) {
    const lane = createWelcomeLane(town.deps)
    await lane.begin(town.tenant)
    await lane.finish()
    town.move(1_000)
  }
}

test('a newcomer is welcomed once', async () => {
  await town.newcomer()
  await workFor(3)
  expect(await states()).toEqual([['sent', null]])
  expect([...received(town.sandbox).values()]).toEqual([1])
})

test.each([
  ['silentAfter', 1],
  ['silentBefore', 1],
  ['busyExecuted', 1],
  ['busyIdle', 1],
] as const)(
  'after no answer (%s) it is tried again, and nobody is welcomed twice (I-23)',
  async (fault, share) => {
    await town.newcomer()
    town.sandbox.weather.faults = { ...noFaults, [fault]: share }
    await workFor(1)
    town.sandbox.weather.faults = noFaults
    await workFor(5)
    expect(await states()).toEqual([['sent', null]])
    expect([...received(town.sandbox).values()]).toEqual([1])
  },
)

test('nobody is welcomed after twenty seconds: the last try begins two seconds before (I-23)', async () => {
  await town.newcomer()
  town.sandbox.weather.faults = { ...noFaults, silentBefore: 1 }
  await workFor(17)
  town.sandbox.weather.faults = noFaults
  town.move(3_000)
  await workFor(5)
  expect(await states()).toEqual([['parked', 'too_late']])
  expect(received(town.sandbox).size).toBe(0)
})

test('a newcomer of whom we hear too late is not welcomed, and the record says so', async () => {
  await town.newcomer()
  town.move(19_000)
  await workFor(2)
  expect(await states()).toEqual([['expired', 'too_late']])
  expect(received(town.sandbox).size).toBe(0)
})

test('where the customer wrote first nothing is sent, and it does not count as ours', async () => {
  await town.newcomer()
  for (const welcome of town.sandbox.world.corp.welcomes.values()) welcome.state = 'closed'
  await workFor(2)
  expect(await states()).toEqual([['skipped', 'answered_by_others']])
})

test('the eighteen seconds begin with the event, also where the workspace lives in old times', () => {
  const at = (text: string) => new Date(`2026-11-11T${text}Z`)
  expect(deadline(at('10:00:00'), at('10:00:03.500'), at('10:00:03.500'))).toEqual(at('10:00:17'))
  const old = new Date('1998-07-01T00:00:00Z')
  expect(deadline(old, at('10:00:03.500'), old)).toEqual(at('10:00:21'))
  expect(deadline(at('10:00:00'), at('10:05:00'), at('10:05:00')) < at('10:05:00')).toBe(true)
})
