import { afterAll, beforeAll, expect, test } from 'vitest'
import type { JourneyPlan, JourneyStep } from '../../contract/journey.ts'
import { moveProposed, type StepMove } from '../../contract/journey-moves.ts'
import { addMs } from '../kernel/index.ts'
import { sql, type TestDatabase, testDatabase } from '../postgres/index.ts'
import { advance } from './advance.ts'
import { crowdsOf } from './crowd.ts'
import { whoIsInside } from './in-flight.ts'
import { inspect } from './inspect.ts'
import { end, pause } from './journeys.ts'
import { askMigration, newestMigration } from './migration.ts'
import { movePeople } from './move-people.ts'
import { listPeople } from './people.ts'
import { longestAfter } from './time-left.ts'
import { DAY, HOUR, MORNING, planOf, send, type World, wait, worldIn } from './world.fixture.ts'

let base: TestDatabase
beforeAll(async () => {
  base = await testDatabase()
})
afterAll(() => base.drop())

const REASON = '新版话术更合适'
const everybodyComes = (world: World) =>
  world.happen(...world.people.map((person) => world.event(person, 'cart.left')))
const got = (world: World) =>
  world.mouth.planned.map(({ stepId, person }) => `${person.customerNo} ${stepId}`).sort()
const within = <T>(world: World, work: Parameters<typeof base.db.inWorkspace<T>>[1]) =>
  base.db.inWorkspace(world.tenant.id, work)
const stuck = (world: World) =>
  within(world, (tx) => tx.rows(sql<{ why: string }>`select why from journey.stuck`))

async function ask(world: World, journeyId: string, toVersion: number, moves: StepMove[]) {
  const now = world.clock.now()
  return within(world, (tx) =>
    askMigration(tx, world.tenant.id, {
      ...{ journeyId, toVersion, moves, reason: REASON },
      ...{ by: null, now },
    }),
  )
}
/** Launches, lets everybody in, and publishes a second version while they are on the way. */
async function onTheWay(
  world: World,
  before: Partial<JourneyPlan>,
  after: Partial<JourneyPlan>,
): Promise<string> {
  const journey = await world.launch(before)
  await everybodyComes(world)
  await world.work(journey)
  expect(await world.publishNext(journey, after)).toBe(2)
  return journey
}

test('who stands at a step goes on at the step that the map names, and leaves where it says so; the rest finish by theirs', async () => {
  const world = await worldIn(base.db, 3)
  const [one, two, three] = world.people
  if (!one || !two || !three) throw new Error('three people were expected')
  world.mouth.holds = (no) => no === 2
  const journey = await world.launch({
    steps: [
      {
        ...{ kind: 'branch', id: 'value', lane: 'main', name: '' },
        arms: [{ id: 'high', name: '', tree: { kind: 'identity', has: 'phone' } }],
      },
      wait('vip', 2, 'days', 'value.high'),
      wait('rest', 1, 'days', 'value.otherwise'),
      send('old_end'),
    ],
  })
  await world.happen(world.event(one, 'cart.left'), world.event(two, 'cart.left'))
  await world.work(journey)
  await world.publishNext(journey, { steps: [wait('pause', 1), send('fresh')] })
  await world.happen(world.event(three, 'cart.left'))
  await world.work(journey)
  const asked = await ask(world, journey, 2, [
    { version: 1, stepId: 'rest', to: 'pause' },
    { version: 1, stepId: 'vip', to: null },
  ])
  expect(asked.ok).toBe(true)
  await world.work(journey)
  expect(await stuck(world)).toEqual([])
  expect(
    (await world.inside(journey)).map(({ no, version, state, step, leftReason }) => ({
      ...{ no, version, state, step, leftReason },
    })),
  ).toEqual([
    { no: 1, version: 2, state: 'timer', step: 'pause', leftReason: null },
    { no: 2, version: 1, state: 'left', step: 'vip', leftReason: 'moved_out' },
    { no: 3, version: 2, state: 'timer', step: 'pause', leftReason: null },
  ])
  world.clock.advanceMs(DAY)
  await world.work(journey)
  expect(got(world)).toEqual(['1 fresh', '3 fresh'])
  expect(await within(world, (tx) => newestMigration(tx, world.tenant.id, journey))).toMatchObject({
    ...{ moved: 1, departed: 1, isDone: true, reason: REASON },
  })
})

