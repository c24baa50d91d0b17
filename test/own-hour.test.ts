import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RiverEvent } from '../server/event/index.ts'
import { reactionHours } from '../server/journey/reaction-hours.ts'
import { addMs, idFrom, newId } from '../server/kernel/index.ts'
import { sql } from '../server/postgres/index.ts'
import { type SegmentWorld, segmentWorld } from './segment-world.fixture.ts'

let world: SegmentWorld
beforeAll(async () => {
  world = await segmentWorld()
})
afterAll(() => world?.stop())

const DAY = 86_400_000

function reaction(who: string, name: string, at: Date): RiverEvent {
  return {
    ...{ eventId: idFrom('test', newId()), name, at, receivedAt: at, source: 'site' },
    ...{ claims: [{ kind: 'user_id', value: who }], value: null, props: {}, importNo: 0 },
  }
}

test('what somebody did within one hour of a day is one reaction, by the clock of the workspace, of the last half year', async () => {
  const tenant = await world.newTenant('Asia/Shanghai')
  const now = world.clock.now()
  // Eight in the evening in Shanghai of some days ago.
  const evening = (days: number, minute = 0) =>
    new Date(
      `${addMs(now, -days * DAY)
        .toISOString()
        .slice(0, 10)}T12:${String(minute).padStart(2, '0')}:00Z`,
    )
  await world.happens(tenant, [
    reaction('a', 'message.replied', evening(3)),
    reaction('a', 'message.clicked', evening(3, 20)),
    reaction('a', 'order.paid', evening(4)),
    reaction('a', 'order.paid', evening(200)),
    // Nothing that they did.
    reaction('a', 'message.sent', evening(5)),
    reaction('b', 'message.clicked', addMs(evening(6), 3 * 3_600_000)),
  ])
  const people = await world.within(tenant, (tx) =>
    tx.rows(sql<{ no: number }>`select no from customer.customer order by no`),
  )
  const [a = 0, b = 0] = people.map(({ no }) => no)
  const hours = (found: readonly number[] | undefined) =>
    (found ?? []).flatMap((times, hour) => (times > 0 ? [[hour, times]] : []))
  const found = await reactionHours(world.clickhouse, tenant, { among: [a], now })
  expect(hours(found.of.get(a)?.hours)).toEqual([[20, 2]])
  expect(found.of.get(a)?.days).toBe(2)
  expect(found.of.has(b)).toBe(false)
  expect(hours(found.everybody.hours)).toEqual([
    [20, 2],
    [23, 1],
  ])
  // Of the two of one person both are of the same hour.
  expect(found.everybody.alike).toBe(1)
  // As it was known five days ago.
  const then = await reactionHours(world.clickhouse, tenant, {
    among: [a, b],
    now: addMs(now, -5 * DAY),
  })
  expect(hours(then.everybody.hours)).toEqual([[23, 1]])
})
