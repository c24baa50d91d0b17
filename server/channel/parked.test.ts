import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { noFaults } from '../../sandbox/index.ts'
import { addMs, presentOf } from '../kernel/index.ts'
import { type TestDatabase, testDatabase } from '../postgres/index.ts'
import { giveVerdict, listParked, type Said } from './parked.ts'
import { live, received, roundOf, startTown, type Town } from './sender.fixture.ts'
import { addresseesOf, freeRules, ledger, plan, setRules, specOf } from './world.fixture.ts'

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
const ctx = () => ({ tenant: town.tenant, now: presentOf(town.tenant, town.clock) })
const parked = () =>
  town.db.inWorkspace(town.tenant.id, (tx) => listParked(tx, town.tenant, ctx().now))
const states = async () => (await ledger(town.db, town.tenant)).map(({ state }) => state)

/** A mass send that was not answered, and then WeCom stays silent for a quarter of an hour. */
async function parkOne(count = 2): Promise<string> {
  const people = await town.friends(count)
  await plan(town.db, town.tenant, specOf(), addresseesOf(people))
  town.sandbox.weather.faults = { ...noFaults, silentBefore: 1 }
  await roundOf(town.deps, town.tenant)
  town.move(16 * MINUTE_MS)
  await roundOf(town.deps, town.tenant)
  town.sandbox.weather.faults = noFaults
  const [call] = await parked()
  if (!call) throw new Error('nothing was parked')
  return call.id
}

const decide = (callId: string, said: Said) =>
  town.db.inWorkspace(town.tenant.id, (tx) =>
    giveVerdict(tx, ctx(), { callId, said, by: null, real: town.clock.now() }),
  )

test('what nobody can be asked about is set aside with its evidence, and keeps its slots', async () => {
  await setRules(town.db, town.tenant, {
    ...freeRules,
    caps: { ...freeRules.caps, overall: { day: 1, week: null, month: null } },
  })
  await parkOne()
  const [call] = await parked()
  expect(call).toMatchObject({ kind: 'mass', userid: 'chenlan', deliveries: 2, errcode: null })
  const rows = await ledger(town.db, town.tenant)
  expect(rows.map(({ state, slotOn }) => [state, slotOn])).toEqual([
    ['parked', '2026-11-11'],
    ['parked', '2026-11-11'],
  ])
})

test('“it was not sent, send it” sends it, once', async () => {
  const id = await parkOne()
  expect(await decide(id, 'send')).toMatchObject({ ok: true, value: 2 })
  await live(town, { rounds: 10, stepMs: 3_000 })
  expect(await states()).toEqual(['sent', 'sent'])
  expect([...received(town.sandbox).values()]).toEqual([1, 1])
})

test('“it was sent” and “let it be” end it, and are said once', async () => {
  const id = await parkOne()
  expect(await decide(id, 'was_sent')).toMatchObject({ ok: true })
  expect(await states()).toEqual(['sent', 'sent'])
  expect(await decide(id, 'drop')).toMatchObject({ ok: false, reason: 'given_before' })
  expect(await parked()).toEqual([])
})

test('what may not leave any more cannot be sent by a button either', async () => {
  const id = await parkOne()
  town.move(addMs(new Date(0), 73 * 60 * MINUTE_MS).getTime())
  expect(await decide(id, 'send')).toMatchObject({ ok: false, reason: 'too_late' })
  expect(await decide(id, 'drop')).toMatchObject({ ok: true })
  expect(await states()).toEqual(['failed', 'failed'])
})
