import { promisify } from 'node:util'
import { deflateRaw, inflateRaw } from 'node:zlib'
import { z } from 'zod'
import { type LandedEvent, PRIVATE, type PumpContext, type ResolvedEvent } from './event.ts'

const deflate = promisify(deflateRaw)
const inflate = promisify(inflateRaw)

/** Lines of JSON, packed. Level 1: six times smaller for a few milliseconds a thousand events. */
export async function pack(lines: string[]): Promise<Buffer> {
  return deflate(Buffer.from(lines.join('\n'), 'utf8'), { level: 1 })
}

export async function unpack(body: Buffer): Promise<string[]> {
  const text = (await inflate(body)).toString('utf8')
  return text === '' ? [] : text.split('\n')
}

/** An instant as ClickHouse's DateTime64(3, 'UTC') reads it. */
export function clickhouseInstant(at: Date): string {
  return at.toISOString().replace('T', ' ').replace('Z', '')
}

/** The first day of the month in which a batch was taken (UTC): its partition in ClickHouse. */
export function monthOf(takenAt: Date): string {
  return `${takenAt.toISOString().slice(0, 7)}-01`
}

/** One event as a line for ClickHouse's `event` table. What appliers alone may see is left out. */
export function lineOf(context: PumpContext, event: ResolvedEvent): string {
  const { [PRIVATE]: _dropped, ...props } = event.props
  return JSON.stringify({
    workspace: context.tenant.no,
    name: event.name,
    customer: event.customerNo,
    at: clickhouseInstant(event.at),
    event_id: event.eventId,
    received_at: clickhouseInstant(event.receivedAt),
    source: event.source,
    value: event.value ?? 0,
    props: JSON.stringify(props),
    batch: context.batchNo,
    month: monthOf(context.now),
    import: event.importNo,
  })
}

const line = z.object({
  name: z.string(),
  customer: z.number(),
  at: z.string(),
  event_id: z.string(),
  source: z.string(),
  value: z.number(),
  props: z.string(),
  import: z.number(),
})

/** Reads back a line that `lineOf` wrote. */
export function readLine(text: string): LandedEvent {
  const row = line.parse(JSON.parse(text))
  const props: unknown = JSON.parse(row.props)
  return {
    eventId: row.event_id,
    name: row.name,
    at: new Date(`${row.at.replace(' ', 'T')}Z`),
    source: row.source,
    customerNo: row.customer,
    value: row.value,
    props: z.record(z.string(), z.unknown()).parse(props),
  }
}
