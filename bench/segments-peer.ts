import type { ClickHouse } from '../server/clickhouse/index.ts'

/**
 * The four segments in the shape that the field keeps them up in: each condition writes aggregate states of all its events,
 * by person and millisecond, and every tick asks them for the whole population. In our own words, on the same engine, and
 * spared much: persons are numbers and already resolved, and nothing is kept but what these four need.
 */
type Leaf = {
  name: string
  condition: string
  /** The text whose newest value counts; null for conditions that count events. */
  value: string | null
  holds: string
  windowDays: number | null
}

const DAY_SECONDS = 86_400
const BOUGHT = "event = 'Order Completed'"
const property = (key: string) => `JSON_VALUE(properties, '$.${key}')`

const leaves: Leaf[] = [
  {
    name: 'level',
    condition: "event = 'identify'",
    value: property('level'),
    holds: 'toFloat64OrZero(argMaxMerge(newest)) >= 2',
    windowDays: null,
  },
  {
    name: 'city',
    condition: "event = 'identify'",
    value: property('city'),
    holds: "argMaxMerge(newest) = 'c1'",
    windowDays: null,
  },
  {
    name: 'viewed',
    condition: "event = 'Product Viewed'",
    value: property('sku'),
    holds: "argMaxMerge(newest) = 's5'",
    windowDays: null,
  },
  {
    name: 'bought twice',
    condition: `${BOUGHT} and toFloat64OrZero(${property('amount')}) >= 100`,
    value: null,
    holds: 'uniqMerge(seen) >= 2',
    windowDays: 30,
  },
  {
    name: 'bought five times',
    condition: BOUGHT,
    value: null,
    holds: 'uniqMerge(seen) >= 5',
    windowDays: null,
  },
]

/** Who is in the four, by the names of the conditions in a map. */
const members =
  "[(1, m['level'] and m['bought twice']), (2, m['viewed']), (3, m['city']), (4, m['bought five times'])]"

const tables = [
  `create table peer_state (leaf LowCardinality(String), user UInt64, newest AggregateFunction(argMax, String, DateTime64(3, 'UTC')),
    seen AggregateFunction(uniq, String), at DateTime64(3, 'UTC'), computed_at SimpleAggregateFunction(max, DateTime64(3, 'UTC')))
  engine = AggregatingMergeTree order by (leaf, user, at)`,
  `create table peer_resolved (leaf LowCardinality(String), user UInt64, holds UInt8, computed_at DateTime64(3, 'UTC'))
  engine = ReplacingMergeTree(computed_at) order by (leaf, user)`,
  `create table peer_member (segment UInt8, user UInt64, holds UInt8, computed_at DateTime64(3, 'UTC'))
  engine = ReplacingMergeTree(computed_at) order by (segment, user)`,
]

type Asking = Pick<ClickHouse, 'command' | 'rows'>

export async function preparePeer(clickhouse: Asking): Promise<void> {
  for (const table of tables) await clickhouse.command({ sql: table, comment: 'bench.peer' })
}

/** One tick: states of what arrived after `sinceMs` and up to `nowMs`, who that makes a member. */
export async function peerTick(
  clickhouse: Asking,
  { sinceMs, nowMs }: { sinceMs: number; nowMs: number },
): Promise<void> {
  const ask = (sql: string) =>
    clickhouse.command({ sql, params: { since: sinceMs, now: nowMs }, comment: 'bench.peer' })
  for (const leaf of leaves) await ask(statesOf(leaf))
  for (const leaf of leaves)
    for (const statement of leaf.value === null ? performed(leaf) : newest(leaf))
      await ask(statement)
  await ask(`
insert into peer_member (segment, user, holds, computed_at)
select found.1, user, found.2, ${NOW}
from (
  select user, mapFromArrays(groupArray(toString(leaf)), groupArray(holds)) as m
  from (
    select user, leaf, argMax(holds, computed_at) as holds
    from peer_resolved
    where user in (select user from peer_resolved where computed_at > ${SINCE})
    group by user, leaf
  )
  group by user
)
array join ${members} as found`)
}

/** Members of the four now. */
export async function peerSizes(clickhouse: Asking): Promise<number[]> {
  const rows = await clickhouse.rows<{ segment: number; size: number }>({
    sql: 'select segment, countIf(holds = 1) as size from peer_member final group by segment order by segment',
    comment: 'bench.check',
  })
  return rows.map(({ size }) => size)
}

const instant = (name: string) => `fromUnixTimestamp64Milli({${name}:Int64}, 'UTC')`
const [SINCE, NOW] = [instant('since'), instant('now')]

function statesOf({ name, condition, value, windowDays }: Leaf): string {
  const bucket =
    windowDays === null
      ? 'at'
      : `toDateTime64(toStartOfInterval(at, interval ${Math.min(DAY_SECONDS, (windowDays * DAY_SECONDS) / 10)} second), 3, 'UTC')`
  return `
insert into peer_state (leaf, user, newest, seen, at, computed_at)
select '${name}', user, argMaxState(${value ?? "''"}, at), uniqState(${value === null ? 'message_id' : "''"}), any(${bucket}), ${NOW}
from raw_event
where received_at > ${SINCE}
  and received_at <= ${NOW}
  and ${condition}
group by user, raw_event.at`
}

/** Whoever had news is judged again. */
function newest({ name, holds }: Leaf): string[] {
  return [
    `
insert into peer_resolved (leaf, user, holds, computed_at)
select '${name}', user, ${holds}, ${NOW}
from peer_state
where leaf = '${name}'
  and user in (select user from peer_state where leaf = '${name}' and computed_at > ${SINCE})
group by user`,
  ]
}

/** Everybody is judged again, in two passes: who is not in any more, and who is in now. */
function performed({ name, holds, windowDays }: Leaf): string[] {
  const within =
    windowDays === null ? '1' : `at >= ${NOW} - interval ${windowDays} day and at <= ${NOW}`
  const matching = `
    select user from peer_state
    where leaf = '${name}' and ${within}
    group by user
    having ${holds}`
  return [
    `
insert into peer_resolved (leaf, user, holds, computed_at)
select '${name}', user, 0, ${NOW}
from peer_resolved
where leaf = '${name}' and holds = 1 and user not in (${matching}
)`,
    `
insert into peer_resolved (leaf, user, holds, computed_at)
select '${name}', user, 1, ${NOW}
from peer_state
where leaf = 'level'
  and user in (${matching}
  )
  and user not in (
    select user from peer_resolved
    where leaf = '${name}'
    group by user
    having argMax(holds, computed_at) = 1
  )
group by user`,
  ]
}
