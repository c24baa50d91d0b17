import { afterAll, beforeAll, expect, test } from 'vitest'
import { addMs, newId } from '../kernel/index.ts'
import { sql, type TestDatabase, testDatabase } from '../postgres/index.ts'
import { advance } from './advance.ts'
import { effectKey } from './effect-key.ts'
import { end, pause, resume } from './journeys.ts'
import {
  bought,
  DAY,
  HOUR,
  MORNING,
  makeOne,
  send,
  type World,
  wait,
  worldIn,
} from './world.fixture.ts'

let base: TestDatabase
beforeAll(async () => {
  base = await testDatabase()
})
afterAll(() => base.drop())

const only = <T>(items: T[]): T => {
  const [item] = items
  if (item === undefined || items.length > 1) throw new Error(`one was expected: ${items.length}`)
  return item
}
const first = (world: World) => {
  const [person] = world.people
  if (!person) throw new Error('a world without people')
  return person
}
const stuck = (world: World) =>
  base.db.inWorkspace(world.tenant.id, (tx) =>
    tx.rows(sql<{ why: string }>`select why from journey.stuck`),
  )

test('who leaves a full cart is written to, and again three days later', async () => {
  const world = await worldIn(base.db)
  const journey = await world.launch({ steps: [send('hello'), wait('rest', 3), send('again')] })
  const facts = await world.happen(world.event(first(world), 'cart.left'))
  await world.work(journey)
  expect(facts).toEqual(['journey.entered'])
  expect(world.mouth.planned.map(({ stepId }) => stepId)).toEqual(['hello'])
  expect(only(await world.inside(journey))).toMatchObject({
    state: 'timer',
    step: 'rest',
    dueAt: addMs(new Date(MORNING), 3 * DAY),
  })
  world.clock.advanceMs(3 * DAY)
  await world.work(journey)
  expect(world.mouth.planned.map(({ stepId }) => stepId)).toEqual(['hello', 'again'])
  expect(only(await world.inside(journey))).toMatchObject({
    state: 'left',
    leftReason: 'completed',
  })
})

test('what happened before the launch lets nobody in', async () => {
  const world = await worldIn(base.db)
  const before = addMs(world.clock.now(), -1)
  const journey = await world.launch({})
  await world.happen(world.event(first(world), 'cart.left', { at: before }))
  expect(await world.inside(journey)).toEqual([])
})

test('the entry rule lets in once, or again after some days', async () => {
  const world = await worldIn(base.db)
  const once = await world.launch({ entry: { kind: 'once' } })
  const again = await world.launch({ entry: { kind: 'again', afterDays: 7 } })
  const leaveCart = () => world.happen(world.event(first(world), 'cart.left'))
  for (const days of [0, 1, 7]) {
    world.clock.set(addMs(new Date(MORNING), days * DAY))
    await leaveCart()
    await leaveCart()
    await world.work(once)
    await world.work(again)
  }
  expect(await world.inside(once)).toHaveLength(1)
  expect(await world.inside(again)).toHaveLength(2)
})

test('a customer who buys during the wait leaves the journey', async () => {
  const world = await worldIn(base.db)
  const journey = await world.launch({ goal: bought, steps: [wait('rest', 1), send('again')] })
  await world.happen(world.event(first(world), 'cart.left'))
  await world.work(journey)
  world.clock.advanceMs(HOUR)
  expect(await world.happen(world.event(first(world), 'order.paid'))).toEqual(['journey.left'])
  world.clock.advanceMs(DAY)
  await world.work(journey)
  expect(world.mouth.planned).toEqual([])
  expect(only(await world.inside(journey))).toMatchObject({ state: 'left', leftReason: 'goal' })
})

test('who enters and buys in one batch is not written to', async () => {
  const world = await worldIn(base.db)
  const journey = await world.launch({ goal: bought })
  const at = world.clock.now()
  const buys = world.event(first(world), 'order.paid', { at: addMs(at, 5_000) })
  world.clock.advanceMs(6_000)
  await world.happen(buys, world.event(first(world), 'cart.left', { at }))
  await world.work(journey)
  expect(world.mouth.planned).toEqual([])
})

