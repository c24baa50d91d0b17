import type { SegmentNode } from '../../contract/segment.ts'
import type { ClickHouse } from '../clickhouse/index.ts'
import type { Tenant } from '../kernel/index.ts'
import { bitmapTables, type Compiled, compile, dueOf, type Trees } from './compile.ts'
import { NEVER_MS } from './moment.ts'
import { everybody, type People, peopleAmong } from './people.ts'
import { type Ask, perPerson } from './source.ts'

/** A live segment as a refresh sees it; `version` is the pointer of its members, null before the first. */
export type Live = { id: string; tree: SegmentNode; version: number | null }
/** What a refresh found: who came and who left, per segment. */
export type Change = { id: string; entered: number[]; left: number[] }

type Reader = Pick<ClickHouse, 'rows'>
type Writer = Pick<ClickHouse, 'command' | 'insert'>
const SECONDS = 300
/** Rows lie in the order of people, so groups can be finished one after the other: half the time, little memory. */
const SETTINGS = { max_execution_time: SECONDS, optimize_aggregation_in_order: '1' }

/** Who of `among` (and of whoever they have become) is in a tree now. */
export async function membersAmong(
  clickhouse: Reader,
  tenant: Pick<Tenant, 'no'>,
  asked: { ask: Ask; trees: Trees; tree: SegmentNode; among: readonly number[] },
): Promise<number[]> {
  const compiled = compile(asked.ask, asked.trees)
  const bitmap = compiled.bitmapOf(asked.tree)
  const people = await peopleAmong(clickhouse, tenant, asked.among)
  const tables = bitmapTables(compiled, people)
  const [found] = await clickhouse.rows<{ members: number[] }>({
    sql: `
select bitmapToArray(bitmapAnd(everyone, ${bitmap})) as members
from ${tables.from}`,
    params: paramsOf(compiled, tenant, people.params),
    settings: SETTINGS,
    comment: 'segment.evaluate',
  })
  return found?.members ?? []
}

/**
 * Evaluates all live segments for the people of `among` in one statement and compares with the members they have.
 * `dues`: for each of these people the next instant at which time alone changes an answer.
 */
export async function changesAmong(
  clickhouse: Reader,
  tenant: Pick<Tenant, 'no'>,
  asked: { ask: Ask; trees: Trees; live: readonly Live[]; among: readonly number[] },
): Promise<{ changes: Change[]; dues: Map<number, number> }> {
  const compiled = compile(asked.ask, asked.trees)
  const people = await peopleAmong(clickhouse, tenant, asked.among)
  const { sql, params } = changesStatement(compiled, people, asked.live)
  const [found] = await clickhouse.rows<{
    changes: [number[], number[]][]
    dues: [number, number][]
  }>({
    sql,
    params: paramsOf(compiled, tenant, { ...params, ...people.params }),
    settings: SETTINGS,
    comment: 'segment.refresh',
  })
  const dues = new Map(people.asked.map((person) => [person, NEVER_MS]))
  for (const [person, due] of found?.dues ?? [])
    dues.set(person, Math.min(due, dues.get(person) ?? NEVER_MS))
  const changes = asked.live.flatMap(({ id }, i) => {
    const [entered = [], left = []] = found?.changes[i] ?? []
    return entered.length + left.length === 0 ? [] : [{ id, entered, left }]
  })
  return { changes, dues }
}

/** The statement of a refresh. Exported for its golden file. */
export function changesStatement(
  compiled: Compiled,
  people: People,
  live: readonly Live[],
): { sql: string; params: Record<string, unknown> } {
  const now = live.map(({ tree }, i) => `bitmapAnd(everyone, ${compiled.bitmapOf(tree)}) as n${i}`)
  const before = live.map((_, i) => `groupBitmapMergeStateIf(members, i = ${i + 1}) as o${i}`)
  const differences = live.map(
    (_, i) =>
      `(bitmapToArray(bitmapAndnot(n${i}, o${i})), bitmapToArray(bitmapAndnot(bitmapAnd(people, o${i}), n${i})))`,
  )
  const tables = bitmapTables(compiled, people, { withDues: true })
  const dues = tables.dues.length === 0 ? '[]' : `arrayConcat(${tables.dues.join(', ')})`
  const sql = `
select
  [${differences.join(',\n    ')}] as changes,
  dues
from (
  select ${[...now, `${dues} as dues`].join(',\n    ')}
  from ${tables.from}
) as n
cross join (
  select ${before.join(',\n    ')}
  from (
    select members, indexOf({ids:Array(UUID)}, segment) as i
    from segment_version
    where workspace = {workspace:UInt32}
      and segment in {ids:Array(UUID)}
      and version = {versions:Array(UInt64)}[indexOf({ids:Array(UUID)}, segment)]
  )
) as o
cross join (
  select bitmapBuild(cast({asked:Array(UInt64)}, 'Array(UInt32)')) as people
) as p`
  return {
    sql,
    params: { ids: live.map(({ id }) => id), versions: live.map(({ version }) => version ?? 0) },
  }
}

