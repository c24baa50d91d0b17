import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { defaultRules } from '../../contract/delivery.ts'
import { noteTies } from '../customer/index.ts'
import { addMs, type Tenant } from '../kernel/index.ts'
import { type TestDatabase, testDatabase } from '../postgres/index.ts'
import { liftPause, pause } from './pause.ts'
import {
  addresseesOf,
  freeRules,
  ledger,
  morning,
  newCustomers,
  newTenant,
  plan,
  setRules,
  specOf,
} from './world.fixture.ts'

let base: TestDatabase
let tenant: Tenant
beforeAll(async () => {
  base = await testDatabase()
})
afterAll(() => base?.drop())
beforeEach(async () => {
  tenant = await newTenant(base.db)
})

test('a batch is planned, one row of the ledger each, and asking again changes nothing', async () => {
  const people = addresseesOf(await newCustomers(base.db, tenant, 3))
  const spec = specOf()
  const first = await plan(base.db, tenant, spec, people)
  expect(first.map(({ outcome }) => outcome)).toEqual(['planned', 'planned', 'planned'])
  expect(await plan(base.db, tenant, spec, people)).toEqual(first)
  expect(await ledger(base.db, tenant)).toHaveLength(3)
})

test('the second message of a day waits for the next day, or is not sent when it may not be late', async () => {
  const people = await newCustomers(base.db, tenant, 1)
  await plan(base.db, tenant, specOf(), addresseesOf(people))
  const [later] = await plan(base.db, tenant, specOf(), addresseesOf(people))
  expect(later).toMatchObject({
    outcome: 'deferred',
    reason: 'cap_overall',
    until: new Date('2026-11-11T16:00:00Z'),
  })
  const [never] = await plan(base.db, tenant, specOf({ lateness: 'skip' }), addresseesOf(people))
  expect(never).toMatchObject({ outcome: 'skipped', reason: 'cap_overall' })
})

test('two messages to one person in the same batch meet the cap too', async () => {
  const people = await newCustomers(base.db, tenant, 1)
  const twice = [...addresseesOf(people), ...addresseesOf(people)]
  const said = await plan(base.db, tenant, specOf({ lateness: 'skip' }), twice)
  expect(said.map(({ outcome }) => outcome)).toEqual(['planned', 'skipped'])
})

test('nobody is spoken to at night, by their own clock', async () => {
  await setRules(base.db, tenant, { ...freeRules, quietHours: defaultRules.quietHours })
  const [here] = await newCustomers(base.db, tenant, 1)
  const [far] = await newCustomers(base.db, tenant, 1, { traits: { time_zone: 'Europe/Paris' } })
  if (!here || !far) throw new Error('nobody')
  const said = await plan(base.db, tenant, specOf(), addresseesOf([here, far]))
  expect(said).toMatchObject([
    { outcome: 'planned' },
    { outcome: 'deferred', reason: 'quiet_hours', until: new Date('2026-11-11T07:00:00Z') },
  ])
})

test('a promotion does not go one to one to somebody who has been silent for long', async () => {
  await setRules(base.db, tenant, { ...freeRules, promoteWeakTies: false })
  const silent = await newCustomers(base.db, tenant, 1, { seenDaysAgo: 200 })
  const [promotion] = await plan(
    base.db,
    tenant,
    specOf({ purpose: 'promotion' }),
    addresseesOf(silent),
  )
  expect(promotion).toMatchObject({ outcome: 'skipped', reason: 'weak_tie' })
  const [value] = await plan(base.db, tenant, specOf({ purpose: 'value' }), addresseesOf(silent))
  expect(value).toMatchObject({ outcome: 'planned' })
})

