import { minimize } from './minimize.ts'

/** How contact is added up; defaults from measured chats (half-lives of 3 to 7 days foretell best, 30 adds the habit). */
export const relationshipRule = {
  halfLifeDays: 7,
  slowHalfLifeDays: 30,
  /** What is foretold: that the customer comes within so many days. */
  horizonDays: 14,
  /** Somebody who never came counts as if it had been so long ago. */
  neverDays: 365,
} as const

/** Decayed sums of contact with one person, seen from one instant. */
export type Contact = {
  /** What came from the customer, and what went to them one to one, each with the short half-life. Broadcasts are neither. */
  inbound: number
  outbound: number
  /** Both together with the long half-life. */
  slow: number
  /** Days on which anything happened between them. */
  activeDays: number
  /** Days since they last came; null: never. */
  lastInboundDays: number | null
}

/** The sums of contact from the ages of each contact in days. */
export function contactOf({
  inboundAgesDays,
  outboundAgesDays,
}: {
  inboundAgesDays: readonly number[]
  outboundAgesDays: readonly number[]
}): Contact {
  const { halfLifeDays, slowHalfLifeDays } = relationshipRule
  const all = [...inboundAgesDays, ...outboundAgesDays]
  const sum = (ages: readonly number[], half: number) =>
    ages.reduce((total, age) => total + 2 ** (-age / half), 0)
  return {
    inbound: sum(inboundAgesDays, halfLifeDays),
    outbound: sum(outboundAgesDays, halfLifeDays),
    slow: sum(all, slowHalfLifeDays),
    activeDays: new Set(all.map(Math.floor)).size,
    lastInboundDays: inboundAgesDays.length === 0 ? null : Math.min(...inboundAgesDays),
  }
}

/**
 * Whether contact goes both ways, 0 to 1: twice the smaller side's share. An explanation and no score: alone it foretold
 * worse (AUC 0.63 to 0.76) than decayed sums (0.74 to 0.87).
 */
export function reciprocity({ inbound, outbound }: Pick<Contact, 'inbound' | 'outbound'>): number {
  const sum = inbound + outbound
  return sum > 0 ? (2 * Math.min(inbound, outbound)) / sum : 0
}

export const RELATIONSHIP_FEATURES = 6
/** What three cuts of a year of chats taught: where a brand's own data say little, the fit stays near. */
const START = [0.34, 0.45, -0.57, 0.61, 0.44, -1.33] as const
/** How strongly it is held there: as much as about so many people would weigh. Signs vary with little data. */
const RIDGE = 10
/** Below so many who came, nothing is printed as a probability. */
export const POSITIVES_MIN = 50
/** Expected calibration error above which a chance is not shown, only the level. */
export const CALIBRATION_ERROR_MAX = 0.05

/** Writes the six features of one person: logarithms, so that the tenth click of a day says little. */
export function writeFeatures(contact: Contact, into: Float64Array, at = 0): void {
  const { inbound, outbound, slow, activeDays, lastInboundDays } = contact
  into[at] = Math.log1p(inbound)
  into[at + 1] = Math.log1p(outbound)
  into[at + 2] = Math.log1p(Math.sqrt(inbound * outbound))
  into[at + 3] = Math.log1p(slow)
  into[at + 4] = Math.log1p(activeDays)
  into[at + 5] = Math.log1p(Math.min(lastInboundDays ?? Infinity, relationshipRule.neverDays))
}

/** The chance that the customer comes within the horizon: σ(intercept + weights · features). */
export type RelationshipModel = { intercept: number; weights: number[] }

/** People as the fit sees them: features in rows of six, and who came. */
export type Observed = { features: Float64Array; came: Uint8Array }

/**
 * Logistic regression with a ridge towards the start weights; the intercept is free, so that the mean chance is the share
 * that came.
 */
export function fitRelationship({ features, came }: Observed): RelationshipModel {
  const n = came.length
  if (n === 0) return { intercept: 0, weights: [...START] }
  const positives = came.reduce((sum, one) => sum + one, 0)
  // Half a person on each side keeps the intercept finite where nobody or everybody came.
  const base = Math.log((positives + 0.5) / (n - positives + 0.5))
  const start = [base + meanOffset(features, n), ...START]
  const { at } = minimize(
    (point, gradient) => loss({ features, came }, point, gradient),
    Float64Array.from(start),
    { tolerance: 1e-6, maxIterations: 100 },
  )
  const [intercept = 0, ...weights] = at
  return { intercept, weights }
}

