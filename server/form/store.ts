import { type FormPlan, type FormState, formPlan } from '../../contract/form.ts'
import { newId, type Outcome, ok, refused, type Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'

type TenantId = Pick<Tenant, 'id'>
export type By = { by: string | null; now: Date }
type Written = { name: string; plan: FormPlan }

/** A form as it is kept. */
export type StoredForm = {
  id: string
  name: string
  draft: FormPlan
  draftNo: number
  savedAt: Date
  savedBy: string | null
  closedAt: Date | null
  published: {
    version: number
    plan: FormPlan
    draftNo: number
    publishedAt: Date
    publishedBy: string | null
  } | null
}

export async function makeForm(
  tx: Tx,
  tenant: TenantId,
  { name, plan, by, now }: By & Written,
): Promise<string> {
  const id = newId()
  await tx.run(sql`
    insert into form.form (workspace_id, id, name, draft, saved_at, saved_by, created_at, created_by)
    values (${tenant.id}, ${id}, ${name}, ${JSON.stringify(plan)}::jsonb, ${now}, ${by}, ${now}, ${by})
  `)
  return id
}

/** Saves the draft over the one that was looked at. @returns its new number. */
export async function saveForm(
  tx: Tx,
  tenant: TenantId,
  { id, draftNo, name, plan, by, now }: By & Written & { id: string; draftNo: number },
): Promise<Outcome<number, 'not_found' | 'changed'>> {
  const saved = await tx.run(sql`
    update form.form
    set name = ${name}, draft = ${JSON.stringify(plan)}::jsonb, draft_no = draft_no + 1, saved_at = ${now}, saved_by = ${by}
    where workspace_id = ${tenant.id}
      and id = ${id}
      and draft_no = ${draftNo}
      and dropped_at is null
  `)
  if (saved === 1) return ok(draftNo + 1)
  return refused((await findForm(tx, tenant, id)) ? 'changed' : 'not_found')
}

/** Makes the draft what customers see, as the next version; a form that was closed is open again. */
export async function publishForm(
  tx: Tx,
  tenant: TenantId,
  { id, draftNo, plan, by, now }: By & { id: string; draftNo: number; plan: FormPlan },
): Promise<Outcome<number, 'changed'>> {
  const form = await tx.maybe(sql<{ version: number }>`
    update form.form
    set version = coalesce(version, 0) + 1, published_draft_no = ${draftNo}, closed_at = null, closed_by = null
    where workspace_id = ${tenant.id}
      and id = ${id}
      and draft_no = ${draftNo}
      and dropped_at is null
    returning version
  `)
  if (!form) return refused('changed')
  await tx.run(sql`
    insert into form.version (workspace_id, form_id, no, plan, published_at, published_by)
    values (${tenant.id}, ${id}, ${form.version}, ${JSON.stringify(plan)}::jsonb, ${now}, ${by})
  `)
  return ok(form.version)
}

/** Closes a published form, or opens it again. Twice is once. @returns false: there is none that was published. */
export async function closeForm(
  tx: Tx,
  tenant: TenantId,
  { id, isClosed, by, now }: By & { id: string; isClosed: boolean },
): Promise<boolean> {
  const changed = await tx.run(sql`
    update form.form
    set closed_at = case when ${isClosed} then coalesce(closed_at, ${now}::timestamptz) end,
        closed_by = case when ${isClosed} then coalesce(closed_by, ${by}::uuid) end
    where workspace_id = ${tenant.id}
      and id = ${id}
      and version is not null
      and dropped_at is null
  `)
  return changed === 1
}

/** Throws a form away: its page is gone, its answers stay; `isDropped: false` takes that back. Twice is once. */
export async function dropForm(
  tx: Tx,
  tenant: TenantId,
  { id, isDropped, now }: { id: string; isDropped: boolean; now: Date },
): Promise<boolean> {
  const changed = await tx.run(sql`
    update form.form
    set dropped_at = case when ${isDropped} then coalesce(dropped_at, ${now}::timestamptz) end
    where workspace_id = ${tenant.id}
      and id = ${id}
  `)
  return changed === 1
}

type Row = Omit<StoredForm, 'draft' | 'published'> & {
  draft: unknown
  version: number | null
  plan: unknown
  publishedDraftNo: number | null
  publishedAt: Date | null
  publishedBy: string | null
}

/** A form that was not thrown away. */
export async function findForm(tx: Tx, tenant: TenantId, id: string): Promise<StoredForm | null> {
  const row = await tx.maybe(sql<Row>`
    select f.id, f.name, f.draft, f.draft_no as "draftNo", f.saved_at as "savedAt", f.saved_by as "savedBy",
           f.closed_at as "closedAt", f.version, f.published_draft_no as "publishedDraftNo", v.plan,
           v.published_at as "publishedAt", v.published_by as "publishedBy"
    from form.form f
    left join form.version v
      on v.workspace_id = f.workspace_id
      and v.form_id = f.id
      and v.no = f.version
    where f.workspace_id = ${tenant.id}
      and f.id = ${id}
      and f.dropped_at is null
  `)
  if (!row) return null
  const { version, plan, publishedDraftNo, publishedAt, publishedBy, draft, ...form } = row
  return {
    ...form,
    draft: formPlan.parse(draft),
    published:
      version === null || publishedAt === null
        ? null
        : {
            version,
            plan: formPlan.parse(plan),
            draftNo: publishedDraftNo ?? 0,
            publishedAt,
            publishedBy,
          },
  }
}

/** What a version asked. */
export async function planOfVersion(
  tx: Tx,
  tenant: TenantId,
  { formId, version }: { formId: string; version: number },
): Promise<FormPlan> {
  const { plan } = await tx.one(sql<{ plan: unknown }>`
    select plan
    from form.version
    where workspace_id = ${tenant.id}
      and form_id = ${formId}
      and no = ${version}
  `)
  return formPlan.parse(plan)
}

/** Every version that ever asked, the newest first. */
export async function versionsOf(
  tx: Tx,
  tenant: TenantId,
  formId: string,
): Promise<{ no: number; plan: FormPlan }[]> {
  const rows = await tx.rows(sql<{ no: number; plan: unknown }>`
    select no, plan
    from form.version
    where workspace_id = ${tenant.id}
      and form_id = ${formId}
    order by no desc
  `)
  return rows.map(({ no, plan }) => ({ no, plan: formPlan.parse(plan) }))
}

/** How a form stands on a day of the workspace. */
export function stateOf(
  form: { closedAt: Date | null; published: { plan: Pick<FormPlan, 'from' | 'until'> } | null },
  today: string,
): FormState {
  if (form.published === null) return 'draft'
  const { from, until } = form.published.plan
  if (form.closedAt !== null || (until !== null && until < today)) return 'closed'
  return from !== null && from > today ? 'soon' : 'open'
}
