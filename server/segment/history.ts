import { Temporal } from 'temporal-polyfill'
import type { SegmentHistory } from '../../contract/segment-view.ts'
import { addMs, type Tenant } from '../kernel/index.ts'
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
): Promise<SegmentHistory> {
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
  return {
    items: filled({ first, days, known, before: before?.size ?? null }),
    hours: await hoursOf(tx, tenant, { id, present }),
  }
}

const HOURS_SHOWN_MS = 48 * 3_600_000

/** The hours in which something was computed: what a segment of today has instead of days. */
async function hoursOf(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  { id, present }: { id: string; present: Date },
): Promise<SegmentHistory['hours']> {
  const rows = await tx.rows(sql<{ at: Date; size: number; entered: number; left: number }>`
    select hour as at, size, entered, left_count as left
    from segment.history
    where workspace_id = ${tenant.id}
      and segment_id = ${id}
      and hour > ${addMs(present, -HOURS_SHOWN_MS)}
    order by hour
  `)
  return rows.map(({ at, ...row }) => ({ at: at.toISOString(), ...row }))
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
