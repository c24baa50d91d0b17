/** The six named combinations of price, decision cycle and frequency (六种组合打法), by number. */
export type CombinationNumber = 1 | 2 | 3 | 4 | 5 | 6

/** One of twelve cells: order value low, mid or high; decision cycle short or long; frequency low or high. */
export type Cell = {
  price: 'low' | 'mid' | 'high'
  cycle: 'short' | 'long'
  frequency: 'low' | 'high'
}

/** The six named cells: 1 高长低, 2 高短低, 3 高长高, 4 中短低, 5 中长低, 6 低短高. */
export const namedCells: Record<CombinationNumber, Cell> = {
  1: { price: 'high', cycle: 'long', frequency: 'low' },
  2: { price: 'high', cycle: 'short', frequency: 'low' },
  3: { price: 'high', cycle: 'long', frequency: 'high' },
  4: { price: 'mid', cycle: 'short', frequency: 'low' },
  5: { price: 'mid', cycle: 'long', frequency: 'low' },
  6: { price: 'low', cycle: 'short', frequency: 'high' },
}

/** Where the axes are cut: price in the brand's minor units, days, purchases per living customer-year. */
export type Cuts = { price: { low: number; high: number }; cycleDays: number; perYear: number }

/** Where the brand stands; undefined where nothing is known. */
export type Position = {
  price?: number | undefined
  cycleDays?: number | undefined
  perYear?: number | undefined
}

/** A cell with its probability, its combination, and whether it is that combination or only nearest to it. */
export type WeightedCell = Cell & {
  probability: number
  combination: CombinationNumber
  equal: boolean
}

/** A combination with the probability of being nearest to it, and the part of it that is really in it. */
export type Candidate = {
  combination: CombinationNumber
  probability: number
  equalProbability: number
}

/**
 * The twelve cells and what follows from them. `nearestNotEqual`: at most half of the likeliest
 * combination's probability lies in its own cell, so the brand is near it and not it.
 */
export type Combinations = {
  cells: WeightedCell[]
  topTwo: Candidate[]
  nearestNotEqual: boolean
}

/**
 * Probabilities of the twelve cells, P(price tier) · P(long cycle) · P(high frequency), each cell
 * joined to its own or else its nearest named combination by distance in (ln price, ln cycle,
 * ln frequency). An axis about which nothing is known counts half to each side.
 */
export function combinationsOf(input: {
  price: { low: number; mid: number; high: number }
  longCycle: number | undefined
  highFrequency: number | undefined
  position: Position
  cuts: Cuts
}): Combinations {
  const { price, longCycle = 0.5, highFrequency = 0.5 } = input
  const cells: WeightedCell[] = []
  for (const tier of ['low', 'mid', 'high'] as const) {
    for (const cycle of ['short', 'long'] as const) {
      for (const frequency of ['low', 'high'] as const) {
        const cell: Cell = { price: tier, cycle, frequency }
        const pCycle = cycle === 'long' ? longCycle : 1 - longCycle
        const pFrequency = frequency === 'high' ? highFrequency : 1 - highFrequency
        const probability = price[tier] * pCycle * pFrequency
        cells.push({ ...cell, probability, ...nearestNamed(cell, input.position, input.cuts) })
      }
    }
  }
  cells.sort((a, b) => b.probability - a.probability)
  const candidates = combinationNumbers.map((combination) => candidateOf(combination, cells))
  candidates.sort((a, b) => b.probability - a.probability)
  const [likeliest] = candidates
  return {
    cells,
    topTwo: candidates.slice(0, 2),
    nearestNotEqual: !likeliest || likeliest.equalProbability <= likeliest.probability / 2,
  }
}

const combinationNumbers = [1, 2, 3, 4, 5, 6] as const

function candidateOf(combination: CombinationNumber, cells: WeightedCell[]): Candidate {
  const mine = cells.filter((cell) => cell.combination === combination)
  const sum = (list: WeightedCell[]) => list.reduce((total, cell) => total + cell.probability, 0)
  return {
    combination,
    probability: sum(mine),
    equalProbability: sum(mine.filter((cell) => cell.equal)),
  }
}

/** The named combination whose region is nearest to where the brand would stand if it were in `cell`. */
function nearestNamed(cell: Cell, position: Position, cuts: Cuts) {
  const at = regionsOf(cell, cuts).map((region, axis) => {
    const known = [position.price, position.cycleDays, position.perYear][axis]
    const inside = known !== undefined && known > 0 && distanceTo(region, Math.log(known)) === 0
    return inside ? Math.log(known) : region.center
  })
  let best: { combination: CombinationNumber; distance: number } = {
    combination: 1,
    distance: Number.POSITIVE_INFINITY,
  }
  for (const combination of combinationNumbers) {
    const regions = regionsOf(namedCells[combination], cuts)
    const distance = Math.hypot(...regions.map((region, axis) => distanceTo(region, at[axis] ?? 0)))
    if (distance < best.distance) best = { combination, distance }
  }
  const named = namedCells[best.combination]
  const equal =
    named.price === cell.price && named.cycle === cell.cycle && named.frequency === cell.frequency
  return { combination: best.combination, equal }
}

type Region = { from: number; to: number; center: number }

/** The cell as an interval on each logarithmic axis; centers lie half a decade from an open cut. */
function regionsOf(cell: Cell, { price, cycleDays, perYear }: Cuts): Region[] {
  const half = Math.log(10) / 2
  const [low, high] = [Math.log(price.low), Math.log(price.high)]
  const below = (cut: number): Region => ({
    from: Number.NEGATIVE_INFINITY,
    to: cut,
    center: cut - half,
  })
  const above = (cut: number): Region => ({
    from: cut,
    to: Number.POSITIVE_INFINITY,
    center: cut + half,
  })
  const tiers = {
    low: below(low),
    mid: { from: low, to: high, center: (low + high) / 2 },
    high: above(high),
  }
  const [cycle, frequency] = [Math.log(cycleDays), Math.log(perYear)]
  return [
    tiers[cell.price],
    cell.cycle === 'long' ? above(cycle) : below(cycle),
    cell.frequency === 'high' ? above(frequency) : below(frequency),
  ]
}

const distanceTo = ({ from, to }: Region, at: number) => Math.max(0, from - at, at - to)
