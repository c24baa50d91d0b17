import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createLane, type EngineSession, type Job } from './host-lane.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

const job: Job = {
  setup: 'set max_threads = 1',
  database: 'default',
  sql: 'select 1',
  format: 'JSONEachRow',
  params: new Map(),
  rows: null,
  seconds: 30,
}

function lane(queryAsync: EngineSession['queryAsync']) {
  const closed: number[] = []
  const stuck: string[] = []
  let opened = 0
  const built = createLane({
    name: 'reading',
    slots: 1,
    waitingMax: 2,
    open: () => {
      opened += 1
      const number = opened
      return {
        query: () => '',
        queryAsync,
        insert: async () => ({ rowsWritten: 0 }),
        close: () => closed.push(number),
      }
    },
    onStuck: ({ sql }) => stuck.push(sql),
  })
  return { built, closed, stuck, opened: () => opened }
}

test('a query that ignores its limit is reported once the grace is over, not before', async () => {
  const { built, stuck } = lane(() => new Promise(() => {}))
  void built.run(job)
  await vi.advanceTimersByTimeAsync(39_000)
  expect(stuck).toEqual([])
  await vi.advanceTimersByTimeAsync(1_001)
  expect(stuck).toEqual(['select 1'])
})

test('more queries than may wait are refused as too many', async () => {
  const { built } = lane(() => new Promise(() => {}))
  void built.run(job)
  void built.run(job)
  void built.run(job)
  await expect(built.run(job)).rejects.toMatchObject({ code: 202 })
  expect(built.busy()).toBe(3)
})

test('a session that failed is closed and never used again', async () => {
  const { built, closed, opened } = lane(async () => {
    throw new Error('Code: 395. DB::Exception: half of it (SOMETHING_ELSE)')
  })
  await expect(built.run(job)).rejects.toThrow('half of it')
  await expect(built.run(job)).rejects.toThrow('half of it')
  expect(opened()).toBe(2)
  expect(closed).toEqual([1, 2])
})
