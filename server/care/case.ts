import type {
  CaseEntry,
  CaseState,
  caseOrigins,
  Priority,
  ResolutionKind,
} from '../../contract/care.ts'
import type { Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'

/** A service case (服务单) as it is kept. */
export type StoredCase = {
  id: string
  no: number
  /** The row it was opened for; whose person that is may change. */
  customerId: string
  kind: string
  priority: Priority
  state: CaseState
  origin: (typeof caseOrigins)[number]
  originEvent: string
  subject: string
  /** A userid; empty: nobody yet. */
  owner: string
  openedAt: Date
  openedBy: string | null
  /** When the clocks began: it was opened, or opened again. */
  clocksFrom: Date
  answerDueAt: Date
  resolveDueAt: Date
  answeredAt: Date | null
  waitingSince: Date | null
  solvedAt: Date | null
  closeDueAt: Date | null
  closedAt: Date | null
  reopened: number
  answerMinutes: number | null
  resolveMinutes: number | null
  waitedMinutes: number
  resolutionKind: ResolutionKind | null
  resolution: string
  satisfaction: number | null
  escalatedAt: Date | null
  escalatedClock: 'answer' | 'resolve' | null
  escalationSeenAt: Date | null
  escalationSeenBy: string | null
}

/** The columns of `StoredCase`, of a table called `c`. */
export const caseColumns = sql.raw(`
  c.id, c.no, c.customer_id as "customerId", c.kind, c.priority, c.state, c.origin, c.origin_event as "originEvent",
  c.subject, c.owner, c.opened_at as "openedAt", c.opened_by as "openedBy", c.clocks_from as "clocksFrom",
  c.answer_due_at as "answerDueAt", c.resolve_due_at as "resolveDueAt", c.answered_at as "answeredAt",
  c.waiting_since as "waitingSince", c.solved_at as "solvedAt", c.close_due_at as "closeDueAt", c.closed_at as "closedAt",
  c.reopened, c.answer_minutes as "answerMinutes", c.resolve_minutes as "resolveMinutes",
  c.waited_minutes as "waitedMinutes", c.resolution_kind as "resolutionKind", c.resolution, c.satisfaction,
  c.escalated_at as "escalatedAt", c.escalated_clock as "escalatedClock", c.escalation_seen_at as "escalationSeenAt",
  c.escalation_seen_by as "escalationSeenBy"
`)

/** Nobody has solved it: promotion waits. */
export function isUnsolved({ state }: Pick<StoredCase, 'state'>): boolean {
  return state === 'open' || state === 'answered' || state === 'waiting'
}

/** Which clock has run out by an instant, or had before somebody was done. The more serious one is said. */
export function overdueOf(
  one: Pick<
    StoredCase,
    'state' | 'answeredAt' | 'answerDueAt' | 'resolveDueAt' | 'solvedAt' | 'waitingSince'
  >,
  now: Date,
): 'answer' | 'resolve' | null {
  if ((one.solvedAt ?? one.waitingSince ?? now) > one.resolveDueAt) return 'resolve'
  return (one.answeredAt ?? now) > one.answerDueAt ? 'answer' : null
}

/** One case; null when there is none. */
export function findCase(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  id: string,
): Promise<StoredCase | null> {
  return tx.maybe(sql<StoredCase>`
    select ${caseColumns}
    from care.service_case c
    where c.workspace_id = ${tenant.id}
      and c.id = ${id}
  `)
}

/** One case, held until the transaction ends; null when there is none. */
export function takeCase(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  id: string,
): Promise<StoredCase | null> {
  return tx.maybe(sql<StoredCase>`
    select ${caseColumns}
    from care.service_case c
    where c.workspace_id = ${tenant.id}
      and c.id = ${id}
    for update
  `)
}

/** Writes what may change of a case that is held. */
export async function keepCase(tx: Tx, tenant: Pick<Tenant, 'id'>, one: StoredCase): Promise<void> {
  await tx.run(sql`
    update care.service_case
    set kind = ${one.kind}, priority = ${one.priority}, state = ${one.state}, owner = ${one.owner},
        clocks_from = ${one.clocksFrom}, answer_due_at = ${one.answerDueAt}, resolve_due_at = ${one.resolveDueAt},
        answered_at = ${one.answeredAt}, waiting_since = ${one.waitingSince}, solved_at = ${one.solvedAt},
        close_due_at = ${one.closeDueAt}, closed_at = ${one.closedAt}, reopened = ${one.reopened},
        answer_minutes = ${one.answerMinutes}, resolve_minutes = ${one.resolveMinutes},
        waited_minutes = ${one.waitedMinutes}, resolution_kind = ${one.resolutionKind},
        resolution = ${one.resolution}, satisfaction = ${one.satisfaction}, escalated_at = ${one.escalatedAt},
        escalated_clock = ${one.escalatedClock}, escalation_seen_at = ${one.escalationSeenAt},
        escalation_seen_by = ${one.escalationSeenBy}
    where workspace_id = ${tenant.id}
      and id = ${one.id}
  `)
}

/** A word or a deed in a case. */
export type Entry = {
  id: string
  caseId: string
  kind: CaseEntry['kind']
  at: Date
  by: string | null
  text: string
  detail: Record<string, unknown>
}

export async function addEntries(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  entries: readonly Entry[],
): Promise<void> {
  if (entries.length === 0) return
  await tx.run(sql`
    insert into care.entry (workspace_id, id, case_id, kind, at, by, text, detail)
    select ${tenant.id}, n.id, n.case_id, n.kind, n.at, n.by, n.text, n.detail::jsonb
    from unnest(
      ${entries.map(({ id }) => id)}::uuid[],
      ${entries.map(({ caseId }) => caseId)}::uuid[],
      ${entries.map(({ kind }) => kind)}::text[],
      ${entries.map(({ at }) => at)}::timestamptz[],
      ${entries.map(({ by }) => by)}::uuid[],
      ${entries.map(({ text }) => text)}::text[],
      ${entries.map(({ detail }) => JSON.stringify(detail))}::text[]
    ) as n (id, case_id, kind, at, by, text, detail)
  `)
}

const ENTRIES_MAX = 500

/** What happened in a case, the newest first. */
export function entriesOf(tx: Tx, tenant: Pick<Tenant, 'id'>, caseId: string): Promise<Entry[]> {
  return tx.rows(sql<Entry>`
    select id, case_id as "caseId", kind, at, by, text, detail
    from care.entry
    where workspace_id = ${tenant.id}
      and case_id = ${caseId}
    order by at desc, id desc
    limit ${ENTRIES_MAX}
  `)
}
