import type { Carrier, Lateness, Purpose } from '../../contract/delivery.ts'
import type { Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'
import type { HoldReason } from './hold-reason.ts'

type TenantId = Pick<Tenant, 'id'>

/** A delivery that one worker holds until its lease ends. */
export type Claimed = {
  id: string
  fence: number
  messageId: string
  journeyId: string | null
  broadcastId: string | null
  customerId: string
  carrier: Carrier
  purpose: Purpose
  userid: string
  externalUserid: string
  /** The rendering, where it is not the message itself. */
  text: string | null
  subject: string | null
  /** Of a short message: what stands in the gaps of its template. */
  smsParams: Record<string, string> | null
  zone: string
  notAfter: Date
  lateness: Lateness
  welcomeCode: string | null
  /** Of a welcome: the claim up to which no try can have gone through. */
  notMade: number | null
}

type Claim = {
  carriers: readonly Carrier[]
  states: readonly ('planned' | 'claimed' | 'sending')[]
  into: 'claimed' | 'sending'
  /** What `due_at` is compared with: the workspace's present, of a welcome the real one. */
  at: Date
  real: Date
  leaseUntil: Date
  limit: number
}

/** The condition that no kill switch stands over a delivery `t`. */
const notStopped = sql`
  not exists (
    select from channel.pause p
    where p.workspace_id = t.workspace_id
      and p.lifted_at is null
      and (
        p.scope = 'workspace'
        or (p.scope = 'carrier' and p.subject = t.carrier)
        or (p.scope = 'journey' and p.subject = t.journey_id::text)
        or (p.scope = 'broadcast' and p.subject = t.broadcast_id::text)
      )
  )
`

/**
 * Claims what is due, for as long as the lease, with a number that grows: who died is followed by the next, who comes back
 * after that is too late. What belongs together (one message, one associate) is claimed together.
 */
export function claim(tx: Tx, tenant: TenantId, wanted: Claim): Promise<Claimed[]> {
  const { carriers, states, into, at, real, leaseUntil, limit } = wanted
  return tx.rows(sql<Claimed>`
    update channel.delivery d
    set state = ${into}, fence = d.fence + 1, lease_until = ${leaseUntil},
        -- A welcome is its own call.
        call_id = case when d.carrier = 'wecom_welcome' then d.id else d.call_id end
    where d.workspace_id = ${tenant.id}
      and d.id = any(array(
        select t.id
        from channel.delivery t
        where t.workspace_id = ${tenant.id}
          and t.state in ('planned', 'claimed', 'sending')
          and t.state = any(${[...states]}::text[])
          and t.carrier = any(${[...carriers]}::text[])
          and t.due_at <= ${at}
          and (t.lease_until is null or t.lease_until <= ${real})
          and ${notStopped}
        order by t.carrier, t.message_id, t.userid, t.due_at
        limit ${limit}
        for update skip locked
      ))
    returning d.id, d.fence, d.message_id as "messageId", d.journey_id as "journeyId", d.broadcast_id as "broadcastId", d.customer_id as "customerId",
              d.carrier, d.purpose, d.userid, d.external_userid as "externalUserid", d.text, d.subject,
              d.sms_params as "smsParams", d.zone,
              d.not_after as "notAfter", d.lateness, d.welcome_code as "welcomeCode",
              (d.detail ->> 'notMade')::integer as "notMade"
  `)
}

/** Ids of what can no longer leave in time and that nobody holds. */
export function overdue(
  tx: Tx,
  tenant: TenantId,
  { carriers, at, real, limit }: Pick<Claim, 'carriers' | 'at' | 'real' | 'limit'>,
): Promise<{ id: string }[]> {
  return tx.rows(sql<{ id: string }>`
    select t.id
    from channel.delivery t
    where t.workspace_id = ${tenant.id}
      and t.state in ('planned', 'claimed')
      and t.carrier = any(${[...carriers]}::text[])
      and t.due_at <= ${at}
      and t.not_after < ${at}
      and (t.lease_until is null or t.lease_until <= ${real})
    limit ${limit}
    for update skip locked
  `)
}

/** What becomes of a claimed delivery that is about to leave. */
export type Departure = {
  id: string
  fence: number
  state: 'sending' | 'handed'
  callId: string | null
  userid: string
  externalUserid: string
  zone: string
  on: string
  personId: string
}

/**
 * Lets claimed deliveries depart, before the call is made. The slot moves to the day on which they do.
 * @returns the ids that were still ours.
 */
export async function depart(
  tx: Tx,
  tenant: TenantId,
  departures: readonly Departure[],
  { at, leaseUntil }: { at: Date; leaseUntil: Date },
): Promise<Set<string>> {
  if (departures.length === 0) return new Set()
  const rows = await tx.rows(sql<{ id: string }>`
    update channel.delivery d
    set state = n.state, call_id = n.call_id, userid = n.userid, external_userid = n.external_userid, zone = n.zone,
        person_id = n.person_id, slot_at = ${at}, slot_on = n.slot_on, due_at = ${at}, reason = null, detail = null,
        lease_until = case when n.state = 'sending' then ${leaseUntil}::timestamptz end
    from unnest(
      ${departures.map(({ id }) => id)}::uuid[],
      ${departures.map(({ fence }) => fence)}::integer[],
      ${departures.map(({ state }) => state)}::text[],
      ${departures.map(({ callId }) => callId)}::uuid[],
      ${departures.map(({ userid }) => userid)}::text[],
      ${departures.map(({ externalUserid }) => externalUserid)}::text[],
      ${departures.map(({ zone }) => zone)}::text[],
      ${departures.map(({ on }) => on)}::date[],
      ${departures.map(({ personId }) => personId)}::uuid[]
    ) as n (id, fence, state, call_id, userid, external_userid, zone, slot_on, person_id)
    where d.workspace_id = ${tenant.id}
      and d.id = n.id
      and d.state = 'claimed'
      and d.fence = n.fence
    returning d.id
  `)
  return new Set(rows.map(({ id }) => id))
}

/** What travels with a call: its deliveries that nobody has settled yet. */
export type Rider = {
  id: string
  externalUserid: string
  zone: string
  notAfter: Date
  lateness: Lateness
}

export function ridersOf(
  tx: Tx,
  tenant: TenantId,
  callId: string,
  states: readonly string[],
): Promise<Rider[]> {
  return tx.rows(sql<Rider>`
    select id, external_userid as "externalUserid", zone, not_after as "notAfter", lateness
    from channel.delivery
    where workspace_id = ${tenant.id}
      and call_id = ${callId}
      and state = any(${[...states]}::text[])
  `)
}

type Refusing = { id: string; reason: 'opted_out' | 'do_not_disturb' | HoldReason }

/** Riders of a call who have said no since it was prepared, or have complained. */
export function refusing(tx: Tx, tenant: TenantId, callId: string, at: Date): Promise<Refusing[]> {
  return tx.rows(sql<Refusing>`
    select d.id,
           case
             when d.purpose = any(p.refused) or d.carrier = any(p.refused_carriers) then 'opted_out'
             when p.leave_until > ${at} then 'do_not_disturb'
             when p.held_kind = 'reply' then 'waiting_reply'
             else 'open_case'
           end as reason
    from channel.delivery d
    join channel.person p
      on p.workspace_id = d.workspace_id
      and p.person_id = d.person_id
    where d.workspace_id = ${tenant.id}
      and d.call_id = ${callId}
      and d.state = 'sending'
      and (
        d.purpose = any(p.refused)
        or d.carrier = any(p.refused_carriers)
        or p.leave_until > ${at}
        or (p.held_by is not null and d.purpose = 'promotion')
      )
  `)
}
