import { afterAll, beforeAll, expect, test } from 'vitest'
import type { JourneyStep } from '../../contract/journey.ts'
import { addMs, seededChance } from '../kernel/index.ts'
import { sql, type TestDatabase, testDatabase } from '../postgres/index.ts'
import { DAY, HOUR, MORNING, send, type World, wait, worldIn } from './world.fixture.ts'

let base: TestDatabase
beforeAll(async () => {
  base = await testDatabase()
})
afterAll(() => base.drop())

const clicks: JourneyStep = {
  kind: 'wait_event',
  id: 'clicks',
  lane: 'main',
  name: '',
  event: { name: 'link.opened', where: [] },
  within: { amount: 2, unit: 'days' },
}

/** What moves each person inside on: a timer, a subscription that somebody serves, or nothing. */
function movers(world: World, journey: string) {
  return base.db.inWorkspace(world.tenant.id, (tx) =>
    tx.rows(sql<{ timers: number; subscriptions: number; stuck: number; state: string }>`
      select e.state,
             (e.state in ('timer', 'control') and e.due_at is not null)::int as timers,
             (
               select count(*) from journey.listening l
               where l.journey_id = e.journey_id
                 and l.version = e.version
                 and l.role = 'wait'
                 and l.event_name = e.listens_to
             ) as subscriptions,
             (select count(*) from journey.stuck s where s.id = e.id) as stuck
      from journey.enrollment e
      where e.journey_id = ${journey}
        and e.state <> 'left'
    `),
  )
}

test('I-19 whoever is inside has exactly one thing that moves them on, and once faults are healed all come out', async () => {
  const world = await worldIn(base.db, 60)
  world.mouth.inControl = (no) => no % 5 === 0
  world.mouth.holds = (no) => no % 2 === 0
  const chance = seededChance(19)
  const journey = await world.launch({
    control: { kind: 'holdout', share: 0.2, metric: 'buyers', windowDays: 3 },
    steps: [
      send('hello'),
      clicks,
      {
        kind: 'branch',
        id: 'value',
        lane: 'main',
        name: '',
        arms: [{ id: 'high', name: '', tree: { kind: 'identity', has: 'phone' } }],
      },
      wait('rest', 1, 'days', 'value.high'),
      send('again'),
    ],
  })
  await world.happen(...world.people.map((person) => world.event(person, 'cart.left')))
  // Policies put off, analytics go away, steps fail: whatever happens, nobody is left without a mover.
  for (let round = 0; round < 12; round++) {
    world.mouth.isAway = chance.fraction() < 0.4
    world.mouth.answer = ({ deliveryId }, now) => {
      const luck = chance.fraction()
      if (luck < 0.1) throw new Error('the policy broke')
      if (luck < 0.4)
        return { deliveryId, outcome: 'deferred', until: addMs(now, HOUR), reason: 'quiet_hours' }
      return { deliveryId, outcome: 'planned' }
    }
    const clicking = world.people.filter(() => chance.fraction() < 0.05)
    await world.happen(...clicking.map((person) => world.event(person, 'link.opened')))
    await world.work(journey)
    for (const one of await movers(world, journey)) {
      expect(one.timers + one.subscriptions, one.state).toBe(1)
      expect(one.stuck).toBe(0)
    }
    world.clock.advanceMs(2 * HOUR)
  }
  world.mouth.isAway = false
  world.mouth.answer = ({ deliveryId }) => ({ deliveryId, outcome: 'planned' })
  for (let days = 0; days < 8; days++) {
    world.clock.advanceMs(DAY)
    await world.work(journey)
  }
  expect(await movers(world, journey)).toEqual([])
})

test('I-20 no timer rings early or twice, wherever the clock jumps', async () => {
  const world = await worldIn(base.db, 40)
  const chance = seededChance(20)
  const journey = await world.launch({
    steps: [wait('first', 3, 'hours'), send('one'), wait('second', 1), send('two')],
  })
  await world.happen(...world.people.map((person) => world.event(person, 'cart.left')))
  // A machine whose clock is set wrong and right again: first by minutes around the due time, then by hours.
  for (let jump = 0; jump < 60; jump++) {
    await world.work(journey)
    const hours = jump < 40 ? chance.fraction() - 1 / 3 : chance.fraction() * 12 - 3
    world.clock.advanceMs(Math.round(hours * HOUR))
  }
  world.clock.advanceMs(5 * DAY)
  await world.work(journey)
  const start = new Date(MORNING)
  const sent = (step: string) => world.mouth.planned.filter(({ stepId }) => stepId === step)
  for (const { at } of sent('one')) expect(at >= addMs(start, 3 * HOUR)).toBe(true)
  const first = new Map(sent('one').map(({ person, at }) => [person.customerNo, at]))
  for (const { person, at } of sent('two')) {
    const before = first.get(person.customerNo)
    // The second wait counts from when the first was over, which was not before it was due.
    expect(before && at >= addMs(start, 3 * HOUR + DAY)).toBe(true)
  }
  expect(sent('one')).toHaveLength(40)
  expect(sent('two')).toHaveLength(40)
  expect(new Set(world.mouth.planned.map(({ person }) => person.deliveryId)).size).toBe(80)
})

test('I-21 an instance runs the version that it entered by, and a published version cannot be changed', async () => {
  const world = await worldIn(base.db, 3)
  const [one, two, three] = world.people
  if (!one || !two || !three) throw new Error('three people were expected')
  const version = (word: string) => ({
    steps: [wait('rest', 1), send(word), wait('more', 1), send(`${word}_end`)],
  })
  const journey = await world.launch(version('old'))
  await world.happen(world.event(one, 'cart.left'))
  await world.work(journey)
  await world.publishNext(journey, version('middle'))
  await world.happen(world.event(two, 'cart.left'))
  await world.work(journey)
  await world.publishNext(journey, { steps: [send('fresh')] })
  await world.happen(world.event(three, 'cart.left'))
  for (let days = 0; days < 4; days++) {
    await world.work(journey)
    world.clock.advanceMs(DAY)
  }
  const got = world.mouth.planned.map(({ stepId, person }) => `${person.customerNo} ${stepId}`)
  expect(got.sort()).toEqual(['1 old', '1 old_end', '2 middle', '2 middle_end', '3 fresh'])
  const rewritten = base.db.inWorkspace(world.tenant.id, (tx) =>
    tx.run(sql`
      update journey.version
      set plan = '{}'
      where journey_id = ${journey}
    `),
  )
  await expect(rewritten).rejects.toThrow(/permission denied/)
})
