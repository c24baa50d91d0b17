import { append } from '../event/index.ts'
import type { Tracked } from '../page/index.ts'
import { sql, type Tx } from '../postgres/index.ts'
import type { ChannelContext } from './delivery.ts'
import { linkOf, takenCarrier } from './list.ts'

/** Where a link leads, and to whom it was sent; null: to many. */
type Way = { url: string; customerId: string | null }

/** Clicks of one person on one message within so long are one: phones ask twice. */
const ONE_CLICK_MS = 60_000

/**
 * A link was followed. What is one person's becomes an event of theirs, what is of many is counted.
 * @param isCounted false for robots: they are shown the way and leave no trace.
 * @returns the brand's address as it stands in the message, and whose message it is; null: there is no such message, or it
 * had no link.
 */
export function hearClick(
  tx: Tx,
  ctx: ChannelContext,
  tracked: Tracked,
  isCounted: boolean,
): Promise<Way | null> {
  return tracked.kind === 'delivery'
    ? ofOne(tx, ctx, tracked.id, isCounted)
    : ofMany(tx, ctx, tracked.id, isCounted)
}

type Delivered = {
  customerId: string
  customerNo: number
  journeyId: string | null
  broadcastId: string | null
  stepId: string
  purpose: string
  carrier: string
  userid: string
  link: unknown
}

async function ofOne(
  tx: Tx,
  { tenant, now }: ChannelContext,
  id: string,
  isCounted: boolean,
): Promise<Way | null> {
  const found = await tx.maybe(sql<Delivered>`
    select d.customer_id as "customerId", d.customer_no as "customerNo", d.journey_id as "journeyId",
           d.broadcast_id as "broadcastId", m.step_id as "stepId", d.purpose, ${takenCarrier} as carrier, d.userid, m.link
    from channel.delivery d
    join channel.message m
      on m.workspace_id = d.workspace_id
      and m.id = d.message_id
    where d.workspace_id = ${tenant.id}
      and d.id = ${id}
  `)
  const url = linkOf(found?.link)?.url
  if (!found || url === undefined) return null
  if (!isCounted) return { url, customerId: found.customerId }
  const isFirst = await tx.run(sql`
    update channel.delivery
    set clicked_at = ${now}
    where workspace_id = ${tenant.id}
      and id = ${id}
      and clicked_at is null
  `)
  const { customerId, customerNo, journeyId, broadcastId, stepId, link: _link, ...props } = found
  const minute = String(Math.floor(now.getTime() / ONE_CLICK_MS))
  const told = {
    at: now,
    customer: { id: customerId, no: customerNo },
    value: null,
    props: {
      delivery_id: id,
      ...(journeyId === null ? {} : { journey_id: journeyId, step_id: stepId }),
      ...(broadcastId === null ? {} : { broadcast_id: broadcastId, arm: stepId }),
      ...props,
    },
  }
  // WeCom gives no receipts: that a message was opened is known by its link alone.
  const opened = { ...told, name: 'message.opened', cause: ['open', id] }
  const clicked = { ...told, name: 'message.clicked', cause: ['click', id, minute] }
  const facts = isFirst === 1 ? [opened, clicked] : [clicked]
  await append(tx, tenant, facts, { lane: 'track', now })
  return { url, customerId }
}

async function ofMany(
  tx: Tx,
  { tenant, now }: ChannelContext,
  id: string,
  isCounted: boolean,
): Promise<Way | null> {
  const found = await tx.maybe(sql<{ link: unknown }>`
    select link
    from channel.message
    where workspace_id = ${tenant.id}
      and id = ${id}
  `)
  const url = linkOf(found?.link)?.url
  if (url === undefined) return null
  if (isCounted)
    await tx.run(sql`
      insert into channel.link_count as c (workspace_id, message_id, clicks, first_at, last_at)
      values (${tenant.id}, ${id}, 1, ${now}, ${now})
      on conflict (workspace_id, message_id) do update
      set clicks = c.clicks + 1, last_at = excluded.last_at
    `)
  return { url, customerId: null }
}
