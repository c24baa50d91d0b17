import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { defaultRules } from '../../contract/delivery.ts'
import { noFaults } from '../../sandbox/index.ts'
import { addMs } from '../kernel/index.ts'
import { sql, type TestDatabase, testDatabase } from '../postgres/index.ts'
import { claim } from './claim.ts'
import { record } from './consent.ts'
import { listDeliveries } from './list.ts'
import { pause } from './pause.ts'
import { reconcileStep } from './reconcile.ts'
import { massStep } from './send-mass.ts'
import { confirmAll, live, received, roundOf, startTown, type Town } from './sender.fixture.ts'
import type { SenderDeps } from './sender-deps.ts'
import {
  addresseesOf,
  freeRules,
  ledger,
  morning,
  plan,
  setRules,
  specOf,
} from './world.fixture.ts'

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

const MINUTE_MS = 60_000
const states = async () => (await ledger(town.db, town.tenant)).map(({ state }) => state)

test('the same words from one associate are one task, and count as sent when it is confirmed', async () => {
  const people = await town.friends(5)
  await plan(town.db, town.tenant, specOf(), addresseesOf(people))
  await roundOf(town.deps, town.tenant)
  expect(new Set(await states())).toEqual(new Set(['handed']))
  expect(town.sandbox.world.corp.tasks.size).toBe(1)
  town.move(3_000)
  await roundOf(town.deps, town.tenant)
  expect(new Set(await states())).toEqual(new Set(['handed']))
  confirmAll(town.sandbox)
  await live(town, { rounds: 10, stepMs: 3_000 })
  expect(new Set(await states())).toEqual(new Set(['sent']))
  expect([...received(town.sandbox).values()]).toEqual([1, 1, 1, 1, 1])
})

test('a call that was in line so long that it was taken for dead is made in a later round, once', async () => {
  const people = await town.friends(3)
  await plan(town.db, town.tenant, specOf(), addresseesOf(people))
  let transactions = 0
  const slow: SenderDeps = {
    ...town.deps,
    db: {
      ...town.db,
      async inWorkspace(tenantId, work, options) {
        const value = await town.db.inWorkspace(tenantId, work, options)
        transactions += 1
        // It is claimed and written down. Before its turn comes, another worker looks for the dead.
        if (transactions === 2) {
          town.move(40_000)
          await reconcileStep(town.deps)(town.tenant)
        }
        return value
      },
    },
  }
  await massStep(slow)(town.tenant)
  await live(town, { rounds: 30, stepMs: 5_000 })
  expect(await states()).toEqual(['sent', 'sent', 'sent'])
  expect([...received(town.sandbox).values()]).toEqual([1, 1, 1])
})

test('a claim takes no more than it is told to, however the server goes about it', async () => {
  const people = await town.friends(8)
  await plan(town.db, town.tenant, specOf(), addresseesOf(people))
  const taken = await town.db.inWorkspace(town.tenant.id, async (tx) => {
    for (const way of ['hashjoin', 'mergejoin', 'hashagg', 'sort', 'material', 'bitmapscan'])
      await tx.run(sql`select set_config(${`enable_${way}`}, 'off', true)`)
    const now = town.clock.now()
    return claim(tx, town.tenant, {
      ...{ carriers: ['wecom_mass'], states: ['planned'], into: 'claimed', limit: 3 },
      ...{ at: now, real: now, leaseUntil: addMs(now, MINUTE_MS) },
    })
  })
  expect(taken).toHaveLength(3)
})

test('a text that differs for everybody is a task for the associate, not a mass send', async () => {
  const people = await town.friends(2)
  const text = '{{ customer.name }}，{{ customer.birthday | default: "今天" }}'
  await plan(town.db, town.tenant, specOf({ text }), addresseesOf(people.slice(0, 1)))
  await roundOf(town.deps, town.tenant)
  expect(await states()).toEqual(['handed'])
  expect(town.sandbox.world.corp.tasks.size).toBe(0)
  const { items } = await town.db.inWorkspace(town.tenant.id, (tx) =>
    listDeliveries(tx, town.tenant, { limit: 10, carrier: 'staff_task' }),
  )
  expect(items.map(({ carrier, meantCarrier }) => [carrier, meantCarrier])).toEqual([
    ['staff_task', 'wecom_mass'],
  ])
})

