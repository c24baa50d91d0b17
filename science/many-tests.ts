/** Benjamini and Hochberg (1995): p-values raised so that of what is called found a share of alpha at most is not there. */
export function falseDiscovery(p: readonly number[]): number[] {
  const order = p.map((_, i) => i).sort((a, b) => (p[b] ?? 0) - (p[a] ?? 0))
  const adjusted = new Array<number>(p.length).fill(1)
  let lowest = 1
  for (const [rank, i] of order.entries()) {
    lowest = Math.min(lowest, ((p[i] ?? 1) * p.length) / (p.length - rank))
    adjusted[i] = lowest
  }
  return adjusted
}

export type GroupEffect = { effect: number; standardError: number }

/**
 * Effects of groups drawn toward their common mean by as much as their spread is mere noise: tau² / (tau² + SE²), with
 * tau² by the method of moments (DerSimonian and Laird 1986).
 */
export function shrunken(groups: readonly GroupEffect[]): number[] {
  const known = groups.filter(({ standardError }) => standardError > 0)
  const weights = known.map(({ standardError }) => 1 / standardError ** 2)
  const weight = weights.reduce((sum, one) => sum + one, 0)
  if (known.length < 2 || weight === 0) return groups.map(({ effect }) => effect)
  const mean = known.reduce((sum, { effect }, i) => sum + effect * (weights[i] ?? 0), 0) / weight
  const q = known.reduce((sum, { effect }, i) => sum + (weights[i] ?? 0) * (effect - mean) ** 2, 0)
  const squares = weights.reduce((sum, one) => sum + one * one, 0)
  const between = Math.max(0, (q - (known.length - 1)) / (weight - squares / weight))
  return groups.map(({ effect, standardError }) => {
    const own = between / (between + standardError ** 2 || 1)
    return mean + own * (effect - mean)
  })
}
