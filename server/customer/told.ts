import { sql, type Tx } from '../postgres/index.ts'
import { isSighting } from './touch.ts'
import { learn, storedTraits, type Traits } from './trait.ts'

/**
 * What was told of a customer (`customer.told`), apart by who told it: one line for each import, one with the number 0 for
 * everything else. Only customers of whom an import told have lines; undoing an import takes its line away and adds up
 * the others (`undo-import.ts`).
 */
export type Telling = { customerId: string; importNo: number; name: string; at: Date }
type Line = {
  customerId: string
  importNo: number
  toldAt: Date
  first: Date | null
  last: Date | null
  event: string
}

/**
 * Notes sightings line by line. To be called before they change the customers' rows.
 * @param told.made rows that this batch made: nothing was known of them before.
 */
export async function noteTold(
  tx: Tx,
  workspaceId: string,
  {
    tellings,
    made = new Set(),
    now,
  }: { tellings: Telling[]; made?: ReadonlySet<string>; now: Date },
): Promise<void> {
  const lines = linesOf(tellings)
  if (lines.length === 0) return
  const imported = lines.filter(({ importNo }) => importNo > 0).map(({ customerId }) => customerId)
  await openLines(
    tx,
    workspaceId,
    [...new Set(imported)].filter((id) => !made.has(id)),
  )
  await writeLines(tx, workspaceId, lines, now)
}

function linesOf(tellings: Telling[]): Line[] {
  const lines = new Map<string, Line>()
  for (const { customerId, importNo, name, at } of tellings) {
    const isSeen = isSighting(name)
    if (importNo === 0 && !isSeen) continue
    const key = `${customerId} ${importNo}`
    const begun = { customerId, importNo, toldAt: at, first: null, last: null, event: '' }
    const known: Line = lines.get(key) ?? begun
    lines.set(key, known)
    if (!isSeen) continue
    if (known.first === null || at < known.first) known.first = at
    if (known.last === null || at >= known.last) Object.assign(known, { last: at, event: name })
  }
  return [...lines.values()]
}

/** Before an import first tells of a customer who was there: all that is known so far is the line of everything else. */
async function openLines(tx: Tx, workspaceId: string, ids: string[]): Promise<void> {
  if (ids.length === 0) return
  await tx.run(sql`
    insert into customer.told (
      workspace_id, customer_id, import_no, begun_at, told_at, traits, first_seen_at, last_seen_at, last_event
    )
    select c.workspace_id, c.id, 0, c.created_at, c.own_first_seen_at, c.traits, c.own_first_seen_at, c.own_last_seen_at, c.own_last_event
    from unnest(${ids}::uuid[]) as n (id)
    join customer.customer c
      on c.workspace_id = ${workspaceId}
      and c.id = n.id
    where not exists (
      select from customer.told t
      where t.workspace_id = ${workspaceId}
        and t.customer_id = n.id
    )
  `)
}

async function writeLines(tx: Tx, workspaceId: string, lines: Line[], now: Date): Promise<void> {
  await tx.run(sql`
    insert into customer.told as t (
      workspace_id, customer_id, import_no, begun_at, told_at, first_seen_at, last_seen_at, last_event
    )
    select ${workspaceId}, n.id, n.import_no, ${now}, n.told_at, n.first_at, n.last_at, n.event
    from unnest(
      ${lines.map(({ customerId }) => customerId)}::uuid[],
      ${lines.map(({ importNo }) => importNo)}::int[],
      ${lines.map(({ toldAt }) => toldAt)}::timestamptz[],
      ${lines.map(({ first }) => first)}::timestamptz[],
      ${lines.map(({ last }) => last)}::timestamptz[],
      ${lines.map(({ event }) => event)}::text[]
    ) as n (id, import_no, told_at, first_at, last_at, event)
    where n.import_no > 0
       or exists (
         select from customer.told k
         where k.workspace_id = ${workspaceId}
           and k.customer_id = n.id
       )
    on conflict (workspace_id, customer_id, import_no) do update
    set last_event = case
          when excluded.last_event <> '' and (t.last_seen_at is null or excluded.last_seen_at >= t.last_seen_at)
          then excluded.last_event
          else t.last_event
        end,
        first_seen_at = least(t.first_seen_at, excluded.first_seen_at),
        last_seen_at = greatest(t.last_seen_at, excluded.last_seen_at)
  `)
}

/** Notes traits on the lines that are there. */
export async function learnTold(
  tx: Tx,
  workspaceId: string,
  tellings: (Pick<Telling, 'customerId' | 'importNo' | 'at'> & {
    traits: Record<string, unknown>
  })[],
): Promise<void> {
  const ids = [...new Set(tellings.map(({ customerId }) => customerId))]
  const lines = new Map<string, { id: string; no: number; traits: Traits }>()
  for (const { id, no, traits } of await traitLines(tx, workspaceId, ids))
    lines.set(`${id} ${no}`, { id, no, traits: storedTraits.parse(traits) })
  const changed = new Set<string>()
  for (const { customerId, importNo, traits, at } of tellings) {
    const key = `${customerId} ${importNo}`
    const line = lines.get(key)
    if (!line) continue
    const learned = learn(line.traits, traits, at)
    if (learned !== line.traits) changed.add(key)
    line.traits = learned
  }
  const written = [...lines].flatMap(([key, line]) => (changed.has(key) ? [line] : []))
  if (written.length === 0) return
  await tx.run(sql`
    update customer.told t
    set traits = n.traits
    from unnest(
      ${written.map(({ id }) => id)}::uuid[],
      ${written.map(({ no }) => no)}::int[],
      ${written.map(({ traits }) => JSON.stringify(traits))}::jsonb[]
    ) as n (id, no, traits)
    where t.workspace_id = ${workspaceId}
      and t.customer_id = n.id
      and t.import_no = n.no
  `)
}

function traitLines(tx: Tx, workspaceId: string, ids: string[]) {
  return tx.rows(sql<{ id: string; no: number; traits: unknown }>`
    select customer_id as id, import_no as no, traits
    from customer.told
    where workspace_id = ${workspaceId}
      and customer_id = any(${ids}::uuid[])
  `)
}

/** Notes traits that somebody set by hand, on the line of everything else, if the customer has lines. */
export async function learnByHand(
  tx: Tx,
  workspaceId: string,
  told: { customerId: string; traits: Record<string, unknown>; at: Date },
): Promise<void> {
  const { customerId, at } = told
  const line = { customerId, importNo: 0, toldAt: at, first: null, last: null, event: '' }
  await writeLines(tx, workspaceId, [line], at)
  await learnTold(tx, workspaceId, [{ ...told, importNo: 0 }])
}
