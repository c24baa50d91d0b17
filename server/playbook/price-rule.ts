import type { PriceRule } from '../../science/price-tier.ts'

export type CategoryPrices = { from: number; to: number }

/**
 * Roughly how many minor units of a currency buy what one yuan buys. Only to carry the seed's absolute thresholds of
 * 1,000 and 10,000 yuan over, where a factor of two does not matter; nothing is ever paid by it.
 */
const MINOR_PER_YUAN: Record<string, number> = {
  CNY: 100,
  USD: 14,
  EUR: 13,
  GBP: 11,
  HKD: 109,
  TWD: 450,
  SGD: 19,
  AUD: 21,
  CAD: 19,
  JPY: 21,
  KRW: 195,
  THB: 480,
  MYR: 62,
  VND: 3_600,
}

/**
 * What makes an order value low or high: the category's own prices where they are known (a dear hand cream costs less
 * than a cheap phone), otherwise the absolute thresholds. Null for a currency without either.
 */
export function priceRule(currency: string, category: CategoryPrices | null): PriceRule | null {
  if (category) return { by: 'category', prices: evenly(category) }
  const minorPerYuan = MINOR_PER_YUAN[currency]
  return minorPerYuan === undefined ? null : { by: 'absolute', minorPerYuan }
}

/** Four prices at even ratios from cheap to dear, so that the thirds lie where people feel them. */
function evenly({ from, to }: CategoryPrices): number[] {
  return [0, 1 / 3, 2 / 3, 1].map((part) => from * (to / from) ** part)
}
