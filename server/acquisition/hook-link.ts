import type { Tenant } from '../kernel/index.ts'
import type { LinkTracker } from '../page/index.ts'
import { sql, type Tx } from '../postgres/index.ts'

/** A hook as a card below a welcome. */
export type HookLink = { title: string; url: string; desc: string }

const DESCRIPTION_MAX = 160
const TITLE_MAX = 40

/** The cards by which hooks are claimed, of those that this installation has an address for. */
export async function hookLinks(
  tx: Tx,
  tenant: Pick<Tenant, 'id' | 'no'>,
  { ids, links }: { ids: readonly string[]; links: Pick<LinkTracker, 'urlOf'> },
): Promise<ReadonlyMap<string, HookLink>> {
  if (ids.length === 0) return new Map()
  const rows = await tx.rows(sql<{ id: string; title: string; words: string }>`
    select h.id, v.title, v.words
    from acquisition.hook h
    join acquisition.hook_version v
      on v.workspace_id = h.workspace_id
      and v.hook_id = h.id
      and v.no = h.version
    where h.workspace_id = ${tenant.id}
      and h.id = any(${[...new Set(ids)]}::uuid[])
  `)
  return new Map(
    rows.flatMap(({ id, title, words }) => {
      const url = links.urlOf(tenant, { kind: 'hook_claim', id })
      if (url === null) return []
      const card = { title: title.slice(0, TITLE_MAX), url, desc: words.slice(0, DESCRIPTION_MAX) }
      return [[id, card] as const]
    }),
  )
}
