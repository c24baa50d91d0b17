import type { ClickHouse, Settings } from '../clickhouse/index.ts'
import type { Tenant } from '../kernel/index.ts'

export type HistoryQuery = {
  sql: string
  params?: Record<string, unknown>
  settings?: Settings
  comment: string
}

/** ClickHouse as one workspace sees it. */
export type WorkspaceHistory = {
  rows<Row>(query: HistoryQuery): Promise<Row[]>
  command(query: HistoryQuery): Promise<void>
  /** Inserts objects; every row is stamped with the workspace. */
  insert(table: string, rows: readonly Record<string, unknown>[]): Promise<void>
}

/** What every statement must say of each table it reads. ClickHouse has no row-level security of ours; this is its stand-in. */
export const OF_WORKSPACE = 'workspace = {workspace:UInt32}'

/**
 * Binds ClickHouse to a workspace: the parameter is always given, and a statement that names fewer bounds than tables
 * is a bug that throws before it runs.
 */
export function workspaceHistory(
  clickhouse: ClickHouse,
  tenant: Pick<Tenant, 'no'>,
): WorkspaceHistory {
  const bound = (query: HistoryQuery) => {
    assertBound(query.sql)
    return { ...query, params: { ...query.params, workspace: tenant.no } }
  }
  return {
    rows: <Row>(query: HistoryQuery) => clickhouse.rows<Row>(bound(query)),
    command: async (query) => {
      await clickhouse.command(bound(query))
    },
    insert: async (table, rows) => {
      const lines = rows.map((row) => JSON.stringify({ ...row, workspace: tenant.no }))
      await clickhouse.insert({ table, rows: lines.join('\n'), comment: `insight.insert ${table}` })
    },
  }
}

/** Throws when a statement reads more tables than it binds to the workspace. */
export function assertBound(sql: string): void {
  const tables = sql.match(/\b(?:from|join|table)\s+[a-z_]+\b/g) ?? []
  const bounds = sql.split(OF_WORKSPACE).length - 1
  if (tables.length === 0 || bounds < tables.length)
    throw new Error(`a statement is not bound to its workspace: ${sql}`)
}
