import type { CaseQuery } from '../../contract/care.ts'
import type { Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'
import { caseColumns, type StoredCase } from './case.ts'

export type CasesAsked = Pick<CaseQuery, 'state' | 'sort' | 'limit' | 'search'> & {
  kind: string | null
  priority: string | null
  /** A userid; empty: nobody's; null: anybody's. */
  owner: string | null
  /** Rows of customers; null: anybody's. */
  customerIds: readonly string[] | null
  /** Rows of the persons whom the search finds. */
  found: readonly string[]
  /** Where the page begins. */
  from: number
  now: Date
}

const orders = {
  due: sql`case when c.state in ('open', 'answered', 'waiting') then 0 else 1 end, c.priority desc, due_at, c.no`,
  '-due': sql`due_at desc, c.no desc`,
  opened: sql`c.opened_at, c.no`,
  '-opened': sql`c.opened_at desc, c.no desc`,
} as const satisfies Record<CaseQuery['sort'], unknown>

/** One page of cases and how many match. */
export async function listCases(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  asked: CasesAsked,
): Promise<{ items: StoredCase[]; next: string | null; total: number }> {
  const { sort, limit, from } = asked
  const items = await tx.rows(sql<StoredCase>`
    select ${caseColumns}
    from care.service_case c
    cross join lateral (
      select case when c.answered_at is null then c.answer_due_at else c.resolve_due_at end as due_at
    ) d
    where ${matches(tenant.id, asked)}
    order by ${orders[sort]}
    limit ${limit}
    offset ${from}
  `)
  const { total } = await tx.one(sql<{ total: number }>`
    select count(*)::int as total
    from care.service_case c
    where ${matches(tenant.id, asked)}
  `)
  const end = from + limit
  return { items, next: end < total ? String(end) : null, total }
}

/** A clock of a case `c` has run out, and the case is not solved. */
const isOverdue = (now: Date) => sql`(
  (c.state = 'open' and c.answer_due_at < ${now})
  or (c.state in ('open', 'answered') and c.resolve_due_at < ${now})
)`

function matches(workspaceId: string, asked: CasesAsked) {
  const { state, kind, owner, priority, customerIds, search, found, now } = asked
  const unsolved = sql`c.state in ('open', 'answered', 'waiting')`
  const ofState = {
    unsolved,
    overdue: isOverdue(now),
    escalated: sql`${unsolved} and c.escalated_at is not null and c.escalation_seen_at is null`,
    open: sql`c.state = 'open'`,
    answered: sql`c.state = 'answered'`,
    waiting: sql`c.state = 'waiting'`,
    solved: sql`c.state = 'solved'`,
    closed: sql`c.state = 'closed'`,
    all: sql`true`,
  } as const satisfies Record<CaseQuery['state'], unknown>
  const no = /^#?\d{1,9}$/.test(search) ? Number(search.replace('#', '')) : null
  return sql`
    c.workspace_id = ${workspaceId}
    and ${ofState[state]}
    and (${kind}::text is null or c.kind = ${kind})
    and (${priority}::text is null or c.priority = ${priority})
    and (${owner}::text is null or c.owner = ${owner})
    and (${customerIds}::uuid[] is null or c.customer_id = any(${customerIds}::uuid[]))
    and (
      ${search} = ''
      or c.no = ${no}::integer
      or strpos(lower(c.subject), lower(${search})) > 0
      or c.customer_id = any(${[...found]}::uuid[])
    )
  `
}

/** How many cases are unsolved, and of how many a clock ran out without anybody in charge having taken note. */
export function countCases(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
): Promise<{ unsolved: number; escalated: number }> {
  return tx.one(sql<{ unsolved: number; escalated: number }>`
    select count(*)::int as unsolved,
           count(*) filter (where c.escalated_at is not null and c.escalation_seen_at is null)::int as escalated
    from care.service_case c
    where c.workspace_id = ${tenant.id}
      and c.state in ('open', 'answered', 'waiting')
  `)
}

/** Of how many unsolved cases a clock has run out by an instant. */
export async function countOverdue(tx: Tx, tenant: Pick<Tenant, 'id'>, now: Date): Promise<number> {
  const { overdue } = await tx.one(sql<{ overdue: number }>`
    select count(*)::int as overdue
    from care.service_case c
    where c.workspace_id = ${tenant.id}
      and ${isOverdue(now)}
  `)
  return overdue
}