test('the control group enters, gets nothing, and is measured until its window ends', async () => {
  const world = await worldIn(base.db, 4)
  world.mouth.inControl = (no) => no % 2 === 0
  const control = { kind: 'holdout', share: 0.5, metric: 'buyers', windowDays: 14 } as const
  const journey = await world.launch({ control })
  await world.happen(...world.people.map((person) => world.event(person, 'cart.left')))
  await world.work(journey)
  expect(world.mouth.planned.map(({ person }) => person.customerNo).sort()).toEqual([1, 3])
  const held = (await world.inside(journey)).filter(({ state }) => state === 'control')
  expect(held.map(({ no }) => no)).toEqual([2, 4])
  world.clock.advanceMs(14 * DAY)
  await world.work(journey)
  expect((await world.inside(journey)).map(({ leftReason }) => leftReason)).toEqual(
    expect.arrayContaining(['measured', 'completed']),
  )
  expect(world.mouth.planned).toHaveLength(2)
})

test('who is waited for goes one way, who stays silent the other', async () => {
  const world = await worldIn(base.db, 2)
  const journey = await world.launch({
    steps: [
      {
        kind: 'wait_event',
        id: 'click',
        lane: 'main',
        name: '',
        event: { name: 'link.opened', where: [{ prop: 'link', is: 'equal', value: 'spring' }] },
        within: { amount: 2, unit: 'days' },
      },
      send('thanks', { lane: 'click.heard' }),
      send('nudge', { lane: 'click.silent' }),
      send('both'),
    ],
  })
  await world.happen(...world.people.map((person) => world.event(person, 'cart.left')))
  await world.work(journey)
  world.clock.advanceMs(HOUR)
  await world.happen(
    world.event(first(world), 'link.opened', { props: { link: 'autumn' } }),
    world.event(first(world), 'link.opened', { props: { link: 'spring' } }),
  )
  expect(await stuck(world)).toEqual([])
  await world.work(journey)
  world.clock.advanceMs(2 * DAY)
  await world.work(journey)
  const got = world.mouth.planned.map(({ stepId, person }) => `${person.customerNo} ${stepId}`)
  expect(got).toEqual(['1 thanks', '1 both', '2 nudge', '2 both'])
})

test('a branch asks the segment engine for the whole batch; when that is away people wait', async () => {
  const world = await worldIn(base.db, 4)
  world.mouth.holds = (no) => no > 2
  world.mouth.isAway = true
  const journey = await world.launch({
    steps: [
      {
        kind: 'branch',
        id: 'value',
        lane: 'main',
        name: '',
        arms: [{ id: 'high', name: '高价值', tree: { kind: 'identity', has: 'phone' } }],
      },
      send('gift', { lane: 'value.high' }),
      { kind: 'end', id: 'over', lane: 'value.high', name: '' },
      send('news'),
    ],
  })
  await world.happen(...world.people.map((person) => world.event(person, 'cart.left')))
  await world.work(journey)
  expect(world.mouth.planned).toEqual([])
  expect((await world.inside(journey))[0]?.note?.why).toBe('analytics_away')
  world.mouth.isAway = false
  world.clock.advanceMs(10_000)
  await world.work(journey)
  const got = world.mouth.planned.map(({ stepId, person }) => `${person.customerNo} ${stepId}`)
  expect(got.sort()).toEqual(['1 news', '2 news', '3 gift', '4 gift'])
})

test('chance divides by its shares, and the same way whenever it is asked', async () => {
  const world = await worldIn(base.db, 400)
  const journey = await world.launch({
    steps: [
      {
        kind: 'split',
        id: 'text',
        lane: 'main',
        name: '',
        arms: [
          { id: 'a', name: '', share: 30 },
          { id: 'b', name: '', share: 70 },
        ],
      },
      send('long', { lane: 'text.a' }),
      send('short', { lane: 'text.b' }),
    ],
  })
  await world.happen(...world.people.map((person) => world.event(person, 'cart.left')))
  await world.work(journey)
  const long = world.mouth.planned.filter(({ stepId }) => stepId === 'long').length
  expect(long / 400).toBeGreaterThan(0.22)
  expect(long / 400).toBeLessThan(0.38)
})

