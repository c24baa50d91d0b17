import type * as contract from '../../contract/form.ts'
import type { FormProblem } from '../../contract/form-problems.ts'
import { Problem, readId, showId, type Tenant } from '../kernel/index.ts'
import type { Tx } from '../postgres/index.ts'
import { namesOfStaff } from '../staff/index.ts'
import { type FormRouteDeps, idIn } from './route-deps.ts'
import { findForm, type StoredForm, stateOf } from './store.ts'

/** The form that a request means. */
export async function wanted(tx: Tx, tenant: Tenant, id: string): Promise<StoredForm> {
  const form = await findForm(tx, tenant, idIn('form', id))
  if (!form) throw new Problem('not_found')
  return form
}

/** Tags of a plan that are not there, or are given no more. */
export async function tagsGone(
  tx: Tx,
  { tagNames }: FormRouteDeps,
  tenant: Tenant,
  { questions }: contract.FormPlan,
): Promise<FormProblem[]> {
  const names = await tagNames(tx, tenant)
  return questions.flatMap((question) => {
    const given = tagIdsOf(question).filter((id) => id !== '')
    const isGone = given.some((id) => !names.has(readId('tag', id) ?? ''))
    return isGone ? [{ code: 'tag_gone' as const, question: question.id }] : []
  })
}

function tagIdsOf(question: contract.FormQuestion): string[] {
  if (question.kind === 'long_text') return question.wordTags.map(({ tagId }) => tagId)
  if (question.kind !== 'single' && question.kind !== 'multiple') return []
  return question.options.map(({ tagId }) => tagId)
}

/** A form as it is shown to whoever writes it. */
export async function showForm(
  tx: Tx,
  deps: FormRouteDeps,
  { tenant, today }: { tenant: Tenant; today: string },
  form: StoredForm,
): Promise<contract.Form> {
  const { id, name, draft, draftNo, savedAt, savedBy, closedAt, published } = form
  const staff = await namesOfStaff(tx, tenant.id, [savedBy, published?.publishedBy ?? null])
  const who = (by: string | null) => staff.get(by ?? '') ?? null
  return {
    id: showId('form', id),
    name,
    state: stateOf(form, today),
    draft: { no: draftNo, plan: draft, savedAt: savedAt.toISOString(), savedBy: who(savedBy) },
    published: published && {
      version: published.version,
      plan: published.plan,
      publishedAt: published.publishedAt.toISOString(),
      publishedBy: who(published.publishedBy),
      isBehind: published.draftNo !== draftNo,
    },
    closedAt: closedAt?.toISOString() ?? null,
    url: published ? deps.links.urlOf(tenant, { kind: 'form', id }) : null,
  }
}
