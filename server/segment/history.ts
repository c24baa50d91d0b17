import { Temporal } from 'temporal-polyfill'
import type { SegmentHistory } from '../../contract/segment-view.ts'
import type { Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'

type Day = { on: string; size: number; entered: number; left: number }

/**
 * Size and movement of a segment (uuid) by day of the workspace, up to its present. Days without a computation carry the
 * size before; days before the first one are left out.
 */
export async function historyOf(
  tx: Tx,
  tenant: Pick<Tenant, 'id' | 'timeZone'>,
  { id, days, present }: { id: string; days: number; present: Date },
): Promise<SegmentHistory['items']> {
  const today = Temporal.Instant.fromEpochMilliseconds(present.getTime())
    .toZonedDateTimeISO(tenant.timeZone)
    .toPlainDate()
  const first = today.subtract({ days: days - 1 })
  const from = new Date(first.toZonedDateTime(tenant.timeZone).epochMilliseconds)
  const known = await tx.rows(sql<Day>`
    select (hour at time zone ${tenant.timeZone})::date::text as on,
           (array_agg(size order by hour desc))[1] as size,
           sum(entered)::bigint as entered, sum(left_count)::bigint as left
    from segment.history
    where workspace_id = ${tenant.id}
      and segment_id = ${id}
      and hour >= ${from}
    group by 1
    order by 1
  `)
  const before = await tx.maybe(sql<{ size: number }>`
    select size
    from segment.history
    where workspace_id = ${tenant.id}
      and segment_id = ${id}
      and hour < ${from}
    order by hour desc
    limit 1
  `)
  return filled({ first, days, known, before: before?.size ?? null })
}

function filled({
  first,
  days,
  known,
  before,
}: {
  first: Temporal.PlainDate
  days: number
  known: readonly Day[]
  before: number | null
}): Day[] {
  const byDay = new Map(known.map((day) => [day.on, day]))
  let size = before
  return Array.from({ length: days }, (_, i) => first.add({ days: i }).toString()).flatMap((on) => {
    const day = byDay.get(on)
    size = day?.size ?? size
    if (size === null) return []
    return [{ on, size, entered: day?.entered ?? 0, left: day?.left ?? 0 }]
  })
}
