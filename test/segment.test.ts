import { afterAll, beforeAll, expect, test } from 'vitest'
import type { SegmentNode } from '../contract/segment.ts'
import type { RiverEvent, Tenant } from '../server/event/index.ts'
import { idFrom, newId } from '../server/kernel/index.ts'
import { sql } from '../server/postgres/index.ts'
import { evaluate, members } from '../server/segment/index.ts'
import { type SegmentWorld, segmentWorld } from './segment-world.fixture.ts'

let world: SegmentWorld
beforeAll(async () => {
  world = await segmentWorld()
})
afterAll(() => world?.stop())

let events = 0
function event(who: string, name: string, more: Partial<RiverEvent> = {}): RiverEvent {
  return {
    eventId: idFrom('test', String(++events), newId()),
    name,
    at: world.clock.now(),
    receivedAt: world.clock.now(),
    source: 'site',
    claims: [{ kind: 'user_id', value: who }],
    value: null,
    props: {},
    importNo: 0,
    ...more,
  }
}

async function live(tenant: Tenant, name: string, tree: SegmentNode): Promise<string> {
  const id = newId()
  const now = world.clock.now()
  await world.within(tenant, (tx) =>
    tx.run(sql`
      insert into segment.segment (workspace_id, id, name, state, tree, created_at, changed_at, live_since)
      values (${tenant.id}, ${id}, ${name}, 'live', ${JSON.stringify(tree)}::jsonb, ${now}, ${now}, ${now})
    `),
  )
  return id
}

async function membersOf(tenant: Tenant, id: string): Promise<number[]> {
  const all: number[] = []
  for await (const page of members(world.deps, tenant, id)) all.push(...page)
  return all
}

const viewed: SegmentNode = {
  kind: 'event',
  name: 'viewed',
  where: [],
  window: { kind: 'last', amount: 1, unit: 'day' },
  measure: { of: 'count', test: { op: 'gte', value: 1 } },
}

test('who views something is in the segment at once and leaves it a day later, to the millisecond', async () => {
  const tenant = await world.newTenant()
  const id = await live(tenant, '昨天来过', viewed)
  await world.happens(tenant, [event('a', 'viewed'), event('b', 'bought')])
  expect((await world.refresh(tenant)).how).toBe('everybody')
  expect(await membersOf(tenant, id)).toEqual([1])
  world.clock.advanceMs(1_000)
  await world.happens(tenant, [event('b', 'viewed')])
  expect(await world.refresh(tenant)).toMatchObject({ how: 'some', entered: 1, left: 0 })
  expect(await membersOf(tenant, id)).toEqual([1, 2])
  world.clock.advanceMs(86_400_000 - 1_001)
  expect(await world.refresh(tenant)).toMatchObject({ how: 'nothing' })
  expect(await membersOf(tenant, id)).toEqual([1, 2])
  world.clock.advanceMs(1)
  expect(await world.refresh(tenant)).toMatchObject({ how: 'some', left: 1 })
  expect(await membersOf(tenant, id)).toEqual([2])
  const { clock } = world
  expect([
    ...(await evaluate(world.deps, tenant, viewed, { among: [1, 2], now: clock.now() })),
  ]).toEqual([2])
})
