import type { GrantQuery } from '../../contract/reward.ts'
import type { Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'
import { grantColumns, type StoredGrant } from './grant-store.ts'

export type GrantsAsked = Pick<GrantQuery, 'state' | 'limit'> & {
  rewardId: string | null
  /** Rows of a person; null: anybody's. */
  customerIds: readonly string[] | null
  campaignId: string | null
  from: number
}

/** One page of grants, the newest first, and how many match. */
export async function listGrants(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  asked: GrantsAsked,
): Promise<{ items: StoredGrant[]; next: string | null; total: number }> {
  const { state, rewardId, customerIds, campaignId, limit, from } = asked
  const matches = sql`
    g.workspace_id = ${tenant.id}
    and (
      ${state} = 'all'
      or g.state = ${state}
      or (${state} = 'to_send' and g.state = 'posted' and g.address is not null and g.sent_at is null)
    )
    and (${rewardId}::uuid is null or g.reward_id = ${rewardId})
    and (${campaignId}::uuid is null or g.campaign_id = ${campaignId})
    and (${customerIds}::uuid[] is null or g.customer_id = any(${customerIds}::uuid[]))
  `
  const items = await tx.rows(sql<StoredGrant>`
    select ${grantColumns}
    from reward.reward_grant g
    join reward.reward r
      on r.workspace_id = g.workspace_id
      and r.id = g.reward_id
    where ${matches}
    order by g.granted_at desc, g.id desc
    limit ${limit}
    offset ${from}
  `)
  const { total } = await tx.one(sql<{ total: number }>`
    select count(*)::int as total
    from reward.reward_grant g
    where ${matches}
  `)
  const end = from + limit
  return { items, next: end < total ? String(end) : null, total }
}
