import type { Case } from './conformance-case.ts'

function asks(says: string, sql: string, expected: unknown, params = {}): Case {
  return {
    says,
    ask: (clickhouse) => clickhouse.rows({ sql, params, comment: 'conformance' }),
    expected,
  }
}

const NUMBERS = Array.from({ length: 10_000 }, (_, index) => index * 2)

export const queryCases: Case[] = [
  asks(
    '64-bit integers, decimals, instants and booleans come as JSON numbers and texts',
    `select toUInt64(9007199254740991) as big, toInt64(-5) as small, toDecimal64(12.5, 2) as price,
      toDateTime64('2026-11-11 00:00:00.123', 3, 'UTC') as at, toDate('2026-11-11') as day, true as yes,
      cast(null as Nullable(String)) as nothing, [1, 2] as list, map('a', 1) as pairs, tuple(1, 'x') as both`,
    [
      {
        big: 9007199254740991,
        small: -5,
        price: 12.5,
        at: '2026-11-11 00:00:00.123',
        day: '2026-11-11',
        yes: true,
        nothing: null,
        list: [1, 2],
        pairs: { a: 1 },
        both: [1, 'x'],
      },
    ],
  ),
  asks(
    'properties are read out of JSON kept as text',
    `select JSONExtractString(props, 'page', 'path') as path, JSONExtractInt(props, 'count') as n,
      JSONExtractBool(props, 'ok') as ok, JSONHas(props, 'none') as has, JSONExtractRaw(props, 'page') as raw
    from conformance_event
    where event_id = {id:UUID}`,
    [{ path: '/p/4', n: 14, ok: 1, has: 0, raw: '{"path":"/p/4"}' }],
    { id: '0193b2c4-0000-8000-8000-00000000000e' },
  ),
  asks(
    'exact quantiles, distinct counts and last values',
    `select quantilesExact(0.5, 0.9)(value) as q, uniqExact(customer) as people, argMax(customer, at) as last,
      countIf(name = 'order.paid') as orders, sumIf(value, name = 'order.paid') as paid
    from conformance_event`,
    [{ q: [5100, 9100], people: 100, last: 100, orders: 500, paid: 2450000 }],
  ),
  asks(
    'window functions',
    `select customer, value, row_number() over (partition by customer order by at) as nth,
      sum(value) over (partition by customer order by at rows unbounded preceding) as running,
      lagInFrame(at) over (partition by customer order by at) < at as later
    from conformance_event
    where customer = 7
    order by at
    limit 3`,
    [
      { customer: 7, value: 700, nth: 1, running: 700, later: 1 },
      { customer: 7, value: 700, nth: 2, running: 1400, later: 1 },
      { customer: 7, value: 700, nth: 3, running: 2100, later: 1 },
    ],
  ),
  asks(
    'a common table expression, a join with the override and a left join that finds nobody',
    `with spent as (
      select customer, sum(value) as value
      from conformance_event
      where name = 'order.paid'
      group by customer
    )
    select if(o.person = 0, s.customer, o.person) as person, sum(s.value) as value
    from spent as s
    left join (select distinct customer, person from conformance_override) as o on o.customer = s.customer
    where s.customer in (1, 5)
    group by person
    order by person`,
    [
      { person: 2, value: 2000 },
      { person: 5, value: 10000 },
    ],
  ),
  asks(
    'an array of 10,000 numbers as a parameter of `in`',
    `select count() as n
    from numbers(20000)
    where number in {numbers:Array(UInt64)}`,
    [{ n: 10000 }],
    { numbers: NUMBERS },
  ),
  asks(
    'an array of 10,000 texts as a parameter of `has`',
    `select count() as n
    from numbers(100)
    where has({texts:Array(String)}, toString(number))`,
    [{ n: 50 }],
    { texts: NUMBERS.map(String) },
  ),
  asks(
    'days of a time zone, intervals, weeks and months',
    `select toString(toDate({at:DateTime64(3, 'UTC')}, 'Asia/Shanghai')) as day,
      toStartOfMonth(toDate('2026-11-11')) as month, toMonday(toDate('2026-11-11')) as monday,
      dateDiff('day', toDate('2026-11-01'), toDate('2026-11-11')) as days,
      toDateTime64('2026-11-11 00:00:00', 3, 'UTC') - interval 30 day as before`,
    [
      {
        day: '2026-11-12',
        month: '2026-11-01',
        monday: '2026-11-09',
        days: 10,
        before: '2026-10-12 00:00:00.000',
      },
    ],
    { at: '2026-11-11 17:00:00.000' },
  ),
  asks(
    'sequences, funnels and array functions',
    `select windowFunnel(86400)(toDateTime(at), name = 'page.viewed', name = 'order.paid') as depth,
      arrayMap(x -> x * 2, [1, 2, 3]) as doubled, arrayReduce('sum', [1, 2, 3]) as total,
      arraySort(groupUniqArray(name)) as names
    from conformance_event`,
    [{ depth: 2, doubled: [2, 4, 6], total: 6, names: ['order.paid', 'page.viewed'] }],
  ),
  asks(
    'hashes are the same everywhere',
    "select sipHash64('liuyuan') % 1000 as a, cityHash64('liuyuan') % 1000 as b, hex(MD5('liuyuan')) as c",
    [{ a: 776, b: 972, c: 'BAF1B359FFF7A97CCF3A9C6CBBBFDB5F' }],
  ),
  asks(
    'settings inside a statement and a format named by the client go together',
    "select getSetting('join_use_nulls') as nulls, getSetting('max_block_size') > 0 as size",
    [{ nulls: false, size: 1 }],
  ),
  {
    says: 'settings of one query are its own',
    ask: async (clickhouse) => {
      const sql = "select toUInt64(getSetting('max_block_size')) as size"
      const settings = { max_block_size: 777 }
      const own = await clickhouse.rows({ sql, settings, comment: 'conformance' })
      const next = await clickhouse.rows<{ size: number }>({ sql, comment: 'conformance' })
      return [own, next[0]?.size === 777]
    },
    expected: [[{ size: 777 }], false],
  },
  {
    says: 'a result of 200,000 rows arrives whole and in order',
    ask: async (clickhouse) => {
      const rows = await clickhouse.rows<{ n: number; text: string }>({
        sql: `
          select number as n, concat('说明', toString(number)) as text
          from numbers(200000)
          order by n`,
        comment: 'conformance',
      })
      const right = rows.filter((row, index) => row.n === index && row.text === `说明${index}`)
      return [rows.length, right.length]
    },
    expected: [200_000, 200_000],
  },
]
