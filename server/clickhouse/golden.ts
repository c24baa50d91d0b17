import type { ClickHouse } from './client.ts'

type Table = { name: string; engine_full: string }
type Part = { table: string; line: string }

/** Tables that are not part of the schema: the ledger of migrations. */
const APART = 'liuyuan_migrations'

/**
 * The schema as it stands in the catalogue, in a stable text: tables by name with columns, indices, projections, engine
 * and settings. The golden test compares it with `db/clickhouse.golden.sql`.
 */
export async function dumpClickHouse(clickhouse: ClickHouse): Promise<string> {
  const tables = await clickhouse.rows<Table>({
    sql: `
      select name, engine_full
      from system.tables
      where database = currentDatabase()
        and name != {apart:String}
      order by name`,
    params: { apart: APART },
    comment: 'clickhouse.golden',
  })
  const parts = await Promise.all([
    columns(clickhouse),
    indices(clickhouse),
    projections(clickhouse),
  ])
  return tables.map((table) => describe(table, parts.flat())).join('\n')
}

function describe({ name, engine_full }: Table, parts: Part[]): string {
  const lines = parts.filter((part) => part.table === name).map((part) => `  ${part.line}`)
  const engine = engine_full
    .replace(/ (PARTITION BY|PRIMARY KEY|ORDER BY|TTL|SETTINGS) /g, '\n$1 ')
    .replaceAll(', min_compressed', ',\n  min_compressed')
  return `table ${name} (\n${lines.join(',\n')}\n)\nengine ${engine};\n`
}

function columns(clickhouse: ClickHouse): Promise<Part[]> {
  return clickhouse.rows<Part>({
    sql: `
      select table,
        concat(name, ' ', type,
          if(default_kind = '', '', concat(' ', default_kind, ' ', default_expression)),
          if(compression_codec = '', '', concat(' ', compression_codec)),
          if(comment = '', '', concat(' comment ', comment))) as line
      from system.columns
      where database = currentDatabase()
      order by table, position`,
    comment: 'clickhouse.golden',
  })
}

function indices(clickhouse: ClickHouse): Promise<Part[]> {
  return clickhouse.rows<Part>({
    sql: `
      select table,
        concat('index ', name, ' ', expr, ' type ', type_full, ' granularity ', toString(granularity)) as line
      from system.data_skipping_indices
      where database = currentDatabase()
      order by table, name`,
    comment: 'clickhouse.golden',
  })
}

function projections(clickhouse: ClickHouse): Promise<Part[]> {
  return clickhouse.rows<Part>({
    sql: `
      select table, concat('projection ', name, ' (', query, ')') as line
      from system.projections
      where database = currentDatabase()
      order by table, name`,
    comment: 'clickhouse.golden',
  })
}
