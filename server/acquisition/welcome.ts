import type { Welcome } from '../../contract/acquisition.ts'
import type { Tenant } from '../kernel/index.ts'
import type { LinkTracker } from '../page/index.ts'
import { sql, type Tx } from '../postgres/index.ts'
import { type HookLink, hookLinks } from './hook-link.ts'

/** Who is to be welcomed. @param customer what we call them, empty for a stranger. */
export type Newcomer = {
  state: string
  isReturning: boolean
  customer: string
  associate: string
}

/**
 * What each newcomer is told: the words of the code that was scanned, else the workspace's own; null: nothing. Two
 * statements however many come at once.
 * @public
 */
export async function welcomesOf(
  tx: Tx,
  tenant: Pick<Tenant, 'id' | 'no' | 'name'>,
  { newcomers, links }: { newcomers: readonly Newcomer[]; links: Pick<LinkTracker, 'urlOf'> },
): Promise<({ text: string; link: HookLink | undefined } | null)[]> {
  const states = [...new Set(newcomers.map(({ state }) => state))]
  const rows = await tx.rows(sql<Welcome & { state: string; hookId: string | null }>`
    select w.state, w.welcome_new as "welcomeNew", w.welcome_returning as "welcomeReturning", h.id as "hookId"
    from acquisition.contact_way w
    left join acquisition.hook h
      on h.workspace_id = w.workspace_id
      and h.id = w.hook_id
      and h.archived_at is null
    where w.workspace_id = ${tenant.id}
      and w.state = any(${states}::text[])
      and w.archived_at is null
  `)
  const own = new Map(rows.map(({ state, ...words }) => [state, words]))
  const hooks = await hookLinks(tx, tenant, {
    ids: rows.flatMap(({ hookId }) => (hookId === null ? [] : [hookId])),
    links,
  })
  const general = await welcomeOf(tx, tenant)
  return newcomers.map((newcomer) => {
    const way = own.get(newcomer.state)
    const words = wordsFor(newcomer, way) || wordsFor(newcomer, general)
    if (words === '') return null
    const text = filled(words, newcomer, tenant.name)
    return { text, link: hooks.get(way?.hookId ?? '') }
  })
}

/** A returning friend without words of their own gets those for a new one. */
function wordsFor({ isReturning }: Newcomer, words: Welcome | undefined): string {
  if (!words) return ''
  return (isReturning && words.welcomeReturning) || words.welcomeNew
}

/** Fills the variables in; a name that is not known leaves a form of address that fits anybody. */
export function filled(words: string, { customer, associate }: Newcomer, brand: string): string {
  const values: Record<string, string> = { customer: customer || '朋友', associate, brand }
  return words.replace(/\{\{\s*(\w+)\s*\}\}/g, (whole, name: string) => values[name] ?? whole)
}

/** The workspace's own welcome. */
export async function welcomeOf(tx: Tx, tenant: Pick<Tenant, 'id'>): Promise<Welcome> {
  const stored = await tx.maybe(sql<Welcome>`
    select welcome_new as "welcomeNew", welcome_returning as "welcomeReturning"
    from acquisition.welcome
    where workspace_id = ${tenant.id}
  `)
  return stored ?? { welcomeNew: '', welcomeReturning: '' }
}

export async function storeWelcome(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  words: Welcome & { by: string | null; now: Date },
): Promise<void> {
  await tx.run(sql`
    insert into acquisition.welcome (workspace_id, welcome_new, welcome_returning, changed_at, changed_by)
    values (${tenant.id}, ${words.welcomeNew}, ${words.welcomeReturning}, ${words.now}, ${words.by})
    on conflict (workspace_id) do update
    set welcome_new = excluded.welcome_new,
        welcome_returning = excluded.welcome_returning,
        changed_at = excluded.changed_at,
        changed_by = excluded.changed_by
  `)
}
