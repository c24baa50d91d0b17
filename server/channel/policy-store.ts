import { defaultRules, type PolicyRules, policyRules } from '../../contract/delivery.ts'
import type { Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'

export type Policy = {
  rules: PolicyRules
  /** 0: nobody has set anything. */
  no: number
  changedAt: Date | null
  changedBy: string | null
  reason: string
}

/** The rules in force. */
export async function policyOf(tx: Tx, tenant: Pick<Tenant, 'id'>): Promise<Policy> {
  const row = await tx.maybe(sql<Omit<Policy, 'rules'> & { rules: unknown }>`
    select no, rules, changed_at as "changedAt", changed_by as "changedBy", reason
    from channel.policy
    where workspace_id = ${tenant.id}
    order by no desc
    limit 1
  `)
  if (!row) return { rules: defaultRules, no: 0, changedAt: null, changedBy: null, reason: '' }
  return { ...row, rules: policyRules.parse(row.rules) }
}

/** Sets new rules. @returns false when somebody else has set them since version `no` was looked at. */
export async function changePolicy(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  change: { no: number; rules: PolicyRules; reason: string; by: string | null; now: Date },
): Promise<boolean> {
  const { no, rules, reason, by, now } = change
  const current = await policyOf(tx, tenant)
  if (current.no !== no) return false
  const added = await tx.run(sql`
    insert into channel.policy (workspace_id, no, rules, changed_at, changed_by, reason)
    values (${tenant.id}, ${no + 1}, ${JSON.stringify(rules)}::jsonb, ${now}, ${by}, ${reason})
    on conflict do nothing
  `)
  return added === 1
}
