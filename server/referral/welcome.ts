import type { Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'
import { invitesAmong } from './inviter.ts'

/** What friends are told first, and which source they belong to, by the parameter of the code that they came by. */
export async function codesOfInvites(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  states: readonly string[],
): Promise<ReadonlyMap<string, { welcome: string; sourceId: string | null }>> {
  const invites = invitesAmong(states)
  if (invites.length === 0) return new Map()
  const rows = await tx.rows(sql<{ state: string; welcome: string; sourceId: string | null }>`
    select i.state, c.welcome, c.source_id as "sourceId"
    from referral.inviter i
    join referral.campaign c
      on c.workspace_id = i.workspace_id
      and c.id = i.campaign_id
    where i.workspace_id = ${tenant.id}
      and i.state = any(${invites}::text[])
  `)
  return new Map(rows.map(({ state, ...code }) => [state, code]))
}
