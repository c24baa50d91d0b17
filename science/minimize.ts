/** A smooth function: writes its gradient at `at` into `gradient`, returns its value (may be infinite). */
export type Smooth = (at: Float64Array, gradient: Float64Array) => number

/** Where a descent ended: the point, the value, the largest gradient component, evaluations spent. */
export type Minimum = {
  at: Float64Array
  value: number
  gradientNorm: number
  evaluations: number
}

/**
 * Minimizes a smooth function of a few variables by BFGS with a weak-Wolfe bisection line search
 * (Nocedal & Wright 2006, algorithm 6.1; Lewis & Overton 2013, algorithm 4.6). Never throws: a
 * descent that cannot go on returns where it stands, and `gradientNorm` says how good that is.
 *
 * @param tolerance stop when no gradient component is larger than this
 */
export function minimize(
  f: Smooth,
  start: ArrayLike<number>,
  { tolerance = 1e-9, maxIterations = 200 }: { tolerance?: number; maxIterations?: number } = {},
): Minimum {
  const n = start.length
  const spent = { evaluations: 1 }
  let here = probe(f, Float64Array.from(start))
  let inverse = identity(n)
  let freshlyReset = true
  let stalled = 0
  for (let i = 0; i < maxIterations && largest(here.gradient) > tolerance && stalled < 5; i++) {
    const direction = times(inverse, here.gradient, -1)
    if (dot(direction, here.gradient) >= 0) {
      inverse = identity(n)
      continue
    }
    const next = lineSearch({ f, here, direction, spent, firstStep: i === 0 })
    if (!next) {
      if (freshlyReset) break
      inverse = identity(n)
      freshlyReset = true
      continue
    }
    updateInverse(inverse, { from: here, to: next, first: freshlyReset })
    freshlyReset = false
    stalled = here.value - next.value > 1e-15 * Math.abs(here.value) ? 0 : stalled + 1
    here = next
  }
  return {
    at: here.at,
    value: here.value,
    gradientNorm: largest(here.gradient),
    evaluations: spent.evaluations,
  }
}

type Point = { at: Float64Array; value: number; gradient: Float64Array }

function probe(f: Smooth, at: Float64Array): Point {
  const gradient = new Float64Array(at.length)
  const value = f(at, gradient)
  return { at, value: Number.isFinite(value) ? value : Number.POSITIVE_INFINITY, gradient }
}

/** Finds a step that lowers the value enough and flattens the slope; undefined when none is found. */
function lineSearch(search: {
  f: Smooth
  here: Point
  direction: Float64Array
  spent: { evaluations: number }
  firstStep: boolean
}): Point | undefined {
  const { f, here, direction, spent } = search
  const slope = dot(direction, here.gradient)
  let low = 0
  let high = Number.POSITIVE_INFINITY
  // Near the minimum values differ by rounding only; there the slope alone decides.
  const slack = 1e-14 * Math.abs(here.value)
  // Log-parameters: a first step longer than one unit leaves the region where the model makes sense.
  let step = search.firstStep ? Math.min(1, 1 / largest(direction)) : 1
  let best: Point | undefined
  for (let i = 0; i < 30; i++) {
    const next = probe(f, along(here.at, direction, step))
    spent.evaluations++
    const ahead = dot(direction, next.gradient)
    const enough = next.value <= here.value + 1e-4 * step * slope
    const level = next.value <= here.value + slack && ahead <= -0.9 * slope
    if (!enough && !level) high = step
    else if (ahead < 0.9 * slope) {
      best = next
      low = step
    } else return next
    step = high < Number.POSITIVE_INFINITY ? (low + high) / 2 : 2 * low
  }
  return best
}

/** The BFGS update of the inverse Hessian; skipped when the step carries no curvature. */
function updateInverse(
  inverse: Float64Array[],
  { from, to, first }: { from: Point; to: Point; first: boolean },
): void {
  const n = inverse.length
  const s = difference(to.at, from.at)
  const y = difference(to.gradient, from.gradient)
  const sy = dot(s, y)
  if (!(sy > 1e-300)) return
  if (first) for (const [i, row] of inverse.entries()) row.fill(0).fill(sy / dot(y, y), i, i + 1)
  const hy = times(inverse, y, 1)
  const factor = (1 + dot(y, hy) / sy) / sy
  for (let i = 0; i < n; i++) {
    const row = inverse[i] ?? new Float64Array(n)
    const si = s[i] ?? 0
    const hyi = hy[i] ?? 0
    for (let j = 0; j < n; j++) {
      const sj = s[j] ?? 0
      row[j] = (row[j] ?? 0) + factor * si * sj - (hyi * sj + si * (hy[j] ?? 0)) / sy
    }
  }
}

const identity = (n: number) =>
  Array.from({ length: n }, (_, i) => new Float64Array(n).fill(1, i, i + 1))

const along = (at: Float64Array, direction: Float64Array, step: number) =>
  at.map((v, i) => v + step * (direction[i] ?? 0))

const difference = (a: Float64Array, b: Float64Array) => a.map((v, i) => v - (b[i] ?? 0))

const times = (matrix: Float64Array[], v: Float64Array, sign: number) =>
  Float64Array.from(matrix, (row) => sign * dot(row, v))

const largest = (v: Float64Array) => v.reduce((most, c) => Math.max(most, Math.abs(c)), 0)

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += (a[i] ?? 0) * (b[i] ?? 0)
  return sum
}
