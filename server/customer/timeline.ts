import { z } from 'zod'
import type { Happening } from '../../contract/customer.ts'
import type { ClickHouse } from '../clickhouse/index.ts'
import { Problem, showId, type Tenant } from '../kernel/index.ts'
import { type TimelineRow, timeline } from './queries.ts'

const cursorShape = z.tuple([z.string().regex(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}$/), z.uuid()])
const props = z.record(z.string(), z.unknown())

/** One page of what happened to a person, newest first. @param numbers all numbers of the person. */
export async function timelinePageOf(
  clickhouse: Pick<ClickHouse, 'rows'>,
  tenant: Tenant,
  asked: { numbers: number[]; names: string[]; limit: number; cursor: string | undefined },
): Promise<{ items: Happening[]; next: string | null; total: null }> {
  const { numbers, names, limit, cursor } = asked
  const before = cursor === undefined ? null : readCursor(cursor)
  const rows = await timeline(clickhouse, tenant, { numbers, names, limit: limit + 1, before })
  const shown = rows.slice(0, limit)
  const last = rows.length > limit ? shown.at(-1) : undefined
  return { items: shown.map(happeningOf), next: last ? cursorOf(last) : null, total: null }
}

function happeningOf({ id, at, customer, props: text, ...row }: TimelineRow): Happening {
  return {
    ...row,
    id: showId('event', id),
    at: `${at.replace(' ', 'T')}Z`,
    customerNo: customer,
    props: shownProps(props.catch({}).parse(JSON.parse(text === '' ? '{}' : text)), row.source),
  }
}

/** Our own facts name an SOP by its plain id; the screen knows it by the shown one. */
function shownProps(told: Record<string, unknown>, source: string): Record<string, unknown> {
  const journey = z.uuid().safeParse(told.journey_id)
  if (source !== OUR_SOURCE || !journey.success) return told
  return { ...told, journey_id: showId('journey', journey.data) }
}
const OUR_SOURCE = 'liuyuan'

function cursorOf({ at, id }: TimelineRow): string {
  return Buffer.from(JSON.stringify([at, id])).toString('base64url')
}

function readCursor(cursor: string): { at: string; id: string } {
  try {
    const [at, id] = cursorShape.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()))
    return { at, id }
  } catch {
    throw new Problem('bad_request', { detail: 'cursor' })
  }
}
