import { afterAll, beforeAll, expect, test } from 'vitest'
import type { JourneyStep } from '../../contract/journey.ts'
import { type TestDatabase, testDatabase } from '../postgres/index.ts'
import { judgeTrials } from './judge-trials.ts'
import { armByLot } from './take-step.ts'
import { choicesOf, choose, countTrial, giveBack, judgedSplits, trialOf } from './trial-store.ts'
import { DAY, HOUR, makeOne, planOf, send, type World, worldIn } from './world.fixture.ts'

let base: TestDatabase
beforeAll(async () => {
  base = await testDatabase()
})
afterAll(() => base.drop())

const PEOPLE = 400
const split: Extract<JourneyStep, { kind: 'split' }> = {
  ...{ kind: 'split', id: 'ways', lane: 'main', name: '' },
  arms: [
    { id: 'a', name: '短的', share: 50 },
    { id: 'b', name: '长的', share: 50 },
  ],
  judge: { measure: 'replied', withinDays: 3, people: 100, learnShare: 20 },
}
const plan = { steps: [split, send('short', { lane: 'ways.a' }), send('long', { lane: 'ways.b' })] }
const key = (journeyId: string) => ({ journeyId, version: 1, step: 'ways' })
const come = (world: World, people = world.people) =>
  world.happen(...people.map((person) => world.event(person, 'cart.left')))
const scopeOf = (world: World) => ({ tenant: world.tenant, now: world.clock.now() })
const counts = (world: World, journey: string) =>
  base.db.inWorkspace(world.tenant.id, (tx) =>
    countTrial(tx, scopeOf(world), key(journey), ['a', 'b']),
  )
const standing = (world: World, journey: string) =>
  base.db.inWorkspace(world.tenant.id, (tx) => trialOf(tx, world.tenant.id, key(journey)))
const armOf = (journey: string, no: number) => armByLot(journey, split, no)

/** Everybody comes; of each arm a part writes back a day later. */
async function ran(share: { a: number; b: number }, people = PEOPLE) {
  const world = await worldIn(base.db, people + 100)
  const journey = await world.launch(plan)
  await come(world, world.people.slice(0, people))
  await world.work(journey)
  world.clock.advanceMs(DAY)
  const seen = { a: 0, b: 0 }
  const writing = world.people.slice(0, people).filter(({ no }) => {
    const arm = armOf(journey, no) === 'a' ? 'a' : 'b'
    return seen[arm]++ % 100 < share[arm] * 100
  })
  await world.happen(...writing.map((person) => world.event(person, 'message.replied')))
  return { world, journey, writing: writing.length }
}

test('a winner is named once everybody’s days are over and the difference holds; then newcomers go there, a share by chance', async () => {
  const { world, journey, writing } = await ran({ a: 0.5, b: 0.1 })
  expect(await judgeTrials(world.deps, world.tenant, journey)).toBe(false)
  world.clock.advanceMs(2 * DAY + HOUR)
  expect(await judgeTrials(world.deps, world.tenant, journey)).toBe(true)
  expect(await standing(world, journey)).toEqual({ winner: 'a', isByHand: false })
  const known = await counts(world, journey)
  expect(known.reduce((sum, { people }) => sum + people, 0)).toBe(PEOPLE)
  expect(known.reduce((sum, { reacted }) => sum + reacted, 0)).toBe(writing)
  const newcomers = world.people.slice(PEOPLE)
  await come(world, newcomers)
  await world.work(journey)
  const now = await counts(world, journey)
  const [a, b] = now
  expect(now.reduce((sum, { open, led }) => sum + open + led, 0)).toBe(newcomers.length)
  expect(b?.led).toBe(0)
  expect(a?.led).toBeGreaterThan(60)
  // Of the share that learns, chance still sends some to the other arm; only they are compared.
  expect(b?.open).toBeGreaterThan(0)
  const got = world.mouth.planned.slice(PEOPLE).map(({ stepId }) => stepId)
  expect(got.filter((step) => step === 'long')).toHaveLength(b?.open ?? -1)
  expect(await judgeTrials(world.deps, world.tenant, journey)).toBe(false)
})

