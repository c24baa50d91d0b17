import { normalCdf, normalQuantile } from './distribution.ts'
import { gaussLegendre } from './quadrature.ts'

export type Spending = 'obrien_fleming' | 'obrien_fleming_total' | 'pocock'

/** Beyond this many standard errors no look ever decides: there is nothing left to spend. */
const BOUND_MAX = 10
const NODES = 200
/** Two looks at the same data still are two looks: information that does not grow is taken to grow by this. */
const GROWTH_MIN = 0.01
const rule = gaussLegendre(NODES)

/**
 * How much of the error budget may be spent once this share of the information is there (Lan and DeMets 1983).
 * `obrien_fleming` spends half on each side, as R's gsDesign does; `_total` is the form of the paper.
 */
export function spent(fraction: number, alpha = 0.05, kind: Spending = 'obrien_fleming'): number {
  const t = Math.min(1, Math.max(0, fraction))
  if (t === 0) return 0
  if (kind === 'pocock') return alpha * Math.log(1 + (Math.E - 1) * t)
  if (kind === 'obrien_fleming_total')
    return 2 * normalCdf(-normalQuantile(1 - alpha / 2) / Math.sqrt(t))
  return 4 * normalCdf(-normalQuantile(1 - alpha / 4) / Math.sqrt(t))
}

/**
 * The bound that |z| must reach at each look so that all looks together err with probability alpha, by the recursion of
 * Armitage, McPherson and Rowe (1969): the density of the walk among those who have not crossed is carried from look to
 * look.
 * @param fractions ascending shares of the information, by which the budget is spent; the last one 1 at the end.
 * @param information what was really gathered by each look, in any unit, by which looks resemble each other.
 */
export function boundsOf(
  fractions: readonly number[],
  { alpha = 0.05, kind = 'obrien_fleming', information = fractions }: BoundOptions = {},
): number[] {
  const bounds: number[] = []
  let inside: Walk | null = null
  let before = 0
  for (const [k, fraction] of fractions.entries()) {
    const t = Math.max(information[k] ?? fraction, (inside?.t ?? 0) * (1 + GROWTH_MIN))
    const total = Math.max(before, spent(fraction, alpha, kind))
    const bound = boundFor(total - before, { inside, t })
    bounds.push(bound)
    inside = carry(inside, { t, bound })
    before = total
  }
  return bounds
}

export type BoundOptions = {
  alpha?: number
  kind?: Spending
  information?: readonly number[]
}

/** The walk at a look, among those who have not crossed: places and their weights times density. */
type Walk = { t: number; places: Float64Array; masses: Float64Array }
type Next = { inside: Walk | null; t: number }

function boundFor(budget: number, next: Next): number {
  if (!(budget > 0) || crossing(BOUND_MAX, next) > budget) return BOUND_MAX
  let low = 0
  let high = BOUND_MAX
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2
    if (crossing(middle, next) > budget) low = middle
    else high = middle
  }
  return (low + high) / 2
}

/** The chance to cross ±bound at this look and at none before. */
function crossing(bound: number, { inside, t }: Next): number {
  if (!inside) return 2 * normalCdf(-bound)
  const spread = Math.sqrt(t - inside.t)
  const edge = bound * Math.sqrt(t)
  let chance = 0
  for (const [i, place] of inside.places.entries()) {
    const mass = inside.masses[i] ?? 0
    chance += mass * (normalCdf((place - edge) / spread) + normalCdf((-edge - place) / spread))
  }
  return chance
}

function carry(inside: Walk | null, { t, bound }: { t: number; bound: number }): Walk {
  // Far out there is no mass: the nodes stay where it is.
  const edge = Math.min(bound, 8) * Math.sqrt(t)
  const spread = Math.sqrt(inside ? t - inside.t : t)
  const places = Float64Array.from(rule.nodes, (node) => (2 * node - 1) * edge)
  const masses = places.map((place, i) => {
    const weight = 2 * edge * (rule.weights[i] ?? 0)
    return weight * (inside ? densityAfter(inside, place, spread) : density(place, spread))
  })
  return { t, places, masses }
}

function densityAfter(inside: Walk, place: number, spread: number): number {
  let sum = 0
  for (let i = 0; i < inside.places.length; i++)
    sum += (inside.masses[i] ?? 0) * density(place - (inside.places[i] ?? 0), spread)
  return sum
}

function density(x: number, spread: number): number {
  const z = x / spread
  return Math.exp((-z * z) / 2) / (spread * Math.sqrt(2 * Math.PI))
}
