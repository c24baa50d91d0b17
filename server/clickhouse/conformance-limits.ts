import { type ClickHouse, QueryFailed } from './client.ts'
import type { Case } from './conformance-case.ts'

const FAILS_MIDWAY = 'select throwIf(number = 90000) from numbers(100000)'

/** What goes wrong must go wrong with ClickHouse's own code, and leave the engine well. */
function fails(
  says: string,
  sql: string,
  expected: unknown,
  more: { params?: Record<string, unknown>; settings?: Record<string, string | number> } = {},
): Case {
  const query = { sql, ...more, comment: 'conformance' }
  return { says, ask: (clickhouse) => typeOf(() => clickhouse.rows(query)), expected }
}

async function typeOf(ask: () => Promise<unknown>): Promise<unknown> {
  try {
    await ask()
    return 'no error'
  } catch (error) {
    return error instanceof QueryFailed ? [error.code, error.type] : String(error)
  }
}

export const failureCases: Case[] = [
  fails('bad syntax is told', 'select from where', [62, 'SYNTAX_ERROR']),
  fails('an unknown table is told', 'select 1 from conformance_nothing', [60, 'UNKNOWN_TABLE']),
  fails('an unknown column is told', 'select nothing from conformance_event', [
    47,
    'UNKNOWN_IDENTIFIER',
  ]),
  fails('an unknown function is told', 'select conformanceNothing(1)', [46, 'UNKNOWN_FUNCTION']),
  fails('a parameter that is not given is told', 'select {a:UInt8}', [
    456,
    'UNKNOWN_QUERY_PARAMETER',
  ]),
  fails('a parameter of the wrong type is told', 'select {a:UInt8}', [457, 'BAD_QUERY_PARAMETER'], {
    params: { a: 'x' },
  }),
  fails('a text that is no number is told', "select toUInt8('x')", [6, 'CANNOT_PARSE_TEXT']),
  fails('an error in the middle of a result is told', FAILS_MIDWAY, [
    395,
    'FUNCTION_THROW_IF_VALUE_IS_NON_ZERO',
  ]),
  {
    says: 'what a failed query had read already never shows in a later answer',
    ask: async (clickhouse) => {
      const wrong: unknown[] = []
      for (let time = 0; time < 200; time += 1) {
        await typeOf(() => clickhouse.rows({ sql: FAILS_MIDWAY, comment: 'conformance' }))
        const rows = await clickhouse.rows<{ n: number }>({
          sql: 'select {time:UInt32} as n',
          params: { time },
          comment: 'conformance',
        })
        if (rows.length !== 1 || rows[0]?.n !== time) wrong.push(rows[0])
      }
      return wrong
    },
    expected: [],
  },
  fails('two statements at once are refused', 'select 1; select 2', [62, 'SYNTAX_ERROR']),
  {
    says: 'an insert with one bad row inserts nothing',
    ask: async (clickhouse) => {
      const rows = '{"customer":8,"person":8}\n{"customer":"x","person":8}'
      const told = await typeOf(() =>
        clickhouse.insert({ table: 'conformance_override', rows, comment: 'conformance' }),
      )
      return [told, await countOf(clickhouse, 'customer = 8')]
    },
    expected: [[27, 'CANNOT_PARSE_INPUT_ASSERTION_FAILED'], 0],
  },
  {
    says: 'an insert with a column that is not there is refused',
    ask: (clickhouse) =>
      typeOf(() =>
        clickhouse.insert({
          table: 'conformance_override',
          rows: '{"customer":8,"nothing":8}',
          comment: 'conformance',
        }),
      ),
    expected: [117, 'INCORRECT_DATA'],
  },
]

export const limitCases: Case[] = [
  fails(
    'a query that runs too long is cut',
    'select count() from numbers(1000000000000) where sipHash64(number) = 1',
    [159, 'TIMEOUT_EXCEEDED'],
    { settings: { max_execution_time: 1 } },
  ),
  fails(
    'a query that takes too much memory is cut',
    'select uniqExact(number) from numbers(100000000)',
    [241, 'MEMORY_LIMIT_EXCEEDED'],
    { settings: { max_memory_usage: 50_000_000 } },
  ),
  fails(
    'a result of too many rows is refused',
    'select number from numbers(5000)',
    [396, 'TOO_MANY_ROWS_OR_BYTES'],
    { settings: { max_result_rows: 1000, max_block_size: 1000 } },
  ),
  {
    says: 'a query has an id of its own, and once it has ended nothing of that name is on its way',
    ask: async (clickhouse) => {
      const id = `conformance.${await ownId(clickhouse)}`
      const rows = '{"customer":9,"person":9}'
      await clickhouse.insert({ table: 'conformance_override', rows, comment: 'conformance', id })
      return [await countOf(clickhouse, 'customer = 9'), await clickhouse.isBusy('conformance.')]
    },
    expected: [1, false],
  },
  {
    says: 'a deletion with a parameter is carried out before it answers',
    ask: async (clickhouse) => {
      await clickhouse.command({
        sql: `
          alter table conformance_event
          delete where workspace = {workspace:UInt32} and customer in {customers:Array(UInt64)}`,
        params: { workspace: 1, customers: [1, 2] },
        settings: { mutations_sync: '2' },
        comment: 'conformance',
      })
      return clickhouse.rows({
        sql: `
          select count() as n, uniqExact(customer) as people
          from conformance_event`,
        comment: 'conformance',
      })
    },
    expected: [{ n: 1960, people: 98 }],
  },
  {
    says: 'a lightweight deletion hides the rows at once',
    ask: async (clickhouse) => {
      await clickhouse.command({
        sql: 'delete from conformance_override where customer = {customer:UInt64}',
        params: { customer: 1 },
        comment: 'conformance',
      })
      return countOf(clickhouse, 'customer = 1')
    },
    expected: 0,
  },
  {
    says: 'a partition is dropped and a table is optimized',
    ask: async (clickhouse) => {
      for (const sql of [
        "alter table conformance_event drop partition '2026-10-01'",
        'optimize table conformance_event final',
      ])
        await clickhouse.command({ sql, comment: 'conformance' })
      return clickhouse.rows({
        sql: 'select count() as n, min(month) as month from conformance_event',
        comment: 'conformance',
      })
    },
    expected: [{ n: 980, month: '2026-11-01' }],
  },
]

async function countOf(clickhouse: ClickHouse, condition: string): Promise<number | undefined> {
  const rows = await clickhouse.rows<{ n: number }>({
    sql: `select count() as n from conformance_override where ${condition}`,
    comment: 'conformance',
  })
  return rows[0]?.n
}

async function ownId(clickhouse: ClickHouse): Promise<string> {
  const rows = await clickhouse.rows<{ id: string }>({
    sql: 'select toString(generateUUIDv4()) as id',
    comment: 'conformance',
  })
  return rows[0]?.id ?? ''
}
