import type { AccountSum } from '../../contract/ledger.ts'
import { monthStart, type Outcome, ok, refused, type Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'
import { chainNext, headOf } from './chain.ts'

/** First key of the lock that the trigger of movements shares (db/postgres/0114_ledger.sql). */
const CLOSING_LOCK = 7_014

/**
 * Closes a month, and with it every month before: what stands in the accounts at its end, and how far the chain goes. From now
 * on the database refuses movements of that time. @param now the workspace's present.
 */
export async function closeMonth(
  tx: Tx,
  tenant: Pick<Tenant, 'id' | 'timeZone'>,
  { month, by, now, real }: { month: string; by: string | null; now: Date; real: Date },
): Promise<Outcome<{ until: Date }, 'not_over' | 'closed'>> {
  const until = monthStart(month, tenant.timeZone, 1)
  if (until > now) return refused('not_over')
  await tx.run(sql`
    select pg_advisory_xact_lock(${CLOSING_LOCK}::int, hashtext(${tenant.id}))
  `)
  const last = await lastClosed(tx, tenant)
  if (last !== null && last >= month) return refused('closed')
  while ((await chainNext(tx, tenant)) > 0) {
    // Whoever writes waits for us, so this ends.
  }
  const { no, hash } = await headOf(tx, tenant)
  const totals = await sumsUntil(tx, tenant, until)
  await tx.run(sql`
    insert into ledger.closing (workspace_id, month, until, closed_at, closed_by, chain_no, chain_hash, totals)
    values (
      ${tenant.id}, ${month}, ${until}, ${real}, ${by}, ${no}, ${hash}, ${JSON.stringify(totals)}::jsonb
    )
  `)
  return ok({ until })
}

/** The last month that is closed; null: none is. */
export async function lastClosed(tx: Tx, tenant: Pick<Tenant, 'id'>): Promise<string | null> {
  const { month } = await tx.one(sql<{ month: string | null }>`
    select max(month) as month
    from ledger.closing
    where workspace_id = ${tenant.id}
  `)
  return month
}

/** What stood in the accounts at an instant, by kind and unit. @param until null: as of now. */
export function sumsUntil(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  until: Date | null,
): Promise<AccountSum[]> {
  return tx.rows(sql<AccountSum>`
    select a.kind, a.unit, count(distinct a.id) as accounts, sum(e.posted)::bigint as posted, sum(e.held)::bigint as held
    from (
      select t.debit_id as account_id,
             case when t.phase in ('direct', 'post') then -t.amount else 0 end as posted,
             case t.phase when 'hold' then t.amount when 'direct' then 0 else -t.amount end as held
      from ledger.transfer t
      where t.workspace_id = ${tenant.id}
        and (${until}::timestamptz is null or t.at < ${until})
      union all
      select t.credit_id, t.amount, 0
      from ledger.transfer t
      where t.workspace_id = ${tenant.id}
        and t.phase in ('direct', 'post')
        and (${until}::timestamptz is null or t.at < ${until})
    ) e
    join ledger.account a
      on a.workspace_id = ${tenant.id}
      and a.id = e.account_id
    group by a.kind, a.unit
    order by a.unit, a.kind
  `)
}
