import { internalEvents } from '../../contract/event.ts'
import type { SegmentVocabulary } from '../../contract/segment-view.ts'
import type { ClickHouse } from '../clickhouse/index.ts'
import type { Tenant } from '../kernel/index.ts'

type Reader = Pick<ClickHouse, 'rows'>
type Word = { text: string; count: number }

const NAMES_MAX = 300
const WORDS_MAX = 100
/** Words of an event are read from this many of its rows: enough to offer what occurs, at any size of history. */
const ROWS_READ = 20_000

/** What has happened and what is known here, the most frequent first. */
export async function vocabularyOf(
  clickhouse: Reader,
  tenant: Pick<Tenant, 'no'>,
): Promise<Pick<SegmentVocabulary, 'events' | 'traits' | 'sources' | 'states'>> {
  const params = { workspace: tenant.no, most: NAMES_MAX }
  const [events, traits, sources, states] = await Promise.all([
    clickhouse.rows<{ name: string; count: number }>({
      sql: `
select toString(name) as name, count() as count
from event
where workspace = {workspace:UInt32}
  and name not in {internal:Array(String)}
group by name
order by count desc, name
limit {most:UInt32}`,
      params: { ...params, internal: [...internalEvents] },
      comment: 'segment.event names',
    }),
    clickhouse.rows<{ key: string; people: number }>({
      sql: `
select toString(key) as key, uniqExact(customer) as people
from customer_trait
where workspace = {workspace:UInt32}
  and empty = 0
group by key
order by people desc, key
limit {most:UInt32}`,
      params,
      comment: 'segment.trait keys',
    }),
    clickhouse.rows<{ source: string }>({
      sql: `
select toString(source) as source
from customer_arrival
where workspace = {workspace:UInt32}
group by source
order by count() desc, source
limit {most:UInt32}`,
      params,
      comment: 'segment.sources',
    }),
    clickhouse.rows<{ state: string }>({
      sql: `
select state
from customer_follow
where workspace = {workspace:UInt32}
  and state != ''
group by state
order by count() desc, state
limit {most:UInt32}`,
      params,
      comment: 'segment.states',
    }),
  ])
  return {
    events,
    traits,
    sources: sources.map(({ source }) => source),
    states: states.map(({ state }) => state),
  }
}

/** Keys of what came with an event, or the values of one of them, or the values of a trait. */
export function wordsOf(
  clickhouse: Reader,
  tenant: Pick<Tenant, 'no'>,
  asked:
    | { kind: 'properties'; event: string }
    | { kind: 'values'; event: string; property: string }
    | { kind: 'trait'; trait: string },
): Promise<Word[]> {
  const params = { workspace: tenant.no, most: WORDS_MAX, read: ROWS_READ }
  if (asked.kind === 'trait')
    return clickhouse.rows<Word>({
      sql: `
select value as text, count() as count
from customer_trait final
where workspace = {workspace:UInt32}
  and key = {trait:String}
  and empty = 0
group by value
order by count desc, text
limit {most:UInt32}`,
      params: { ...params, trait: asked.trait },
      comment: 'segment.trait values',
    })
  const rows = `
from (
  select props
  from event
  where workspace = {workspace:UInt32}
    and name = {event:String}
  limit {read:UInt32}
)`
  const text =
    asked.kind === 'properties'
      ? 'arrayJoin(JSONExtractKeys(props))'
      : "JSONExtract(props, {property:String}, 'Nullable(String)')"
  return clickhouse.rows<Word>({
    sql: `
select ifNull(${text}, '') as text, count() as count${rows}
group by text
having text != ''
order by count desc, text
limit {most:UInt32}`,
    params: {
      ...params,
      event: asked.event,
      ...(asked.kind === 'values' ? { property: asked.property } : {}),
    },
    comment: 'segment.event words',
  })
}
