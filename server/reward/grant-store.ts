import type { CampaignKind } from '../../contract/ledger.ts'
import type { GrantState, grantEntryKinds, RewardKind } from '../../contract/reward.ts'
import { newId, type Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'

/** @param now the workspace's present. @param real when it is written down. */
export type GrantContext = { tenant: Tenant; now: Date; real: Date }

/** A reward given to somebody, as it is kept. */
export type StoredGrant = {
  id: string
  rewardId: string
  rewardName: string
  /** The row it was granted to; whose person that is may change. */
  customerId: string
  kind: RewardKind
  points: number | null
  amount: number | null
  cost: number
  state: GrantState
  unitId: string | null
  campaign: { kind: CampaignKind; id: string }
  grantedAt: Date
  grantedBy: string | null
  holdUntil: Date
  reason: string
  postedAt: Date | null
  expiresAt: Date | null
  endedAt: Date | null
  hasAddress: boolean
  sentAt: Date | null
  parcel: string
  validDays: number | null
}

/** The columns of `StoredGrant`, of tables called `g` and `r`. */
export const grantColumns = sql.raw(`
  g.id, g.reward_id as "rewardId", r.name as "rewardName", g.customer_id as "customerId", g.kind, g.points, g.amount,
  g.cost, g.state, g.unit_id as "unitId", jsonb_build_object('kind', g.campaign_kind, 'id', g.campaign_id) as campaign,
  g.granted_at as "grantedAt", g.granted_by as "grantedBy", g.hold_until as "holdUntil", g.reason,
  g.posted_at as "postedAt", g.expires_at as "expiresAt", g.ended_at as "endedAt", g.address is not null as "hasAddress",
  g.sent_at as "sentAt", g.parcel, r.valid_days as "validDays"
`)

/** Grants by id; unknown ones are left out. */
export async function grantsById(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  ids: readonly string[],
): Promise<ReadonlyMap<string, StoredGrant>> {
  if (ids.length === 0) return new Map()
  const rows = await tx.rows(sql<StoredGrant>`
    select ${grantColumns}
    from reward.reward_grant g
    join reward.reward r
      on r.workspace_id = g.workspace_id
      and r.id = g.reward_id
    where g.workspace_id = ${tenant.id}
      and g.id = any(${[...new Set(ids)]}::uuid[])
  `)
  return new Map(rows.map((one) => [one.id, one]))
}

/** Grants that are in one of these states, held until the transaction ends, always in one order. */
export function takeGrants(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  { ids, states }: { ids: readonly string[]; states: readonly GrantState[] },
): Promise<StoredGrant[]> {
  return tx.rows(sql<StoredGrant>`
    select ${grantColumns}
    from reward.reward_grant g
    join reward.reward r
      on r.workspace_id = g.workspace_id
      and r.id = g.reward_id
    where g.workspace_id = ${tenant.id}
      and g.id = any(${[...new Set(ids)]}::uuid[])
      and g.state = any(${[...states]}::text[])
    order by g.id
    for no key update of g
  `)
}

const OF_PERSON_MAX = 200

/** What the rows of a person were given, the newest first. */
export function grantsOfPerson(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  rowIds: readonly string[],
): Promise<StoredGrant[]> {
  return tx.rows(sql<StoredGrant>`
    select ${grantColumns}
    from reward.reward_grant g
    join reward.reward r
      on r.workspace_id = g.workspace_id
      and r.id = g.reward_id
    where g.workspace_id = ${tenant.id}
      and g.customer_id = any(${[...rowIds]}::uuid[])
    order by g.granted_at desc, g.id desc
    limit ${OF_PERSON_MAX}
  `)
}

export type GrantEntry = {
  grantId: string
  kind: (typeof grantEntryKinds)[number]
  at: Date
  by: string | null
  reason: string
}

export async function addEntries(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  entries: readonly GrantEntry[],
): Promise<void> {
  if (entries.length === 0) return
  await tx.run(sql`
    insert into reward.entry (workspace_id, id, grant_id, kind, at, by, reason)
    select ${tenant.id}, n.id, n.grant_id, n.kind, n.at, n.by, n.reason
    from unnest(
      ${entries.map(() => newId())}::uuid[],
      ${entries.map(({ grantId }) => grantId)}::uuid[],
      ${entries.map(({ kind }) => kind)}::text[],
      ${entries.map(({ at }) => at)}::timestamptz[],
      ${entries.map(({ by }) => by)}::uuid[],
      ${entries.map(({ reason }) => reason)}::text[]
    ) as n (id, grant_id, kind, at, by, reason)
  `)
}

/** What happened to a grant, the newest first. */
export function entriesOf(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  grantId: string,
): Promise<(Omit<GrantEntry, 'grantId'> & { id: string })[]> {
  return tx.rows(sql<Omit<GrantEntry, 'grantId'> & { id: string }>`
    select id, kind, at, by, reason
    from reward.entry
    where workspace_id = ${tenant.id}
      and grant_id = ${grantId}
    order by at desc, id desc
  `)
}
