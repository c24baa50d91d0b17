import {
  defaultWorkRules,
  type WorkKind,
  type WorkRules,
  workRules,
} from '../../contract/staff-work.ts'
import type { Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'

export type Work = {
  rules: WorkRules
  /** 0: nobody has set anything. */
  no: number
  changedAt: Date | null
  changedBy: string | null
}

/** How associates' work is counted and kept in time, as it holds now. */
export async function workOf(tx: Tx, tenant: Pick<Tenant, 'id'>): Promise<Work> {
  const row = await tx.maybe(sql<Omit<Work, 'rules'> & { rules: unknown }>`
    select no, rules, changed_at as "changedAt", changed_by as "changedBy"
    from channel.work_rules
    where workspace_id = ${tenant.id}
    order by no desc
    limit 1
  `)
  if (!row) return { rules: defaultWorkRules, no: 0, changedAt: null, changedBy: null }
  return { ...row, rules: workRules.parse(row.rules) }
}

/** Sets them. @returns false when somebody else has since version `no` was looked at. */
export async function changeWork(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  { no, rules, by, now }: { no: number; rules: WorkRules; by: string | null; now: Date },
): Promise<boolean> {
  const current = await workOf(tx, tenant)
  if (current.no !== no) return false
  const added = await tx.run(sql`
    insert into channel.work_rules (workspace_id, no, rules, changed_at, changed_by)
    values (${tenant.id}, ${no + 1}, ${JSON.stringify(rules)}::jsonb, ${now}, ${by})
    on conflict do nothing
  `)
  return added === 1
}

/** What associates' time is reckoned with: minutes of each kind of work, and what one of them has on a day. */
export type StaffMinutes = {
  of: Record<WorkKind, number>
  perDay(userid: string): number
}

/** For whoever plans: how long work takes, and how much of a day there is for it. */
export async function staffMinutes(tx: Tx, tenant: Pick<Tenant, 'id'>): Promise<StaffMinutes> {
  return minutesIn((await workOf(tx, tenant)).rules)
}

export function minutesIn({ minutes, minutesPerDay, minutesOf }: WorkRules): StaffMinutes {
  return { of: minutes, perDay: (userid) => minutesOf[userid] ?? minutesPerDay }
}
