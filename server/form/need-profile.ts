import { type NeedAspect, type NeedProfile, needAspects } from '../../contract/form.ts'
import { answerText } from '../../contract/form-answer.ts'
import { type Seal, showId, type Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'
import { answersOfAll } from './response.ts'
import { planOfVersion } from './store.ts'

/** Forms of one person that are looked through, newest first. */
const RESPONSES_MAX = 30

/**
 * What a person said to each of the four questions (需求四问), in their own words: the newest answer to each question of
 * each form. @param rowIds all rows of the person.
 */
export async function needProfileOf(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  seal: Pick<Seal, 'open'>,
  rowIds: readonly string[],
): Promise<NeedProfile> {
  type Row = { id: string; formId: string; form: string; version: number; at: Date }
  const rows = await tx.rows(sql<Row>`
    select r.id, r.form_id as "formId", f.name as form, r.version, r.submitted_at as at
    from form.response r
    join form.form f
      on f.workspace_id = r.workspace_id
      and f.id = r.form_id
    where r.workspace_id = ${tenant.id}
      and r.customer_id = any(${[...rowIds]}::uuid[])
      and r.submitted_at is not null
    order by r.submitted_at desc, r.id desc
    limit ${RESPONSES_MAX}
  `)
  const ids = rows.map(({ id }) => id)
  const answers = await answersOfAll(tx, tenant, seal, { ids, counting: true })
  const seen = new Set<string>()
  const said: (NeedProfile['aspects'][number]['said'][number] & { aspect: NeedAspect })[] = []
  for (const { id, formId, form, version, at } of rows) {
    const plan = await planOfVersion(tx, tenant, { formId, version })
    for (const question of plan.questions) {
      const answer = answers.get(id)?.get(question.id)
      const key = `${formId} ${question.id}`
      if (question.need === null || answer === undefined || seen.has(key)) continue
      seen.add(key)
      said.push({
        aspect: question.need,
        formId: showId('form', formId),
        form,
        question: question.title,
        answer: answerText(question, answer),
        at: at.toISOString(),
      })
    }
  }
  return {
    aspects: needAspects.map((aspect) => ({
      aspect,
      said: said
        .filter((one) => one.aspect === aspect)
        .map(({ aspect: _aspect, ...words }) => words),
    })),
  }
}