test('a policy that puts off is asked again then; one that refuses is written down with its reason', async () => {
  const world = await worldIn(base.db, 2)
  const noon = new Date('2026-11-11T12:00:00+08:00')
  world.mouth.answer = ({ deliveryId, customerNo }, now) => {
    if (customerNo === 2) return { deliveryId, outcome: 'skipped', reason: 'opted_out' }
    if (now < noon) return { deliveryId, outcome: 'deferred', until: noon, reason: 'quiet_hours' }
    return { deliveryId, outcome: 'planned' }
  }
  const journey = await world.launch({})
  await world.happen(...world.people.map((person) => world.event(person, 'cart.left')))
  await world.work(journey)
  const [one] = await world.inside(journey)
  expect(one).toMatchObject({ dueAt: noon, note: { why: 'deferred', reason: 'quiet_hours' } })
  expect(await world.passages(journey)).toEqual([
    { step: 'hello', outcome: 'skipped', detail: 'opted_out', no: 2 },
  ])
  world.clock.set(noon)
  await world.work(journey)
  expect(world.mouth.planned.map(({ person }) => person.customerNo)).toEqual([1])
})

test('after a stop each step does what its lateness rule says', async () => {
  const world = await worldIn(base.db, 1)
  const steps = (lateness: 'send_late' | 'skip' | 'next_slot') => [
    wait('rest', 1),
    send('hello', { lateness }),
  ]
  const late = await world.launch({ steps: steps('send_late') })
  const skip = await world.launch({ steps: steps('skip') })
  const slot = await world.launch({ steps: steps('next_slot') })
  await world.happen(world.event(first(world), 'cart.left'))
  for (const journey of [late, skip, slot]) await world.work(journey)
  // Nobody works for five hours after the step was due.
  world.clock.advanceMs(DAY + 5 * HOUR)
  for (const journey of [late, skip, slot]) await world.work(journey)
  expect(world.mouth.planned.map(({ journeyId }) => journeyId)).toEqual([late])
  expect(await world.passages(skip)).toContainEqual({
    step: 'hello',
    outcome: 'skipped',
    detail: 'late',
    no: 1,
  })
  const tomorrow = addMs(new Date(MORNING), 2 * DAY)
  expect(only(await world.inside(slot))).toMatchObject({ dueAt: tomorrow, step: 'hello' })
  world.clock.set(tomorrow)
  await world.work(slot)
  expect(world.mouth.planned.map(({ journeyId }) => journeyId)).toEqual([late, slot])
})

test('who is inside finishes by the version that they entered by (I-21)', async () => {
  const world = await worldIn(base.db, 2)
  const journey = await world.launch({ steps: [wait('rest', 1), send('old')] })
  const [one, other] = world.people
  if (!one || !other) throw new Error('two people were expected')
  await world.happen(world.event(one, 'cart.left'))
  await world.work(journey)
  await world.publishNext(journey, { steps: [wait('rest', 1), send('fresh')] })
  await world.happen(world.event(other, 'cart.left'))
  await world.work(journey)
  world.clock.advanceMs(DAY)
  await world.work(journey)
  const got = world.mouth.planned.map(({ stepId, person }) => `${person.customerNo} ${stepId}`)
  expect(got).toEqual(['1 old', '2 fresh'])
})

test('a paused journey lets nobody in and rings no timer; it goes on when it is resumed', async () => {
  const world = await worldIn(base.db, 2)
  const journey = await world.launch({ steps: [wait('rest', 1), send('hello')] })
  const [one, other] = world.people
  if (!one || !other) throw new Error('two people were expected')
  await world.happen(world.event(one, 'cart.left'))
  await world.work(journey)
  const asked = { id: journey, by: null, now: world.clock.now() }
  const within = base.db.inWorkspace.bind(null, world.tenant.id)
  await within((tx) => pause(tx, world.tenant.id, { ...asked, reason: '文案有误' }))
  await world.happen(world.event(other, 'cart.left'))
  world.clock.advanceMs(DAY)
  await world.work(journey)
  expect(world.mouth.planned).toEqual([])
  expect(await world.inside(journey)).toHaveLength(1)
  await within((tx) => resume(tx, world.tenant.id, asked))
  await world.work(journey)
  expect(world.mouth.planned.map(({ person }) => person.customerNo)).toEqual([1])
})

