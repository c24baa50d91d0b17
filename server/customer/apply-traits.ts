import { z } from 'zod'
import {
  type Applier,
  type ApplyStep,
  type Landing,
  PRIVATE,
  type PumpContext,
  type ResolvedEvent,
} from '../event/index.ts'
import { sql, type Tx } from '../postgres/index.ts'
import { addImportedTags, type ToldTag } from './imported-tags.ts'
import { taggingsAsTheyStand, traitLanding } from './mirror.ts'
import { refreshNames } from './refresh-names.ts'
import { learnTold } from './told.ts'
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
const applyTraits: Applier = async (tx, context, events) => {
  const { tenant, now } = context
  const known = await traitsOfCustomers(tx, tenant.id, events)
  const learned = new Map<string, Traits>()
  const tags: { event: ResolvedEvent; customerId: string; tag: ToldTag }[] = []
  const tellings: Parameters<typeof learnTold>[2] = []
  for (const event of events) {
    if (event.customerId === null) continue
    const { customerId } = event
    const before = learned.get(customerId) ?? known.get(customerId) ?? {}
    const { traits, tags: ofEvent } = told(event)
    const named = { traits: withName(traits), at: event.at }
    const said = [named, ...nicknameOf(event)]
    const after = said.reduce((known, more) => learn(known, more.traits, more.at), before)
    for (const more of said) tellings.push({ customerId, importNo: event.importNo, ...more })
    if (after !== before) learned.set(customerId, after)
    for (const tag of ofEvent) tags.push({ event, customerId, tag })
  }
  await storeTraits(tx, tenant.id, learned)
  await learnTold(tx, tenant.id, tellings)
  const renamed = [...learned].filter(([id, traits]) => traits.name?.v !== known.get(id)?.name?.v)
  await refreshNames(
    tx,
    tenant.id,
    renamed.map(([id]) => id),
  )
  await addImportedTags(tx, tenant, tags, now)
  return { facts: [], landings: await landingsOf(tx, context, events, { known, learned, tags }) }
}

async function landingsOf(
  tx: Tx,
  context: PumpContext,
  events: ResolvedEvent[],
  done: {
    known: Map<string, Traits>
    learned: Map<string, Traits>
    tags: { customerId: string }[]
  },
): Promise<Landing[]> {
  const { known, learned, tags } = done
  const numbers = new Map(events.map(({ customerId, customerNo }) => [customerId, customerNo]))
  const changed = [...learned].map(([id, traits]) => {
    const before = known.get(id) ?? {}
    const keys = Object.keys(traits).filter((key) => traits[key] !== before[key])
    return { no: numbers.get(id) ?? 0, traits, keys }
  })
  const tagged = [...new Set(tags.map(({ customerId }) => customerId))]
  return [
    traitLanding(context, changed),
    ...(tagged.length > 0 ? [await taggingsAsTheyStand(tx, context, tagged)] : []),
  ]
}

/** What somebody calls themselves in a chat is their name as long as nothing better is known, ever. */
function nicknameOf(event: ResolvedEvent): { traits: Record<string, unknown>; at: Date }[] {
  if (event.name !== 'contact.told') return []
  const { name } = record.catch({}).parse(event.props[PRIVATE])
  // Nobody's contact any more: what was known stays.
  return typeof name === 'string' && name !== '' ? [{ traits: { name }, at: new Date(0) }] : []
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
  on: ['identify', 'customer.imported', 'contact.told', 'form.submitted'],
  apply: applyTraits,
}
