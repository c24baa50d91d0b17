import { ties } from '../../contract/delivery.ts'
import { type RfmClassName, rfmClassNames } from '../../contract/insight.ts'
import type { LayerCell, LayersPage, TieMove } from '../../contract/layer.ts'
import type { WorkspaceHistory } from './workspace-history.ts'

/** Two-sided 95% of the normal distribution. */
const Z = 1.959964

type Row = {
  tie: string
  rfm: string
  people: number
  spent: number
  value: number
  squares: number
}

/** What a snapshot holds, by tie and class. */
export async function readCells(history: WorkspaceHistory, snapshot: number): Promise<Cell[]> {
  const rows = await history.rows<Row>({
    sql: `
      select tie, rfm_class as rfm, count() as people, sum(spent) as spent, sum(value_90d) as value,
             sum(toFloat64(value_90d) * value_90d) as squares
      from customer_layer
      where workspace = {workspace:UInt32}
        and snapshot = {snapshot:UInt32}
      group by tie, rfm_class`,
    params: { snapshot },
    comment: 'insight.layers',
  })
  return rows.flatMap(({ tie: level, rfm: name, value, ...row }) => {
    const tie = ties.find((one) => one === level)
    return tie
      ? [{ ...row, tie, rfm: classNamed(name), value90: Number(value), spent: Number(row.spent) }]
      : []
  })
}

export type Cell = LayerCell & { squares: number }

export function classNamed(name: string): RfmClassName | null {
  return rfmClassNames.find((one) => one === name) ?? null
}

type Worth = Pick<LayersPage, 'worth' | 'verdict'>

/**
 * Whether people of stronger ties are worth more: the mean of each tie, and strong against all others, with a 95% interval of
 * the difference. Who never bought counts with nothing.
 */
export function worthOf(cells: readonly Cell[]): Worth {
  const total = cells.reduce((sum, { value90 }) => sum + value90, 0)
  const worth = ties.map((tie) => {
    const own = cells.filter((cell) => cell.tie === tie)
    const { people, mean, error } = meanOf(own)
    const bought = own.filter(({ rfm }) => rfm !== null)
    return {
      tie,
      people,
      buyers: bought.reduce((sum, one) => sum + one.people, 0),
      mean90: { value: mean, lower: Math.max(0, mean - Z * error), upper: mean + Z * error },
      share: total > 0 ? own.reduce((sum, { value90 }) => sum + value90, 0) / total : 0,
    }
  })
  const near = meanOf(cells.filter(({ tie }) => tie === 'strong'))
  const far = meanOf(cells.filter(({ tie }) => tie !== 'strong'))
  if (near.people < PEOPLE_MIN || far.people < PEOPLE_MIN) return { worth, verdict: null }
  const gap = near.mean - far.mean
  const error = Math.hypot(near.error, far.error)
  if (Math.abs(gap) <= Z * error) return { worth, verdict: 'unclear' }
  return { worth, verdict: gap > 0 ? 'more' : 'less' }
}

/** Below so many on a side nothing is said about the two. */
const PEOPLE_MIN = 30

function meanOf(cells: readonly Cell[]): { people: number; mean: number; error: number } {
  const sum = (of: (cell: Cell) => number) => cells.reduce((all, cell) => all + of(cell), 0)
  const people = sum((cell) => cell.people)
  if (people === 0) return { people, mean: 0, error: 0 }
  const mean = sum(({ value90 }) => value90) / people
  const variance = Math.max(0, sum(({ squares }) => squares) / people - mean * mean)
  return { people, mean, error: Math.sqrt(variance / people) }
}

/** Who was of which tie in one snapshot and is of which in another; only people who are in both. */
export async function readMoves(
  history: WorkspaceHistory,
  { from, to }: { from: number; to: number },
): Promise<TieMove[]> {
  const rows = await history.rows<{ was: string; is: string; people: number }>({
    sql: `
      select a.tie as was, b.tie as is, count() as people
      from (
        select customer, tie
        from customer_layer
        where workspace = {workspace:UInt32}
          and snapshot = {from:UInt32}
      ) as a
      join (
        select customer, tie
        from customer_layer
        where workspace = {workspace:UInt32}
          and snapshot = {to:UInt32}
      ) as b on b.customer = a.customer
      group by was, is`,
    params: { from, to },
    comment: 'insight.moves',
  })
  const counts = new Map(rows.map(({ was, is, people }) => [`${was} ${is}`, people]))
  return ties.flatMap((was) =>
    ties.map((is) => ({ from: was, to: is, people: counts.get(`${was} ${is}`) ?? 0 })),
  )
}

export type LayerRow = {
  customer: number
  tie: string
  rfm_class: string
  came: number
  spoken_to: number
  came_on: string
  spent: number
  value_90d: number
}

/** People of a cell, a row or a column, whoever is expected to bring most first. @param rfm '' for who never bought */
export async function listLayer(
  history: WorkspaceHistory,
  asked: {
    snapshot: number
    tie: string | undefined
    rfm: string | undefined
    limit: number
    offset: number
  },
): Promise<{ rows: LayerRow[]; total: number }> {
  const { tie, rfm, ...params } = asked
  const where = `
      where workspace = {workspace:UInt32}
        and snapshot = {snapshot:UInt32}
        ${tie === undefined ? '' : 'and tie = {tie:String}'}
        ${rfm === undefined ? '' : 'and rfm_class = {rfm:String}'}`
  const given = {
    ...params,
    ...(tie === undefined ? {} : { tie }),
    ...(rfm === undefined ? {} : { rfm }),
  }
  const [counted, rows] = await Promise.all([
    history.rows<{ total: number }>({
      sql: `
      select count() as total
      from customer_layer${where}`,
      params: given,
      comment: 'insight.layer count',
    }),
    history.rows<LayerRow>({
      sql: `
      select customer, tie, rfm_class, came, spoken_to, came_on, spent, value_90d
      from customer_layer${where}
      order by value_90d desc, chance desc, customer
      limit {limit:UInt32} offset {offset:UInt32}`,
      params: given,
      comment: 'insight.layer people',
    }),
  ])
  return { rows, total: counted[0]?.total ?? 0 }
}
