import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../postgres/index.ts'
import { record } from './consent.ts'
import { pause } from './pause.ts'
import { massStep } from './send-mass.ts'
import { live, received, startTown, type Town } from './sender.fixture.ts'
import { addresseesOf, ledger, morning, plan, specOf, type Who } from './world.fixture.ts'

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

/** One customer for each of the sandbox's associates: as many calls, more than are made at the same time. */
async function aCustomerEach(): Promise<Who[]> {
  const people: Who[] = []
  for (const userid of town.sandbox.world.corp.members.keys())
    people.push(...(await town.friends(1, userid)))
  return people
}

/** Hands off, and does `deed` while the first call is under way. */
async function handOffDuring(deed: () => Promise<unknown>): Promise<void> {
  let done: Promise<unknown> | null = null
  const remote: Town['remote'] = {
    ...town.remote,
    addMessageTask: async (task) => {
      done ??= deed()
      await done
      return town.remote.addMessageTask(task)
    },
  }
  await massStep({ ...town.deps, remoteOf: async () => remote })(town.tenant)
}

test('who says no while the broadcast is going out is left out of what has not left yet (I-7)', async () => {
  const people = await aCustomerEach()
  await plan(town.db, town.tenant, specOf(), addresseesOf(people))
  await handOffDuring(async () => {
    for (const { id } of people)
      await town.db.inWorkspace(town.tenant.id, (tx) =>
        record(tx, town.tenant, {
          kind: 'opt_out',
          purpose: 'value',
          customerId: id,
          by: null,
          source: 'customer',
          reason: '别再发了',
          now: morning,
        }),
      )
  })
  const states = (await ledger(town.db, town.tenant)).map(({ state }) => state)
  const made = town.sandbox.world.corp.tasks.size
  expect(made).toBeLessThan(people.length)
  expect(states.filter((state) => state === 'skipped')).toHaveLength(people.length - made)
  await live(town, { rounds: 8, stepMs: 3_000 })
  expect(received(town.sandbox).size).toBe(made)
})

test('the kill switch stops what has not left yet, and it leaves when the switch is lifted', async () => {
  const people = await aCustomerEach()
  await plan(town.db, town.tenant, specOf(), addresseesOf(people))
  await handOffDuring(() =>
    town.db.inWorkspace(town.tenant.id, (tx) =>
      pause(tx, town.tenant, {
        scope: 'carrier',
        subject: 'wecom_mass',
        by: null,
        now: morning,
        reason: '发错了图',
      }),
    ),
  )
  const states = (await ledger(town.db, town.tenant)).map(({ state }) => state)
  const made = town.sandbox.world.corp.tasks.size
  expect(made).toBeLessThan(people.length)
  expect(states.filter((state) => state === 'planned')).toHaveLength(people.length - made)
})

test('a fenced installation calls nobody, whatever is due', async () => {
  const people = await town.friends(2)
  await plan(town.db, town.tenant, specOf(), addresseesOf(people))
  await town.newcomer()
  const fenced = { ...town, deps: { ...town.deps, isFenced: async () => true } }
  await live(fenced, { rounds: 3, stepMs: 1_000 })
  expect(town.sandbox.effects.read()).toEqual([])
  expect((await ledger(town.db, town.tenant)).map(({ state }) => state)).toEqual([
    'planned',
    'planned',
    'planned',
  ])
})