/** Evaluates all live segments for everybody and writes their members under a new version. @returns the sizes by segment. */
export async function writeEverybody(
  clickhouse: Reader & Writer,
  tenant: Pick<Tenant, 'no'>,
  asked: { ask: Ask; trees: Trees; live: readonly Live[]; version: number },
): Promise<Map<string, number>> {
  const { version, live } = asked
  const compiled = compile(asked.ask, asked.trees)
  const people = await everybody(clickhouse, tenant)
  await clickhouse.command({
    sql: everybodyStatement(compiled, people, live),
    params: paramsOf(compiled, tenant, {
      version,
      ids: live.map(({ id }) => id),
      ...people.params,
    }),
    settings: SETTINGS,
    comment: 'segment.recompute',
  })
  const crossings = crossingsStatement(compiled, people)
  await clickhouse.command({
    sql: crossings,
    params: paramsOf(compiled, tenant, { version, ...people.params }),
    settings: SETTINGS,
    comment: 'segment.crossings',
  })
  const sizes = await clickhouse.rows<{ segment: string; size: number }>({
    sql: `
select toString(segment) as segment, size
from segment_version
where workspace = {workspace:UInt32}
  and version = {version:UInt64}`,
    params: { workspace: tenant.no, version },
    comment: 'segment.sizes',
  })
  return new Map(sizes.map(({ segment, size }) => [segment, size]))
}

/** The statement of a full recomputation. Exported for its golden file. */
export function everybodyStatement(
  compiled: Compiled,
  people: People,
  live: readonly Live[],
): string {
  const members = live.map(
    ({ tree }, i) =>
      `({ids:Array(UUID)}[${i + 1}], bitmapAnd(everyone, ${compiled.bitmapOf(tree)}))`,
  )
  const tables = bitmapTables(compiled, people)
  return `
insert into segment_version (workspace, segment, version, members, size)
select {workspace:UInt32}, found.1, {version:UInt64}, found.2, bitmapCardinality(found.2)
from (
  select arrayJoin([${members.join(',\n    ')}]) as found
  from ${tables.from}
)`
}

/** Everybody's next crossing, and "never" for who had one and has none any more. Exported for its golden file. */
export function crossingsStatement(compiled: Compiled, people: People): string {
  const { sources } = compiled.plan
  const parts = [...sources.values()].flatMap((source) => {
    const due = dueOf(source)
    return due === null
      ? []
      : [
          `
  select toUInt64(person) as person, toInt64(${due}) as due
  from (${perPerson(source, people)}
  )`,
        ]
  })
  const had = `
  select customer as person, toInt64(${NEVER_MS}) as due
  from segment_crossing final
  where workspace = {workspace:UInt32}
    and due_ms < ${NEVER_MS}`
  return `
insert into segment_crossing (workspace, customer, due_ms, version)
select {workspace:UInt32}, person, min(due), {version:UInt64}
from (${[
    had,
    ...parts.map(
      (part) => `
  select person, due from (${part}
  )
  where due < ${NEVER_MS}`,
    ),
  ].join('\n  union all')}
)
group by person`
}

/** How the members of two versions differ. */
export async function differences(
  clickhouse: Reader,
  tenant: Pick<Tenant, 'no'>,
  { live, version }: { live: readonly Live[]; version: number },
): Promise<Change[]> {
  const known = live.filter((segment) => segment.version !== null)
  if (known.length === 0) return []
  const rows = await clickhouse.rows<Change>({
    sql: `
select
  toString(segment) as id,
  bitmapToArray(bitmapAndnot(after, before)) as entered,
  bitmapToArray(bitmapAndnot(before, after)) as left
from (
  select
    segment,
    groupBitmapMergeStateIf(members, version = {version:UInt64}) as after,
    groupBitmapMergeStateIf(members, version != {version:UInt64}) as before
  from segment_version
  where workspace = {workspace:UInt32}
    and (
      version = {version:UInt64}
      or (segment, version) in (
        select ids.1, ids.2
        from (select arrayJoin(arrayZip({ids:Array(UUID)}, {versions:Array(UInt64)})) as ids)
      )
    )
  group by segment
)`,
    params: {
      workspace: tenant.no,
      version,
      ids: known.map(({ id }) => id),
      versions: known.map((segment) => segment.version),
    },
    settings: { max_execution_time: SECONDS },
    comment: 'segment.differences',
  })
  const ids = new Set(known.map(({ id }) => id))
  return rows.filter(({ id, entered, left }) => ids.has(id) && entered.length + left.length > 0)
}

function paramsOf(
  { plan }: Compiled,
  tenant: Pick<Tenant, 'no'>,
  more: Record<string, unknown>,
): Record<string, unknown> {
  return { ...plan.params.values(), ...more, workspace: tenant.no }
}
