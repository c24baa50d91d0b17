import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { massStep } from '../server/channel/send-mass.ts'
import { watchStep } from '../server/channel/watch.ts'
import { addresseesOf, plan, specOf } from '../server/channel/world.fixture.ts'
import { makePromise, nameCaretaker } from '../server/customer/index.ts'
import { nameSuccessor } from '../server/handover/name-successor.ts'
import { runOnce } from '../server/handover/run.ts'
import { sql, type TestDatabase, testDatabase } from '../server/postgres/index.ts'
import { begun, type Office, openOffice } from './handover.fixture.ts'

const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS
const TRANSFER = 'externalcontact/resigned/transfer_customer'
let base: TestDatabase
let office: Office

beforeAll(async () => {
  base = await testDatabase()
})
afterAll(() => base?.drop())
beforeEach(async () => {
  office = await openOffice(base)
})
afterEach(() => office?.stop())

/** Looks, a minute apart, until nothing is under way; what WeCom tells is known at once. */
async function live(rounds: number, stepMs = MINUTE_MS): Promise<void> {
  for (let n = 0; n < rounds; n++) {
    await office.round()
    await office.told()
    expect(await office.ownerless()).toEqual([])
    office.move(stepMs)
  }
}

const leaves = async (count: number) => {
  const people = await office.customers(count)
  await office.resigns('chenlan')
  return people
}
const handAllTo = (to: string, expected: number, caretaker: string | null = null) =>
  office.handOver({ from: 'chenlan', rest: [to], expected, caretaker })

test('an associate leaves: nobody answers for the customers until a caretaker or a handover does, and from then on somebody always', async () => {
  const people = await leaves(3)
  expect(await office.ownerless()).toHaveLength(3)
  const { tenant, clock, db } = office
  await db.inWorkspace(tenant.id, (tx) =>
    nameCaretaker(tx, tenant, { userid: 'zhoumu', by: null, now: clock.now() }),
  )
  expect(await office.ownerless()).toEqual([])
  await handAllTo('linxia', 3)
  await live(2)
  expect(await office.states()).toEqual({ waiting: 3 })
  await live(2, DAY_MS)
  await live(3)
  expect(await office.states()).toEqual({ done: 3 })
  expect(begun(office)).toEqual(new Map(people.map((one) => [one.externalUserid, 1])))
})

test('a call that WeCom heard but did not answer is asked after and not made again', async () => {
  const people = await leaves(4)
  office.sandbox.weather.scripted = [{ path: TRANSFER, what: 'silentAfter', times: 1 }]
  await handAllTo('linxia', 4)
  await live(4)
  expect(await office.states()).toEqual({ waiting: 4 })
  expect(begun(office)).toEqual(new Map(people.map((one) => [one.externalUserid, 1])))
})

test('a call that WeCom never heard is made again once that is certain', async () => {
  const people = await leaves(2)
  office.sandbox.weather.scripted = [{ path: TRANSFER, what: 'silentBefore', times: 1 }]
  await handAllTo('linxia', 2)
  await office.round()
  office.move(20_000)
  await office.round()
  // Twenty seconds prove nothing: it might still be under way.
  expect(await office.states()).toEqual({ asking: 2 })
  await live(5)
  expect(await office.states()).toEqual({ waiting: 2 })
  expect(begun(office)).toEqual(new Map(people.map((one) => [one.externalUserid, 1])))
})

test('a worker that dies between the call and its answer loses nothing and asks nothing twice', async () => {
  const people = await leaves(3)
  await handAllTo('linxia', 3)
  const { handing, tenant, remote } = office
  const dying = {
    ...handing,
    remoteOf: async () => ({
      ...remote,
      transferLeaversCustomers: async (
        asked: Parameters<typeof remote.transferLeaversCustomers>[0],
      ): Promise<never> => {
        await remote.transferLeaversCustomers(asked)
        throw new Error('killed')
      },
    }),
  }
  await expect(runOnce(dying, tenant)).rejects.toThrow('killed')
  expect(await office.states()).toEqual({ asking: 3 })
  expect(await office.ownerless()).toEqual([])
  await live(5)
  expect(await office.states()).toEqual({ waiting: 3 })
  expect(begun(office)).toEqual(new Map(people.map((one) => [one.externalUserid, 1])))
})

test('two workers and more customers than a call takes: each customer is asked for once', async () => {
  const people = await leaves(130)
  await handAllTo('linxia', 130)
  const { handing, tenant } = office
  await Promise.all([1, 2, 3, 4].map(() => runOnce(handing, tenant)))
  await live(2)
  expect(await office.states()).toEqual({ waiting: 130 })
  expect(begun(office)).toEqual(new Map(people.map((one) => [one.externalUserid, 1])))
})

test('two who begin with the same customers begin one handover', async () => {
  await leaves(5)
  const both = await Promise.allSettled([handAllTo('linxia', 5), handAllTo('zhoumu', 5)])
  expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  expect(await office.states()).toEqual({ planned: 5 })
})

test('whoever looked at another number begins nothing', async () => {
  await leaves(2)
  await expect(handAllTo('linxia', 3)).rejects.toMatchObject({ code: 'handover_changed' })
  expect(await office.states()).toEqual({})
})

