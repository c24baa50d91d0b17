import { dayText } from './day.ts'
import type { ValueColumns } from './measure.ts'
import type { WorkspaceHistory } from './workspace-history.ts'

/** Rows of one insert: about 12 MB of JSON. */
const INSERT_ROWS = 50_000
const FULL_SCORE = 5

/**
 * Writes what was found of everybody under a new snapshot number. Nobody reads it before the pointer in Postgres moves,
 * so a death half way leaves rows that nobody will ever see.
 */
export async function writeSnapshot(
  history: WorkspaceHistory,
  snapshot: number,
  columns: ValueColumns,
): Promise<void> {
  for (let from = 0; from < columns.numbers.length; from += INSERT_ROWS) {
    const to = Math.min(from + INSERT_ROWS, columns.numbers.length)
    const rows = Array.from({ length: to - from }, (_, i) => rowOf(columns, snapshot, from + i))
    await history.insert('customer_value', rows)
  }
}

/**
 * One person. Without a model the predictions are 0 and P(alive) is 1: the state of the fit says that they mean
 * nothing, and readers hide them.
 */
function rowOf(columns: ValueColumns, snapshot: number, i: number): Record<string, unknown> {
  const { scores, predictions } = columns
  const money = (values: Float64Array | undefined) => Math.round(values?.[i] ?? 0)
  return {
    snapshot,
    customer: columns.numbers[i],
    orders: columns.orders[i],
    spent: columns.spent[i],
    first_on: dayText(columns.firstDay[i] ?? 0),
    last_on: dayText(columns.lastDay[i] ?? 0),
    p_alive: predictions?.pAlive[i] ?? 1,
    expected_12m: predictions?.expected12[i] ?? 0,
    spend_expected: money(predictions?.spendExpected),
    ltv_12m: money(predictions?.ltv12),
    ltv_36m: money(predictions?.ltv36),
    r: Math.min(FULL_SCORE, scores.recency[i] ?? 1),
    f: Math.min(FULL_SCORE, scores.frequency[i] ?? 1),
    m: Math.min(FULL_SCORE, scores.monetary[i] ?? 1),
  }
}

/** Forgets every snapshot of a table that is not needed any more. */
export async function dropSnapshots(
  history: WorkspaceHistory,
  table: 'customer_value' | 'customer_layer',
  needed: number[],
): Promise<void> {
  const [found] = await history.rows<{ rows: number }>({
    sql: `
      select count() as rows
      from ${table}
      where workspace = {workspace:UInt32}
        and snapshot not in {needed:Array(UInt32)}`,
    params: { needed },
    comment: 'insight.snapshots old',
  })
  // A mutation rewrites parts, so none is asked for when nothing is old.
  if (!found || found.rows === 0) return
  await history.command({
    sql: `
      alter table ${table}
      delete where workspace = {workspace:UInt32} and snapshot not in {needed:Array(UInt32)}`,
    params: { needed },
    comment: 'insight.snapshots drop',
  })
}