test('what the associate does not confirm is taken back before the night and tried again in the morning', async () => {
  await setRules(town.db, town.tenant, { ...freeRules, quietHours: defaultRules.quietHours })
  const people = await town.friends(2)
  await plan(town.db, town.tenant, specOf(), addresseesOf(people))
  await roundOf(town.deps, town.tenant)
  // Ten in the evening.
  town.move(12 * 60 * MINUTE_MS - 30_000)
  await live(town, { rounds: 3, stepMs: 3_000, confirms: false })
  expect(await states()).toEqual(['planned', 'planned'])
  expect([...town.sandbox.world.corp.tasks.values()].every((task) => task.cancelledAt)).toBe(true)
  confirmAll(town.sandbox)
  expect(received(town.sandbox).size).toBe(0)
  town.move(10 * 60 * MINUTE_MS + MINUTE_MS)
  await live(town, { rounds: 10, stepMs: 3_000 })
  expect(await states()).toEqual(['sent', 'sent'])
  expect([...received(town.sandbox).values()]).toEqual([1, 1])
})

test('the kill switch calls back what is not confirmed and frees the slots', async () => {
  const people = await town.friends(3)
  await plan(town.db, town.tenant, specOf(), addresseesOf(people))
  await roundOf(town.deps, town.tenant)
  await town.db.inWorkspace(town.tenant.id, (tx) =>
    pause(tx, town.tenant, {
      scope: 'workspace',
      subject: '',
      by: null,
      now: morning,
      reason: '发错了',
    }),
  )
  await roundOf(town.deps, town.tenant)
  expect([...town.sandbox.world.corp.tasks.values()].every((task) => task.cancelledAt)).toBe(true)
  await live(town, { rounds: 3, stepMs: 3_000, confirms: false })
  const rows = await ledger(town.db, town.tenant)
  expect(rows.map(({ state, reason, slotOn }) => [state, reason, slotOn])).toEqual(
    people.map(() => ['cancelled', 'kill_switch', null]),
  )
  confirmAll(town.sandbox)
  expect(received(town.sandbox).size).toBe(0)
})

test('who opted out between planning and the hour gets nothing', async () => {
  const people = await town.friends(2)
  await plan(town.db, town.tenant, specOf(), addresseesOf(people))
  const [one] = people
  if (!one) throw new Error('nobody')
  await town.db.inWorkspace(town.tenant.id, (tx) =>
    record(tx, town.tenant, {
      kind: 'opt_out',
      purpose: 'value',
      customerId: one.id,
      by: null,
      source: 'customer',
      reason: '别再发了',
      now: morning,
    }),
  )
  await live(town, { rounds: 8, stepMs: 3_000 })
  expect((await states()).sort()).toEqual(['sent', 'skipped'])
  expect(received(town.sandbox).size).toBe(1)
})

test.each([
  ['no answer, executed', { silentAfter: 1 }],
  ['no answer, not executed', { silentBefore: 1 }],
  ['busy, executed', { busyExecuted: 1 }],
  ['busy, not executed', { busyIdle: 1 }],
])('one call that nobody can vouch for is cleared up and done once (%s)', async (_name, fault) => {
  const people = await town.friends(3)
  const link = { title: '活动', url: 'https://brand.example.test/a' }
  const spec = specOf()
  await plan(
    town.db,
    town.tenant,
    { ...spec, content: { ...spec.content, link } },
    addresseesOf(people),
  )
  town.sandbox.weather.faults = { ...noFaults, ...fault }
  await roundOf(town.deps, town.tenant)
  expect(new Set(await states())).toEqual(new Set(['unknown']))
  town.sandbox.weather.faults = noFaults
  await live(town, { rounds: 40, stepMs: 3_000 })
  expect(new Set(await states())).toEqual(new Set(['sent']))
  expect([...received(town.sandbox).values()]).toEqual([1, 1, 1])
})
