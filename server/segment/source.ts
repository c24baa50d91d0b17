import { z } from 'zod'
import { createParams, type Params } from './params.ts'
import type { People } from './people.ts'

/**
 * What a snapshot of predictions is to conditions: whether there are values at all, whether the model tells who is still
 * alive, and from which expected value on a person is in the second, third, fourth and fifth fifth. Frozen with it.
 */
const predictions = z.object({
  snapshot: z.number(),
  hasValues: z.boolean(),
  hasModel: z.boolean(),
  ltvFifths: z.array(z.number()),
})
export type Predictions = z.infer<typeof predictions>
export const storedPredictions = predictions.nullable()

/** As of when and by whose days a tree is asked. */
export type Ask = { nowMs: number; timeZone: string; predictions: Predictions | null }

/**
 * Rows of one table that some conditions look at. They are added up once per person, however many conditions ask: each
 * registers what it needs to be added up (`take`), and gets the name under which the sum can be read.
 */
export type Source = {
  key: string
  table: string
  /** True for mirrors: the newest version of a row counts. */
  isFinal: boolean
  where: string
  aggregates: Map<string, string>
  /** Instants in milliseconds at which time alone changes an answer; what has passed does not count. */
  dues: Set<string>
  take(aggregate: string): string
}

/** Everything that one statement is going to ask. */
export type Plan = {
  ask: Ask
  params: Params
  sources: Map<string, Source>
  /** The present, as SQL: an instant, and in milliseconds. */
  now: string
  nowMs: string
  source(shape: Pick<Source, 'key' | 'table' | 'isFinal' | 'where'>): Source
}

/** @param prefix of the names of its parameters. */
export function createPlan(ask: Ask, prefix?: string): Plan {
  const params = createParams(prefix)
  const sources = new Map<string, Source>()
  const nowMs = params.add(ask.nowMs, 'Int64')
  let aliases = 0
  return {
    ask,
    params,
    sources,
    nowMs,
    now: `fromUnixTimestamp64Milli(${nowMs})`,
    source(shape) {
      const known = sources.get(shape.key)
      if (known) return known
      const aggregates = new Map<string, string>()
      const made: Source = {
        ...shape,
        aggregates,
        dues: new Set(),
        take(aggregate) {
          const alias = aggregates.get(aggregate) ?? `a${++aliases}`
          aggregates.set(aggregate, alias)
          return alias
        },
      }
      sources.set(shape.key, made)
      return made
    },
  }
}

/**
 * The sums of a source per person. For everybody, rows are grouped by the number they came with, which is how they lie on
 * disk; only people of several numbers are grouped again.
 */
export function perPerson(source: Source, people: People): string {
  const sums = [...source.aggregates].map(([sql, alias]) => `${sql} as ${alias}`)
  const grouped = (person: string, more: string[]) => `
    select ${[`${person} as person`, ...sums].join(',\n      ')}
    from ${source.table}${source.isFinal ? ' final' : ''}
    where ${['workspace = {workspace:UInt32}', source.where, 'customer > 0', ...more].filter(Boolean).join('\n      and ')}
    group by person`
  if (people.scope === 'among')
    return grouped(people.hasMerged ? PERSON_OF : 'customer', [
      'customer in {numbers:Array(UInt64)}',
    ])
  if (!people.hasMerged) return grouped('customer', [])
  return `${grouped('customer', [])}
    having person not in {involved:Array(UInt64)}
    union all${grouped(PERSON_OF, ['customer in {involved:Array(UInt64)}'])}`
}

const PERSON_OF = 'transform(customer, {merged:Array(UInt64)}, {persons:Array(UInt64)}, customer)'

/** Everybody there is: who arrived and was not merged into another. */
export function everyone(people: People): string {
  return `
    select groupBitmapState(toUInt32(customer)) as everyone
    from customer_arrival
    where ${[
      'workspace = {workspace:UInt32}',
      ...(people.hasMerged ? ['customer not in {merged:Array(UInt64)}'] : []),
      ...(people.scope === 'among' ? ['customer in {asked:Array(UInt64)}'] : []),
    ].join('\n      and ')}`
}
