import type { AccountSum } from '../../contract/ledger.ts'
import { monthOf, monthStart, type Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'
import { lastClosed, sumsUntil } from './close-month.ts'

export type Month = {
  month: string
  transfers: number
  closedAt: Date | null
  closedBy: string | null
  chainHash: Buffer | null
  totals: AccountSum[]
  mayClose: boolean
}
/** Months before these are in the file of all movements. */
const SHOWN = 24

/** Every month since something moved, the newest first: closed, over, or going on. */
export async function listMonths(
  tx: Tx,
  tenant: Pick<Tenant, 'id' | 'timeZone'>,
  now: Date,
): Promise<Month[]> {
  const counts = await tx.rows(sql<{ month: string; transfers: number }>`
    select to_char(at at time zone ${tenant.timeZone}, 'YYYY-MM') as month, count(*)::int as transfers
    from ledger.transfer
    where workspace_id = ${tenant.id}
    group by 1
    order by 1 desc
    limit ${SHOWN}
  `)
  const closings = await closingsOf(tx, tenant)
  const last = await lastClosed(tx, tenant)
  const months: Month[] = []
  for (const { month, transfers } of counts) {
    const closing = closings.get(month)
    const isOver = monthStart(month, tenant.timeZone, 1) <= now
    const isCurrent = month === monthOf(now, tenant.timeZone)
    months.push({
      month,
      transfers,
      closedAt: closing?.closedAt ?? null,
      closedBy: closing?.closedBy ?? null,
      chainHash: closing?.chainHash ?? null,
      totals:
        closing?.totals ??
        (await sumsUntil(tx, tenant, isCurrent ? null : monthStart(month, tenant.timeZone, 1))),
      mayClose: isOver && (last === null || last < month),
    })
  }
  return months
}

type Closing = Pick<Month, 'month' | 'closedAt' | 'closedBy' | 'chainHash' | 'totals'>

async function closingsOf(tx: Tx, tenant: Pick<Tenant, 'id'>): Promise<Map<string, Closing>> {
  const rows = await tx.rows(sql<Closing>`
    select month, closed_at as "closedAt", closed_by as "closedBy", chain_hash as "chainHash", totals
    from ledger.closing
    where workspace_id = ${tenant.id}
    order by month desc
    limit ${SHOWN}
  `)
  return new Map(rows.map((one) => [one.month, one]))
}