test('ended at once, everybody leaves and the end is told once; ended to finish, they go on', async () => {
  const world = await worldIn(base.db, 2)
  const plan = { steps: [wait('rest', 1), send('hello')] }
  const [hard, soft] = [await world.launch(plan), await world.launch(plan)]
  await world.happen(world.event(first(world), 'cart.left'))
  for (const journey of [hard, soft]) await world.work(journey)
  const asked = { by: null, now: world.clock.now(), reason: '活动结束' }
  await base.db.inWorkspace(world.tenant.id, async (tx) => {
    await end(tx, world.tenant.id, { ...asked, id: hard, mode: 'at_once' })
    await end(tx, world.tenant.id, { ...asked, id: soft, mode: 'finish' })
  })
  for (const journey of [hard, soft]) await world.work(journey)
  expect(only(await world.inside(hard))).toMatchObject({ leftReason: 'journey_ended' })
  expect(only(await world.inside(soft))).toMatchObject({ state: 'timer' })
  world.clock.advanceMs(DAY)
  for (const journey of [hard, soft]) await world.work(journey)
  expect(world.mouth.planned.map(({ journeyId }) => journeyId)).toEqual([soft])
  const told = await base.db.inWorkspace(world.tenant.id, (tx) =>
    tx.rows(sql<{ body: string }>`select body from event.inbox where body like '%journey.ended%'`),
  )
  expect(told).toHaveLength(2)
})

test('those who match already come in piece by piece, once, however many work', async () => {
  const world = await worldIn(base.db, 60)
  world.mouth.inSegment = world.people.map(({ no }) => no)
  const journey = await world.launch({}, { withThoseInside: false })
  const segment = await world.launch(
    { triggers: [{ kind: 'segment', segmentId: newId() }] },
    { withThoseInside: true },
  )
  await Promise.all([world.work(segment), world.work(segment)])
  await world.work(segment)
  expect(await world.inside(journey)).toEqual([])
  expect(await world.inside(segment)).toHaveLength(60)
  expect(world.mouth.planned).toHaveLength(60)
})

test('when two become one person the older enrollment goes on and the other ends', async () => {
  const world = await worldIn(base.db, 2)
  const [one, other] = world.people
  if (!one || !other) throw new Error('two people were expected')
  const journey = await world.launch({ steps: [wait('rest', 1), send('hello')] })
  await world.happen(world.event(other, 'cart.left'))
  world.clock.advanceMs(HOUR)
  await world.happen(world.event(one, 'cart.left'))
  await world.work(journey)
  await makeOne(base.db, world.tenant, { gone: other, kept: one })
  const merged = world.event(one, 'identity.merged', { props: { kept: one.no, gone: other.no } })
  expect(await world.happen(merged)).toEqual(['journey.left'])
  expect((await world.inside(journey)).map(({ no, leftReason }) => ({ no, leftReason }))).toEqual([
    { no: 1, leftReason: null },
    { no: 1, leftReason: 'merged' },
  ])
  world.clock.advanceMs(2 * DAY)
  await world.work(journey)
  expect(world.mouth.planned.map(({ person }) => person.customerId)).toEqual([one.id])
})

test('a step that fails for one person stops nobody else, and is seen', async () => {
  const world = await worldIn(base.db, 5)
  world.mouth.answer = ({ deliveryId, customerNo }) => {
    if (customerNo === 3) throw new Error('the template does not render')
    return { deliveryId, outcome: 'planned' }
  }
  const journey = await world.launch({})
  await world.happen(...world.people.map((person) => world.event(person, 'cart.left')))
  await world.work(journey)
  const third = (await world.inside(journey)).find(({ no }) => no === 3)
  expect(third).toMatchObject({ state: 'timer', note: { why: 'failed' } })
  expect((await world.inside(journey)).filter(({ state }) => state === 'left')).toHaveLength(4)
  for (let tries = 0; tries < 6; tries++) {
    world.clock.advanceMs(HOUR)
    await world.work(journey)
  }
  const lost = (await world.inside(journey)).find(({ no }) => no === 3)
  expect(lost).toMatchObject({ state: 'left', leftReason: 'failed' })
})

test('many workers at once do each step once for everybody', async () => {
  const world = await worldIn(base.db, 300)
  const journey = await world.launch({ steps: [send('hello'), send('again')] })
  await world.happen(...world.people.map((person) => world.event(person, 'cart.left')))
  await Promise.all(Array.from({ length: 6 }, () => advance(world.deps, world.tenant, journey)))
  await world.work(journey)
  const keys = world.mouth.planned.map(({ person }) => person.deliveryId)
  expect(keys).toHaveLength(600)
  expect(new Set(keys).size).toBe(600)
})

test('an effect has the same key whoever computes it, and it sorts with its enrollment', () => {
  const enrollment = '019f0b2c-1234-7abc-8def-0123456789ab'
  const key = effectKey(enrollment, 'hello', 1)
  expect(key).toBe(effectKey(enrollment, 'hello', 1))
  expect(key).not.toBe(effectKey(enrollment, 'hello', 2))
  expect(key).toMatch(/^019f0b2c-1234-8[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/)
})
