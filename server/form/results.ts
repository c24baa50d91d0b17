import type { FormPlan, FormQuestion, FormResults } from '../../contract/form.ts'
import type { Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'
import { countsOf } from './list.ts'
import { versionsOf } from './store.ts'

type TenantId = Pick<Tenant, 'id'>
type Counts = {
  opened: number
  started: number
  finished: number
  median: number | null
  score: number | null
}
type OfQuestion = { id: string; shown: number; stopped: number }
type Answered = { id: string; answered: number; average: number | null }
type Choice = { id: string; choice: string; count: number }

/** What came of a form: how far people came, and what they answered. */
export async function resultsOf(tx: Tx, tenant: TenantId, formId: string): Promise<FormResults> {
  const { median, score, ...counts } = await tx.one(sql<Counts>`
    select r.opened, r.started, r.finished, r.median, r.score
    from ${countsOf(sql`${tenant.id}`, sql`${formId}`)} r
  `)
  const versions = await versionsOf(tx, tenant, formId)
  const shown = new Map((await shownOf(tx, tenant, formId)).map((row) => [row.id, row]))
  const answered = new Map((await answeredOf(tx, tenant, formId)).map((row) => [row.id, row]))
  const choices = await choicesOf(tx, tenant, formId)
  return {
    ...counts,
    medianSeconds: median,
    averageScore: score === null ? null : Number(score),
    questions: everyQuestion(versions).map((question) => ({
      id: question.id,
      key: question.key,
      title: question.title,
      kind: question.kind,
      shown: shown.get(question.id)?.shown ?? 0,
      answered: answered.get(question.id)?.answered ?? 0,
      stopped: shown.get(question.id)?.stopped ?? 0,
      average: hasNumber(question) ? (answered.get(question.id)?.average ?? null) : null,
      choices: namedChoices(question, choices),
    })),
  }
}

/** The questions of the newest version, and behind them those that only older ones asked. */
export function everyQuestion(versions: readonly { plan: FormPlan }[]): FormQuestion[] {
  const known = new Map<string, FormQuestion>()
  for (const { plan } of versions)
    for (const question of plan.questions)
      if (!known.has(question.id)) known.set(question.id, question)
  return [...known.values()]
}

function hasNumber({ kind }: FormQuestion): boolean {
  return kind === 'number' || kind === 'rating'
}

function namedChoices(question: FormQuestion, all: readonly Choice[]) {
  const counted = new Map(
    all.filter(({ id }) => id === question.id).map(({ choice, count }) => [choice, count]),
  )
  if (question.kind === 'rating')
    return Array.from({ length: question.steps }, (_, no) => String(no + 1)).map((step) => ({
      id: step,
      text: step,
      count: counted.get(step) ?? 0,
    }))
  if (question.kind !== 'single' && question.kind !== 'multiple') return []
  return question.options.map(({ id, text }) => ({ id, text, count: counted.get(id) ?? 0 }))
}

/** On how many screens each question was, and on how many it was the last. */
function shownOf(tx: Tx, tenant: TenantId, formId: string): Promise<OfQuestion[]> {
  return tx.rows(sql<OfQuestion>`
    select q.id, count(*) as shown,
           count(*) filter (where r.submitted_at is null and r.at_question = q.id) as stopped
    from form.response r
    cross join lateral unnest(r.shown) as q (id)
    where r.workspace_id = ${tenant.id}
      and r.form_id = ${formId}
    group by q.id
  `)
}

function answeredOf(tx: Tx, tenant: TenantId, formId: string): Promise<Answered[]> {
  return tx.rows(sql<Answered>`
    select a.question_id as id, count(*) as answered, avg(a.number) filter (where a.counts) as average
    from form.response r
    join form.answer a
      on a.workspace_id = r.workspace_id
      and a.response_id = r.id
    where r.workspace_id = ${tenant.id}
      and r.form_id = ${formId}
      and (cardinality(a.choices) > 0 or a.number is not null or a.sealed is not null)
    group by a.question_id
  `)
}

/** How often each choice was handed in; a number counts as what was chosen too. */
function choicesOf(tx: Tx, tenant: TenantId, formId: string): Promise<Choice[]> {
  return tx.rows(sql<Choice>`
    select a.question_id as id, c.choice, count(*) as count
    from form.response r
    join form.answer a
      on a.workspace_id = r.workspace_id
      and a.response_id = r.id
    cross join lateral (
      select unnest(a.choices) as choice
      union all
      select a.number::text
      where a.number is not null
    ) c
    where r.workspace_id = ${tenant.id}
      and r.form_id = ${formId}
      and a.counts
    group by a.question_id, c.choice
  `)
}
