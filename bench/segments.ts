import { loadavg } from 'node:os'
import { newId, showId, systemClock, type Tenant } from '../server/kernel/index.ts'
import { sql } from '../server/postgres/index.ts'
import { refreshSegments } from '../server/segment/index.ts'
import { makeSegment } from '../server/segment/save.ts'
import { markStale } from '../server/segment/store.ts'
import { peerSizes, peerTick, preparePeer } from './segments-peer.ts'
import { type Asked, four, sixteen, tags } from './segments-trees.ts'
import { arrive, fill, NOW_MS, openWorld, touch, type World } from './segments-world.ts'
import { judge, print, thousands } from './table.ts'
import { cpuOfProcess, forgetPeak, peakMemoryOf } from './usage.ts'

const SIZE = { people: 1_000_000, events: 4_000_000 }
/** CPU seconds that the design allows at a million people: four segments for everybody by events, and after some events. */
const BARS = [
  { events: 4_000_000, everybody: 1, some: 0.6 },
  { events: 20_000_000, everybody: 3, some: 0.6 },
]
const RUNS = 3
const MINUTE_MS = 60_000

/**
 * Keeps up segments of a million people: computed for everybody, renewed after events and after a minute, and left alone.
 * Beside it the same asked naively, a statement a segment, and in the shape that the field uses. CPU is the engine host's.
 * @param words millions of people and of events, 1 and 4 unless said.
 */
export async function run(words: string[]): Promise<void> {
  const [people = SIZE.people, events = SIZE.events] = words.map((word) => Number(word) * 1e6)
  const world = await openWorld({ people, events })
  try {
    await fill(world)
    print([[`${thousands(people)} people, ${thousands(events)} events`, load()]])
    const rows: Row[] = []
    const bar = BARS.find((known) => events <= known.events) ?? null
    await live(world, four)
    rows.push(...(await ofFour(world, bar)))
    await live(world, sixteen)
    rows.push(...(await ofTwenty(world)))
    report(rows)
    print([[load()]])
    const isExact = rows.every(({ isExact }) => isExact)
    process.stdout.write(
      isExact ? 'members as many as the naive statements find\n' : 'MEMBERS DIFFER\n',
    )
    judge(isExact && rows.every(({ cpuS, bar }) => bar === null || cpuS <= bar))
  } finally {
    await world.stop()
  }
}

type Row = Timed & { says: string; bar: number | null; beside: Timed[]; isExact: boolean }
/** `statements`: kinds of statements that the host was asked. */
type Timed = { says: string; ms: number; cpuS: number; peakMb: number; statements: number }
type Bar = { everybody: number; some: number }

async function ofFour(world: World, bar: Bar | null): Promise<Row[]> {
  const everybody = await recomputed(world, 'four segments, everybody')
  const naive = await naively(world, four)
  await preparePeer(world.clickhouse)
  const arrivedMs = (batch: number) => NOW_MS + 1000 * batch
  const peer = await inPeersShape(world, { sinceMs: 0, nowMs: arrivedMs(1) })
  await touch(world, { count: 10_000, batch: 2 })
  const some = await timed(world, 'after 10,000 events', () => refresh(world))
  const naiveAgain = await naively(world, four)
  const peerAgain = await inPeersShape(world, { sinceMs: arrivedMs(1), nowMs: arrivedMs(2) })
  return [
    { ...everybody, bar: bar?.everybody ?? null, beside: [naive, peer], isExact: naive.isExact },
    {
      ...some,
      bar: bar?.some ?? null,
      beside: [naiveAgain, peerAgain],
      isExact: naiveAgain.isExact,
    },
  ]
}

async function ofTwenty(world: World): Promise<Row[]> {
  const all = [...four, ...sixteen]
  const everybody = await recomputed(world, 'twenty segments, everybody')
  const naive = await naively(world, all)
  await touch(world, { count: 1_000, batch: 3 })
  const some = await timed(world, 'after 1,000 events', () => refresh(world))
  const naiveAgain = await naively(world, all)
  const later = { ...world, tenant: laterBy(world.tenant, MINUTE_MS) }
  await arrive(later, await dueBy(later))
  const due = await timed(later, 'a minute later', () => refresh(later))
  const naiveLater = await naively(later, all)
  const idle = await timed(later, 'nothing happened', () => refresh(later))
  if (idle.value.how !== 'nothing')
    throw new Error(`${idle.value.how} was asked, and nothing had happened`)
  const beside = (one: Naive) => ({ beside: [one], isExact: one.isExact, bar: null })
  return [
    { ...everybody, ...beside(naive) },
    { ...some, ...beside(naiveAgain) },
    { ...due, ...beside(naiveLater) },
    {
      ...idle,
      says: `nothing happened: ${idle.statements} statements`,
      bar: null,
      beside: [],
      isExact: true,
    },
  ]
}

async function live({ db, tenant }: World, asked: readonly Asked[]): Promise<void> {
  await db.inWorkspace(tenant.id, async (tx) => {
    for (const { name, tree } of asked) {
      const rows = await tx.rows(sql<{ id: string; name: string }>`
        select id, name
        from segment.segment
        where workspace_id = ${tenant.id}
      `)
      const ids = new Map(rows.map((row) => [row.name, showId('segment', row.id)]))
      const known = {
        tags: new Set(Object.values(tags).map((tag) => showId('tag', tag))),
        segments: new Map([...ids].map(([known, id]) => [id, known])),
        journeys: new Set<string>(),
        trees: new Map(),
      }
      const wanted = { name, tree: tree((other) => ids.get(other) ?? newId()), isLive: true }
      const made = await makeSegment(tx, tenant, {
        ...wanted,
        known,
        by: null,
        now: systemClock.now(),
      })
      if (!made.ok) throw new Error(`${name}: ${made.reason}`)
    }
  })
}

