import type { z } from 'zod'
import type { Message, messageQuery } from '../../contract/webhook.ts'
import { Problem, readId, showId } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'
import type { Trouble } from './post.ts'
import type { TenantId } from './store.ts'

export type NewMessage = {
  id: string
  endpointId: string
  eventId: string
  type: string
  body: string
}

/** Messages that are to be sent from now on; the same for the same event and endpoint adds nothing. */
export async function insertMessages(
  tx: Tx,
  tenant: TenantId,
  messages: readonly NewMessage[],
  now: Date,
): Promise<void> {
  if (messages.length === 0) return
  await tx.run(sql`
    insert into webhook.message (workspace_id, id, endpoint_id, event_id, type, body, made_at, state, due_at)
    select ${tenant.id}, n.id, n.endpoint_id, n.event_id, n.type, n.body, ${now}, 'waiting', ${now}
    from unnest(
      ${messages.map(({ id }) => id)}::uuid[],
      ${messages.map(({ endpointId }) => endpointId)}::uuid[],
      ${messages.map(({ eventId }) => eventId)}::uuid[],
      ${messages.map(({ type }) => type)}::text[],
      ${messages.map(({ body }) => body)}::text[]
    ) as n (id, endpoint_id, event_id, type, body)
    on conflict do nothing
  `)
}

export type Claimed = { id: string; endpointId: string; type: string; body: string; tries: number }

/**
 * Takes what is due, a few of each endpoint, so that one that answers slowly holds up none of the others.
 * @param perEndpoint how many of one. @param except endpoints that have not answered yet.
 */
export function claimMessages(
  tx: Tx,
  tenant: TenantId,
  {
    now,
    leaseUntil,
    perEndpoint,
    except,
  }: { now: Date; leaseUntil: Date; perEndpoint: number; except: readonly string[] },
): Promise<Claimed[]> {
  return tx.rows(sql<Claimed>`
    with due as materialized (
      select d.id
      from webhook.endpoint e
      cross join lateral unnest(array(
        select w.id
        from webhook.message w
        where w.workspace_id = e.workspace_id
          and w.endpoint_id = e.id
          and w.due_at <= ${now}
          and (w.lease_until is null or w.lease_until <= ${now})
        order by w.due_at, w.id
        limit ${perEndpoint}
        for update skip locked
      )) as d (id)
      where e.workspace_id = ${tenant.id}
        and e.stopped_at is null
        and e.deleted_at is null
        and e.id <> all(${[...except]}::uuid[])
    )
    update webhook.message m
    set lease_until = ${leaseUntil}, tries = m.tries + 1
    from due
    where m.workspace_id = ${tenant.id}
      and m.id = due.id
    returning m.id, m.endpoint_id as "endpointId", m.type, m.body, m.tries
  `)
}

export type Tried = {
  messageId: string
  endpointId: string
  no: number
  at: Date
  tookMs: number
  status: number | null
  trouble: Trouble
  answer: string
  state: 'waiting' | 'delivered' | 'failed'
  /** Of one that waits. */
  dueAt: Date | null
}

/** Writes down a try and what follows from it. Nothing when the message was claimed anew or given up meanwhile. */
export async function noteTry(tx: Tx, tenant: TenantId, tried: Tried): Promise<boolean> {
  const { messageId, no, at, state, dueAt, endpointId } = tried
  // The endpoint before its messages, here as where one is stopped: else the two wait for each other in a circle.
  await tx.maybe(sql`
    select
    from webhook.endpoint
    where workspace_id = ${tenant.id}
      and id = ${endpointId}
    for update
  `)
  const moved = await tx.run(sql`
    update webhook.message
    set state = ${state}, due_at = ${dueAt}, lease_until = null,
        settled_at = ${state === 'waiting' ? null : at}
    where workspace_id = ${tenant.id}
      and id = ${messageId}
      and state = 'waiting'
      and tries = ${no}
  `)
  if (moved === 0) return false
  await tx.run(sql`
    insert into webhook.attempt (workspace_id, message_id, no, at, took_ms, status, trouble, answer)
    values (
      ${tenant.id}, ${messageId},
      (select coalesce(max(no), 0) + 1 from webhook.attempt where workspace_id = ${tenant.id} and message_id = ${messageId}),
      ${at}, ${tried.tookMs}, ${tried.status}, ${tried.trouble}, ${tried.answer}
    )
  `)
  await tx.run(sql`
    update webhook.endpoint
    set failing_since = case when ${state === 'delivered'} then null else coalesce(failing_since, ${at}) end
    where workspace_id = ${tenant.id}
      and id = ${endpointId}
  `)
  return true
}

