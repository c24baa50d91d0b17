import type { Carrier, DeliveryState, Purpose, Reason } from '../../contract/delivery.ts'
import { append, type Fact } from '../event/index.ts'
import { dayOf } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'
import type { ChannelContext } from './delivery.ts'
import { type HoldReason, isHold } from './hold-reason.ts'
import { takenCarrier } from './list.ts'

/** What became of a delivery. */
export type Settled = {
  id: string
  state: DeliveryState
  reason?: Reason
  detail?: Record<string, unknown>
  /** When it reached the customer. */
  sentAt?: Date
  /** When it is to be tried again, by the workspace's clock; with `planned` only. */
  dueAt?: Date
  /** The customer's zone, where `sentAt` or `dueAt` may lie on another day. The engine's zones need not be ours. */
  zone?: string
  /** The same in real time: the other side asked us to wait. */
  waitUntil?: Date
}

type Row = {
  id: string
  customerId: string
  customerNo: number
  journeyId: string | null
  journeyVersion: number | null
  broadcastId: string | null
  stepId: string
  purpose: Purpose
  carrier: Carrier
  userid: string
  state: DeliveryState
  reason: Reason | null
  sentAt: Date | null
}

/** Ends that free the cap slot: nothing reached the customer, and nothing will. */
const FREE: readonly DeliveryState[] = ['failed', 'skipped', 'expired', 'cancelled']
const TOLD: Partial<Record<DeliveryState, string>> = {
  sent: 'message.sent',
  failed: 'message.failed',
  unknown: 'message.unknown',
}
/** Facts of one row of the inbox. */
const FACTS_MAX = 1_000

/**
 * Moves deliveries on, many at once, and tells of it in the same transaction. A delivery that is not in one of the states
 * `from` any more stays as it is: somebody else knew better. Slots move to the instant at which the message went out, and
 * are freed when it did not.
 * @param fence of the claim under which the work was done: who holds an older one changes nothing.
 * @returns the ids that were moved.
 */
export async function settle(
  tx: Tx,
  { tenant, now }: ChannelContext,
  changes: readonly Settled[],
  guard: { from: readonly DeliveryState[]; fences?: ReadonlyMap<string, number> },
): Promise<Set<string>> {
  if (changes.length === 0) return new Set()
  const rows = await tx.rows(sql<Row>`
    update channel.delivery d
    set state = n.state,
        reason = n.reason,
        detail = coalesce(n.detail::jsonb, d.detail),
        due_at = coalesce(n.due_at, d.due_at),
        sent_at = coalesce(n.sent_at, d.sent_at),
        slot_at = case
          when d.slot_at is null or n.state = any(${[...FREE]}::text[]) then null
          else coalesce(n.sent_at, n.due_at, d.slot_at)
        end,
        slot_on = case
          when d.slot_at is null or n.state = any(${[...FREE]}::text[]) then null
          else coalesce(n.slot_on, d.slot_on)
        end,
        lease_until = n.wait_until,
        settled_at = case when n.state in ('planned', 'claimed', 'sending', 'handed') then null else ${now}::timestamptz end
    from unnest(
      ${changes.map(({ id }) => id)}::uuid[],
      ${changes.map(({ state }) => state)}::text[],
      ${changes.map(({ reason }) => reason ?? null)}::text[],
      ${changes.map(({ detail }) => (detail ? JSON.stringify(detail) : null))}::text[],
      ${changes.map(({ sentAt }) => sentAt ?? null)}::timestamptz[],
      ${changes.map(({ dueAt }) => dueAt ?? null)}::timestamptz[],
      ${changes.map(({ waitUntil }) => waitUntil ?? null)}::timestamptz[],
      ${changes.map(dayOfSlot)}::date[],
      ${changes.map(({ id }) => guard.fences?.get(id) ?? null)}::integer[]
    ) as n (id, state, reason, detail, sent_at, due_at, wait_until, slot_on, fence),
      channel.message m
    where d.workspace_id = ${tenant.id}
      and d.id = n.id
      and d.state = any(${[...guard.from]}::text[])
      and (n.fence is null or d.fence = n.fence)
      and m.workspace_id = d.workspace_id
      and m.id = d.message_id
    returning d.id, d.customer_id as "customerId", d.customer_no as "customerNo", d.journey_id as "journeyId",
              m.journey_version as "journeyVersion", d.broadcast_id as "broadcastId", m.step_id as "stepId", d.purpose, ${takenCarrier} as carrier, d.userid, d.state, d.reason, d.sent_at as "sentAt"
  `)
  const facts = rows.flatMap((row) => factOf(row, now) ?? [])
  for (let i = 0; i < facts.length; i += FACTS_MAX)
    await append(tx, tenant, facts.slice(i, i + FACTS_MAX), { lane: 'journey', now })
  return new Set(rows.map(({ id }) => id))
}

/**
 * What becomes of a delivery whose customer said no after it was prepared. Of one who has complained or asked since it waits, if it
 * may be late: it is judged again at once.
 */
export function withdrawn(
  id: string,
  reason: 'opted_out' | 'do_not_disturb' | HoldReason,
  now: Date,
): Settled {
  return isHold(reason)
    ? { id, state: 'planned', reason, dueAt: now }
    : { id, state: 'skipped', reason }
}

/** On which of the customer's days the slot lies now; null: where it was. */
function dayOfSlot({ sentAt, dueAt, zone }: Settled): string | null {
  const at = sentAt ?? dueAt
  return at && zone ? dayOf(at, zone) : null
}

function factOf(row: Row, now: Date): Fact | null {
  const name = TOLD[row.state]
  if (!name) return null
  const { id, customerId, customerNo, journeyId, journeyVersion: version, stepId } = row
  const { purpose, carrier, userid, reason, broadcastId } = row
  return {
    name,
    at: row.sentAt ?? now,
    cause: [id],
    customer: { id: customerId, no: customerNo },
    value: null,
    props: {
      delivery_id: id,
      ...(journeyId === null ? {} : { journey_id: journeyId, version, step_id: stepId }),
      ...(broadcastId === null ? {} : { broadcast_id: broadcastId, arm: stepId }),
      purpose,
      carrier,
      userid,
      ...(reason === null ? {} : { reason }),
    },
  }
}
