import type { FormPlan } from '../../contract/form.ts'
import type { FormAnswer } from '../../contract/form-answer.ts'
import { idFrom, type Seal, type Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'

type TenantId = Pick<Tenant, 'id'>

/** What one visitor has done with a form. */
export type FormResponse = {
  id: string
  formId: string
  version: number
  openedAt: Date
  startedAt: Date | null
  shown: string[]
  submittedAt: Date | null
}

const columns = sql.raw(`
  id, form_id as "formId", version, opened_at as "openedAt", started_at as "startedAt", shown, submitted_at as "submittedAt"
`)

/**
 * What a visitor does now: what they have begun, or a new beginning; `round` says how often they have finished before.
 * Asked at the same time by two taps it is one, because its id is made from who answers what for the how manieth time.
 */
export async function openResponse(
  tx: Tx,
  tenant: TenantId,
  asked: { formId: string; version: number; visitorId: string; round: number; now: Date },
): Promise<FormResponse> {
  const { formId, version, visitorId, round, now } = asked
  const id = idFrom('form response', tenant.id, formId, visitorId, String(round))
  await tx.run(sql`
    insert into form.response (workspace_id, id, form_id, version, visitor_id, opened_at, changed_at)
    values (${tenant.id}, ${id}, ${formId}, ${version}, ${visitorId}, ${now}, ${now})
    on conflict do nothing
  `)
  return tx.one(sql<FormResponse>`
    select ${columns}
    from form.response
    where workspace_id = ${tenant.id}
      and id = ${id}
    for update
  `)
}

/** A response of this visitor's own; nobody else changes it until the commit. */
export async function findResponse(
  tx: Tx,
  tenant: TenantId,
  { id, visitorId }: { id: string | null; visitorId: string },
): Promise<FormResponse | null> {
  if (id === null) return null
  return tx.maybe(sql<FormResponse>`
    select ${columns}
    from form.response
    where workspace_id = ${tenant.id}
      and id = ${id}
      and visitor_id = ${visitorId}
    for update
  `)
}

/** How often a visitor has finished a form, and whether the person that they are has, on whatever phone. */
export async function finishedBefore(
  tx: Tx,
  tenant: TenantId,
  asked: { formId: string; visitorId: string; customerIds: readonly string[] },
): Promise<{ round: number; isKnown: boolean }> {
  const { formId, visitorId, customerIds } = asked
  const { mine, theirs } = await tx.one(sql<{ mine: number; theirs: number }>`
    select (
      select count(*)
      from form.response
      where workspace_id = ${tenant.id}
        and form_id = ${formId}
        and visitor_id = ${visitorId}
        and submitted_at is not null
    ) as mine, (
      select count(*)
      from form.response
      where workspace_id = ${tenant.id}
        and form_id = ${formId}
        and customer_id = any(${[...customerIds]}::uuid[])
        and submitted_at is not null
    ) as theirs
  `)
  return { round: mine, isKnown: theirs > 0 }
}

/** A question was on the screen. */
export async function noteShown(
  tx: Tx,
  tenant: TenantId,
  { id, questionId, now }: { id: string; questionId: string; now: Date },
): Promise<void> {
  await tx.run(sql`
    update form.response
    set at_question = ${questionId}, changed_at = ${now},
        shown = case when ${questionId} = any(shown) then shown else shown || ${questionId}::text end
    where workspace_id = ${tenant.id}
      and id = ${id}
      and submitted_at is null
  `)
}

/** Keeps an answer over an earlier one to the same question. @returns whether it is the first of all. */
export async function keepAnswer(
  tx: Tx,
  tenant: TenantId,
  seal: Pick<Seal, 'close'>,
  kept: {
    response: FormResponse
    plan: FormPlan
    questionId: string
    answer: FormAnswer
    now: Date
  },
): Promise<boolean> {
  const { response, plan, questionId, answer, now } = kept
  const kind = plan.questions.find(({ id }) => id === questionId)?.kind
  const isNumber = (kind === 'number' || kind === 'rating') && answer.text !== ''
  const sealed = answer.text === '' || isNumber ? null : seal.close(answer.text)
  await tx.run(sql`
    insert into form.answer (workspace_id, response_id, question_id, choices, number, sealed, answered_at)
    values (
      ${tenant.id}, ${response.id}, ${questionId}, ${answer.choices}::text[], ${isNumber ? Number(answer.text) : null},
      ${sealed}, ${now}
    )
    on conflict (workspace_id, response_id, question_id) do update
    set choices = excluded.choices, number = excluded.number, sealed = excluded.sealed, answered_at = excluded.answered_at
  `)
  if (response.startedAt !== null) return false
  await tx.run(sql`
    update form.response
    set started_at = ${now}, changed_at = ${now}
    where workspace_id = ${tenant.id}
      and id = ${response.id}
  `)
  return true
}

/** What was answered so far, by question. */
export async function answersOf(
  tx: Tx,
  tenant: TenantId,
  seal: Pick<Seal, 'open'>,
  responseId: string,
): Promise<Map<string, FormAnswer>> {
  const all = await answersOfAll(tx, tenant, seal, { ids: [responseId], counting: false })
  return all.get(responseId) ?? new Map()
}

/** The answers of many responses, by question. @param asked.counting only those that count. */
export async function answersOfAll(
  tx: Tx,
  tenant: TenantId,
  seal: Pick<Seal, 'open'>,
  asked: { ids: readonly string[]; counting: boolean },
): Promise<Map<string, Map<string, FormAnswer>>> {
  type Row = {
    responseId: string
    questionId: string
    choices: string[]
    number: number | null
    sealed: Buffer | null
  }
  const rows = await tx.rows(sql<Row>`
    select response_id as "responseId", question_id as "questionId", choices, number, sealed
    from form.answer
    where workspace_id = ${tenant.id}
      and response_id = any(${[...asked.ids]}::uuid[])
      and (counts or not ${asked.counting})
  `)
  const byResponse = new Map<string, Map<string, FormAnswer>>()
  for (const { responseId, questionId, choices, number, sealed } of rows) {
    const text = sealed ? seal.open(sealed) : number === null ? '' : String(number)
    const of = byResponse.get(responseId) ?? new Map<string, FormAnswer>()
    byResponse.set(responseId, of.set(questionId, { choices, text }))
  }
  return byResponse
}

/** Hands it in: what lies on the way that was gone counts. Twice is once. @returns false: it was handed in before. */
export async function submit(
  tx: Tx,
  tenant: TenantId,
  {
    response,
    path,
    score,
    now,
  }: { response: FormResponse; path: string[]; score: number; now: Date },
): Promise<boolean> {
  const changed = await tx.run(sql`
    update form.response
    set submitted_at = ${now}, changed_at = ${now}, score = ${score},
        started_at = coalesce(started_at, ${now}::timestamptz),
        seconds = ${secondsBetween(response.openedAt, now)}
    where workspace_id = ${tenant.id}
      and id = ${response.id}
      and submitted_at is null
  `)
  if (changed === 0) return false
  await tx.run(sql`
    update form.answer
    set counts = true
    where workspace_id = ${tenant.id}
      and response_id = ${response.id}
      and question_id = any(${path}::text[])
      and (cardinality(choices) > 0 or number is not null or sealed is not null)
  `)
  return true
}

/** Seconds that somebody took. */
export function secondsBetween(from: Date, to: Date): number {
  return Math.max(0, Math.round((to.getTime() - from.getTime()) / 1_000))
}
