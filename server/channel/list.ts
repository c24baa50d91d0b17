import type { z } from 'zod'
import {
  type Carrier,
  type DeliveryState,
  type deliveryFilter,
  messageContent,
  type Purpose,
  type Reason,
} from '../../contract/delivery.ts'
import { Problem, type Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'
import type { Link } from './remote.ts'

type TenantId = Pick<Tenant, 'id'>

export type Listed = {
  id: string
  customerId: string
  customerNo: number
  state: DeliveryState
  reason: Reason | null
  detail: Record<string, unknown>
  /** The way that it really takes, and the one that it was meant to take. */
  carrier: Carrier
  meantCarrier: Carrier
  purpose: Purpose
  userid: string
  subject: string | null
  text: string
  link: Link | null
  journeyId: string | null
  broadcastId: string | null
  stepId: string
  plannedAt: Date
  dueAt: Date
  notAfter: Date
  sentAt: Date | null
  settledAt: Date | null
  clickedAt: Date | null
  deliveredAt: Date | null
  segments: number | null
  costLi: number | null
}

/** Filters with their ids already read. */
export type Filter = Omit<
  z.infer<typeof deliveryFilter>,
  'customerId' | 'journeyId' | 'broadcastId'
> & {
  customerIds?: string[]
  journeyId?: string
  broadcastId?: string
}

/** Beyond this the exact number of matches is not counted: nobody pages that far. */
const COUNTED_MAX = 10_000

/** The ledger, newest first. `total` is null when there are more than 10,000. */
export async function listDeliveries(
  tx: Tx,
  tenant: TenantId,
  filter: Filter,
): Promise<{ items: Listed[]; next: string | null; total: number | null }> {
  const after = filter.cursor === undefined ? null : readCursor(filter.cursor)
  const where = conditions(tenant, filter)
  const rows = await tx.rows(sql<Omit<Listed, 'link'> & { link: unknown }>`
    select d.id, d.customer_id as "customerId", d.customer_no as "customerNo", d.state, d.reason,
           coalesce(d.detail, '{}') as detail, ${takenCarrier} as carrier, d.carrier as "meantCarrier", d.purpose,
           d.userid, coalesce(d.subject, m.subject) as subject, coalesce(d.text, m.text) as text, m.link,
           d.journey_id as "journeyId", d.broadcast_id as "broadcastId", m.step_id as "stepId",
           d.planned_at as "plannedAt", d.due_at as "dueAt", d.not_after as "notAfter",
           d.sent_at as "sentAt", d.settled_at as "settledAt", d.clicked_at as "clickedAt", d.delivered_at as "deliveredAt", d.segments, d.cost_li as "costLi"
    from channel.delivery d
    join channel.message m
      on m.workspace_id = d.workspace_id
      and m.id = d.message_id
    where ${where}
      and (
        ${after?.at ?? null}::timestamptz is null
        or (d.planned_at, d.id) < (${after?.at ?? null}, ${after?.id ?? null}::uuid)
      )
    order by d.planned_at desc, d.id desc
    limit ${filter.limit + 1}
  `)
  const { count } = await tx.one(sql<{ count: number }>`
    select count(*) as count
    from (select from channel.delivery d where ${where} limit ${COUNTED_MAX + 1}) as matching
  `)
  const items = rows
    .slice(0, filter.limit)
    .map(({ link, ...row }) => ({ ...row, link: linkOf(link) }))
  const last = rows.length > filter.limit ? items.at(-1) : undefined
  return {
    items,
    next: last ? `${last.plannedAt.getTime()}.${last.id}` : null,
    total: count > COUNTED_MAX ? null : count,
  }
}

/**
 * By which way a delivery `d` goes: a mass send that only one person can get (their own data are in it) has become a task
 * of the associate's, and no call stands behind it.
 */
export const takenCarrier = sql`
  case
    when d.carrier = 'wecom_mass'
      and d.call_id is null
      and exists (
        select from channel.staff_task t
        where t.workspace_id = d.workspace_id
          and t.id = d.id
      )
    then 'staff_task'
    else d.carrier
  end
`

/** The link of a message as it is stored. */
export function linkOf(stored: unknown): Link | null {
  return stored ? (messageContent.shape.link.parse(stored) ?? null) : null
}

function conditions(tenant: TenantId, filter: Filter) {
  const parts = [sql`d.workspace_id = ${tenant.id}`]
  const { state, reason, carrier, purpose, journeyId, broadcastId, userid, arm } = filter
  const { customerIds, clicked } = filter
  if (state) parts.push(sql`d.state = ${state}`)
  if (reason) parts.push(sql`d.reason = ${reason}`)
  if (carrier) parts.push(sql`${takenCarrier} = ${carrier}`)
  if (purpose) parts.push(sql`d.purpose = ${purpose}`)
  if (clicked) parts.push(sql`d.clicked_at is not null`)
  if (journeyId) parts.push(sql`d.journey_id = ${journeyId}`)
  // Who was tried anew is shown as they stand now.
  if (broadcastId) parts.push(sql`d.broadcast_id = ${broadcastId} and d.superseded_at is null`)
  if (userid) parts.push(sql`d.userid = ${userid}`)
  if (arm)
    parts.push(sql`
      exists (
        select from channel.message v
        where v.workspace_id = d.workspace_id
          and v.id = d.message_id
          and v.step_id = ${arm}
      )`)
  // Slots are counted by the person, who is one of these rows.
  if (customerIds) {
    parts.push(sql`d.person_id = any(${customerIds}::uuid[])`)
    parts.push(sql`d.customer_id = any(${customerIds}::uuid[])`)
  }
  return sql.join(parts, sql` and `)
}

const CURSOR = /^(\d{1,15})\.([0-9a-f-]{36})$/

function readCursor(cursor: string): { at: Date; id: string } {
  const [, at = '', id = ''] = CURSOR.exec(cursor) ?? []
  if (id === '') throw new Problem('bad_request', { detail: 'cursor' })
  return { at: new Date(Number(at)), id }
}

/** How many deliveries that were planned since an instant are in which state. */
export async function countByState(
  tx: Tx,
  tenant: TenantId,
  since: Date,
): Promise<Partial<Record<DeliveryState, number>>> {
  const rows = await tx.rows(sql<{ state: DeliveryState; count: number }>`
    select state, count(*) as count
    from channel.delivery
    where workspace_id = ${tenant.id}
      and planned_at >= ${since}
    group by state
  `)
  return Object.fromEntries(rows.map(({ state, count }) => [state, count]))
}