test('what a customer got by the old version they do not get again by the new one, under whatever name it goes there', async () => {
  const world = await worldIn(base.db, 2)
  const journey = await onTheWay(
    world,
    { steps: [send('hello'), send('gift'), wait('rest', 3), send('old_end')] },
    { steps: [wait('breath', 1), send('hello'), send('present'), send('new_end')] },
  )
  expect(got(world)).toEqual(['1 gift', '1 hello', '2 gift', '2 hello'])
  await ask(world, journey, 2, [
    { version: 1, stepId: 'rest', to: 'breath' },
    { version: 1, stepId: 'gift', to: 'present' },
  ])
  await world.work(journey)
  world.clock.advanceMs(DAY)
  await world.work(journey)
  expect(got(world).filter((way) => way.startsWith('1'))).toEqual([
    '1 gift',
    '1 hello',
    '1 new_end',
  ])
  expect(
    (await world.passages(journey)).filter(({ no, detail }) => no === 1 && detail === 'already'),
  ).toHaveLength(2)
})

test('a loop of the new version says again on purpose what was said before', async () => {
  const world = await worldIn(base.db, 1)
  const lap: JourneyStep = {
    kind: 'loop',
    id: 'again',
    lane: 'main',
    name: '',
    to: 'rest',
    times: 1,
  }
  const journey = await onTheWay(
    world,
    { steps: [send('nudge'), wait('rest', 1)] },
    { steps: [wait('rest', 1), send('nudge'), lap] },
  )
  await ask(world, journey, 2, [{ version: 1, stepId: 'rest', to: 'rest' }])
  for (let days = 0; days < 4; days++) {
    await world.work(journey)
    world.clock.advanceMs(DAY)
  }
  // By the old version, not by the first lap of the new one, and by its second.
  expect(got(world)).toEqual(['1 nudge', '1 nudge'])
  expect(new Set(world.mouth.planned.map(({ person }) => person.deliveryId)).size).toBe(2)
})

test('what was waited counts, and nobody is late because of it', async () => {
  const world = await worldIn(base.db, 1)
  const journey = await world.launch({ steps: [wait('rest', 5), send('end')] })
  await everybodyComes(world)
  await world.work(journey)
  world.clock.advanceMs(2 * DAY)
  await world.publishNext(journey, { steps: [wait('rest', 3), send('end', { lateness: 'skip' })] })
  await world.publishNext(journey, { steps: [wait('rest', 1), send('end', { lateness: 'skip' })] })
  const move = { version: 1, stepId: 'rest', to: 'rest' }
  // Only to the newest: what nobody enters by any more leads nowhere.
  expect(await ask(world, journey, 2, [move])).toMatchObject({ ok: false, reason: 'not_newest' })
  await ask(world, journey, 3, [move])
  await world.work(journey)
  expect(world.mouth.planned.map(({ stepId, at }) => ({ stepId, at }))).toEqual([
    { stepId: 'end', at: addMs(new Date(MORNING), 2 * DAY) },
  ])
})

test('a worker that dies in the middle leaves the rest to the next, and everybody stands in exactly one place', async () => {
  const world = await worldIn(base.db, 40)
  const journey = await onTheWay(
    world,
    { steps: [send('hello'), wait('rest', 3), send('old_end')] },
    { steps: [send('hello'), wait('rest', 1), send('new_end')] },
  )
  await ask(world, journey, 2, [{ version: 1, stepId: 'rest', to: 'rest' }])
  const SOME = 15
  expect(await movePeople(world.deps, world.tenant, journey, SOME)).toBe(true)
  const dying = base.db.inWorkspace(world.tenant.id, async (tx) => {
    const inWorkspace = async <T>(_id: string, work: (at: typeof tx) => Promise<T>) => work(tx)
    const db = { ...base.db, inWorkspace }
    await movePeople({ ...world.deps, db }, world.tenant, journey, SOME)
    throw new Error('killed')
  })
  await expect(dying).rejects.toThrow('killed')
  const stands = (await world.inside(journey)).map(({ version }) => version)
  expect(stands.filter((version) => version === 2)).toHaveLength(SOME)
  // Nobody takes a step until all are moved, whoever is due.
  world.clock.advanceMs(DAY + HOUR)
  expect(await advance(world.deps, world.tenant, journey)).toBe(0)
  await Promise.all([1, 2, 3].map(() => movePeople(world.deps, world.tenant, journey)))
  await world.work(journey)
  expect(await stuck(world)).toEqual([])
  const ends = got(world).filter((way) => way.endsWith('end'))
  expect(ends).toHaveLength(40)
  expect(ends.every((way) => way.endsWith('new_end'))).toBe(true)
  const moved = (await world.passages(journey)).filter(({ outcome }) => outcome === 'moved')
  expect(moved).toHaveLength(40)
})

