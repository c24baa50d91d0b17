import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { addMs, newId } from '../kernel/index.ts'
import { type Database, type TestDatabase, testDatabase } from '../postgres/index.ts'
import { record } from './consent.ts'
import { claimDue, prepare } from './hand-off.ts'
import { hold, release } from './hold.ts'
import { confirmAll, live, received, roundOf, startTown, type Town } from './sender.fixture.ts'
import { promotionsStillOut } from './still-out.ts'
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

const HOUR_MS = 3_600_000
const promotion = (more = {}) => specOf({ purpose: 'promotion', ...more })
const ctx = () => ({ tenant: town.tenant, now: town.clock.now() })
const within = <T>(work: Parameters<typeof base.db.inWorkspace<T>>[1]) =>
  town.db.inWorkspace(town.tenant.id, work)
const rows = async () =>
  (await ledger(town.db, town.tenant)).map(({ state, reason }) => [state, reason])

async function friend(): Promise<Who> {
  const [one] = await town.friends(1)
  if (!one) throw new Error('nobody')
  return one
}

/** Somebody complains. @returns the hold's id. */
async function complain({ id: customerId }: Who): Promise<string> {
  const id = newId()
  await within((tx) => hold(tx, ctx(), [{ id, customerId }]))
  return id
}

test('promotion waits while a case is open, service goes on, and when it is solved promotion may go again', async () => {
  const one = await friend()
  const id = await complain(one)
  const ask = (spec: ReturnType<typeof specOf>) =>
    plan(town.db, town.tenant, spec, addresseesOf([one]), town.clock.now())
  expect(await ask(promotion())).toMatchObject([{ outcome: 'deferred', reason: 'open_case' }])
  expect(await ask(promotion({ lateness: 'skip' }))).toMatchObject([
    { outcome: 'skipped', reason: 'open_case' },
  ])
  expect(await ask(specOf({ purpose: 'service' }))).toMatchObject([{ outcome: 'planned' }])
  await within((tx) => release(tx, ctx(), [id]))
  expect(await ask(promotion())).toMatchObject([{ outcome: 'planned' }])
})

test('of two open cases the last one to be solved lets promotion go', async () => {
  const one = await friend()
  const first = await complain(one)
  const second = await complain(one)
  const ask = () => plan(town.db, town.tenant, promotion(), addresseesOf([one]), town.clock.now())
  await within((tx) => release(tx, ctx(), [first]))
  expect(await ask()).toMatchObject([{ reason: 'open_case' }])
  await within((tx) => release(tx, ctx(), [second]))
  expect(await ask()).toMatchObject([{ outcome: 'planned' }])
})

test('what was planned before the complaint is not handed off, and goes out when the case is solved', async () => {
  const [one, other] = [await friend(), await friend()]
  await plan(town.db, town.tenant, promotion(), addresseesOf([one, other]))
  const id = await complain(one)
  await live(town, { rounds: 8, stepMs: 3_000 })
  expect(received(town.sandbox).size).toBe(1)
  expect((await rows()).sort()).toEqual([
    ['planned', 'open_case'],
    ['sent', null],
  ])
  await within((tx) => release(tx, ctx(), [id]))
  await live(town, { rounds: 8, stepMs: 3_000 })
  expect(received(town.sandbox).size).toBe(2)
})

test('a delivery that was claimed when the case opened does not go out', async () => {
  const one = await friend()
  await plan(town.db, town.tenant, promotion(), addresseesOf([one]))
  const claimed = await within((tx) => claimDue(tx, ctx(), town.clock.now()))
  expect(claimed.length).toBe(1)
  await complain(one)
  const calls = await within((tx) => prepare(tx, ctx(), claimed, town.clock.now()))
  expect(calls).toEqual([])
  expect(await rows()).toEqual([['planned', 'open_case']])
})

test('a delivery that was written down as being sent is taken out before the call', async () => {
  const one = await friend()
  await plan(town.db, town.tenant, promotion(), addresseesOf([one]))
  // The complaint comes between what is written down and the call.
  let isComplained = false
  const db: Database = {
    ...town.db,
    async inWorkspace(id, work, options) {
      const done = await town.db.inWorkspace(id, work, options)
      const isWritten = (await rows()).some(([state]) => state === 'sending')
      if (isWritten && !isComplained) {
        isComplained = true
        await complain(one)
      }
      return done
    },
  }
  const deps = { ...town.deps, db }
  await roundOf(deps, town.tenant)
  expect(isComplained).toBe(true)
  expect(town.sandbox.world.corp.tasks.size).toBe(0)
  await live(town, { rounds: 4, stepMs: 3_000 })
  expect(received(town.sandbox).size).toBe(0)
  expect(await rows()).toEqual([['planned', 'open_case']])
})

test('what an associate was still to send in person is taken from their list, and comes back when the case is solved', async () => {
  const one = await friend()
  await plan(town.db, town.tenant, promotion({ carrier: 'staff_task' }), addresseesOf([one]))
  await roundOf(town.deps, town.tenant)
  expect(await rows()).toEqual([['handed', null]])
  const id = await complain(one)
  await roundOf(town.deps, town.tenant)
  expect(await rows()).toEqual([['planned', 'open_case']])
  await within((tx) => release(tx, ctx(), [id]))
  await roundOf(town.deps, town.tenant)
  expect(await rows()).toEqual([['handed', null]])
})

test('a mass send to this customer alone that waits for the associate’s tap is called back', async () => {
  const one = await friend()
  await plan(town.db, town.tenant, promotion(), addresseesOf([one]))
  await roundOf(town.deps, town.tenant)
  expect(await rows()).toEqual([['handed', null]])
  town.move(3_000)
  await complain(one)
  await live(town, { rounds: 4, stepMs: 3_000, confirms: false })
  expect([...town.sandbox.world.corp.tasks.values()].every((task) => task.cancelledAt)).toBe(true)
  confirmAll(town.sandbox)
  expect(received(town.sandbox).size).toBe(0)
  expect(await rows()).toEqual([['planned', 'not_confirmed']])
})

test('of a mass send to several that waits for the tap nobody can be pulled out; it is said whose it is', async () => {
  const people = await town.friends(3)
  await plan(town.db, town.tenant, promotion(), addresseesOf(people))
  await roundOf(town.deps, town.tenant)
  const [one, other] = people
  if (!one || !other) throw new Error('nobody')
  await complain(one)
  await roundOf(town.deps, town.tenant)
  const out = await within((tx) => promotionsStillOut(tx, town.tenant, [one.id]))
  expect(out).toEqual([{ userid: 'chenlan', text: '周五会员日，到店有礼' }])
  confirmAll(town.sandbox)
  await live(town, { rounds: 6, stepMs: 3_000 })
  expect(await within((tx) => promotionsStillOut(tx, town.tenant, [one.id]))).toEqual([])
})

test('a word about being contacted that is written down at the same time does not lose the hold', async () => {
  const one = await friend()
  await plan(town.db, town.tenant, specOf({ purpose: 'service' }), addresseesOf([one]))
  const word = { by: null, source: 'staff', reason: '电话', now: morning, kind: 'opt_in' } as const
  const say = () =>
    within((tx) => record(tx, town.tenant, { ...word, purpose: 'value', customerId: one.id }))
  for (let n = 0; n < 5; n++) {
    const [, id] = await Promise.all([say(), complain(one), say()])
    const said = await plan(town.db, town.tenant, promotion(), addresseesOf([one]), morning)
    expect(said).toMatchObject([{ reason: 'open_case' }])
    await within((tx) => release(tx, { ...ctx(), now: addMs(morning, n * HOUR_MS) }, [id]))
  }
})
