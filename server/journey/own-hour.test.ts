import { afterAll, beforeAll, expect, test } from 'vitest'
import type { JourneyStep } from '../../contract/journey.ts'
import { type TestDatabase, testDatabase } from '../postgres/index.ts'
import { inspect } from './inspect.ts'
import { DAY, HOUR, MORNING, planOf, send, type World, worldIn } from './world.fixture.ts'

let base: TestDatabase
beforeAll(async () => {
  base = await testDatabase()
})
afterAll(() => base.drop())

const until: JourneyStep = {
  ...{ kind: 'wait_until', id: 'hour', lane: 'main', name: '' },
  ...{ time: '10:30', afterDays: 1, weekdays: [], ownHour: true },
}
const habit = (hour: number, reactions: number, days = reactions) => {
  const hours = new Array<number>(24).fill(0)
  hours[hour] = reactions
  return { hours, days }
}
const nobody = { hours: [], alike: null }
const everybodyComes = (world: World) =>
  world.happen(...world.people.map((person) => world.event(person, 'cart.left')))
/** When each got the message, by the clock of Shanghai. */
const when = (world: World) =>
  world.mouth.planned.map(({ person, at }) => {
    const local = new Date(at.getTime() + 8 * HOUR).toISOString().slice(5, 16).replace('T', ' ')
    return `${person.customerNo} ${local}`
  })

async function live(world: World, journey: string, hours: number): Promise<void> {
  for (let hour = 0; hour < hours * 2; hour++) {
    await world.work(journey)
    world.clock.advanceMs(HOUR / 2)
  }
}

test('each gets the message at their own hour of the day that was meant; whose hour nobody knows, at the stated one', async () => {
  const world = await worldIn(base.db, 4)
  world.mouth.hours = {
    everybody: { hours: new Array<number>(24).fill(10), alike: null },
    of: new Map([
      [1, habit(20, 12)],
      [2, habit(8, 30)],
      // Nobody is spoken to at three in the morning, whatever they do then.
      [3, { hours: habit(3, 20).hours.map((n, hour) => (hour === 19 ? 9 : n)), days: 20 }],
      [4, habit(15, 2)],
    ]),
  }
  const journey = await world.launch({ steps: [until, send('hello')] })
  await everybodyComes(world)
  await live(world, journey, 48)
  expect(when(world)).toEqual(['2 11-12 08:00', '4 11-12 10:30', '3 11-12 19:00', '1 11-12 20:00'])
  // What comes after the wait has all its time from there.
  for (const { spec, at } of world.mouth.planned)
    expect(spec.notAfter.getTime() - at.getTime()).toBeGreaterThan(47 * HOUR)
})

test('the way of each says why this hour, while they wait and after', async () => {
  const world = await worldIn(base.db, 2)
  world.mouth.hours = { everybody: nobody, of: new Map([[1, habit(20, 12)]]) }
  const journey = await world.launch({ steps: [until, send('hello')] })
  await everybodyComes(world)
  await world.work(journey)
  expect((await world.inside(journey)).map(({ note }) => note)).toEqual([
    { why: 'own_hour', reason: '20 12 12' },
    { why: 'stated_hour', reason: '0' },
  ])
  world.clock.advanceMs(2 * DAY)
  await world.work(journey)
  const passed = (await world.passages(journey)).filter(({ step }) => step === 'hour')
  expect(passed.map(({ detail }) => detail)).toEqual(['own_hour', 'stated_hour'])
  const [first] = await world.inside(journey)
  const told = await base.db.inWorkspace(world.tenant.id, (tx) =>
    inspect(tx, world.tenant, first?.id ?? ''),
  )
  expect(told?.passages[0]?.note).toEqual({ why: 'own_hour', reason: '20 12 12' })
})

test('while history is away it is asked again, and nobody waits longer than for the stated hour', async () => {
  const world = await worldIn(base.db, 1)
  world.mouth.hours = { everybody: nobody, of: new Map([[1, habit(20, 12)]]) }
  world.mouth.isAway = true
  const journey = await world.launch({ steps: [until, send('hello')] })
  await everybodyComes(world)
  await world.work(journey)
  expect((await world.inside(journey))[0]?.note?.why).toBe('analytics_away')
  world.mouth.isAway = false
  world.clock.advanceMs(HOUR)
  await world.work(journey)
  expect((await world.inside(journey))[0]?.note?.why).toBe('own_hour')
  const other = await worldIn(base.db, 1)
  other.mouth.isAway = true
  const long = await other.launch({ steps: [until, send('hello')] })
  await everybodyComes(other)
  await live(other, long, 48)
  expect(when(other)).toEqual(['1 11-12 10:30'])
})

test('an hour that is over today is tomorrow’s, and a draft that asks for it is sound', async () => {
  expect(planOf({ steps: [{ ...until, afterDays: 0 }, send('hello')] }).steps).toHaveLength(2)
  const world = await worldIn(base.db, 1)
  expect(MORNING).toContain('T09:00')
  world.mouth.hours = { everybody: nobody, of: new Map([[1, habit(8, 12)]]) }
  const journey = await world.launch({ steps: [{ ...until, afterDays: 0 }, send('hello')] })
  await everybodyComes(world)
  await live(world, journey, 48)
  expect(when(world)).toEqual(['1 11-12 08:00'])
})
