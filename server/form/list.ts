import type { z } from 'zod'
import { type FormState, type formFilter, formPlan } from '../../contract/form.ts'
import { pageStart, type Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'

export type ListedForm = {
  id: string
  name: string
  state: FormState
  questions: number
  opened: number
  started: number
  finished: number
  medianSeconds: number | null
  lastAnswerAt: Date | null
  changedAt: Date
  changedBy: string | null
}

/** Forms, those that were changed last first. @param today a day of the workspace. */
export async function listForms(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  { search, state, limit, cursor }: z.infer<typeof formFilter>,
  today: string,
): Promise<{ items: ListedForm[]; next: string | null; total: number }> {
  const from = pageStart(cursor)
  const standing = sql<FormState>`case
    when f.version is null then 'draft'
    when f.closed_at is not null or (v.plan ->> 'until')::date < ${today}::date then 'closed'
    when (v.plan ->> 'from')::date > ${today}::date then 'soon'
    else 'open'
  end`
  const listed = sql`
    form.form f
    left join form.version v
      on v.workspace_id = f.workspace_id
      and v.form_id = f.id
      and v.no = f.version`
  const where = sql`
    f.workspace_id = ${tenant.id}
    and f.dropped_at is null
    and (${search} = '' or position(lower(${search}) in lower(f.name)) > 0)
    and (${state ?? null}::text is null or ${standing} = ${state ?? null}::text)`
  type Row = Omit<ListedForm, 'questions'> & { plan: unknown }
  const rows = await tx.rows(sql<Row>`
    select f.id, f.name, ${standing} as state, coalesce(v.plan, f.draft) as plan, r.opened, r.started, r.finished,
           r.median as "medianSeconds", r.last_at as "lastAnswerAt", f.saved_at as "changedAt", f.saved_by as "changedBy"
    from ${listed}
    cross join lateral ${countsOf(sql`f.workspace_id`, sql`f.id`)} r
    where ${where}
    order by f.saved_at desc, f.id desc
    limit ${limit}
    offset ${from}
  `)
  const { total } = await tx.one(sql<{ total: number }>`
    select count(*) as total
    from ${listed}
    where ${where}
  `)
  const reached = from + rows.length
  return {
    items: rows.map(({ plan, ...row }) => ({
      ...row,
      questions: formPlan.parse(plan).questions.length,
    })),
    next: reached < total && rows.length > 0 ? String(reached) : null,
    total,
  }
}

/** How many looked at a form, began and finished, and how long the middle one of them took. */
export function countsOf(workspaceId: ReturnType<typeof sql>, formId: ReturnType<typeof sql>) {
  return sql`(
    select count(*) as opened, count(a.started_at) as started, count(a.submitted_at) as finished,
           percentile_cont(0.5) within group (order by a.seconds) as median, max(a.submitted_at) as last_at,
           avg(a.score) filter (where a.submitted_at is not null) as score
    from form.response a
    where a.workspace_id = ${workspaceId}
      and a.form_id = ${formId}
  )`
}