test('how strong a tie is stands above the last sign of life, once a snapshot has seen the person', async () => {
  await setRules(base.db, tenant, { ...freeRules, promoteWeakTies: false })
  const people = await newCustomers(base.db, tenant, 2, { seenDaysAgo: 1 })
  await base.db.inWorkspace(tenant.id, async (tx) => {
    const numbers = people.map(({ no }) => no)
    await noteTies(tx, tenant, { numbers, levels: ['weak', 'medium'], at: morning })
  })
  const said = await plan(base.db, tenant, specOf({ purpose: 'promotion' }), addresseesOf(people))
  expect(said).toMatchObject([{ outcome: 'skipped', reason: 'weak_tie' }, { outcome: 'planned' }])
})

test('a promotion is earned by something useful first', async () => {
  await setRules(base.db, tenant, { ...freeRules, valuePerPromotion: 2 })
  const who = await newCustomers(base.db, tenant, 1)
  const ask = async (purpose: 'promotion' | 'value') =>
    (await plan(base.db, tenant, specOf({ purpose }), addresseesOf(who)))[0]?.outcome
  expect(await ask('promotion')).toBe('planned')
  expect(await ask('promotion')).toBe('skipped')
  expect(await ask('value')).toBe('planned')
  expect(await ask('promotion')).toBe('skipped')
  expect(await ask('value')).toBe('planned')
  expect(await ask('promotion')).toBe('planned')
})

test('who gives no sign of life is left in peace after a while', async () => {
  await setRules(base.db, tenant, { ...freeRules, unansweredMax: 2 })
  const who = await newCustomers(base.db, tenant, 1)
  const spec = specOf()
  for (const outcome of ['planned', 'planned', 'skipped']) {
    expect((await plan(base.db, tenant, spec, addresseesOf(who)))[0]?.outcome).toBe(outcome)
  }
})

test('a message whose name is missing is not sent without it, unless it says what to write instead', async () => {
  const who = await newCustomers(base.db, tenant, 1, { name: '', traits: { city: '杭州' } })
  await setRules(base.db, tenant, freeRules)
  const ask = async (text: string) =>
    (await plan(base.db, tenant, specOf({ text }), addresseesOf(who)))[0]
  expect(await ask('{{ customer.name }}，{{ customer.city }}下雨了')).toMatchObject({
    outcome: 'skipped',
    reason: 'missing_variable',
  })
  expect(
    await ask('{{ customer.name | default: "您好" }}，{{ customer.city }}下雨了'),
  ).toMatchObject({
    outcome: 'planned',
  })
  const rows = await ledger(base.db, tenant)
  expect(rows.map(({ text }) => text)).toContain('您好，杭州下雨了')
})

test('what may not be late any more is not planned', async () => {
  const who = addresseesOf(await newCustomers(base.db, tenant, 1))
  const spec = specOf({ notAfter: addMs(morning, -1) })
  expect(await plan(base.db, tenant, spec, who)).toMatchObject([
    { outcome: 'skipped', reason: 'too_late' },
  ])
})

test('the kill switch stops planning for its journey alone, and lifting it lets it go on', async () => {
  const who = await newCustomers(base.db, tenant, 1)
  await setRules(base.db, tenant, freeRules)
  const journeyId = '01900000-0000-7000-8000-00000000bbbb'
  const stopped = specOf({ cause: { kind: 'journey', journeyId, version: 1, stepId: 'a' } })
  const deed = { by: null, now: morning, reason: '发错了图' }
  const id = await base.db.inWorkspace(tenant.id, (tx) =>
    pause(tx, tenant, { scope: 'journey', subject: journeyId, ...deed }),
  )
  const ask = async (spec = stopped) => (await plan(base.db, tenant, spec, addresseesOf(who)))[0]
  expect(await ask()).toMatchObject({ outcome: 'deferred', reason: 'paused' })
  expect(await ask(specOf())).toMatchObject({ outcome: 'planned' })
  await base.db.inWorkspace(tenant.id, (tx) => liftPause(tx, tenant, { id, ...deed }))
  expect(await ask()).toMatchObject({ outcome: 'planned' })
})
