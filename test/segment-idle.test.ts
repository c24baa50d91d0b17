import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import type { SegmentNode } from '../contract/segment.ts'
import { idFrom, newId, sleep } from '../server/kernel/index.ts'
import { type Database, sql, type Tx } from '../server/postgres/index.ts'
import { txOver } from '../server/postgres/tx.ts'
import { startSegments } from '../server/segment/index.ts'
import { type SegmentWorld, segmentWorld } from './segment-world.fixture.ts'

const SEGMENTS = 200
/** Looks of the loop while nothing happens. */
const LOOKS = 8

let world: SegmentWorld
beforeAll(async () => {
  world = await segmentWorld()
})
afterAll(() => world?.stop())

/** A statement is given with its values and, where it is prepared, its name. */
function textOf(asked: unknown): string {
  return typeof asked === 'string' ? asked : z.object({ text: z.string() }).parse(asked).text
}

/** The Nth segment looks back N days for a name of its own. */
const treeOf = (n: number): SegmentNode => ({
  kind: 'event',
  name: `viewed_${n % 20}`,
  where: [],
  window: { kind: 'last', amount: 1 + n, unit: 'day' },
  measure: { of: 'count', test: { op: 'gte', value: 1 } },
})

/** The same database; every statement that goes through it is written down. */
function listenedTo(db: Database): { db: Database; statements: string[] } {
  const statements: string[] = []
  const heard = (tx: Tx): Tx => {
    const client = new Proxy(tx.client, {
      get(target, key) {
        if (key !== 'query') return Reflect.get(target, key)
        return (text: unknown, ...rest: unknown[]) => {
          statements.push(textOf(text).replace(/\s+/g, ' ').trim())
          return Reflect.apply(target.query, target, [text, ...rest])
        }
      },
    })
    return txOver(client)
  }
  return {
    statements,
    db: {
      ...db,
      inWorkspace: (id, work, options) => db.inWorkspace(id, (tx) => work(heard(tx)), options),
      asSystem: (work) => db.asSystem((tx) => work(heard(tx))),
    },
  }
}

test('two hundred segments of which none is due cost one look at Postgres at a time, and nothing else', async () => {
  const tenant = await world.newTenant()
  const { db, statements } = listenedTo(world.db)
  const now = world.clock.now()
  await world.within(tenant, (tx) =>
    tx.run(sql`
      insert into segment.segment (workspace_id, id, name, state, tree, created_at, changed_at, live_since)
      select ${tenant.id}, n.id, n.id::text, 'live', n.tree::jsonb, ${now}, ${now}, ${now}
      from unnest(
        ${Array.from({ length: SEGMENTS }, newId)}::uuid[],
        ${Array.from({ length: SEGMENTS }, (_, n) => JSON.stringify(treeOf(n)))}::text[]
      ) as n (id, tree)
    `),
  )
  await happens('viewed_1')
  await world.refresh(tenant)
  await world.refresh(tenant)

  statements.length = 0
  world.asked.length = 0
  const loop = startSegments({ ...world.deps, db, tenants: async () => [tenant] })
  try {
    while (statements.length < LOOKS) await sleep(20)
    const idle = { postgres: new Set(statements), clickhouse: [...world.asked] }
    expect([...idle.postgres]).toEqual(['select w.id from segment.waiting($1) as w (id)'])
    expect(idle.clickhouse).toEqual([])

    // So that the silence means something: the same loop does ask when somebody does something.
    await happens('viewed_2')
    while (!world.asked.some((comment) => comment.startsWith('segment.'))) await sleep(20)
    expect(statements.length).toBeGreaterThan(LOOKS)
  } finally {
    await loop.stop()
  }

  function happens(name: string): Promise<void> {
    const at = world.clock.now()
    return world.happens(tenant, [
      {
        eventId: idFrom('idle', name),
        name,
        at,
        receivedAt: at,
        source: 'site',
        claims: [{ kind: 'user_id', value: 'a' }],
        value: null,
        props: {},
        importNo: 0,
      },
    ])
  }
}, 180_000)