/** By how much the start weights lift a mean person: taken back in the intercept's start. */
function meanOffset(features: Float64Array, n: number): number {
  let sum = 0
  for (let i = 0; i < n; i++)
    for (let j = 0; j < RELATIONSHIP_FEATURES; j++)
      sum -= (START[j] ?? 0) * (features[i * RELATIONSHIP_FEATURES + j] ?? 0)
  return sum / n
}

/** Mean negative log-likelihood with the ridge. */
function loss({ features, came }: Observed, at: Float64Array, gradient: Float64Array): number {
  const n = came.length
  gradient.fill(0)
  let value = 0
  for (let i = 0; i < n; i++) {
    const from = i * RELATIONSHIP_FEATURES
    let eta = at[0] ?? 0
    for (let j = 0; j < RELATIONSHIP_FEATURES; j++)
      eta += (at[j + 1] ?? 0) * (features[from + j] ?? 0)
    const y = came[i] ?? 0
    value += Math.max(eta, 0) - y * eta + Math.log1p(Math.exp(-Math.abs(eta)))
    const error = logistic(eta) - y
    gradient[0] = (gradient[0] ?? 0) + error / n
    for (let j = 0; j < RELATIONSHIP_FEATURES; j++)
      gradient[j + 1] = (gradient[j + 1] ?? 0) + (error * (features[from + j] ?? 0)) / n
  }
  for (let j = 0; j < RELATIONSHIP_FEATURES; j++) {
    const away = (at[j + 1] ?? 0) - (START[j] ?? 0)
    value += (RIDGE / 2) * away * away
    gradient[j + 1] = (gradient[j + 1] ?? 0) + (RIDGE * away) / n
  }
  return value / n
}

/** Everybody's chance. */
export function chances(model: RelationshipModel, features: Float64Array): Float64Array {
  const n = features.length / RELATIONSHIP_FEATURES
  const found = new Float64Array(n)
  for (let i = 0; i < n; i++) {
    let eta = model.intercept
    for (let j = 0; j < RELATIONSHIP_FEATURES; j++)
      eta += (model.weights[j] ?? 0) * (features[i * RELATIONSHIP_FEATURES + j] ?? 0)
    found[i] = logistic(eta)
  }
  return found
}

const logistic = (eta: number) => 1 / (1 + Math.exp(-eta))

/** How well chances told who came: of a later window than the one that taught them. */
export type Foretelling = {
  people: number
  came: number
  /** Chance that of one who came and one who did not the first had the higher score; ties count half. Null without both. */
  auc: number | null
  /** Mean distance of foretold and true share over ten equal groups. */
  calibrationError: number
}

const GROUPS = 10

/** Holds chances against who came. */
export function judgeChances(chance: Float64Array, came: Uint8Array): Foretelling {
  const order = Array.from(chance.keys()).sort((a, b) => (chance[a] ?? 0) - (chance[b] ?? 0))
  const n = order.length
  const positives = came.reduce((sum, one) => sum + one, 0)
  let error = 0
  for (let group = 0; group < GROUPS; group++) {
    let [foretold, seen] = [0, 0]
    const until = Math.round((n * (group + 1)) / GROUPS)
    for (let at = Math.round((n * group) / GROUPS); at < until; at++) {
      foretold += chance[order[at] ?? 0] ?? 0
      seen += came[order[at] ?? 0] ?? 0
    }
    error += Math.abs(foretold - seen)
  }
  const calibrationError = n === 0 ? 0 : error / n
  return { people: n, came: positives, auc: aucOf(order, chance, came), calibrationError }
}

/** Mann-Whitney by mid-ranks. @param order from the lowest score up */
function aucOf(order: readonly number[], score: Float64Array, came: Uint8Array): number | null {
  const n = order.length
  const positives = came.reduce((sum, one) => sum + one, 0)
  if (positives === 0 || positives === n) return null
  let ranks = 0
  for (let from = 0; from < n; ) {
    let to = from
    while (to < n && score[order[to] ?? 0] === score[order[from] ?? 0]) to++
    for (let at = from; at < to; at++) ranks += (came[order[at] ?? 0] ?? 0) * ((from + 1 + to) / 2)
    from = to
  }
  return (ranks - (positives * (positives + 1)) / 2) / (positives * (n - positives))
}
