import { z } from 'zod'
import {
  type Applier,
  type ApplyStep,
  nothingApplied,
  PRIVATE,
  type ResolvedEvent,
} from '../event/index.ts'
import { sql, type Tx } from '../postgres/index.ts'
import { addImportedTags, type ToldTag } from './imported-tags.ts'
import { refreshNames } from './refresh-names.ts'
import { learn, storedTraits, type Traits, withName } from './trait.ts'

const record = z.record(z.string(), z.unknown())
const toldTag = z.union([
  z.string().transform((name): ToldTag => ({ group: '', name })),
  z.object({ group: z.string().default(''), name: z.string() }),
])

/** What an event tells about its customer, personal traits (under `$private`) among it. */
function told(event: ResolvedEvent): { traits: Record<string, unknown>; tags: ToldTag[] } {
  const { [PRIVATE]: personal, ...open } = event.props
  const secret = record.catch({}).parse(personal ?? {})
  const nested = record.catch({}).parse(secret.traits ?? secret)
  // A decoder that hands over the traits as they came has hidden nothing else in them.
  if (event.name === 'identify')
    return { traits: secret.traits === undefined ? { ...open, ...nested } : nested, tags: [] }
  const traits = record.catch({}).parse(open.traits ?? {})
  return {
    traits: { ...traits, ...nested },
    tags: z
      .array(toldTag)
      .catch([])
      .parse(open.tags ?? []),
  }
}

/**
 * Learns traits: two statements however large the batch, one more for names that changed and a few for the tags of an
 * import.
 */
const applyTraits: Applier = async (tx, { tenant, now }, events) => {
  const known = await traitsOfCustomers(tx, tenant.id, events)
  const learned = new Map<string, Traits>()
  const tags: { event: ResolvedEvent; customerId: string; tag: ToldTag }[] = []
  for (const event of events) {
    if (event.customerId === null) continue
    const { customerId } = event
    const before = learned.get(customerId) ?? known.get(customerId) ?? {}
    const { traits, tags: ofEvent } = told(event)
    const after = learn(before, withName(traits), event.at)
    if (after !== before) learned.set(customerId, after)
    for (const tag of ofEvent) tags.push({ event, customerId, tag })
  }
  await storeTraits(tx, tenant.id, learned)
  const renamed = [...learned].filter(([id, traits]) => traits.name?.v !== known.get(id)?.name?.v)
  await refreshNames(
    tx,
    tenant.id,
    renamed.map(([id]) => id),
  )
  await addImportedTags(tx, tenant, tags, now)
  return nothingApplied
}

async function traitsOfCustomers(
  tx: Tx,
  workspaceId: string,
  events: ResolvedEvent[],
): Promise<Map<string, Traits>> {
  const ids = [...new Set(events.flatMap(({ customerId }) => customerId ?? []))]
  const rows = await tx.rows(sql<{ id: string; traits: unknown }>`
    select id, traits
    from customer.customer
    where workspace_id = ${workspaceId}
      and id = any(${ids}::uuid[])
  `)
  return new Map(rows.map(({ id, traits }) => [id, storedTraits.parse(traits)]))
}

/** Writes the traits of rows as they are from now on. */
export async function storeTraits(
  tx: Tx,
  workspaceId: string,
  learned: Map<string, Traits>,
): Promise<void> {
  if (learned.size === 0) return
  await tx.run(sql`
    update customer.customer c
    set traits = n.traits
    from unnest(
      ${[...learned.keys()]}::uuid[],
      ${[...learned.values()].map((traits) => JSON.stringify(traits))}::jsonb[]
    ) as n (id, traits)
    where c.workspace_id = ${workspaceId}
      and c.id = n.id
  `)
}

/** The line of the table of appliers that learns traits and imported tags. */
export const traitStep: ApplyStep = {
  name: 'trait',
  on: ['identify', 'customer.imported'],
  apply: applyTraits,
}