test('a difference that does not hold, or too few people, name nobody; chance goes on', async () => {
  for (const [share, people] of [
    [{ a: 0.3, b: 0.27 }, PEOPLE],
    [{ a: 0.9, b: 0 }, 120],
  ] as const) {
    const { world, journey } = await ran(share, people)
    world.clock.advanceMs(2 * DAY + HOUR)
    expect(await judgeTrials(world.deps, world.tenant, journey)).toBe(true)
    expect((await standing(world, journey))?.winner).toBeNull()
    await come(world, world.people.slice(people))
    await world.work(journey)
    expect((await counts(world, journey)).map(({ led }) => led)).toEqual([0, 0])
  }
})

test('what somebody did before the split, after their days, or twice, counts no more than it should', async () => {
  const world = await worldIn(base.db, 4)
  const [early, late, twice, merged] = world.people
  if (!early || !late || !twice || !merged) throw new Error('four people were expected')
  const journey = await world.launch(plan)
  await world.happen(world.event(early, 'message.replied'))
  world.clock.advanceMs(HOUR)
  await come(world)
  await world.work(journey)
  world.clock.advanceMs(DAY)
  const bought = world.event(twice, 'order.paid')
  await world.happen(
    world.event(twice, 'message.replied'),
    world.event(twice, 'message.replied'),
    bought,
  )
  world.clock.advanceMs(3 * DAY)
  await world.happen(world.event(late, 'message.replied'))
  const known = await counts(world, journey)
  expect(known.reduce((sum, { people }) => sum + people, 0)).toBe(4)
  expect(known.reduce((sum, { reacted }) => sum + reacted, 0)).toBe(1)
})

test('who became another person is still heard', async () => {
  const world = await worldIn(base.db, 2)
  const [kept, gone] = world.people
  if (!kept || !gone) throw new Error('two people were expected')
  const journey = await world.launch(plan)
  await come(world, [gone])
  await world.work(journey)
  await makeOne(base.db, world.tenant, { gone, kept })
  const merge = { props: { kept: kept.no, gone: gone.no } }
  await world.happen(world.event(kept, 'identity.merged', merge))
  world.clock.advanceMs(HOUR)
  await world.happen(world.event(kept, 'message.replied'))
  world.clock.advanceMs(4 * DAY)
  const known = await counts(world, journey)
  expect(known.reduce((sum, { reacted }) => sum + reacted, 0)).toBe(1)
})

test('staff choose by hand, the rule is silent, and what they chose is given back', async () => {
  const { world, journey } = await ran({ a: 0.5, b: 0.1 })
  world.clock.advanceMs(2 * DAY + HOUR)
  const within = <T>(work: Parameters<typeof base.db.inWorkspace<T>>[1]) =>
    base.db.inWorkspace(world.tenant.id, work)
  const evidence = await counts(world, journey)
  const choice = { arm: 'b', by: null, reason: '老客户喜欢长的', at: world.clock.now() }
  await within((tx) =>
    choose(tx, world.tenant.id, key(journey), { ...choice, isByHand: true, evidence }),
  )
  await judgeTrials(world.deps, world.tenant, journey)
  expect(await standing(world, journey)).toEqual({ winner: 'b', isByHand: true })
  await within((tx) => giveBack(tx, scopeOf(world), key(journey)))
  expect(await standing(world, journey)).toEqual({ winner: null, isByHand: false })
  await judgeTrials(world.deps, world.tenant, journey)
  expect(await standing(world, journey)).toEqual({ winner: 'a', isByHand: false })
  const told = await within((tx) => choicesOf(tx, world.tenant.id, key(journey)))
  expect(told.map(({ arm, reason }) => [arm, reason])).toEqual([
    ['a', 'rule'],
    ['b', '老客户喜欢长的'],
  ])
})

test('a split without a rule leaves no trace of one', async () => {
  const { judge: _judge, ...still } = split
  const world = await worldIn(base.db, 10)
  const journey = await world.launch({ steps: [still, send('short', { lane: 'ways.a' })] })
  await come(world)
  await world.work(journey)
  expect(judgedSplits(planOf({ steps: [still] }))).toEqual([])
  expect(await standing(world, journey)).toBeNull()
  expect((await counts(world, journey)).map(({ open }) => open)).toEqual([0, 0])
})
