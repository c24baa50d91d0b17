import { afterAll, beforeAll, expect, test } from 'vitest'
import type { JourneyStep } from '../../contract/journey.ts'
import { problemsOf } from '../../contract/journey-problems.ts'
import { sql, type TestDatabase, testDatabase } from '../postgres/index.ts'
import { advance } from './advance.ts'
import { effectKey } from './effect-key.ts'
import { longestWay } from './longest-way.ts'
import { stepNumbers } from './numbers.ts'
import { listPeople } from './people.ts'
import { newestVersion } from './version.ts'
import { DAY, HOUR, planOf, send, type World, wait, worldIn } from './world.fixture.ts'

let base: TestDatabase
beforeAll(async () => {
  base = await testDatabase()
})
afterAll(() => base.drop())

const common = { lane: 'main', name: '' }
const days = (amount: number) => ({ amount, unit: 'days' }) as const
const loop = (to: string, times: number, id = 'again'): JourneyStep => ({
  ...common,
  kind: 'loop',
  id,
  to,
  times,
})
const call: JourneyStep = {
  ...common,
  kind: 'staff_task',
  id: 'call',
  purpose: 'service',
  content: { text: '问问用得怎么样' },
  validHours: 48,
  lateness: 'send_late',
}
const called: JourneyStep = {
  ...common,
  kind: 'wait_task',
  id: 'called',
  taskStep: 'call',
  within: days(3),
}
const waysOf = (world: World) =>
  world.mouth.planned.map(({ stepId, person }) => `${person.customerNo} ${stepId}`).sort()
const everybodyComes = (world: World) =>
  world.happen(...world.people.map((person) => world.event(person, 'cart.left')))
const stuck = (world: World) =>
  base.db.inWorkspace(world.tenant.id, (tx) =>
    tx.rows(sql<{ why: string }>`select why from journey.stuck`),
  )

test('who writes back goes one way, who does not the other', async () => {
  const world = await worldIn(base.db, 2)
  const journey = await world.launch({
    steps: [
      send('hello'),
      { ...common, kind: 'wait_reply', id: 'writes', within: days(2) },
      send('thanks', { lane: 'writes.heard' }),
      send('nudge', { lane: 'writes.silent' }),
    ],
  })
  await everybodyComes(world)
  await world.work(journey)
  expect(await stuck(world)).toEqual([])
  world.clock.advanceMs(HOUR)
  const [writer] = world.people
  if (!writer) throw new Error('a world without people')
  await world.happen(world.event(writer, 'message.replied'))
  await world.work(journey)
  world.clock.advanceMs(2 * DAY)
  await world.work(journey)
  expect(waysOf(world)).toEqual(['1 hello', '1 thanks', '2 hello', '2 nudge'])
})

test('where a person takes over, whoever writes back is out at once and gets nothing more', async () => {
  const world = await worldIn(base.db, 2)
  const journey = await world.launch({
    onReply: 'leave',
    steps: [send('hello'), wait('rest', 3), send('more')],
  })
  await everybodyComes(world)
  await world.work(journey)
  world.clock.advanceMs(HOUR)
  const [writer] = world.people
  if (!writer) throw new Error('a world without people')
  expect(await world.happen(world.event(writer, 'message.replied'))).toEqual(['journey.left'])
  world.clock.advanceMs(3 * DAY)
  await world.work(journey)
  expect(waysOf(world)).toEqual(['1 hello', '2 hello', '2 more'])
  expect((await world.inside(journey)).map(({ leftReason }) => leftReason)).toEqual([
    'replied',
    'completed',
  ])
})

test('a task that is waited for is done, left out, or runs out of time; all are asked about at once', async () => {
  const world = await worldIn(base.db, 4)
  const journey = await world.launch({
    steps: [
      call,
      called,
      send('good', { lane: 'called.done' }),
      send('alas', { lane: 'called.left_out' }),
      send('late', { lane: 'called.expired' }),
    ],
  })
  await everybodyComes(world)
  await world.work(journey)
  const inside = await world.inside(journey)
  const task = (no: number) => effectKey(inside.find((one) => one.no === no)?.id ?? '', 'call', 1)
  for (const no of [1, 2, 3, 4]) world.mouth.tasks.set(task(no), 'handed')
  expect(inside.map(({ note }) => note?.why)).toEqual(['task', 'task', 'task', 'task'])
  world.mouth.tasks.set(task(1), 'sent')
  world.mouth.tasks.set(task(2), 'skipped')
  world.mouth.tasks.set(task(3), 'expired')
  // Told of what was done, people go on at once; the other ends are seen at the next look.
  const [first] = world.people
  if (!first) throw new Error('a world without people')
  await world.happen(world.event(first, 'message.sent', { props: { carrier: 'staff_task' } }))
  await world.work(journey)
  expect(waysOf(world).filter((way) => !way.endsWith('call'))).toEqual(['1 good'])
  world.mouth.askedForTasks = 0
  world.clock.advanceMs(HOUR)
  await world.work(journey)
  expect(world.mouth.askedForTasks).toBe(1)
  expect(waysOf(world).filter((way) => !way.endsWith('call'))).toEqual([
    '1 good',
    '2 alas',
    '3 late',
  ])
  // Nobody touches the last one: its time is over three days after it was begun to be waited for.
  world.clock.advanceMs(3 * DAY - HOUR)
  await world.work(journey)
  expect(waysOf(world)).toContain('4 late')
  expect(await stuck(world)).toEqual([])
})

