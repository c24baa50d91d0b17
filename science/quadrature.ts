/** Nodes on (0, 1) and weights that sum to 1. */
export type Quadrature = { nodes: Float64Array; weights: Float64Array }

/**
 * Gauss-Legendre quadrature of n points on (0, 1): exact for polynomials up to degree 2n − 1. Nodes
 * are the roots of the Legendre polynomial, found by Newton's method from Tricomi's approximation.
 */
export function gaussLegendre(n: number): Quadrature {
  const nodes = new Float64Array(n)
  const weights = new Float64Array(n)
  for (let i = 0; i < n; i++) {
    let root = Math.cos((Math.PI * (i + 0.75)) / (n + 0.5))
    let slope = 1
    for (let step = 0; step < 100; step++) {
      const at = legendre(n, root)
      slope = at.slope
      const move = at.value / slope
      root -= move
      if (Math.abs(move) < 1e-16) break
    }
    nodes[i] = (1 + root) / 2
    weights[i] = 1 / ((1 - root * root) * slope * slope)
  }
  return { nodes, weights }
}

/** P_n(x) and its derivative by the three-term recurrence. */
function legendre(n: number, x: number): { value: number; slope: number } {
  let before = 1
  let value = x
  for (let k = 2; k <= n; k++) {
    const next = ((2 * k - 1) * x * value - (k - 1) * before) / k
    before = value
    value = next
  }
  return { value, slope: (n * (x * value - before)) / (x * x - 1) }
}
