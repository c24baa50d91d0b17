import { tCdf, tQuantile } from './distribution.ts'
import { quantileOfSorted } from './rfm.ts'

/**
 * How an order value becomes low, mid or high. `category`: against the thirds of the category's own
 * prices, the honest default, because 400 yuan is dear for a hand cream and cheap for a phone.
 * `absolute`: against fixed thresholds in yuan. `minorPerYuan` is the currency factor: how many minor
 * units of the brand's currency are worth one yuan (100 for CNY; about 14 for US cents).
 */
export type PriceRule =
  | { by: 'category'; prices: ArrayLike<number> }
  | { by: 'absolute'; minorPerYuan: number; yuan?: { low: number; high: number } }

/** 1,000 and 10,000 yuan. */
export const absoluteYuan = { low: 1_000, high: 10_000 } as const

/** The two cuts in minor units of the brand's currency. */
export function priceCuts(rule: PriceRule): { low: number; high: number } {
  if (rule.by === 'absolute') {
    const { low, high } = rule.yuan ?? absoluteYuan
    return { low: low * rule.minorPerYuan, high: high * rule.minorPerYuan }
  }
  const sorted = Float64Array.from(rule.prices).sort()
  return { low: quantileOfSorted(sorted, 1 / 3), high: quantileOfSorted(sorted, 2 / 3) }
}

/**
 * Geometric mean order value with its interval, and the posterior of its tier: Student's t on the
 * mean of ln(value) with n − 1 degrees of freedom (flat prior on mean and ln sd). Values of 0 or
 * less are left out; undefined with fewer than two left.
 */
export function priceTier(
  values: ArrayLike<number>,
  { low, high }: { low: number; high: number },
  level = 0.95,
):
  | {
      value: number
      interval: { low: number; high: number }
      n: number
      tiers: { low: number; mid: number; high: number }
    }
  | undefined {
  const logs = Array.from(values)
    .filter((value) => value > 0)
    .map(Math.log)
  const n = logs.length
  if (n < 2) return undefined
  const mean = logs.reduce((sum, log) => sum + log, 0) / n
  const squares = logs.reduce((sum, log) => sum + (log - mean) ** 2, 0)
  // One price for everybody leaves no spread; a rounding's worth keeps the formula whole.
  const error = Math.max(1e-9, Math.sqrt(squares / (n - 1) / n))
  const reach = tQuantile((1 + level) / 2, n - 1) * error
  const below = (cut: number) => tCdf((Math.log(cut) - mean) / error, n - 1)
  const pLow = below(low)
  const pHigh = tCdf((mean - Math.log(high)) / error, n - 1)
  return {
    value: Math.exp(mean),
    interval: { low: Math.exp(mean - reach), high: Math.exp(mean + reach) },
    n,
    tiers: { low: pLow, mid: Math.max(0, 1 - pLow - pHigh), high: pHigh },
  }
}
