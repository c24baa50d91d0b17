import type { ClickHouse } from '../clickhouse/index.ts'
import type { Tenant } from '../kernel/index.ts'

export type TimelineRow = {
  id: string
  name: string
  at: string
  source: string
  customer: number
  value: number
  props: string
}

export type TimelineAsked = {
  /** All numbers of the person: events keep the one they came with. */
  numbers: number[]
  names: string[]
  limit: number
  before: { at: string; id: string } | null
}

/**
 * What came in about an order or a friendship; order.paid, follow.started and their like tell the same in the product's words.
 */
const TOLD_BETTER = [
  ...['order.recorded', 'Order Completed', 'Order Refunded', 'Order Cancelled'],
  ...['contact.added', 'contact.requested', 'contact.changed', 'contact.told'],
  ...['contact.left', 'contact.removed', 'message.opened'],
]

/**
 * What happened to a person, newest first. Two steps, because the table is sorted by name: the projection, sorted by
 * customer and instant, tells where the person's newest rows lie; only those are read whole.
 */
export function timeline(
  clickhouse: Pick<ClickHouse, 'rows'>,
  tenant: Pick<Tenant, 'no'>,
  { numbers, names, limit, before }: TimelineAsked,
): Promise<TimelineRow[]> {
  return clickhouse.rows<TimelineRow>({
    sql: `
      select
        toString(event_id) as id,
        name,
        toString(at) as at,
        source,
        customer,
        value,
        props
      from event
      where workspace = {workspace:UInt32}
        and customer in {numbers:Array(UInt64)}
        and name ${names.length > 0 ? '' : 'not '}in {names:Array(String)}
        ${before ? "and (at, event_id) < (toDateTime64({at:String}, 3, 'UTC'), toUUID({id:String}))" : ''}
        ${before ? "and at <= toDateTime64({at:String}, 3, 'UTC')" : ''}
      order by at desc, event_id desc
      limit {limit:UInt32}`,
    params: {
      workspace: tenant.no,
      numbers,
      names: names.length > 0 ? names : TOLD_BETTER,
      limit,
      ...(before ? { at: before.at, id: before.id } : {}),
    },
    comment: 'customer.timeline',
  })
}
