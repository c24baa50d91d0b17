import type { Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'

/** How cases went. Minutes are of work, medians; shares from 0 to 1; null: nothing to say it of. */
export type CaseFigures = {
  opened: number
  solved: number
  answerMinutes: number | null
  resolveMinutes: number | null
  overdueShare: number | null
  satisfaction: number | null
  rated: number
}
type Row = CaseFigures & {
  kind: string | null
  owner: string | null
  isKind: boolean
  isOwner: boolean
}

/** Of the cases that were opened since an instant: all, by kind, by owner; the most first. */
export async function reportOf(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  { since, now }: { since: Date; now: Date },
): Promise<{
  all: CaseFigures
  byKind: (CaseFigures & { kind: string })[]
  byOwner: (CaseFigures & { owner: string })[]
}> {
  const rows = await tx.rows(sql<Row>`
    select c.kind, c.owner, grouping(c.kind) = 0 as "isKind", grouping(c.owner) = 0 as "isOwner",
           count(*)::int as opened,
           count(*) filter (where c.solved_at is not null)::int as solved,
           percentile_cont(0.5) within group (order by c.answer_minutes) as "answerMinutes",
           percentile_cont(0.5) within group (order by c.resolve_minutes) as "resolveMinutes",
           avg(
             case
               when coalesce(c.answered_at, ${now}) > c.answer_due_at
                 or coalesce(c.solved_at, c.waiting_since, ${now}) > c.resolve_due_at then 1.0
               else 0.0
             end
           )::float8 as "overdueShare",
           avg(c.satisfaction)::float8 as satisfaction,
           count(c.satisfaction)::int as rated
    from care.service_case c
    where c.workspace_id = ${tenant.id}
      and c.opened_at >= ${since}
    group by grouping sets ((), (c.kind), (c.owner))
    order by opened desc, c.kind, c.owner
  `)
  const [all] = rows.flatMap(({ isKind, isOwner, kind: _kind, owner: _owner, ...of }) =>
    isKind || isOwner ? [] : [of],
  )
  return {
    all: all ?? nothing,
    byKind: rows.flatMap(({ isKind, isOwner: _is, kind, owner: _owner, ...of }) =>
      isKind ? [{ ...of, kind: kind ?? '' }] : [],
    ),
    byOwner: rows.flatMap(({ isKind: _is, isOwner, kind: _kind, owner, ...of }) =>
      isOwner ? [{ ...of, owner: owner ?? '' }] : [],
    ),
  }
}

const nothing: CaseFigures = {
  opened: 0,
  solved: 0,
  answerMinutes: null,
  resolveMinutes: null,
  overdueShare: null,
  satisfaction: null,
  rated: 0,
}