test('a customer who refuses keeps somebody who answers, and goes to another successor when one is named, not to the same', async () => {
  const [one] = await leaves(1)
  if (!one) throw new Error('nobody')
  await handAllTo('linxia', 1)
  await live(1)
  office.sandbox.deeds.refuse({ externalUserId: one.externalUserid, to: 'linxia' })
  await live(2)
  expect(await office.states()).toEqual({ refused: 1 })
  const { tenant, clock, db } = office
  const [move] = await office.rows(sql<{ id: string }>`select id from handover.move`)
  const name = (to: string) =>
    db.inWorkspace(tenant.id, (tx) =>
      nameSuccessor(
        tx,
        { tenant, now: clock.now() },
        { id: move?.id ?? '', to, by: null, real: clock.now() },
      ),
    )
  await expect(name('linxia')).rejects.toMatchObject({ code: 'handover_refused_before' })
  await name('zhoumu')
  await expect(name('zhoumu')).rejects.toMatchObject({ code: 'handover_not_stuck' })
  await live(1)
  office.sandbox.deeds.agree({ externalUserId: one.externalUserid, to: 'zhoumu' })
  await live(4)
  expect(await office.states()).toEqual({ done: 1 })
})

test('promises, a task and the sender of what comes next go along, once; what was promised keeps its day', async () => {
  const [one, two] = await office.customers(2)
  if (!one || !two) throw new Error('nobody')
  const { tenant, clock, db } = office
  const promised = { text: '周五前寄小样', dueOn: '2026-11-27', userid: 'chenlan', madeBy: null }
  await db.inWorkspace(tenant.id, (tx) =>
    makePromise(tx, tenant, { ...promised, customerId: one.id, now: clock.now() }),
  )
  await plan(db, tenant, specOf({ carrier: 'staff_task' }), addresseesOf([two]))
  await massStep(office.deps)(tenant)
  const tasks = () =>
    office.rows(
      sql<{ userid: string; state: string }>`select userid, state from channel.staff_task`,
    )
  expect(await tasks()).toEqual([{ userid: 'chenlan', state: 'open' }])
  await office.resigns('chenlan')
  await handAllTo('linxia', 2, 'zhoumu')
  const keeper = () =>
    office.rows(sql<{ keeper: string; userid: string; on: string }>`
      select keeper, userid, due_on::text as on from customer.promise
    `)
  expect(await keeper()).toEqual([{ keeper: 'zhoumu', userid: 'chenlan', on: '2026-11-27' }])
  expect(await tasks()).toEqual([{ userid: 'chenlan', state: 'cancelled' }])
  // Nobody is the way to them meanwhile: it waits and is not given to the one who has left.
  await massStep(office.deps)(tenant)
  expect(await deliveries()).toEqual([{ state: 'planned', reason: 'handover' }])
  await live(1)
  for (const { externalUserid } of [one, two])
    office.sandbox.deeds.agree({ externalUserId: externalUserid, to: 'linxia' })
  await live(4)
  expect(await keeper()).toEqual([{ keeper: 'linxia', userid: 'chenlan', on: '2026-11-27' }])
  await massStep(office.deps)(tenant)
  expect(await tasks()).toEqual([{ userid: 'linxia', state: 'open' }])
  const moved = await office.rows(sql<{ to: string; promises: number }>`
    select detail ->> 'to' as to, (detail ->> 'promises')::int as promises
    from handover.entry
    where kind = 'carried'
    order by at, id
  `)
  expect(moved).toEqual([
    { to: 'zhoumu', promises: 1 },
    { to: 'linxia', promises: 1 },
  ])
})

const deliveries = () =>
  office.rows(sql<{ state: string; reason: string }>`select state, reason from channel.delivery`)

test('a mass send of the one who left that nobody has tapped is called back at WeCom and planned again', async () => {
  const people = await office.customers(2)
  const { tenant, db, deps, sandbox } = office
  await plan(db, tenant, specOf(), addresseesOf(people))
  await massStep(deps)(tenant)
  const [task] = [...sandbox.world.corp.tasks.values()]
  expect(task?.cancelledAt).toBe(null)
  office.move(5_000)
  await office.resigns('chenlan')
  await handAllTo('linxia', 2)
  await watchStep(deps)(tenant)
  expect(task?.cancelledAt).not.toBe(null)
  expect(await deliveries()).toEqual([
    { state: 'planned', reason: 'not_confirmed' },
    { state: 'planned', reason: 'not_confirmed' },
  ])
})

test('on the job the one who gives stays in charge until WeCom has handed over, and for good when the customer refuses', async () => {
  const [one, two] = await office.customers(2)
  if (!one || !two) throw new Error('nobody')
  await handAllTo('linxia', 2)
  await live(1)
  office.sandbox.deeds.refuse({ externalUserId: one.externalUserid, to: 'linxia' })
  office.sandbox.deeds.agree({ externalUserId: two.externalUserid, to: 'linxia' })
  await live(4)
  expect(await office.states()).toEqual({ refused: 1, done: 1 })
  const standing = await office.rows(sql<{ id: string }>`
    select id from customer.charge where ended_at is null
  `)
  expect(standing).toEqual([])
})

test('WeCom’s limits: twice in 90 days on the job is enough, a full successor takes nobody, who is gone is let go', async () => {
  const [one] = await office.customers(1)
  if (!one) throw new Error('nobody')
  let giver = 'chenlan'
  for (const to of ['linxia', 'chenlan']) {
    await office.handOver({ from: giver, rest: [to], expected: 1 })
    await live(1)
    office.sandbox.deeds.agree({ externalUserId: one.externalUserid, to })
    await live(4)
    giver = to
  }
  await expect(
    office.handOver({ from: 'chenlan', rest: ['zhoumu'], expected: 1 }),
  ).rejects.toMatchObject({ code: 'handover_changed', params: { going: 0 } })
  await office.resigns('chenlan')
  office.sandbox.world.corp.customersMax = 0
  await handAllTo('zhoumu', 1)
  await live(2)
  expect(await office.states()).toMatchObject({ limit: 1 })
  expect(await office.ownerless()).toEqual([])
})
