import type { Tenant, TenantCompany } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'

/**
 * How many mass messages of a company the customer who got most of them got in the calendar month of the workspace, those that are on
 * their way included, and the days of the month: WeCom allows one for each (document 92135).
 */
export function mostSentThisMonth(
  tx: Tx,
  tenant: Pick<Tenant, 'timeZone'> & TenantCompany,
  present: Date,
): Promise<{ most: number; days: number }> {
  return tx.one(sql<{ most: number; days: number }>`
    with month as (
      select date_trunc('month', ${present}::timestamptz at time zone ${tenant.timeZone})::date as first
    ),
    sent as (
      select count(*) as times
      from channel.delivery d
      cross join month m
      where d.workspace_id = ${tenant.id}
        and d.carrier = 'wecom_mass'
        and liuyuan.company_of(d.userid) = ${tenant.company}
        and d.slot_on >= m.first
        and d.slot_on < (m.first + interval '1 month')::date
      group by d.person_id
    )
    select coalesce((select max(times) from sent), 0)::int as most,
           ((m.first + interval '1 month')::date - m.first)::int as days
    from month m
  `)
}
