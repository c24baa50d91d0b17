import { rowsOfPersons } from '../customer/index.ts'
import { ownId, type Tenant } from '../kernel/index.ts'
import { liveAccounts, type Subscription, subscriptionsOf, windowOf } from '../official/index.ts'
import { sql, type Tx } from '../postgres/index.ts'

/** How somebody is reached through an official account (公众号). */
export type FollowerWay = {
  /** Nobody's: it comes from the brand. */
  userid: ''
  /** The openid, with its account's AppID before it. */
  externalUserid: string
  kind: 'service' | 'subscription'
  /** Whether a customer-service message may go now: somebody acted lately, and fewer than WeChat allows went since. */
  isInWindow: boolean
}

/**
 * Of each customer the account through which they are spoken to: one with a window before one without, the newest
 * subscription before older ones. Who follows no account that is connected is left out.
 */
export async function followersTo(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  { ids, at, except }: { ids: readonly string[]; at: Date; except: readonly string[] },
): Promise<Map<string, FollowerWay>> {
  const accounts = new Map((await liveAccounts(tx, tenant)).map(({ appId, kind }) => [appId, kind]))
  if (accounts.size === 0) return new Map()
  const rows = await rowsOfPersons(tx, tenant, { ids })
  const personOf = new Map(rows.map(({ customerId, personId }) => [customerId, personId]))
  const all = await subscriptionsOf(
    tx,
    tenant,
    rows.map(({ customerId }) => customerId),
  )
  const live = all.filter(({ appId, endedAt }) => endedAt === null && accounts.has(appId))
  const open = await openWindows(tx, tenant, live, { at, except })
  const byPerson = new Map<string, FollowerWay>()
  for (const one of live) {
    const personId = personOf.get(one.customerId)
    const kind = accounts.get(one.appId)
    if (personId === undefined || kind === undefined) continue
    const externalUserid = ownId(one.appId, one.openid)
    const way = { userid: '', externalUserid, kind, isInWindow: open.has(externalUserid) } as const
    const before = byPerson.get(personId)
    if (!before || (way.isInWindow && !before.isInWindow)) byPerson.set(personId, way)
  }
  return new Map(
    ids.flatMap((id) => {
      const way = byPerson.get(personOf.get(id) ?? '')
      return way ? [[id, way] as const] : []
    }),
  )
}

/** The followers whose windows stand and are not used up by what went or is to go. */
async function openWindows(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  live: readonly Subscription[],
  { at, except }: { at: Date; except: readonly string[] },
): Promise<ReadonlySet<string>> {
  const windows = live.flatMap((one) => {
    const window = windowOf(one, at)
    return window ? [{ follower: ownId(one.appId, one.openid), ...window }] : []
  })
  if (windows.length === 0) return new Set()
  const rows = await tx.rows(sql<{ follower: string; sent: number }>`
    select n.follower, count(d.id) as sent
    from unnest(
      ${windows.map(({ follower }) => follower)}::text[],
      ${windows.map(({ since }) => since)}::timestamptz[]
    ) as n (follower, since)
    left join channel.delivery d
      on d.workspace_id = ${tenant.id}
      and d.carrier = 'official_message'
      and d.external_userid = n.follower
      and d.slot_at >= n.since
      and d.id <> all(${[...except]}::uuid[])
    group by n.follower
  `)
  const sent = new Map(rows.map((row) => [row.follower, row.sent]))
  return new Set(
    windows.flatMap(({ follower, messages }) =>
      (sent.get(follower) ?? 0) < messages ? [follower] : [],
    ),
  )
}
