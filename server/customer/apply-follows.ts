import { z } from 'zod'
import {
  type Applied,
  type ApplyStep,
  type Fact,
  PRIVATE,
  type PumpContext,
  type ResolvedEvent,
} from '../event/index.ts'
import type { Tx } from '../postgres/index.ts'
import {
  compare,
  endOf,
  type Sign,
  type Spell,
  type ToldFollow,
  type Turn,
  turn,
} from './follow.ts'
import { landedFollows } from './follow-landing.ts'
import { pairOf, spellsOf, storeSpells } from './follow-store.ts'

/** A follow that is found so long after its beginning is no newcomer any more: it is told under another name. */
const NEWCOMER_MS = 86_400_000

/** Which source a code's parameter belongs to, for those that are known. */
export type SourcesOf = (
  tx: Tx,
  tenant: PumpContext['tenant'],
  states: string[],
) => Promise<ReadonlyMap<string, string>>

const signs = {
  'contact.added': 'added',
  'contact.requested': 'requested',
  'contact.left': 'left',
  'contact.removed': 'removed',
} as const
const signed = new Map<string, Sign['kind']>(Object.entries(signs))

const signProps = z.object({
  userid: z.string(),
  external_userid: z.string(),
  state: z.string().default(''),
  welcome_code: z.string().optional(),
  by_transfer: z.boolean().optional(),
})

/** What `contact.told` carries beside traits: how all follows of the contact stand, as they were read. */
export const toldFollows = z.object({
  follows: z.array(
    z.object({
      userid: z.string(),
      state: z.string(),
      add_way: z.number().nullable(),
      remark: z.string(),
      description: z.string(),
      started_at: z.coerce.date(),
      tag_ids: z.array(z.string()),
    }),
  ),
})

type Change = { turn: NonNullable<Turn>; event: ResolvedEvent; extra: Record<string, unknown> }

/** The line of the table of appliers that keeps follows. Tells follow.started, follow.requested, follow.found, follow.ended. */
export function followStep(deps: { sourcesOf: SourcesOf }): ApplyStep {
  return {
    name: 'follow',
    on: [...signed.keys(), 'contact.told'],
    apply: (tx, context, events) => applyFollows(tx, context, events, deps.sourcesOf),
  }
}

async function applyFollows(
  tx: Tx,
  context: PumpContext,
  events: ResolvedEvent[],
  sourcesOf: SourcesOf,
): Promise<Applied> {
  const book = bookOf(await spellsOf(tx, context.tenant.id, contactsIn(events)))
  const changes = events.flatMap((event) =>
    event.name === 'contact.told' ? reading(book, event) : signOf(book, event),
  )
  await giveSources(tx, context, changes, sourcesOf)
  const changed = [...new Map(changes.map(({ turn: { spell } }) => [spell.id, spell])).values()]
  await storeSpells(tx, context.tenant.id, changed)
  return {
    facts: changes.flatMap((change) => factOf(change, book) ?? []),
    landings: await landedFollows(tx, context, changed),
  }
}

function contactsIn(events: ResolvedEvent[]): string[] {
  return [...new Set(events.map(({ props }) => String(props.external_userid ?? '')))]
}

/** The newest spell of each pair as the batch goes on, and who was a friend of anybody before. */
type Book = {
  last: Map<string, Spell>
  pairsOf: Map<string, Set<string>>
  before: Map<string, Date>
}

function bookOf(spells: Spell[]): Book {
  const book: Book = { last: new Map(), pairsOf: new Map(), before: new Map() }
  for (const spell of spells.toReversed()) note(book, spell)
  return book
}

function note(book: Book, spell: Spell): void {
  const pair = pairOf(spell)
  book.last.set(pair, spell)
  const pairs = book.pairsOf.get(spell.externalUserid) ?? new Set()
  book.pairsOf.set(spell.externalUserid, pairs.add(pair))
  const first = book.before.get(spell.externalUserid)
  if (!first || spell.startedAt < first) book.before.set(spell.externalUserid, spell.startedAt)
}

