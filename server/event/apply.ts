import { sql, type Tx } from '../postgres/index.ts'
import type {
  Applied,
  ApplyStep,
  Landing,
  PumpContext,
  Resolve,
  ResolvedEvent,
  RiverEvent,
} from './event.ts'
import { eventOfFact } from './fact.ts'

/** Facts that facts tell of: bounded, so that a circle of appliers is an error and not an endless batch. */
const ROUNDS_MAX = 4

export type Rules = { resolve: Resolve; appliers: readonly ApplyStep[] }
export type Outcome = { events: ResolvedEvent[]; landings: Landing[]; duplicates: number }

/**
 * What a batch does to Postgres: duplicates dropped by the permanent key, people looked up, appliers run in the order
 * of their table, their facts added and applied in turn. All in the caller's transaction.
 * @param replayed true for a parked event that comes back: its key was seen before, on purpose.
 */
export async function applyAll(
  tx: Tx,
  context: PumpContext,
  incoming: RiverEvent[],
  rules: Rules,
  replayed = false,
): Promise<Outcome> {
  const unseen = replayed ? incoming : await onlyUnseen(tx, incoming)
  const resolved = await withPeople(tx, context, unseen, rules.resolve)
  const all = [...resolved.events]
  const landings = [...resolved.landings]
  let told = [...resolved.facts]
  let round = resolved.events
  for (let n = 0; n < ROUNDS_MAX && (round.length > 0 || told.length > 0); n++) {
    const applied = await runSteps(tx, context, round, rules.appliers)
    landings.push(...applied.landings)
    const facts = [...told, ...applied.facts].map((fact) =>
      eventOfFact(context.tenant, fact, context.now),
    )
    round = await onlyUnseen(tx, facts)
    told = []
    all.push(...round)
  }
  if (round.length > 0)
    throw new Error(`facts went round more than ${ROUNDS_MAX} times: ${round[0]?.name}`)
  return { events: all, landings, duplicates: incoming.length - unseen.length }
}

async function withPeople(tx: Tx, context: PumpContext, events: RiverEvent[], resolve: Resolve) {
  const { who, facts, landings } = await resolve(tx, context, events)
  const resolved = events.map((event, i): ResolvedEvent => {
    const person = event.customer ?? who[i] ?? null
    return { ...event, customerId: person?.id ?? null, customerNo: person?.no ?? 0 }
  })
  return { events: resolved, facts, landings }
}

async function runSteps(
  tx: Tx,
  context: PumpContext,
  events: ResolvedEvent[],
  steps: readonly ApplyStep[],
): Promise<Applied> {
  const done: Applied = { facts: [], landings: [] }
  for (const step of steps) {
    const mine = step.on === 'any' ? events : events.filter((event) => step.on.includes(event.name))
    if (mine.length === 0) continue
    const applied = await step.apply(tx, context, mine)
    done.facts.push(...applied.facts)
    done.landings.push(...applied.landings)
  }
  return done
}

/**
 * The permanent key (I-3): what was seen once is never counted again, without a window. Tried at 50 million keys:
 * 40,000 a second, 72 bytes each.
 */
async function onlyUnseen<E extends RiverEvent>(tx: Tx, events: E[]): Promise<E[]> {
  const first = new Map<string, E>()
  for (const event of events) if (!first.has(event.eventId)) first.set(event.eventId, event)
  if (first.size === 0) return []
  const added = await tx.rows(sql<{ event_id: string }>`
    insert into event.seen (event_id)
    select unnest(${[...first.keys()]}::uuid[])
    on conflict do nothing
    returning event_id
  `)
  const unseen = new Set(added.map((row) => row.event_id))
  return [...first.values()].filter((event) => unseen.has(event.eventId))
}
