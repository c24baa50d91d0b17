import type { ClickHouse } from '../clickhouse/index.ts'
import type { Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'

/** Where the members of a segment (uuid) stand: the version that readers follow. */
export type Pointer = { id: string; version: number }

/** @returns null when there is no such segment or it was never computed. */
export async function pointerOf(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  id: string,
): Promise<Pointer | null> {
  const row = await tx.maybe(sql<{ version: number | null }>`
    select version
    from segment.segment
    where workspace_id = ${tenant.id}
      and id = ${id}
  `)
  return row && row.version !== null ? { id, version: row.version } : null
}

/** The pointers of all live segments, with their names. */
export function livePointers(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
): Promise<(Pointer & { name: string })[]> {
  return tx.rows(sql<Pointer & { name: string }>`
    select id, version, name
    from segment.segment
    where workspace_id = ${tenant.id}
      and state = 'live'
      and version is not null
    order by name
  `)
}

/** Larger than any number of a customer that a bitmap holds. */
const ABOVE_ALL = 4_294_967_295

/** Numbers of members below `below`, the largest (the newest customers) first. */
export async function membersBelow(
  clickhouse: Pick<ClickHouse, 'rows'>,
  tenant: Pick<Tenant, 'no'>,
  { id, version }: Pointer,
  { below, limit }: { below: number | null; limit: number },
): Promise<number[]> {
  const [found] = await clickhouse.rows<{ members: number[] }>({
    sql: `
select bitmapToArray(subBitmap(lower, ${lastOf('lower', '{limit:UInt32}')}, {limit:UInt32})) as members
from (
  select bitmapSubsetInRange(members, toUInt32(0), {below:UInt32}) as lower
  from segment_version
  where workspace = {workspace:UInt32}
    and segment = {segment:UUID}
    and version = {version:UInt64}
  limit 1
)`,
    params: { workspace: tenant.no, segment: id, version, below: below ?? ABOVE_ALL, limit },
    comment: 'segment.member page',
  })
  return [...(found?.members ?? [])].reverse()
}

/** Where in a bitmap its last `limit` numbers begin, as SQL. */
export function lastOf(bitmap: string, limit: string): string {
  return `toUInt64(greatest(toInt64(bitmapCardinality(${bitmap})) - ${limit}, 0))`
}

/** Which of these segments somebody (by number) is a member of. */
export async function segmentsWith(
  clickhouse: Pick<ClickHouse, 'rows'>,
  tenant: Pick<Tenant, 'no'>,
  { pointers, no }: { pointers: readonly Pointer[]; no: number },
): Promise<Set<string>> {
  if (pointers.length === 0) return new Set()
  const rows = await clickhouse.rows<{ id: string }>({
    sql: `
select toString(segment) as id
from segment_version
where workspace = {workspace:UInt32}
  and segment in {ids:Array(UUID)}
  and version = {versions:Array(UInt64)}[indexOf({ids:Array(UUID)}, segment)]
  and bitmapContains(members, {no:UInt32})`,
    params: {
      workspace: tenant.no,
      ids: pointers.map(({ id }) => id),
      versions: pointers.map(({ version }) => version),
      no,
    },
    comment: 'segment.of person',
  })
  return new Set(rows.map(({ id }) => id))
}

/** Which of these numbers are members. */
export async function membersAmongThese(
  clickhouse: Pick<ClickHouse, 'rows'>,
  tenant: Pick<Tenant, 'no'>,
  { id, version }: Pointer,
  numbers: readonly number[],
): Promise<Set<number>> {
  if (numbers.length === 0) return new Set()
  const [found] = await clickhouse.rows<{ inside: number[] }>({
    sql: `
select arrayFilter(no -> bitmapContains(members, no), {numbers:Array(UInt32)}) as inside
from segment_version
where workspace = {workspace:UInt32}
  and segment = {segment:UUID}
  and version = {version:UInt64}
limit 1`,
    params: { workspace: tenant.no, segment: id, version, numbers },
    comment: 'segment.found members',
  })
  return new Set(found?.inside ?? [])
}