function signOf(book: Book, event: ResolvedEvent): Change[] {
  const kind = signed.get(event.name)
  const read = signProps.safeParse(event.props)
  if (!kind || !read.success || event.customerId === null) return []
  const { userid, external_userid: externalUserid, state, welcome_code, by_transfer } = read.data
  const sign = { kind, at: event.at, customerId: event.customerId, userid, externalUserid, state }
  const turned = turn(book.last.get(pairOf(sign)) ?? null, sign)
  if (!turned) return []
  const extra = {
    ...(welcome_code === undefined ? {} : { welcome_code }),
    ...(by_transfer ? { by_transfer } : {}),
  }
  return [{ turn: noted(book, turned), event, extra }]
}

/**
 * A contact was read: each pair is compared with what is known. Where all its follows were asked for, those that are gone
 * too; a row of an associate's list says nothing of the others.
 */
function reading(book: Book, event: ResolvedEvent): Change[] {
  const { customerId, at } = event
  const read = toldFollows.safeParse(event.props[PRIVATE])
  if (!read.success || customerId === null) return []
  const externalUserid = String(event.props.external_userid)
  const { follows } = read.data
  const told = new Map<string, ToldFollow>()
  for (const { add_way: addWay, started_at: startedAt, ...follow } of follows)
    told.set(pairOf({ ...follow, externalUserid }), { ...follow, addWay, startedAt })
  const isWhole = event.props.seen_by === undefined
  const known = isWhole ? (book.pairsOf.get(externalUserid) ?? []) : []
  return [...new Set([...told.keys(), ...known])].flatMap((pair) => {
    const last = book.last.get(pair) ?? null
    const follow = told.get(pair) ?? null
    const userid = follow?.userid ?? last?.userid ?? ''
    const turned = compare(last, follow, { at, customerId, externalUserid, userid })
    return turned ? [{ turn: noted(book, turned), event, extra: {} }] : []
  })
}

function noted(book: Book, turned: NonNullable<Turn>): NonNullable<Turn> {
  note(book, turned.spell)
  return turned
}

async function giveSources(
  tx: Tx,
  { tenant }: PumpContext,
  changes: Change[],
  sourcesOf: SourcesOf,
): Promise<void> {
  const open = changes.map(({ turn: { spell } }) => spell).filter(({ sourceId }) => !sourceId)
  const states = [...new Set(open.flatMap(({ state }) => (state === '' ? [] : [state])))]
  if (states.length === 0) return
  const sources = await sourcesOf(tx, tenant, states)
  for (const spell of open) spell.sourceId = sources.get(spell.state) ?? null
}

function factOf({ turn: { spell, told }, event, extra }: Change, book: Book): Fact | null {
  if (told === null || event.customerId === null) return null
  const ended = endOf(spell)
  const at = told === 'ended' ? (ended ?? event.at) : spell.startedAt
  const isOld = spell.wasFound && event.at.getTime() - spell.startedAt.getTime() > NEWCOMER_MS
  const name = told === 'started' && isOld ? 'follow.found' : `follow.${told}`
  const first = book.before.get(spell.externalUserid)
  return {
    name,
    at,
    cause: [spell.id],
    customer: { id: event.customerId, no: event.customerNo },
    value: null,
    props: {
      userid: spell.userid,
      external_userid: spell.externalUserid,
      state: spell.state,
      add_way: spell.addWay,
      source_id: spell.sourceId,
      // Somebody who was a friend of this or another associate before is greeted otherwise than a stranger.
      is_returning: first !== undefined && first < spell.startedAt,
      is_of_another: isOfAnother(book, spell),
      ...(told === 'ended' ? { ended_by: endedBy(spell) } : {}),
      ...extra,
    },
  }
}

/** Whether they are a friend of another associate when they become one of this. */
function isOfAnother({ pairsOf, last }: Book, { externalUserid, userid, startedAt }: Spell) {
  return [...(pairsOf.get(externalUserid) ?? [])].some((pair) => {
    const other = last.get(pair)
    if (!other || other.userid === userid || other.confirmedAt === null) return false
    const ended = endOf(other)
    return other.confirmedAt < startedAt && (ended === null || ended > startedAt)
  })
}

function endedBy({ leftAt, removedAt }: Spell): 'customer' | 'staff' {
  if (!leftAt) return 'staff'
  return removedAt && removedAt < leftAt ? 'staff' : 'customer'
}
