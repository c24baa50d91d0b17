import { setImmediate as turn } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createGroupCommit } from './group-commit.ts'
import { type TestDatabase, type Tx, testDatabase } from './index.ts'

let world: TestDatabase
beforeAll(async () => {
  world = await testDatabase()
})
afterAll(() => world?.drop())

/** Transactions that end at once, and what each held. */
function written(tx: Tx) {
  const crowds: number[][] = []
  const lane = createGroupCommit<number>({
    db: { inWorkspace: (_id, work) => work(tx) },
    workspaceOf: () => 'one',
    charactersOf: () => 1,
    itemsMax: 256,
    charactersMax: 1_000,
    write: async (_tx, crowd) => {
      crowds.push(crowd)
      if (crowd.includes(-1)) throw new Error('the disk is full')
    },
  })
  return { crowds, lane }
}

test('who comes alone is written down at once, and a crowd that follows on its heels shares', async () => {
  const crowds = await world.db.asSystem(async (tx) => {
    const { crowds, lane } = written(tx)
    const all: Promise<void>[] = []
    for (let n = 0; n < 100; n++) {
      all.push(lane.commit(n))
      await turn()
    }
    await Promise.all(all)
    return crowds
  })
  expect(crowds[0]).toEqual([0])
  expect(crowds.length).toBeLessThan(50)
  expect(crowds.flat().sort((a, b) => a - b)).toEqual(Array.from({ length: 100 }, (_, n) => n))
})

test('what could not be written down is told to everybody of its crowd, and the next crowd is written', async () => {
  const { failed, crowds } = await world.db.asSystem(async (tx) => {
    const { crowds, lane } = written(tx)
    await lane.commit(0)
    const failed = await Promise.allSettled([lane.commit(1), lane.commit(-1), lane.commit(2)])
    await lane.commit(3)
    return { failed, crowds }
  })
  const told = failed.flatMap(({ status }, n) => (status === 'rejected' ? [n] : []))
  expect(told).toContain(1)
  expect(crowds.at(-1)).toEqual([3])
})
