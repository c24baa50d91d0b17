import { newId, type Outcome, ok, refused, type Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'
import { type CallKind, moveCalls } from './call-store.ts'
import { ridersOf } from './claim.ts'
import type { ChannelContext } from './delivery.ts'
import { linkOf } from './list.ts'
import type { Link } from './remote.ts'
import { type Settled, settle } from './settle.ts'

type TenantId = Pick<Tenant, 'id'>

/** A call of which nobody knows whether it was done, with all the evidence. */
export type ParkedCall = {
  id: string
  kind: CallKind
  userid: string
  text: string
  link: Link | null
  deliveries: number
  people: { customerId: string; customerNo: number }[]
  calledAt: Date
  looks: number
  errcode: number | null
  errmsg: string
  remoteId: string | null
  /** The last instant at which any of it may still be sent; a welcome never may. */
  sendableUntil: Date | null
}

const PAGE = 100
/** People whose names stand beside a call. */
const PEOPLE_SHOWN = 5

/** Calls that wait for a person's word, the oldest first. */
export async function listParked(tx: Tx, tenant: TenantId, now: Date): Promise<ParkedCall[]> {
  const rows = await tx.rows(sql<Omit<ParkedCall, 'link'> & { link: unknown; latest: Date }>`
    select c.id, c.kind, c.userid, c.text, c.link, w.deliveries, w.people, c.called_at as "calledAt", c.looks, c.errcode,
           coalesce(c.errmsg, '') as errmsg, c.remote_id as "remoteId",
           case when c.kind <> 'welcome' and w.latest >= ${now} then w.latest end as "sendableUntil"
    from (
      select d.call_id, count(*) as deliveries, max(d.not_after) as latest,
             (jsonb_agg(jsonb_build_object('customerId', d.customer_id, 'customerNo', d.customer_no) order by d.customer_no))
               as people
      from channel.delivery d
      where d.workspace_id = ${tenant.id}
        and d.state = 'parked'
      group by d.call_id
    ) w
    join channel.remote_call c
      on c.workspace_id = ${tenant.id}
      and c.id = w.call_id
    order by c.called_at, c.id
    limit ${PAGE}
  `)
  return rows.map(({ link, people, ...row }) => ({
    ...row,
    link: linkOf(link),
    people: people.slice(0, PEOPLE_SHOWN),
  }))
}

/** How many calls wait for a person's word. */
export async function countParked(tx: Tx, tenant: TenantId): Promise<number> {
  const { count } = await tx.one(sql<{ count: number }>`
    select count(distinct call_id) as count
    from channel.delivery
    where workspace_id = ${tenant.id}
      and state = 'parked'
  `)
  return count
}

export type Said = 'was_sent' | 'send' | 'drop'

/**
 * A person's word about a parked call: it was sent; it was not, send it; let it be. Written down with who said it.
 * `too_late`: it may not leave any more.
 */
export async function giveVerdict(
  tx: Tx,
  ctx: ChannelContext,
  { callId, said, by, real }: { callId: string; said: Said; by: string | null; real: Date },
): Promise<Outcome<number, 'not_found' | 'given_before' | 'too_late'>> {
  const { tenant, now } = ctx
  const call = await tx.maybe(sql<{ kind: CallKind }>`
    select kind
    from channel.remote_call
    where workspace_id = ${tenant.id}
      and id = ${callId}
    for update
  `)
  if (!call) return refused('not_found')
  const riders = await ridersOf(tx, tenant, callId, ['parked'])
  if (riders.length === 0) return refused('given_before')
  const canSend = call.kind !== 'welcome' && riders.some(({ notAfter }) => notAfter >= now)
  if (said === 'send' && !canSend) return refused('too_late')
  const changes = riders.map(({ id, notAfter, zone }): Settled => {
    if (said === 'was_sent') return { id, state: 'sent', sentAt: now, zone }
    if (said === 'drop') return { id, state: 'failed', reason: 'dropped' }
    return notAfter >= now
      ? { id, state: 'planned', dueAt: now, zone }
      : { id, state: 'expired', reason: 'too_late' }
  })
  await settle(tx, ctx, changes, { from: ['parked'] })
  await moveCalls(tx, tenant, [{ id: callId, state: 'closed', lookAfter: real }], real)
  await tx.run(sql`
    insert into channel.verdict (workspace_id, id, call_id, said, deliveries, said_at, said_by)
    values (${tenant.id}, ${newId()}, ${callId}, ${said}, ${riders.length}, ${real}, ${by})
  `)
  return ok(riders.length)
}