const laterBy = (tenant: Tenant, ms: number): Tenant => ({
  ...tenant,
  clockAt: new Date(presentMs({ tenant }) + ms),
})
const presentMs = ({ tenant }: Pick<World, 'tenant'>) => tenant.clockAt?.getTime() ?? NOW_MS

const refresh = ({ deps, tenant }: World) => refreshSegments(deps, tenant)

/** The middle of several times, after one that is not counted: it reads from a cold disk. */
async function recomputed(world: World, says: string): Promise<Timed> {
  await refresh(world)
  const runs: Timed[] = []
  for (let run = 0; run < RUNS; run++) {
    await world.db.inWorkspace(world.tenant.id, (tx) =>
      markStale(tx, world.tenant, systemClock.now()),
    )
    const one = await timed(world, says, () => refresh(world))
    if (one.value.how !== 'everybody') throw new Error(`only ${one.value.how} was computed`)
    runs.push(one)
  }
  const middle = runs.toSorted((a, b) => a.cpuS - b.cpuS)[Math.floor(RUNS / 2)]
  if (!middle) throw new Error('nothing was measured')
  return middle
}

type Naive = Timed & { isExact: boolean }

/** A statement a segment, spared sending the members anywhere: they are counted. They are as many as the segment has. */
async function naively(world: World, asked: readonly Asked[]): Promise<Naive> {
  const { clickhouse, db, tenant } = world
  const sizes = new Map<string, number>()
  const all = await timed(world, 'a statement each', async () => {
    for (const { name, naive } of asked) {
      const [found] = await clickhouse.rows<{ size: number }>({
        sql: `select count() as size from (${naive(presentMs(world))})`,
        settings: { max_execution_time: 600 },
        comment: 'bench.naive',
      })
      sizes.set(name, found?.size ?? 0)
    }
  })
  const kept = await db.inWorkspace(tenant.id, (tx) =>
    tx.rows(sql<{ name: string; size: number }>`
      select name, size
      from segment.segment
      where workspace_id = ${tenant.id}
    `),
  )
  const wrong = kept.filter(({ name, size }) => sizes.has(name) && sizes.get(name) !== size)
  for (const { name, size } of wrong)
    process.stdout.write(`${name}: ${size} members, naively ${sizes.get(name)}\n`)
  return { ...all, isExact: wrong.length === 0 }
}

async function inPeersShape(
  world: World,
  tick: { sinceMs: number; nowMs: number },
): Promise<Timed> {
  const one = await timed(world, 'a tick of the field', () =>
    peerTick(world.clickhouse, tick).then(
      () => null,
      (error: unknown) => String(error).slice(0, 200),
    ),
  )
  if (one.value !== null) {
    process.stdout.write(`the field's shape was refused: ${one.value}\n`)
    return { ...one, says: 'a tick of the field, refused' }
  }
  const [first = 0] = await peerSizes(world.clickhouse)
  return { ...one, says: `a tick of the field (${thousands(first)} in the first)` }
}

/** Whose answers a minute will change. */
async function dueBy({ clickhouse, tenant }: World): Promise<number[]> {
  const rows = await clickhouse.rows<{ customer: number }>({
    sql: 'select customer from segment_crossing final where due_ms <= {now:Int64}',
    params: { now: presentMs({ tenant }) },
    comment: 'bench.check',
  })
  return rows.map(({ customer }) => customer)
}

async function timed<T>(
  { hostPid, spent }: World,
  says: string,
  work: () => Promise<T>,
): Promise<Timed & { value: T }> {
  spent.clear()
  forgetPeak(hostPid())
  const [start, cpuBefore] = [systemClock.monotonicMs(), cpuOfProcess(hostPid())]
  const value = await work()
  const ms = systemClock.monotonicMs() - start
  const cpuS = cpuOfProcess(hostPid()) - cpuBefore
  const parts = [...spent].filter(([, used]) => used >= 0.01).toSorted(([, a], [, b]) => b - a)
  const told = parts.map(([comment, used]) => `${comment} ${used.toFixed(2)}`).join(', ')
  process.stdout.write(
    `${says}: ${told || `${spent.size} statements`} ${JSON.stringify(value ?? '')}\n`,
  )
  return { says, ms, cpuS, peakMb: peakMemoryOf(hostPid()), statements: spent.size, value }
}

function report(rows: Row[]): void {
  const cells = ({ says, ms, cpuS, peakMb }: Timed) => [
    says,
    (ms / 1000).toFixed(2),
    cpuS.toFixed(2),
    peakMb.toFixed(0),
  ]
  print([
    ['work', 's', 'CPU s', 'peak MB', 'bar, CPU s', 'times as much'],
    ...rows.flatMap((row) => [
      [...cells(row), row.bar === null ? '' : `<= ${row.bar}`],
      ...row.beside.map((other) => [
        ...cells({ ...other, says: `  ${other.says}` }),
        '',
        `${(other.cpuS / row.cpuS).toFixed(1)}x`,
      ]),
    ]),
  ])
}

function load(): string {
  const averages = loadavg().map((one) => one.toFixed(1))
  return `load average ${averages.join(' ')}`
}
