import type { Tenant } from '../kernel/index.ts'
import { type Html, html, type Language, type LinkTracker, type Visitor } from '../page/index.ts'
import { sql, type Tx } from '../postgres/index.ts'
import { stateOf, storedHook } from './hook.ts'
import { claimForm } from './hook-page.ts'
import { pageWords } from './page-text.ts'

/**
 * A hook as it stands at the end of another page of the brand's own: what it gives, and the form that claims it by the hook's
 * own rule. Null: it is not given now.
 * @param asked.page the word of the page that it stands on, so that the claim is counted there.
 */
export async function hookAtEnd(
  tx: Tx,
  { tenant, present }: { tenant: Tenant; present: Date },
  asked: {
    hookId: string
    page: string
    visitor: Pick<Visitor, 'token'>
    language: Language
    links: Pick<LinkTracker, 'pathOf'>
  },
): Promise<Html | null> {
  const hook = await storedHook(tx, tenant, asked.hookId)
  if (!hook || stateOf(hook, { tenant, present }) !== 'open') return null
  const path = asked.links.pathOf(tenant, { kind: 'hook_claim', id: hook.id })
  const { page, visitor } = asked
  return html`<section class="card"><p class="quiet">${hook.pain}</p><h2>${hook.title}</h2><p>${hook.words}</p>${claimForm(pageWords(asked.language), { path, visitor, button: '', page })}</section>`
}

/** A hook's name, and how many claimed it from an article; null: there is no such hook that is still given. */
export async function hookOfArticle(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  { hookId, articleId }: { hookId: string; articleId: string | null },
): Promise<{ name: string; claimed: number; isArchived: boolean } | null> {
  const hook = await storedHook(tx, tenant, hookId)
  if (!hook) return null
  const { claimed } = await tx.one(sql<{ claimed: number }>`
    select count(*)::int as claimed
    from acquisition.hook_claim
    where workspace_id = ${tenant.id}
      and hook_id = ${hookId}
      and article_id = ${articleId}::uuid
  `)
  return { name: hook.name, claimed, isArchived: hook.archivedAt !== null }
}
