import { WINDOW } from '../../weixin/index.ts'
import { addMs, type Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'

/** That somebody follows an official account (关注), as it stands. */
export type Subscription = {
  appId: string
  openid: string
  customerId: string
  subscribedAt: Date
  endedAt: Date | null
  scene: string
  sourceId: string | null
  cameBy: string
  hasUnionid: boolean | null
  turnedAt: Date
  wroteAt: Date | null
  touchedAt: Date | null
}

export const COLUMNS = sql.raw(`
  app_id as "appId", openid, customer_id as "customerId", subscribed_at as "subscribedAt", ended_at as "endedAt", scene,
  source_id as "sourceId", came_by as "cameBy", has_unionid as "hasUnionid", turned_at as "turnedAt", wrote_at as "wroteAt",
  touched_at as "touchedAt"
`)

/** What customers' rows follow and followed, the newest first. */
export function subscriptionsOf(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  customerIds: readonly string[],
): Promise<Subscription[]> {
  return tx.rows(sql<Subscription>`
    select ${COLUMNS}
    from official.subscription
    where workspace_id = ${tenant.id}
      and customer_id = any(${[...customerIds]}::uuid[])
    order by ended_at is not null, subscribed_at desc, openid
  `)
}

/** Those of openids that are known. */
export function subscriptionsByOpenid(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  keys: readonly { appId: string; openid: string }[],
): Promise<Subscription[]> {
  return tx.rows(sql<Subscription>`
    select ${COLUMNS}
    from official.subscription
    where workspace_id = ${tenant.id}
      and (app_id, openid) in (
        select n.app_id, n.openid
        from unnest(
          ${keys.map(({ appId }) => appId)}::text[],
          ${keys.map(({ openid }) => openid)}::text[]
        ) as n (app_id, openid)
      )
  `)
}

/** Writes subscriptions as they are from now on: one statement. */
export async function storeSubscriptions(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  all: readonly Subscription[],
): Promise<void> {
  if (all.length === 0) return
  await tx.run(sql`
    insert into official.subscription (
      workspace_id, app_id, openid, customer_id, subscribed_at, ended_at, scene, source_id, came_by, has_unionid, turned_at,
      wrote_at, touched_at
    )
    select ${tenant.id}, n.app_id, n.openid, n.customer_id, n.subscribed_at, n.ended_at, n.scene, n.source_id, n.came_by,
           n.has_unionid, n.turned_at, n.wrote_at, n.touched_at
    from unnest(
      ${all.map((one) => one.appId)}::text[],
      ${all.map((one) => one.openid)}::text[],
      ${all.map((one) => one.customerId)}::uuid[],
      ${all.map((one) => one.subscribedAt)}::timestamptz[],
      ${all.map((one) => one.endedAt)}::timestamptz[],
      ${all.map((one) => one.scene)}::text[],
      ${all.map((one) => one.sourceId)}::uuid[],
      ${all.map((one) => one.cameBy)}::text[],
      ${all.map((one) => one.hasUnionid)}::boolean[],
      ${all.map((one) => one.turnedAt)}::timestamptz[],
      ${all.map((one) => one.wroteAt)}::timestamptz[],
      ${all.map((one) => one.touchedAt)}::timestamptz[]
    ) as n (
      app_id, openid, customer_id, subscribed_at, ended_at, scene, source_id, came_by, has_unionid, turned_at, wrote_at,
      touched_at
    )
    on conflict (workspace_id, app_id, openid) do update
    set customer_id = excluded.customer_id,
        subscribed_at = excluded.subscribed_at,
        ended_at = excluded.ended_at,
        scene = excluded.scene,
        source_id = excluded.source_id,
        came_by = excluded.came_by,
        has_unionid = excluded.has_unionid,
        turned_at = excluded.turned_at,
        wrote_at = excluded.wrote_at,
        touched_at = excluded.touched_at
  `)
}

/** How many follow each account now, by AppID. */
export async function followersByAccount(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
): Promise<ReadonlyMap<string, number>> {
  const rows = await tx.rows(sql<{ appId: string; followers: number }>`
    select app_id as "appId", count(*) as followers
    from official.subscription
    where workspace_id = ${tenant.id}
      and ended_at is null
    group by app_id
  `)
  return new Map(rows.map(({ appId, followers }) => [appId, followers]))
}

/** The window in which customer-service messages (客服消息) may go to a follower, and how many in it; null: there is none now. */
export type MessageWindow = { since: Date; until: Date; messages: number }

export function windowOf(
  { endedAt, wroteAt, touchedAt }: Pick<Subscription, 'endedAt' | 'wroteAt' | 'touchedAt'>,
  now: Date,
): MessageWindow | null {
  if (endedAt) return null
  const windows = [
    ...(wroteAt ? [{ since: wroteAt, ...WINDOW.written }] : []),
    ...(touchedAt ? [{ since: touchedAt, ...WINDOW.touched }] : []),
  ]
  for (const { since, ms, messages } of windows) {
    const until = addMs(since, ms)
    if (until > now) return { since, until, messages }
  }
  return null
}
