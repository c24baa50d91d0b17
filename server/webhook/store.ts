import type { z } from 'zod'
import type { Endpoint, endpointChange } from '../../contract/webhook.ts'
import { type Seal, showId, type Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'

export type TenantId = Pick<Tenant, 'id'>
export type Stopped = 'by_hand' | 'gone' | 'failing'
/** How far back the counts of an endpoint look. */
export const COUNTED_DAYS = 7

export type StoredEndpoint = {
  id: string
  name: string
  url: string
  events: string[]
  madeAt: Date
  changedAt: Date
  failingSince: Date | null
  stoppedAt: Date | null
  stoppedWhy: Stopped | null
  oldUntil: Date | null
  delivered: number
  failed: number
  waiting: number
}

/** The endpoints of a workspace, oldest first, each with what became of its messages. @param only one of them. */
export function storedEndpoints(
  tx: Tx,
  tenant: TenantId,
  { since, only = null }: { since: Date; only?: string | null },
): Promise<StoredEndpoint[]> {
  return tx.rows(sql<StoredEndpoint>`
    select e.id, e.name, e.url, e.events, e.made_at as "madeAt", e.changed_at as "changedAt",
           e.failing_since as "failingSince", e.stopped_at as "stoppedAt", e.stopped_why as "stoppedWhy",
           e.old_until as "oldUntil", m.delivered, m.failed, m.waiting
    from webhook.endpoint e
    cross join lateral (
      select count(*) filter (where state = 'delivered' and settled_at >= ${since}) as delivered,
             count(*) filter (where state = 'failed' and settled_at >= ${since}) as failed,
             count(*) filter (where state = 'waiting') as waiting
      from webhook.message
      where workspace_id = e.workspace_id
        and endpoint_id = e.id
    ) m
    where e.workspace_id = ${tenant.id}
      and e.deleted_at is null
      and (${only}::uuid is null or e.id = ${only}::uuid)
    order by e.made_at, e.id
  `)
}

/** An endpoint as it is shown. */
export function shownEndpoint(stored: StoredEndpoint): Endpoint {
  const { oldUntil, ...endpoint } = stored
  return {
    ...endpoint,
    id: showId('endpoint', endpoint.id),
    madeAt: endpoint.madeAt.toISOString(),
    changedAt: endpoint.changedAt.toISOString(),
    failingSince: endpoint.failingSince?.toISOString() ?? null,
    stoppedAt: endpoint.stoppedAt?.toISOString() ?? null,
    oldSecretUntil: oldUntil?.toISOString() ?? null,
  }
}

export async function insertEndpoint(
  tx: Tx,
  tenant: TenantId,
  endpoint: {
    id: string
    name: string
    url: string
    events: string[]
    secret: Buffer
    by: string | null
    now: Date
  },
): Promise<void> {
  const { id, name, url, events, secret, by, now } = endpoint
  await tx.run(sql`
    insert into webhook.endpoint (workspace_id, id, name, url, events, secret, made_at, made_by, changed_at)
    values (${tenant.id}, ${id}, ${name}, ${url}, ${events}::text[], ${secret}, ${now}, ${by}, ${now})
  `)
}

export type EndpointChange = z.infer<typeof endpointChange>

/** @returns false when there is no such endpoint. */
export async function changeEndpoint(
  tx: Tx,
  tenant: TenantId,
  id: string,
  { name, url, events, now }: EndpointChange & { now: Date },
): Promise<boolean> {
  const changed = await tx.run(sql`
    update webhook.endpoint
    set name = coalesce(${name ?? null}, name),
        url = coalesce(${url ?? null}, url),
        events = coalesce(${events ?? null}::text[], events),
        changed_at = ${now}
    where workspace_id = ${tenant.id}
      and id = ${id}
      and deleted_at is null
  `)
  return changed > 0
}

/** The new secret signs at once, the one before it until `oldUntil` as well. */
export async function changeSecret(
  tx: Tx,
  tenant: TenantId,
  id: string,
  { secret, oldUntil, now }: { secret: Buffer; oldUntil: Date; now: Date },
): Promise<boolean> {
  const changed = await tx.run(sql`
    update webhook.endpoint
    set old_secret = secret, old_until = ${oldUntil}, secret = ${secret}, changed_at = ${now}
    where workspace_id = ${tenant.id}
      and id = ${id}
      and deleted_at is null
  `)
  return changed > 0
}

/** Nothing is sent from now on, and what waits is given up: it can be sent again later. */
export async function stopEndpoint(
  tx: Tx,
  tenant: TenantId,
  id: string,
  { why, now }: { why: Stopped; now: Date },
): Promise<boolean> {
  const stopped = await tx.run(sql`
    update webhook.endpoint
    set stopped_at = ${now}, stopped_why = ${why}
    where workspace_id = ${tenant.id}
      and id = ${id}
      and stopped_at is null
      and deleted_at is null
  `)
  if (stopped > 0) await giveUp(tx, tenant, id, now)
  return stopped > 0
}

export async function startEndpoint(tx: Tx, tenant: TenantId, id: string): Promise<boolean> {
  const started = await tx.run(sql`
    update webhook.endpoint
    set stopped_at = null, stopped_why = null, failing_since = null
    where workspace_id = ${tenant.id}
      and id = ${id}
      and stopped_at is not null
      and deleted_at is null
  `)
  return started > 0
}

export async function deleteEndpoint(
  tx: Tx,
  tenant: TenantId,
  id: string,
  now: Date,
): Promise<boolean> {
  const deleted = await tx.run(sql`
    update webhook.endpoint
    set deleted_at = ${now}
    where workspace_id = ${tenant.id}
      and id = ${id}
      and deleted_at is null
  `)
  if (deleted > 0) await giveUp(tx, tenant, id, now)
  return deleted > 0
}

async function giveUp(tx: Tx, tenant: TenantId, endpointId: string, now: Date): Promise<void> {
  await tx.run(sql`
    update webhook.message
    set state = 'failed', due_at = null, lease_until = null, settled_at = ${now}
    where workspace_id = ${tenant.id}
      and endpoint_id = ${endpointId}
      and state = 'waiting'
  `)
}

export type Asking = { id: string; events: string[] }

/** The endpoints that are told anything now. */
export function askingEndpoints(tx: Tx, tenant: TenantId): Promise<Asking[]> {
  return tx.rows(sql<Asking>`
    select id, events
    from webhook.endpoint
    where workspace_id = ${tenant.id}
      and stopped_at is null
      and deleted_at is null
    order by id
  `)
}

/** Where a message goes and what signs it. */
export type Receiver = { url: string; secrets: string[] }

/** @param now an old secret whose time is over signs no more. */
export async function receiversOf(
  tx: Tx,
  tenant: TenantId,
  seal: Seal,
  { ids, now }: { ids: readonly string[]; now: Date },
): Promise<Map<string, Receiver>> {
  const rows = await tx.rows(sql<{ id: string; url: string; secret: Buffer; old: Buffer | null }>`
    select id, url, secret, case when old_until > ${now} then old_secret end as old
    from webhook.endpoint
    where workspace_id = ${tenant.id}
      and id = any(${[...ids]}::uuid[])
  `)
  return new Map(
    rows.map(({ id, url, secret, old }) => {
      const sealed = old ? [secret, old] : [secret]
      return [id, { url, secrets: sealed.map((one) => seal.open(one)) }]
    }),
  )
}
