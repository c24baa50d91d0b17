import { afterAll, beforeAll, expect, test } from 'vitest'
import type { SegmentNode } from '../contract/segment.ts'
import { newId, readId, seededChance, showId } from '../server/kernel/index.ts'
import { sql } from '../server/postgres/index.ts'
import { factsOf } from './segment-facts.fixture.ts'
import { beginLife, type Life, live, shownTags } from './segment-history.fixture.ts'
import { holds } from './segment-oracle.fixture.ts'
import { dice, randomCondition, randomTree } from './segment-random.fixture.ts'
import { type SegmentWorld, segmentWorld } from './segment-world.fixture.ts'

/** A case is one random tree over one random history, looked at after every step of it. */
const CASES = Number(process.env.LIUYUAN_SEGMENT_CASES ?? 5_000)
const FIRST_SEED = Number(process.env.LIUYUAN_SEGMENT_SEED ?? 1)
/** Trees of one workspace: all of them are one statement. */
const TREES = 400
const CONDITIONS = 25
const STEPS = 4
const ZONES = ['Asia/Shanghai', 'America/New_York', 'UTC']
const MINUTES_MAX = 60

let world: SegmentWorld
beforeAll(async () => {
  world = await segmentWorld()
})
afterAll(() => world?.stop())

/**
 * I-13: what is kept up step by step is what is computed from scratch is what the definition says, after every step, for
 * people who are merged and told apart again, with events that come late or are taken back and a clock that goes both ways.
 */
test(
  `members are what the definition says, over ${CASES} random trees and histories`,
  async () => {
    for (let n = 0; n < Math.ceil(CASES / TREES); n++) await oneLife(FIRST_SEED + n)
  },
  MINUTES_MAX * 60_000,
)

async function oneLife(seed: number): Promise<void> {
  const d = dice(seededChance(seed))
  const life = await beginLife(world, d.pick(ZONES))
  await live(world, life, d)
  const tags = shownTags(life)
  const conditions = Array.from({ length: CONDITIONS }, () => randomCondition(d, tags))
  const trees = new Map<string, SegmentNode>()
  for (let n = 0; n < TREES; n++) {
    trees.set(showId('segment', newId()), randomTree(d, conditions, [...trees.keys()]))
  }
  await goLive(life, trees)
  for (let step = 0; step < STEPS; step++) {
    await live(world, life, d)
    if (d.isOneIn(3)) await goToNextCrossing(life, d)
    await world.refresh(life.tenant)
    await compare(life, trees, `seed ${seed}, step ${step}`)
  }
  await fromScratch(life, `seed ${seed}`)
  await alternates(life, `seed ${seed}`)
}

async function goLive(life: Life, trees: Map<string, SegmentNode>): Promise<void> {
  const now = new Date(life.nowMs)
  const ids = [...trees.keys()]
  await world.within(life.tenant, (tx) =>
    tx.run(sql`
      insert into segment.segment (workspace_id, id, name, state, tree, created_at, changed_at, live_since)
      select ${life.tenant.id}, n.id, n.id::text, 'live', n.tree::jsonb, ${now}, ${now}, ${now}
      from unnest(
        ${ids.map((id) => readId('segment', id))}::uuid[],
        ${[...trees.values()].map((tree) => JSON.stringify(tree))}::text[]
      ) as n (id, tree)
    `),
  )
}

/** To the millisecond at which time alone changes an answer, or to the one before it. */
async function goToNextCrossing(life: Life, d: ReturnType<typeof dice>): Promise<void> {
  const row = await world.within(life.tenant, (tx) =>
    tx.maybe(sql<{ at: Date | null }>`
      select next_due_at as at
      from segment.refresh
      where workspace_id = ${life.tenant.id}
    `),
  )
  if (!row?.at) return
  life.nowMs = row.at.getTime() - d.below(2)
  life.tenant = { ...life.tenant, clockAt: new Date(life.nowMs) }
}

async function compare(life: Life, trees: Map<string, SegmentNode>, where: string): Promise<void> {
  const people = await factsOf(world, life)
  const fifths = world.snapshots.get(life.tenant.no)?.ltvFifths ?? []
  const ask = { now: life.nowMs, timeZone: life.tenant.timeZone, trees, fifths }
  const kept = await membersOf(life)
  for (const [id, tree] of trees) {
    const should = [...people].flatMap(([no, facts]) => (holds(tree, facts, ask) ? [no] : []))
    const is = kept.get(id) ?? []
    if (should.sort((a, b) => a - b).join() !== is.join())
      expect.fail(
        `${where}: ${id} holds ${is}, should hold ${should}, now ${new Date(life.nowMs).toISOString()}: ${JSON.stringify(tree)}`,
      )
  }
}

/** The members of all segments, as readers see them: by the pointers. */
async function membersOf({ tenant }: Life): Promise<Map<string, number[]>> {
  const pointers = await world.within(tenant, (tx) =>
    tx.rows(sql<{ id: string; version: number; size: number }>`
      select id, version, size
      from segment.segment
      where workspace_id = ${tenant.id}
    `),
  )
  const rows = await world.clickhouse.rows<{ id: string; version: number; members: number[] }>({
    sql: `
      select toString(segment) as id, version, bitmapToArray(members) as members
      from segment_version
      where workspace = {workspace:UInt32}`,
    params: { workspace: tenant.no },
    comment: 'oracle',
  })
  const found = new Map(rows.map(({ id, version, members }) => [`${id} ${version}`, members]))
  return new Map(
    pointers.map(({ id, version, size }) => {
      const members = (found.get(`${id} ${version}`) ?? []).sort((a, b) => a - b)
      expect(size).toBe(members.length)
      return [showId('segment', id), members]
    }),
  )
}

/** Computing everything anew finds nothing to change. */
async function fromScratch({ tenant, nowMs }: Life, where: string): Promise<void> {
  await world.within(tenant, (tx) =>
    tx.run(sql`
      update segment.refresh
      set stale_since = ${new Date(nowMs)}
      where workspace_id = ${tenant.id}
    `),
  )
  expect(await world.refresh(tenant), where).toMatchObject({
    how: 'everybody',
    entered: 0,
    left: 0,
  })
}

/** Nobody enters twice without leaving between, and facts add up to who is in. */
async function alternates({ tenant }: Life, where: string): Promise<void> {
  await world.happens(tenant, [])
  const told = await world.clickhouse.rows<{ names: string[] }>({
    sql: `
      select arrayMap(e -> e.2, arraySort(groupArray((JSONExtractUInt(props, 'version'), name)))) as names
      from event
      where workspace = {workspace:UInt32}
        and name in ('segment.entered', 'segment.left')
      group by customer, JSONExtractString(props, 'segment_id')`,
    params: { workspace: tenant.no },
    comment: 'oracle',
  })
  for (const { names } of told)
    expect(
      names.every((name, i) => i === 0 || name !== names[i - 1]),
      where,
    ).toBe(true)
}
