/**
 * Distinct (x, tx, T) rows with how many customers share each, and for every customer its row, so
 * that a likelihood or a forecast is computed once per distinct row. Days, not weeks: whole numbers
 * index tables.
 */
export type HistoryRows = {
  customers: number
  x: Int32Array
  txDays: Int32Array
  ageDays: Int32Array
  count: Float64Array
  /** The row of customer i. */
  rowOf: Int32Array
}

/**
 * Compresses equal rows. One million customers who arrived over two years become about 330,000 rows;
 * one-time buyers need no hashing because their age alone is the row.
 *
 * @param history x, and tx and T in weeks that are whole days / 7
 */
export function compressRows(history: {
  x: ArrayLike<number>
  tx: ArrayLike<number>
  T: ArrayLike<number>
}): HistoryRows {
  const n = history.x.length
  const rowOf = new Int32Array(n)
  const rows = { x: new Int32Array(n), txDays: new Int32Array(n), ageDays: new Int32Array(n) }
  const count = new Float64Array(n)
  const span = longestAge(history.T) + 1
  const ofAge = new Int32Array(span).fill(-1)
  const table = emptyTable(n)
  let size = 0
  for (let i = 0; i < n; i++) {
    const x = history.x[i] ?? 0
    const ageDays = Math.round(7 * (history.T[i] ?? 0))
    const txDays = x === 0 ? 0 : Math.round(7 * (history.tx[i] ?? 0))
    let row = ofAge[ageDays] ?? -1
    let slot = -1
    if (x > 0) {
      slot = slotOf(table, (x * span + txDays) * span + ageDays)
      row = table.row[slot] ?? -1
    }
    if (row < 0) {
      row = size++
      rows.x[row] = x
      rows.txDays[row] = txDays
      rows.ageDays[row] = ageDays
      if (slot < 0) ofAge[ageDays] = row
      else table.row[slot] = row
    }
    count[row] = (count[row] ?? 0) + 1
    rowOf[i] = row
  }
  return {
    customers: n,
    x: rows.x.slice(0, size),
    txDays: rows.txDays.slice(0, size),
    ageDays: rows.ageDays.slice(0, size),
    count: count.slice(0, size),
    rowOf,
  }
}

/** Every `stride`-th row, for a first look at a large table; counts stay, `rowOf` does not. */
export function thinRows(rows: HistoryRows, stride: number): HistoryRows {
  const kept = (from: Int32Array) => from.filter((_, i) => i % stride === 0)
  const count = rows.count.filter((_, i) => i % stride === 0)
  return {
    customers: count.reduce((sum, c) => sum + c, 0),
    x: kept(rows.x),
    txDays: kept(rows.txDays),
    ageDays: kept(rows.ageDays),
    count,
    rowOf: new Int32Array(0),
  }
}

/** Gives every customer the value of its row. */
export function spread(rows: HistoryRows, perRow: Float64Array): Float64Array {
  const out = new Float64Array(rows.rowOf.length)
  for (let i = 0; i < out.length; i++) out[i] = perRow[rows.rowOf[i] ?? 0] ?? 0
  return out
}

function longestAge(T: ArrayLike<number>): number {
  let longest = 0
  for (let i = 0; i < T.length; i++) longest = Math.max(longest, T[i] ?? 0)
  return Math.round(7 * longest)
}

/** Open addressing on numeric keys; a Map of a million numbers costs five times as much. */
type Table = { key: Float64Array; row: Int32Array; mask: number }

function emptyTable(entries: number): Table {
  const size = 2 ** Math.ceil(Math.log2(2 * entries + 2))
  return {
    key: new Float64Array(size).fill(-1),
    row: new Int32Array(size).fill(-1),
    mask: size - 1,
  }
}

function slotOf({ key, mask }: Table, wanted: number): number {
  const low = wanted % 4294967296
  const high = (wanted - low) / 4294967296
  let hash = Math.imul(low ^ Math.imul(high, 0x85ebca6b), 0x9e3779b1)
  hash ^= hash >>> 15
  let slot = hash & mask
  while (key[slot] !== wanted) {
    if (key[slot] === -1) {
      key[slot] = wanted
      return slot
    }
    slot = (slot + 1) & mask
  }
  return slot
}
