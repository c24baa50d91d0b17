import type { Case } from './conformance-case.ts'

/** A value that goes in as a parameter must come out as it is. */
function echo(says: string, type: string, value: unknown, expected: unknown = value): Case {
  return {
    says: `a parameter ${says}`,
    ask: async (clickhouse) => {
      const rows = await clickhouse.rows<{ value: unknown }>({
        sql: `select {value:${type}} as value`,
        params: { value },
        comment: 'conformance',
      })
      return rows[0]?.value
    },
    expected,
  }
}

const NASTY = [
  "o'clock",
  '"double"',
  '`tick`',
  'back\\slash',
  'ends with a backslash\\',
  "\\'",
  'line\nfeed',
  'carriage\r\nreturn',
  'tab\there',
  '\\N',
  '\\n',
  'NULL',
  '',
  ' ',
  '留园 私域 🌿',
  '{value:String}',
  '%00 ?a=b&c=d #x + %27',
  '-- not a comment',
  '/* neither */',
  "'; drop table conformance_event; --",
  "') union all select 'x",
  "x', param_other = 'y",
  '$tag$ heredoc $tag$',
  'null\u0000byte',
  '--boundary\r\nContent-Disposition: form-data; name="query"\r\n\r\nselect 1',
]

const NUMBERS = Array.from({ length: 10_000 }, (_, index) => 1_000_000_000 + index * 7)

export const paramCases: Case[] = [
  ...NASTY.map((text) => echo(`that is the text ${JSON.stringify(text)}`, 'String', text)),
  echo('that is an array of every awkward text', 'Array(String)', NASTY),
  echo('that is an array of arrays of texts', 'Array(Array(String))', [
    NASTY.slice(0, 6),
    [],
    ['x'],
  ]),
  echo('that is null', 'Nullable(String)', null),
  echo('that is an array with nulls', 'Array(Nullable(String))', ['a', null, 'NULL', '']),
  echo('that is an array with null numbers', 'Array(Nullable(Int64))', [1, null, -3]),
  echo('that is an empty array', 'Array(UInt64)', []),
  echo('of 2^53 - 1', 'UInt64', Number.MAX_SAFE_INTEGER),
  echo('that is a bigint', 'UInt64', 9_007_199_254_740_991n, 9_007_199_254_740_991),
  echo('below zero', 'Int64', -9_007_199_254_740_991),
  echo('that is a fraction', 'Float64', 0.1),
  echo('that is true', 'Bool', true),
  echo('that is an array of truths', 'Array(Bool)', [true, false]),
  echo('that is a decimal', 'Decimal(18, 2)', '1234567.89', 1234567.89),
  echo('that is a day', 'Date', '2026-11-11'),
  echo('that is an array of days', 'Array(Date)', ['2026-11-11', '2026-11-12']),
  echo(
    'that is an instant as text',
    "DateTime64(3, 'UTC')",
    '2026-11-11 01:02:03.456',
    '2026-11-11 01:02:03.456',
  ),
  echo(
    'that is an instant as a Date',
    "DateTime64(3, 'UTC')",
    new Date('2026-11-11T01:02:03.456Z'),
    '2026-11-11 01:02:03.456',
  ),
  echo(
    'that is an instant of a whole second as a Date',
    "DateTime64(3, 'UTC')",
    new Date('2026-11-11T01:02:03Z'),
    '2026-11-11 01:02:03.000',
  ),
  echo('that is a UUID', 'UUID', '0193b2c4-0000-8000-8000-0000000000ff'),
  echo('that is an array of UUIDs', 'Array(UUID)', ['0193b2c4-0000-8000-8000-0000000000ff']),
  echo('that is a map', 'Map(String, UInt64)', { a: 1, "b'": 2 }),
  echo('that is an array of 10,000 numbers', 'Array(UInt64)', NUMBERS),
  echo(
    'that is an array of 10,000 texts',
    'Array(String)',
    NUMBERS.map((n) => `o'${n}\\`),
  ),
  {
    says: 'several parameters at once keep their names and types',
    ask: (clickhouse) =>
      clickhouse.rows({
        sql: 'select {a:String} as a, {b:UInt8} as b, {a_b:Array(String)} as a_b, {c:Identifier} as c from (select 7 as seven)',
        params: { a: "'", b: 2, a_b: ["'", '\\'], c: 'seven' },
        comment: 'conformance',
      }),
    expected: [{ a: "'", b: 2, a_b: ["'", '\\'], c: 7 }],
  },
  {
    says: '200 queries at once each see their own parameters',
    ask: async (clickhouse) => {
      const asked = Array.from({ length: 200 }, (_, index) => `value '${index}'`)
      const rows = await Promise.all(
        asked.map((value) =>
          clickhouse.rows<{ value: string }>({
            sql: 'select {value:String} as value, sum(number) as s from numbers(10000) group by value',
            params: { value },
            comment: 'conformance',
          }),
        ),
      )
      return rows.filter((row, index) => row[0]?.value !== asked[index]).length
    },
    expected: 0,
  },
  {
    says: 'a placeholder inside a text or a comment is text',
    ask: (clickhouse) =>
      clickhouse.rows({
        sql: "select '{nobody:String}' as a -- {nobody:String}\n /* {nobody:String} */",
        comment: 'conformance',
      }),
    expected: [{ a: '{nobody:String}' }],
  },
]
