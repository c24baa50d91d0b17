import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId, showId } from '../kernel/index.ts'
import { type TestDatabase, testDatabase } from '../postgres/index.ts'
import { end } from './journeys.ts'
import { putIn } from './put-in.ts'
import { journeysUsing } from './segment-books.ts'
import { send, type World, wait, worldIn } from './world.fixture.ts'

let base: TestDatabase
beforeAll(async () => {
  base = await testDatabase()
})
afterAll(() => base.drop())

const segment = newId()
const shown = showId('segment', segment)
const waiting = { steps: [wait('rest', 1), send('hello')] }
const leaving = { ...waiting, exits: [{ kind: 'segment_left' as const, segmentId: shown }] }

const using = (world: World) =>
  base.db.inWorkspace(world.tenant.id, (tx) => journeysUsing(tx, world.tenant, segment))

async function oneComesIn(world: World): Promise<void> {
  const [person] = world.people
  if (!person) throw new Error('a world without people')
  await world.happen(world.event(person, 'cart.left'))
}

test('a segment is in use as long as somebody is inside by an older version that rests on it', async () => {
  const world = await worldIn(base.db)
  const journey = await world.launch(leaving)
  const mine = [{ kind: 'journey', id: showId('journey', journey), name: '沉默唤醒' }]
  expect(await using(world)).toEqual(mine)
  await oneComesIn(world)
  await world.publishNext(journey, waiting)
  expect(await using(world)).toEqual(mine)
  world.clock.advanceMs(2 * 86_400_000)
  await world.work(journey)
  expect(await using(world)).toEqual([])
})

test('who waits at the door of an older version holds its segments too', async () => {
  const world = await worldIn(base.db)
  const journey = await world.launch(leaving)
  const wanted = { kind: 'people' as const, customerNos: [1] }
  await base.db.inWorkspace(world.tenant.id, (tx) =>
    putIn(tx, world.tenant, { journeyId: journey, wanted, by: null, now: world.clock.now() }),
  )
  await world.publishNext(journey, waiting)
  expect(await using(world)).toHaveLength(1)
})

test('an SOP that is brought to its end holds its segments until the last person has left', async () => {
  const world = await worldIn(base.db)
  const journey = await world.launch({
    ...waiting,
    steps: [
      wait('rest', 1),
      {
        kind: 'branch',
        id: 'value',
        lane: 'main',
        name: '',
        // As a program of its own may write it: the id as it is kept.
        arms: [
          {
            id: 'high',
            name: '',
            tree: { kind: 'not', of: { kind: 'segment', segmentId: segment } },
          },
        ],
      },
      send('hello'),
    ],
  })
  await oneComesIn(world)
  await base.db.inWorkspace(world.tenant.id, (tx) =>
    end(tx, world.tenant.id, {
      id: journey,
      mode: 'finish',
      reason: '够了',
      by: null,
      now: world.clock.now(),
    }),
  )
  expect(await using(world)).toHaveLength(1)
  world.clock.advanceMs(2 * 86_400_000)
  await world.work(journey)
  expect(await using(world)).toEqual([])
})
