import type { ClickHouse } from '../clickhouse/index.ts'
import type { Tenant } from '../kernel/index.ts'
import type { Change, Live } from './questions.ts'

/** Members of one page: 50,000 numbers are half a megabyte. */
const PAGE = 50_000

type Pointer = { id: string; version: number }

/** Writes the next version of members that changed: what it was, without who left, with who came. */
export async function writeChanged(
  clickhouse: Pick<ClickHouse, 'command'>,
  tenant: Pick<Tenant, 'no'>,
  {
    live,
    changes,
    version,
  }: { live: readonly Live[]; changes: readonly Change[]; version: number },
): Promise<void> {
  if (changes.length === 0) return
  const before = new Map(live.map((segment) => [segment.id, segment.version ?? 0]))
  await clickhouse.command({
    sql: `
insert into segment_version (workspace, segment, version, members, size)
select workspace, segment, {next:UInt64}, after, bitmapCardinality(after)
from (
  select
    workspace,
    segment,
    indexOf({ids:Array(UUID)}, segment) as i,
    bitmapOr(
      bitmapAndnot(members, bitmapBuild({left:Array(Array(UInt32))}[i])),
      bitmapBuild({entered:Array(Array(UInt32))}[i])
    ) as after
  from segment_version
  where workspace = {workspace:UInt32}
    and segment in {ids:Array(UUID)}
    and version = {versions:Array(UInt64)}[indexOf({ids:Array(UUID)}, segment)]
)`,
    params: {
      workspace: tenant.no,
      next: version,
      ids: changes.map(({ id }) => id),
      versions: changes.map(({ id }) => before.get(id) ?? 0),
      entered: changes.map(({ entered }) => entered),
      left: changes.map(({ left }) => left),
    },
    comment: 'segment.patch',
  })
}

/** Writes when time alone will change answers about people. */
export async function writeDues(
  clickhouse: Pick<ClickHouse, 'insert'>,
  tenant: Pick<Tenant, 'no'>,
  { dues, version }: { dues: ReadonlyMap<number, number>; version: number },
): Promise<void> {
  const rows = [...dues].map(([customer, dueMs]) =>
    JSON.stringify({ workspace: tenant.no, customer, due_ms: dueMs, version }),
  )
  await clickhouse.insert({
    table: 'segment_crossing',
    rows: rows.join('\n'),
    comment: 'segment.crossings',
  })
}

/** Whose answers time may have changed by now, and when it will change the next one; null: never. */
export async function dueBy(
  clickhouse: Pick<ClickHouse, 'rows'>,
  tenant: Pick<Tenant, 'no'>,
  { nowMs, version }: { nowMs: number; version: number },
): Promise<{ people: number[]; nextMs: number | null }> {
  const [found] = await clickhouse.rows<{ people: number[]; next: number; rest: number }>({
    sql: `
select
  groupArrayIf(customer, due_ms <= {now:Int64} or version > {version:UInt64}) as people,
  minIf(due_ms, due_ms > {now:Int64}) as next,
  countIf(due_ms > {now:Int64}) as rest
from segment_crossing final
where workspace = {workspace:UInt32}`,
    params: { workspace: tenant.no, now: nowMs, version },
    comment: 'segment.due',
  })
  if (!found) return { people: [], nextMs: null }
  const isEver = found.rest > 0 && found.next < Number.MAX_SAFE_INTEGER
  return { people: found.people, nextMs: isEver ? found.next : null }
}

/** The members of a version, in pages. */
export async function* pagesOfMembers(
  clickhouse: Pick<ClickHouse, 'rows'>,
  tenant: Pick<Tenant, 'no'>,
  { id, version }: Pointer,
): AsyncIterable<number[]> {
  let from = 0
  for (;;) {
    const [found] = await clickhouse.rows<{ members: number[] }>({
      sql: `
select bitmapToArray(bitmapSubsetLimit(members, {from:UInt32}, {page:UInt32})) as members
from segment_version
where workspace = {workspace:UInt32}
  and segment = {segment:UUID}
  and version = {pointer:UInt64}
limit 1`,
      params: { workspace: tenant.no, segment: id, pointer: version, from, page: PAGE },
      comment: 'segment.members',
    })
    const members = found?.members ?? []
    if (members.length > 0) yield members
    const last = members.at(-1)
    if (last === undefined || members.length < PAGE) return
    from = last + 1
  }
}

/** Forgets versions that no pointer names: of refreshes that died, and those that later ones replaced. */
export async function sweepVersions(
  clickhouse: Pick<ClickHouse, 'rows' | 'command'>,
  tenant: Pick<Tenant, 'no'>,
  { needed, upTo }: { needed: readonly number[]; upTo: number },
): Promise<void> {
  const params = { workspace: tenant.no, needed, up_to: upTo }
  const where = `workspace = {workspace:UInt32}
  and version <= {up_to:UInt64}
  and version not in {needed:Array(UInt64)}`
  const [found] = await clickhouse.rows<{ count: number }>({
    sql: `
select count() as count
from segment_version
where ${where}`,
    params,
    comment: 'segment.orphans',
  })
  if (!found || found.count === 0) return
  await clickhouse.command({
    sql: `
alter table segment_version
delete where ${where}`,
    params,
    comment: 'segment.sweep',
  })
}
