import { gammaCdf, normalQuantile } from './distribution.ts'
import type { Chance } from './draw.ts'

/** Draws for one interval, and people drawn in all of these: a bound on the work. */
const mostDraws = 300
const leastDraws = 120
const mostPicks = 2_000_000

/**
 * Interval of exp(estimate) from how far each cluster moves the estimate, by the bootstrap-t over clusters (Efron &
 * Tibshirani 1993, 12.5) of that linearization: t* = mean*·√C/sd* of clusters drawn with replacement, and
 * exp(ln v − t*_{1−α/2}·se), exp(ln v − t*_{α/2}·se). A few who invite hundreds make t* lean to the left, and the interval
 * reach further up, where the plain percentile interval would not; the errors of Poisson would be ten times too small.
 */
export function clusterInterval(
  value: number,
  influence: Float64Array,
  { chance, level }: { chance: Chance; level: number },
): { low: number; high: number; error: number } {
  const count = influence.length
  const error = Math.sqrt(influence.reduce((sum, x) => sum + x * x, 0) * (count / (count - 1)))
  const draws = Math.max(leastDraws, Math.min(mostDraws, Math.floor(mostPicks / count)))
  const t: number[] = []
  for (let draw = 0; draw < draws; draw++) {
    let [sum, squares] = [0, 0]
    for (let i = 0; i < count; i++) {
      const x = influence[Math.floor(chance.fraction() * count)] ?? 0
      sum += x
      squares += x * x
    }
    const spread = squares - (sum * sum) / count
    if (spread > 0) t.push(sum / Math.sqrt((spread * count) / (count - 1)))
  }
  t.sort((a, b) => a - b)
  // Never narrower than the normal law, and no wilder than ten errors where hardly any cluster moves anything.
  const z = normalQuantile((1 + level) / 2)
  const tail = Math.floor(((1 - level) / 2) * t.length)
  const up = Math.min(10, Math.max(z, -(t[tail] ?? -z)))
  const down = Math.min(10, Math.max(z, t[t.length - 1 - tail] ?? z))
  return { low: value * Math.exp(-down * error), high: value * Math.exp(up * error), error }
}

/**
 * Exact interval of a Poisson mean from one count (Garwood 1936): χ² quantiles. For tiny data only, and too narrow
 * where some invite many, which a handful of invitees cannot show.
 */
export function poissonInterval(count: number, level: number): { low: number; high: number } {
  const tail = (1 - level) / 2
  return {
    low: count === 0 ? 0 : gammaQuantile(tail, count),
    high: gammaQuantile(1 - tail, count + 1),
  }
}

function gammaQuantile(p: number, shape: number): number {
  let [low, high] = [0, shape + 10 * Math.sqrt(shape) + 20]
  for (let i = 0; i < 80; i++) {
    const middle = (low + high) / 2
    if (gammaCdf(middle, { shape, mean: shape }) < p) low = middle
    else high = middle
  }
  return (low + high) / 2
}
