export type Winsorized = { values: Float64Array; cap: number; capped: number }

/**
 * Caps what is above a quantile of both arms together, so that one customer who buys for a whole company does not decide
 * for everybody. Shown beside the plain figure, never instead of it. The quantile is R's type 7.
 */
export function winsorized(values: Float64Array, quantile = 0.999): Winsorized {
  const cap = quantileOf(values, quantile)
  let capped = 0
  const held = values.map((value) => {
    if (value <= cap) return value
    capped++
    return cap
  })
  return { values: held, cap, capped }
}

function quantileOf(values: Float64Array, quantile: number): number {
  if (values.length === 0) return 0
  const sorted = values.slice().sort()
  const at = (sorted.length - 1) * quantile
  const low = Math.floor(at)
  const below = sorted[low] ?? 0
  return below + (at - low) * ((sorted[low + 1] ?? below) - below)
}