test('who was never given the task does not wait for it', async () => {
  const world = await worldIn(base.db, 1)
  world.mouth.answer = ({ deliveryId }) => ({
    deliveryId,
    outcome: 'skipped',
    reason: 'opted_out',
    detail: {},
  })
  const journey = await world.launch({
    steps: [call, called, { ...common, kind: 'end', id: 'over', lane: 'called.left_out' }],
  })
  await everybodyComes(world)
  await world.work(journey)
  expect((await world.inside(journey)).map(({ leftReason }) => leftReason)).toEqual(['completed'])
})

test('a loop leads back as often as it says, each lap speaks anew, and everybody counts once', async () => {
  const world = await worldIn(base.db, 3)
  const journey = await world.launch({
    steps: [send('hello'), wait('rest', 1), send('nudge'), loop('rest', 2), send('bye')],
  })
  await everybodyComes(world)
  for (let day = 0; day < 6; day++) {
    await world.work(journey)
    world.clock.advanceMs(DAY)
  }
  const mine = world.mouth.planned.filter(({ person }) => person.customerNo === 1)
  expect(mine.map(({ stepId }) => stepId)).toEqual(['hello', 'nudge', 'nudge', 'nudge', 'bye'])
  expect(new Set(mine.map(({ person }) => person.deliveryId)).size).toBe(5)
  expect((await world.inside(journey)).map(({ state }) => state)).toEqual(['left', 'left', 'left'])
  const { tenant } = world
  await base.db.inWorkspace(tenant.id, async (tx) => {
    const version = await newestVersion(tx, tenant.id, journey)
    if (!version) throw new Error('not launched')
    const numbers = await stepNumbers(tx, tenant, version)
    expect(numbers.map(({ came }) => came)).toEqual([3, 3, 3, 3, 3])
    const asked = { at: 'came', step: 'nudge', version: 1, limit: 10 } as const
    expect((await listPeople(tx, tenant, journey, asked)).items).toHaveLength(3)
  })
})

test('laps that were missed while nobody worked are made up in one batch, and no more than are allowed', async () => {
  const world = await worldIn(base.db, 2)
  const journey = await world.launch({
    steps: [send('hello'), wait('rest', 1, 'hours'), loop('rest', 3)],
  })
  await everybodyComes(world)
  await world.work(journey)
  world.clock.advanceMs(10 * DAY)
  expect(await advance(world.deps, world.tenant, journey)).toBe(2)
  expect((await world.inside(journey)).map(({ state }) => state)).toEqual(['left', 'left'])
  const laps = (await world.passages(journey)).filter(({ outcome }) => outcome === 'again')
  expect(laps).toHaveLength(6)
})

test('two loops are counted each by itself', async () => {
  const world = await worldIn(base.db, 1)
  const journey = await world.launch({
    steps: [
      send('a'),
      wait('one', 1, 'hours'),
      loop('a', 1, 'inner'),
      wait('two', 1, 'hours'),
      loop('a', 2, 'outer'),
    ],
  })
  await everybodyComes(world)
  for (let hour = 0; hour < 12; hour++) {
    await world.work(journey)
    world.clock.advanceMs(HOUR)
  }
  // First, once more by the inner, and twice by the outer.
  expect(world.mouth.planned).toHaveLength(4)
  expect((await world.inside(journey)).map(({ state }) => state)).toEqual(['left'])
})

test('the longest way knows every lap, and a plan that could say everything at once is told so', () => {
  const rests = planOf({ steps: [send('hello'), wait('rest', 1), send('nudge'), loop('rest', 2)] })
  expect(longestWay(rests)).toEqual({ send: 4, staffTask: 0 })
  const codes = (steps: JourneyStep[]) => problemsOf(planOf({ steps })).map(({ code }) => code)
  expect(problemsOf(rests)).toEqual([])
  expect(codes([send('hello'), loop('hello', 2)])).toEqual(['loop_restless'])
  expect(codes([send('hello'), loop('nowhere', 2)])).toEqual(['loop_missing'])
  // Not into an arm that they may never have taken, and not by a rest that they may pass by.
  const reply: JourneyStep = { ...common, kind: 'wait_reply', id: 'writes', within: days(1) }
  const inArm = send('thanks', { lane: 'writes.heard' })
  expect(codes([reply, inArm, loop('thanks', 1)])).toEqual(['loop_missing'])
  const restInArm: JourneyStep = {
    ...common,
    kind: 'wait',
    id: 'rest',
    lane: 'writes.heard',
    for: days(1),
  }
  expect(codes([send('hello'), reply, restInArm, loop('hello', 1)])).toEqual(['loop_restless'])
  expect(problemsOf(planOf({ steps: [send('hello'), reply], onReply: 'leave' }))).toEqual([
    { code: 'reply_leaves', stepId: 'writes' },
  ])
  expect(codes([send('hello'), called, call])).toEqual(['task_step_missing'])
})
