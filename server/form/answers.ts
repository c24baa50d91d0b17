import type { z } from 'zod'
import type { answerFilter, FormQuestion } from '../../contract/form.ts'
import { answerText, type FormAnswer } from '../../contract/form-answer.ts'
import { listedPersons, maskIdentity } from '../customer/index.ts'
import { pageStart, type Seal, type Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'
import { answersOfAll } from './response.ts'
import { everyQuestion } from './results.ts'
import { versionsOf } from './store.ts'

type TenantId = Pick<Tenant, 'id'>
type Asked = Omit<z.infer<typeof answerFilter>, 'limit'> & { limit: number }

type Row = {
  id: string
  customerId: string | null
  openedAt: Date
  finishedAt: Date | null
  seconds: number | null
  score: number
}
export type GivenAnswers = Omit<Row, 'customerId'> & {
  person: { id: string; no: number; name: string } | null
  /** What was answered, by question, as somebody may read it. */
  texts: Map<string, string>
}

/** Who answered a form and what, the newest first; with the questions that any of its versions asked. */
export async function listAnswers(
  tx: Tx,
  tenant: TenantId,
  seal: Pick<Seal, 'open'>,
  { formId, ...asked }: Asked & { formId: string },
): Promise<{
  items: GivenAnswers[]
  questions: FormQuestion[]
  next: string | null
  total: number
}> {
  const from = pageStart(asked.cursor)
  const where = isMeant(tenant, formId, asked)
  const rows = await tx.rows(sql<Row>`
    select r.id, r.customer_id as "customerId", r.opened_at as "openedAt", r.submitted_at as "finishedAt", r.seconds,
           r.score
    from form.response r
    where ${where}
    order by r.opened_at desc, r.id desc
    limit ${asked.limit}
    offset ${from}
  `)
  const { total } = await tx.one(sql<{ total: number }>`
    select count(*) as total
    from form.response r
    where ${where}
  `)
  const questions = everyQuestion(await versionsOf(tx, tenant, formId))
  const ids = rows.map(({ id }) => id)
  const answers = await answersOfAll(tx, tenant, seal, { ids, counting: false })
  const persons = await listedPersons(
    tx,
    tenant.id,
    rows.flatMap(({ customerId }) => customerId ?? []),
  )
  const reached = from + rows.length
  return {
    items: rows.map(({ customerId, ...row }) => {
      const person = customerId === null ? undefined : persons.get(customerId)
      return {
        ...row,
        person: person ? { id: person.id, no: person.no, name: person.name } : null,
        texts: textsOf(questions, answers.get(row.id) ?? new Map()),
      }
    }),
    questions,
    next: reached < total && rows.length > 0 ? String(reached) : null,
    total,
  }
}

function isMeant(tenant: TenantId, formId: string, asked: Omit<Asked, 'limit' | 'cursor'>) {
  const { state, question, choice, stoppedAt } = asked
  return sql`
    r.workspace_id = ${tenant.id}
    and r.form_id = ${formId}
    and (r.started_at is not null or ${stoppedAt ?? null}::text is not null)
    and (${state ?? null}::text is null or (r.submitted_at is not null) = (${state ?? null}::text = 'finished'))
    and (${stoppedAt ?? null}::text is null or (r.submitted_at is null and r.at_question = ${stoppedAt ?? null}::text))
    and (${question ?? null}::text is null or exists (
      select from form.answer a
      where a.workspace_id = r.workspace_id
        and a.response_id = r.id
        and a.question_id = ${question ?? null}::text
        and (a.counts or ${choice ?? null}::text is null)
        and (cardinality(a.choices) > 0 or a.number is not null or a.sealed is not null)
        and (
          ${choice ?? null}::text is null
          or ${choice ?? null}::text = any(a.choices)
          or a.number::text = ${choice ?? null}::text
        )
    ))`
}

/** A telephone number is never shown whole: it stands on its person's page, where looking at it is written down. */
function textsOf(
  questions: readonly FormQuestion[],
  answers: ReadonlyMap<string, FormAnswer>,
): Map<string, string> {
  const texts = new Map<string, string>()
  for (const question of questions) {
    const answer = answers.get(question.id)
    const text = answer ? answerText(question, answer) : ''
    if (text !== '')
      texts.set(question.id, question.kind === 'phone' ? maskIdentity('phone', text) : text)
  }
  return texts
}
