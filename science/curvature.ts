import type { Smooth } from './minimize.ts'

/**
 * The covariance of estimates at a minimum of a negative log-likelihood: the inverse of the Hessian,
 * which is taken by central differences of the analytic gradient (step 1e-4 on log-parameters).
 *
 * @returns the covariance matrix and its lower Cholesky factor, or undefined when the Hessian is not
 *   positive definite (the data do not determine every parameter)
 */
export function covarianceAt(
  f: Smooth,
  at: Float64Array,
): { covariance: number[][]; cholesky: number[][] } | undefined {
  const n = at.length
  const step = 1e-4
  const slopes = Array.from(at, (_, i) => {
    const up = new Float64Array(n)
    const down = new Float64Array(n)
    f(
      at.map((v, j) => (j === i ? v + step : v)),
      up,
    )
    f(
      at.map((v, j) => (j === i ? v - step : v)),
      down,
    )
    return up.map((g, j) => (g - (down[j] ?? 0)) / (2 * step))
  })
  const hessian = slopes.map((row, i) => Array.from(row, (v, j) => (v + (slopes[j]?.[i] ?? 0)) / 2))
  const root = choleskyOf(hessian)
  if (!root) return undefined
  const covariance = inverseFrom(root)
  const cholesky = choleskyOf(covariance)
  return cholesky && { covariance, cholesky }
}

/** Lower triangular L with L·Lᵀ = m, or undefined when m is not positive definite. */
function choleskyOf(m: number[][]): number[][] | undefined {
  const l: number[][] = []
  for (const [i, source] of m.entries()) {
    const row: number[] = []
    for (let j = 0; j <= i; j++) {
      const other = j === i ? row : (l[j] ?? [])
      let rest = source[j] ?? 0
      for (let k = 0; k < j; k++) rest -= (row[k] ?? 0) * (other[k] ?? 0)
      if (j < i) row.push(rest / (other[j] ?? 1))
      else if (rest > 1e-12 * Math.abs(source[i] ?? 0)) row.push(Math.sqrt(rest))
      else return undefined
    }
    l.push(row)
  }
  return l
}

/** (L·Lᵀ)⁻¹ column by column: forward, then back substitution. */
function inverseFrom(l: number[][]): number[][] {
  const n = l.length
  const cell = (i: number, j: number) => l[i]?.[j] ?? 0
  return l.map((_, column) => {
    const y: number[] = []
    for (let i = 0; i < n; i++) {
      let rest = i === column ? 1 : 0
      for (let k = 0; k < i; k++) rest -= cell(i, k) * (y[k] ?? 0)
      y.push(rest / cell(i, i))
    }
    const x = y.slice()
    for (let i = n - 1; i >= 0; i--) {
      let rest = y[i] ?? 0
      for (let k = i + 1; k < n; k++) rest -= cell(k, i) * (x[k] ?? 0)
      x[i] = rest / cell(i, i)
    }
    return x
  })
}
