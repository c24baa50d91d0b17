import type { Bin } from '../../contract/insight.ts'
import { quantileOfSorted } from '../../science/rfm.ts'

const MONEY_BINS_MAX = 12
const STEPS = [1, 2, 5]
/** No amount in minor units is as large as 10^18. */
const POWER_MAX = 18

/**
 * Groups people by an amount with round edges (1, 2, 5, 10, …): amounts are so skewed that even steps would put
 * everybody in the first. @param values minor units, none negative
 */
export function moneyBins(values: Float64Array): Bin[] {
  if (values.length === 0) return []
  const sorted = values.slice().sort()
  const edges = roundEdges(quantileOfSorted(sorted, 0.1), sorted.at(-1) ?? 0)
  return binsBetween(values, edges, values)
}

/** Ten equal groups of a share between 0 and 1; `sum` adds up `amounts` of the people in it. */
export function shareBins(shares: Float64Array, amounts: Float64Array): Bin[] {
  const edges = Array.from({ length: 11 }, (_, i) => i / 10)
  return binsBetween(shares, edges, amounts)
}

function binsBetween(values: Float64Array, edges: number[], amounts: Float64Array): Bin[] {
  const bins = edges
    .slice(0, -1)
    .map((from, i) => ({ from, to: edges[i + 1] ?? from, people: 0, sum: 0 }))
  const last = bins.length - 1
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? 0
    const at = bins.findIndex((bin, j) => value < bin.to || j === last)
    const bin = bins[at]
    if (!bin) continue
    bin.people += 1
    bin.sum += amounts[i] ?? 0
  }
  return bins.map((bin) => ({ ...bin, sum: Math.round(bin.sum) }))
}

/** 0, then round numbers from below `low` to above `high`, thinned from below until they are few. */
function roundEdges(low: number, high: number): number[] {
  const edges: number[] = []
  const start = Math.floor(Math.log10(Math.max(100, low)))
  for (let power = start; power <= POWER_MAX; power++) {
    for (const step of STEPS) {
      edges.push(step * 10 ** power)
      if (step * 10 ** power > high) return [0, ...edges.slice(-MONEY_BINS_MAX)]
    }
  }
  throw new Error(`an amount that is no amount: ${high}`)
}