type Row = Omit<Message, 'id' | 'madeAt' | 'dueAt' | 'settledAt' | 'attempts'> & {
  id: string
  madeAt: Date
  dueAt: Date | null
  settledAt: Date | null
  attempts: Message['attempts']
}

/** The messages of an endpoint with their tries, the newest first. */
export async function listMessages(
  tx: Tx,
  tenant: TenantId,
  endpointId: string,
  asked: z.infer<typeof messageQuery>,
): Promise<{ items: Message[]; next: string | null }> {
  const after = asked.cursor === undefined ? null : readCursor(asked.cursor)
  const rows = await tx.rows(sql<Row>`
    select m.id, m.type, m.body, m.made_at as "madeAt", m.state, m.due_at as "dueAt", m.settled_at as "settledAt",
           coalesce(a.attempts, '[]') as attempts
    from webhook.message m
    left join lateral (
      select json_agg(
               json_build_object(
                 'no', no, 'at', to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'tookMs', took_ms,
                 'status', status, 'trouble', trouble, 'answer', answer
               ) order by no
             ) as attempts
      from webhook.attempt
      where workspace_id = m.workspace_id
        and message_id = m.id
    ) a on true
    where m.workspace_id = ${tenant.id}
      and m.endpoint_id = ${endpointId}
      and (${asked.state ?? null}::text is null or m.state = ${asked.state ?? null}::text)
      and (
        ${after?.at ?? null}::timestamptz is null
        or (m.made_at, m.id) < (${after?.at ?? null}, ${after?.id ?? null}::uuid)
      )
    order by m.made_at desc, m.id desc
    limit ${asked.limit + 1}
  `)
  const items = rows.slice(0, asked.limit)
  const last = rows.length > asked.limit ? items.at(-1) : undefined
  return {
    items: items.map((row) => ({
      ...row,
      id: showId('webhookMessage', row.id),
      madeAt: row.madeAt.toISOString(),
      dueAt: row.dueAt?.toISOString() ?? null,
      settledAt: row.settledAt?.toISOString() ?? null,
    })),
    next: last ? `${last.madeAt.toISOString()} ${showId('webhookMessage', last.id)}` : null,
  }
}

function readCursor(cursor: string): { at: Date; id: string } {
  const [at = '', shown = ''] = cursor.split(' ')
  const id = readId('webhookMessage', shown)
  const instant = new Date(at)
  if (!id || Number.isNaN(instant.getTime())) throw new Problem('bad_request', { detail: 'cursor' })
  return { at: instant, id }
}

/** The endpoint that a message is for; null: there is no such message, or its endpoint was deleted. */
export async function endpointOfMessage(
  tx: Tx,
  tenant: TenantId,
  messageId: string,
): Promise<string | null> {
  const found = await tx.maybe(sql<{ id: string }>`
    select m.endpoint_id as id
    from webhook.message m
    join webhook.endpoint e
      on e.workspace_id = m.workspace_id
      and e.id = m.endpoint_id
    where m.workspace_id = ${tenant.id}
      and m.id = ${messageId}
      and e.deleted_at is null
  `)
  return found?.id ?? null
}

/** Sends again, under the same id, so that a receiver that has it already can tell. @returns how many. */
export function resend(
  tx: Tx,
  tenant: TenantId,
  endpointId: string,
  { messageId = null, now }: { messageId?: string | null; now: Date },
): Promise<number> {
  return tx.run(sql`
    update webhook.message
    set state = 'waiting', due_at = ${now}, lease_until = null, tries = 0, settled_at = null
    where workspace_id = ${tenant.id}
      and endpoint_id = ${endpointId}
      and case when ${messageId}::uuid is null then state = 'failed' else id = ${messageId}::uuid end
  `)
}

/** Forgets what was settled before an instant. @returns how many, at most `max`. */
export function forgetMessages(
  tx: Tx,
  tenant: TenantId,
  { before, max }: { before: Date; max: number },
): Promise<number> {
  return tx.run(sql`
    delete from webhook.message
    where workspace_id = ${tenant.id}
      and id in (
        select id
        from webhook.message
        where workspace_id = ${tenant.id}
          and settled_at < ${before}
        limit ${max}
      )
  `)
}
