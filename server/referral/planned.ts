import type { ReferralState } from '../../contract/referral.ts'
import type { Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'

type Planned = {
  id: string
  name: string
  state: ReferralState
  from: Date | null
  until: Date | null
}
const CAMPAIGNS_MAX = 200

/** Campaigns that begin or end within a span; who named no day begins with the launch. */
export function referralsBetween(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  { from, until }: { from: Date; until: Date },
): Promise<Planned[]> {
  return tx.rows(sql<Planned>`
    select id, name, state, coalesce(from_at, launched_at) as from, coalesce(ended_at, until_at) as until
    from referral.campaign
    where workspace_id = ${tenant.id}
      and (
        (coalesce(from_at, launched_at) >= ${from} and coalesce(from_at, launched_at) < ${until})
        or (coalesce(ended_at, until_at) >= ${from} and coalesce(ended_at, until_at) < ${until})
      )
    order by made_at, id
    limit ${CAMPAIGNS_MAX}
  `)
}
