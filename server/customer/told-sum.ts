import { sql, type Tx } from '../postgres/index.ts'
import { NEVER, type TraitChange } from './mirror.ts'
import { storedTraits, type Traits } from './trait.ts'

type Line = {
  id: string
  toldAt: Date
  traits: unknown
  first: Date | null
  last: Date | null
  event: string
}
type Sum = { traits: Traits; first: Date | null; last: Date | null; event: string }

/**
 * Makes customers what their lines in `customer.told` add up to: per trait the newest counts, and they were there from the
 * first sighting to the last; what the first line was begun with is one. Lines of customers of whom no import tells any more are closed.
 * @returns the persons to whom the customers belong, and which traits are other ones now.
 */
export async function addUpTold(
  tx: Tx,
  workspaceId: string,
  ids: string[],
): Promise<{ persons: string[]; changes: TraitChange[] }> {
  if (ids.length === 0) return { persons: [], changes: [] }
  const before = await traitsBefore(tx, workspaceId, ids)
  const sums = new Map(ids.map((id): [string, Sum] => [id, nothing()]))
  const begun = new Set<string>()
  for (const line of await linesOf(tx, workspaceId, ids)) {
    if (!begun.has(line.id))
      add(sums, { ...line, traits: {}, first: line.toldAt, last: line.toldAt, event: '' })
    begun.add(line.id)
    add(sums, line)
  }
  const rows = [...sums.values()]
  const persons = await tx.rows(sql<{ id: string }>`
    update customer.customer c
    set traits = n.traits,
        own_first_seen_at = coalesce(n.first_at, c.own_first_seen_at),
        own_last_seen_at = coalesce(n.last_at, c.own_last_seen_at),
        own_last_event = n.event
    from unnest(
      ${[...sums.keys()]}::uuid[],
      ${rows.map(({ traits }) => JSON.stringify(traits))}::jsonb[],
      ${rows.map(({ first }) => first)}::timestamptz[],
      ${rows.map(({ last }) => last)}::timestamptz[],
      ${rows.map(({ event }) => event)}::text[]
    ) as n (id, traits, first_at, last_at, event)
    where c.workspace_id = ${workspaceId}
      and c.id = n.id
    returning c.person_id as id
  `)
  await closeLines(tx, workspaceId, ids)
  const changes = before.map(({ id, no, traits }) =>
    changeOf(no, storedTraits.parse(traits), sums.get(id)?.traits ?? {}),
  )
  return { persons: [...new Set(persons.map(({ id }) => id))], changes }
}

function traitsBefore(tx: Tx, workspaceId: string, ids: string[]) {
  return tx.rows(sql<{ id: string; no: number; traits: unknown }>`
    select id, no, traits
    from customer.customer
    where workspace_id = ${workspaceId}
      and id = any(${ids}::uuid[])
  `)
}

/** A trait that is gone hides nothing: as if it had been taken away before everything. */
function changeOf(no: number, before: Traits, after: Traits): TraitChange {
  const keys = Object.keys({ ...before, ...after }).filter(
    (key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]),
  )
  const gone = Object.fromEntries(keys.map((key) => [key, { v: null, at: NEVER }]))
  return { no, traits: { ...gone, ...after }, keys }
}

const nothing = (): Sum => ({ traits: {}, first: null, last: null, event: '' })

function linesOf(tx: Tx, workspaceId: string, ids: string[]): Promise<Line[]> {
  return tx.rows(sql<Line>`
    select customer_id as id, told_at as "toldAt", traits, first_seen_at as first, last_seen_at as last, last_event as event
    from customer.told
    where workspace_id = ${workspaceId}
      and customer_id = any(${ids}::uuid[])
    order by customer_id, begun_at, import_no
  `)
}

function add(sums: Map<string, Sum>, { id, traits, first, last, event }: Line): void {
  const sum = sums.get(id)
  if (!sum) return
  for (const [key, trait] of Object.entries(storedTraits.parse(traits))) {
    const known = sum.traits[key]
    if (!known || trait.at >= known.at) sum.traits[key] = trait
  }
  if (first && (!sum.first || first < sum.first)) sum.first = first
  if (last && (!sum.last || last >= sum.last)) {
    sum.last = last
    if (event !== '') sum.event = event
  }
}

async function closeLines(tx: Tx, workspaceId: string, ids: string[]): Promise<void> {
  await tx.run(sql`
    delete from customer.told t
    where t.workspace_id = ${workspaceId}
      and t.customer_id = any(${ids}::uuid[])
      and t.import_no = 0
      and not exists (
        select from customer.told k
        where k.workspace_id = ${workspaceId}
          and k.customer_id = t.customer_id
          and k.import_no > 0
      )
  `)
}
