import { newId, type Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'

/** What is written down of a handover: for the whole, or for one customer of it. */
export const entryKinds = [
  'begun',
  'carried',
  'asked',
  'taken',
  'done',
  'refused',
  'limit',
  'failed',
  'gone',
  'renamed',
] as const
export type EntryKind = (typeof entryKinds)[number]

export type NewEntry = {
  handoverId: string
  moveId: string | null
  kind: EntryKind
  by: string | null
  detail: Record<string, unknown>
}

export async function addEntries(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  entries: readonly NewEntry[],
  now: Date,
): Promise<void> {
  if (entries.length === 0) return
  await tx.run(sql`
    insert into handover.entry (workspace_id, id, handover_id, move_id, kind, at, by, detail)
    select ${tenant.id}, n.id, n.handover_id, n.move_id, n.kind, ${now}, n.by, n.detail::jsonb
    from unnest(
      ${entries.map(() => newId())}::uuid[],
      ${entries.map(({ handoverId }) => handoverId)}::uuid[],
      ${entries.map(({ moveId }) => moveId)}::uuid[],
      ${entries.map(({ kind }) => kind)}::text[],
      ${entries.map(({ by }) => by)}::uuid[],
      ${entries.map(({ detail }) => JSON.stringify(detail))}::text[]
    ) as n (id, handover_id, move_id, kind, by, detail)
  `)
}
