import type { z } from 'zod'
import { messageContent, type parkedCall } from '../../contract/delivery.ts'
import type { Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'
import type { Link } from './remote.ts'

type TenantId = Pick<Tenant, 'id'>

/** Of an official account: a message to one follower, a mass send by tag. */
export type CallKind = z.infer<typeof parkedCall>['kind']

/** One call to the other side (see db/postgres/0012_channel.sql). A mass send's lives on until its task is over. */
export type RemoteCall = {
  id: string
  kind: CallKind
  messageId: string
  userid: string
  text: string
  link: Link | null
  marker: string
  receivers: number
  state: 'sending' | 'open' | 'unknown' | 'parked' | 'refused' | 'closed'
  remoteId: string | null
  calledAt: Date
  presentAt: Date
  closesAt: Date
  looks: number
  cancelledAt: Date | null
  cancelReason: string | null
}

export type NewCall = Pick<
  RemoteCall,
  'id' | 'kind' | 'messageId' | 'userid' | 'text' | 'link' | 'marker' | 'receivers' | 'closesAt'
>

/** Writes down calls that are about to be made; a welcome that is tried again keeps its row. */
export async function beginCalls(
  tx: Tx,
  tenant: TenantId,
  calls: readonly NewCall[],
  when: { real: Date; present: Date; leaseUntil: Date },
): Promise<void> {
  if (calls.length === 0) return
  await tx.run(sql`
    insert into channel.remote_call as c
      (workspace_id, id, kind, message_id, userid, text, link, marker, receivers, state, called_at, present_at, closes_at,
       look_after, lease_until)
    select ${tenant.id}, n.id, n.kind, n.message_id, n.userid, n.text, n.link::jsonb, n.marker, n.receivers, 'sending',
           ${when.real}, ${when.present}, n.closes_at, ${when.leaseUntil}, ${when.leaseUntil}
    from unnest(
      ${calls.map(({ id }) => id)}::uuid[],
      ${calls.map(({ kind }) => kind)}::text[],
      ${calls.map(({ messageId }) => messageId)}::uuid[],
      ${calls.map(({ userid }) => userid)}::text[],
      ${calls.map(({ text }) => text)}::text[],
      ${calls.map(({ link }) => (link ? JSON.stringify(link) : null))}::text[],
      ${calls.map(({ marker }) => marker)}::text[],
      ${calls.map(({ receivers }) => receivers)}::integer[],
      ${calls.map(({ closesAt }) => closesAt)}::timestamptz[]
    ) as n (id, kind, message_id, userid, text, link, marker, receivers, closes_at)
    on conflict (workspace_id, id) do update
    set state = 'sending', looks = c.looks + 1, lease_until = excluded.lease_until, look_after = excluded.look_after
  `)
}

/** What became of a call. Null leaves what is known. */
export type CallEnd = {
  id: string
  state: RemoteCall['state']
  remoteId?: string
  errcode?: number | null
  errmsg?: string
  lookAfter: Date
  isConfirmed?: boolean
}

export async function moveCalls(
  tx: Tx,
  tenant: TenantId,
  ends: readonly CallEnd[],
  now: Date,
): Promise<void> {
  if (ends.length === 0) return
  await tx.run(sql`
    update channel.remote_call c
    set state = n.state,
        remote_id = coalesce(n.remote_id, c.remote_id),
        errcode = n.errcode,
        errmsg = coalesce(n.errmsg, c.errmsg),
        answered_at = case when n.state in ('open', 'refused', 'closed') then coalesce(c.answered_at, ${now}) else c.answered_at end,
        confirmed_at = case when n.is_confirmed then coalesce(c.confirmed_at, ${now}) else c.confirmed_at end,
        closed_at = case when n.state in ('refused', 'closed') then ${now}::timestamptz end,
        look_after = n.look_after,
        lease_until = null
    from unnest(
      ${ends.map(({ id }) => id)}::uuid[],
      ${ends.map(({ state }) => state)}::text[],
      ${ends.map(({ remoteId }) => remoteId ?? null)}::text[],
      ${ends.map(({ errcode }) => errcode ?? null)}::integer[],
      ${ends.map(({ errmsg }) => errmsg?.slice(0, 500) ?? null)}::text[],
      ${ends.map(({ lookAfter }) => lookAfter)}::timestamptz[],
      ${ends.map(({ isConfirmed }) => isConfirmed ?? false)}::boolean[]
    ) as n (id, state, remote_id, errcode, errmsg, look_after, is_confirmed)
    where c.workspace_id = ${tenant.id}
      and c.id = n.id
  `)
}

type Row = Omit<RemoteCall, 'link'> & { link: unknown }

const COLUMNS = sql.raw(`
  c.id, c.kind, c.message_id as "messageId", c.userid, c.text, c.link, c.marker, c.receivers, c.state,
  c.remote_id as "remoteId", c.called_at as "calledAt", c.present_at as "presentAt", c.closes_at as "closesAt", c.looks,
  c.cancelled_at as "cancelledAt", c.cancel_reason as "cancelReason"
`)

/** Takes calls that are to be looked at, for `leaseUntil`, so that no two workers look at the same. */
export async function takeCalls(
  tx: Tx,
  tenant: TenantId,
  { kind, states, real, leaseUntil, limit }: TakeCalls,
): Promise<RemoteCall[]> {
  const rows = await tx.rows(sql<Row>`
    update channel.remote_call c
    set lease_until = ${leaseUntil}, looks = c.looks + 1
    where c.workspace_id = ${tenant.id}
      and c.id = any(array(
        select t.id
        from channel.remote_call t
        where t.workspace_id = ${tenant.id}
          and t.kind = ${kind}
          and t.state = any(${[...states]}::text[])
          and t.look_after <= ${real}
          and (t.lease_until is null or t.lease_until <= ${real})
        order by t.look_after
        limit ${limit}
        for update skip locked
      ))
    returning ${COLUMNS}
  `)
  return rows.map(callOf)
}
type TakeCalls = {
  kind: CallKind
  states: readonly RemoteCall['state'][]
  real: Date
  leaseUntil: Date
  limit: number
}

/** Marks open tasks that must not be confirmed any more: their time is over, or a kill switch stands. They are cancelled next. */
export async function condemnCalls(
  tx: Tx,
  tenant: TenantId,
  { real, present }: { real: Date; present: Date },
): Promise<void> {
  await tx.run(sql`
    update channel.remote_call c
    set cancel_reason = case when w.is_stopped then 'kill_switch' else 'not_confirmed' end,
        look_after = ${real}
    from (
      select t.id, exists (
               select from channel.pause p
               where p.workspace_id = ${tenant.id}
                 and p.lifted_at is null
                 and (
                   p.scope = 'workspace'
                   or (p.scope = 'carrier' and p.subject = m.carrier)
                   or (p.scope = 'journey' and p.subject = m.journey_id::text)
                   or (p.scope = 'broadcast' and p.subject = m.broadcast_id::text)
                 )
             ) as is_stopped
      from channel.remote_call t
      join channel.message m
        on m.workspace_id = t.workspace_id
        and m.id = t.message_id
      where t.workspace_id = ${tenant.id}
        and t.kind = 'mass'
        and t.state = 'open'
        and t.cancel_reason is null
    ) w
    where c.workspace_id = ${tenant.id}
      and c.id = w.id
      and c.cancel_reason is null
      and (w.is_stopped or c.closes_at <= ${present})
  `)
}

/** The task was cancelled over there: what is not sent by now will not be. */
export async function noteCancelled(
  tx: Tx,
  tenant: TenantId,
  id: string,
  now: Date,
): Promise<void> {
  await tx.run(sql`
    update channel.remote_call
    set cancelled_at = ${now}
    where workspace_id = ${tenant.id}
      and id = ${id}
  `)
}

/** Which of these tasks we know already as ours. */
export async function knownTasks(
  tx: Tx,
  tenant: TenantId,
  remoteIds: readonly string[],
): Promise<Set<string>> {
  const rows = await tx.rows(sql<{ remoteId: string }>`
    select remote_id as "remoteId"
    from channel.remote_call
    where workspace_id = ${tenant.id}
      and remote_id = any(${[...remoteIds]}::text[])
  `)
  return new Set(rows.map(({ remoteId }) => remoteId))
}

const linkSchema = messageContent.shape.link

function callOf({ link, ...row }: Row): RemoteCall {
  return { ...row, link: link ? (linkSchema.parse(link) ?? null) : null }
}
