import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../postgres/index.ts'
import { stepNumbers } from './numbers.ts'
import { listPeople } from './people.ts'
import { newestVersion } from './version.ts'
import { bought, HOUR, send, wait, worldIn } from './world.fixture.ts'

let base: TestDatabase
beforeAll(async () => {
  base = await testDatabase()
})
afterAll(() => base.drop())

test('who leaves while waiting has come to the step, and stands behind its number', async () => {
  const world = await worldIn(base.db)
  const journey = await world.launch({ goal: bought, steps: [send('hello'), wait('rest', 3)] })
  await world.happen(...world.people.map((person) => world.event(person, 'cart.left')))
  await world.work(journey)
  world.clock.advanceMs(HOUR)
  const [buyer] = world.people
  if (!buyer) throw new Error('a world without people')
  await world.happen(world.event(buyer, 'order.paid'))
  const { tenant } = world
  await base.db.inWorkspace(tenant.id, async (tx) => {
    const version = await newestVersion(tx, tenant.id, journey)
    if (!version) throw new Error('not launched')
    expect(await stepNumbers(tx, tenant, version)).toMatchObject([
      { stepId: 'hello', came: 3, waiting: 0 },
      { stepId: 'rest', came: 3, waiting: 2 },
    ])
    const asked = { at: 'came', step: 'rest', version: 1, limit: 10 } as const
    expect((await listPeople(tx, tenant, journey, asked)).items).toHaveLength(3)
  })
})
