import type { Case } from './conformance-case.ts'
import { failureCases, limitCases } from './conformance-limits.ts'
import { paramCases } from './conformance-params.ts'
import { queryCases } from './conformance-queries.ts'
import { tableCases } from './conformance-tables.ts'

/** Everything that this product uses of ClickHouse, to be run in order; the tables are dropped by the last. */
export const conformance: Case[] = [
  ...paramCases,
  ...tableCases,
  ...queryCases,
  ...failureCases,
  ...limitCases,
  {
    says: 'tables are dropped',
    ask: async (clickhouse) => {
      for (const table of ['event', 'version', 'member', 'override', 'copy']) {
        await clickhouse.command({
          sql: `drop table if exists conformance_${table}`,
          comment: 'conformance',
        })
      }
      return clickhouse.rows({
        sql: `
          select name
          from system.tables
          where database = currentDatabase()
            and name like 'conformance%'`,
        comment: 'conformance',
      })
    },
    expected: [],
  },
]