test('numbers know where people came in and where they are; each person’s way tells of the move', async () => {
  const world = await worldIn(base.db, 3)
  const journey = await onTheWay(
    world,
    { steps: [send('hello'), wait('rest', 3)] },
    { steps: [send('hello'), wait('rest', 5, 'days'), send('more', { name: '回访' })] },
  )
  await ask(world, journey, 2, [{ version: 1, stepId: 'rest', to: 'more' }])
  while (await movePeople(world.deps, world.tenant, journey));
  const { tenant } = world
  await within(world, async (tx) => {
    const of = async (no: number) => (await crowdsOf(tx, tenant, [journey], no)).get(journey)
    expect(await of(1)).toMatchObject({ entered: 3, inside: 0 })
    expect(await of(2)).toMatchObject({ entered: 0, inside: 3 })
    const people = async (at: 'entered' | 'inside' | 'moved' | 'came', version: number) =>
      (await listPeople(tx, tenant, journey, { at, version, limit: 10, step: 'hello' })).items
        .length
    expect(await people('entered', 1)).toBe(3)
    expect(await people('came', 1)).toBe(3)
    expect(await people('came', 2)).toBe(0)
    expect(await people('moved', 2)).toBe(3)
    const [first] = (await listPeople(tx, tenant, journey, { at: 'inside', version: 2, limit: 1 }))
      .items
    const told = await inspect(tx, tenant, first?.id ?? '')
    expect(told?.passages.map(({ stepId, outcome }) => `${stepId} ${outcome}`)).toEqual([
      'hello planned',
      'rest moved',
    ])
    expect(told?.passages.at(-1)?.moved).toEqual({
      ...{ version: 2, stepKind: 'send', stepName: '回访', reason: REASON },
    })
  })
})

test('people are moved while the SOP is paused, and nothing is said to them until it goes on', async () => {
  const world = await worldIn(base.db, 2)
  const journey = await onTheWay(
    world,
    { steps: [wait('rest', 3), send('end')] },
    { steps: [send('fresh')] },
  )
  const asked = { id: journey, by: null, now: world.clock.now() }
  await within(world, (tx) => pause(tx, world.tenant.id, { ...asked, reason: '改版' }))
  await ask(world, journey, 2, [{ version: 1, stepId: 'rest', to: 'fresh' }])
  const due = () =>
    base.db.asSystem((tx) =>
      tx.rows(sql<{ migration: boolean; dueAt: Date | null }>`
        select has_migration as migration, due_at as "dueAt"
        from journey.due()
        where journey_id = ${journey}
      `),
    )
  expect(await due()).toEqual([{ migration: true, dueAt: null }])
  await world.work(journey)
  expect(await due()).toEqual([])
  expect((await world.inside(journey)).map(({ version }) => version)).toEqual([2, 2])
  expect(world.mouth.planned).toEqual([])
})

test('an SOP that is drained says who is still inside where, and when the last is out at the latest', async () => {
  const world = await worldIn(base.db, 2)
  const steps: JourneyStep[] = [
    wait('rest', 1),
    {
      kind: 'wait_reply',
      id: 'writes',
      lane: 'main',
      name: '',
      within: { amount: 2, unit: 'days' },
    },
    wait('long', 4, 'days', 'writes.heard'),
    send('end'),
  ]
  expect(longestAfter({ steps }, 'rest')).toBe(6 * DAY)
  const loop: JourneyStep = {
    kind: 'loop',
    id: 'again',
    lane: 'main',
    name: '',
    to: 'rest',
    times: 2,
  }
  expect(longestAfter({ steps: [wait('rest', 1), send('a'), loop] }, 'rest')).toBe(2 * DAY)
  const journey = await world.launch({ steps })
  await everybodyComes(world)
  await world.work(journey)
  const asked = { by: null, now: world.clock.now(), reason: '换季', id: journey }
  await within(world, (tx) => end(tx, world.tenant.id, { ...asked, mode: 'finish' }))
  const look = () => within(world, (tx) => whoIsInside(tx, world.tenant, journey))
  expect(await look()).toMatchObject({
    standing: [{ version: 1, stepId: 'rest', people: 2 }],
    lastOutAt: addMs(new Date(MORNING), 7 * DAY),
  })
  world.clock.advanceMs(DAY + HOUR)
  await world.work(journey)
  expect(await look()).toMatchObject({ standing: [{ stepId: 'writes', people: 2 }] })
  world.clock.advanceMs(2 * DAY)
  await world.work(journey)
  expect(await look()).toMatchObject({ standing: [], lastOutAt: null })
})

test('a step that the new plan still has is proposed, else the next one that both have, else nothing', () => {
  const before = planOf({ steps: [send('a'), wait('b', 1), send('c'), wait('d', 1)] })
  const after = planOf({ steps: [send('a'), send('c'), wait('e', 1)] })
  const proposed = ['a', 'b', 'c', 'd'].map((step) => moveProposed(before, after, step))
  expect(proposed).toEqual(['a', 'c', 'c', undefined])
})
