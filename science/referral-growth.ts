import { lnGamma } from './distribution.ts'
import { cumulative, type Delay } from './referral-delay.ts'

/**
 * The growth rate r per day of a campaign that goes on as it is: K·∫ g(t) e^{−rt} dt = 1 (Euler–Lotka; Wallinga &
 * Lipsitch 2007). For a gamma of shape k and mean m: r = (K^{1/k} − 1)·k/m. Negative where K < 1. For steps by halving.
 */
export function growthRate(k: number, delay: Delay): number {
  if (!(k > 0)) return Number.NEGATIVE_INFINITY
  if (delay.kind === 'gamma') return ((k ** (1 / delay.shape) - 1) * delay.shape) / delay.mean
  const discounted = (rate: number) => {
    let sum = 0
    for (const [i, to] of delay.days.entries()) {
      const from = delay.days[i - 1] ?? 0
      const mass = cumulative(delay, to) - cumulative(delay, from)
      sum += mass * Math.exp((-rate * (from + to)) / 2)
    }
    return k * sum
  }
  const bound = 50 / Math.max(1e-9, delay.days.at(-1) ?? 1)
  let [low, high] = [-bound, bound]
  while (discounted(high) > 1 && high < 1e6) high *= 2
  for (let i = 0; i < 80; i++) {
    const middle = (low + high) / 2
    if (discounted(middle) > 1) low = middle
    else high = middle
  }
  return (low + high) / 2
}

/** Days in which a growing campaign doubles, or a fading one halves; null where it stands still. */
export function doublingOf(rate: number): { kind: 'doubles' | 'halves'; days: number } | null {
  if (rate === 0 || !Number.isFinite(rate)) return null
  return { kind: rate > 0 ? 'doubles' : 'halves', days: Math.LN2 / Math.abs(rate) }
}

/** K of those whom the brand reached itself and of those who were invited; these two behave differently. */
export type TwoFactors = { seeds: number; invited: number }

/** How many people one seed brings in the end, itself counted: 1 + K_s/(1 − K_i); null where it does not end. */
export function finalSizePerSeed({ seeds, invited }: TwoFactors): number | null {
  return invited < 1 ? 1 + seeds / (1 - invited) : null
}

/**
 * The chance that the chain of one seed dies out: invitees are negative binomial with mean K and dispersion κ (Lloyd-Smith
 * et al. 2005), so q is the smallest root of q = (1 + K_i(1 − q)/κ)^{−κ}, and for the seed (1 + K_s(1 − q)/κ)^{−κ}. The
 * smaller κ, the more often: most chains end at once, a few go far. κ infinite is Poisson.
 */
export function extinction({ seeds, invited }: TwoFactors, dispersion: number): number {
  const none = (k: number, q: number) =>
    Number.isFinite(dispersion)
      ? (1 + (k * (1 - q)) / dispersion) ** -dispersion
      : Math.exp(-k * (1 - q))
  let q = 1
  if (invited > 1) {
    let [low, high] = [0, 1 - 1e-9]
    for (let i = 0; i < 60; i++) {
      const middle = (low + high) / 2
      if (none(invited, middle) > middle) low = middle
      else high = middle
    }
    q = (low + high) / 2
  }
  return none(seeds, q)
}

/** Above this nobody could tell the count from Poisson's. */
const mostDispersion = 1_000

/**
 * κ by maximum likelihood where person i has had m_i invitees of the μ_i = K·F(now − t_i) that were to be expected by now.
 * What is still to come takes nothing away: of a negative binomial number of invitees those that have come are negative
 * binomial with the same κ. Golden section on ln κ; infinite where the counts vary no more than Poisson's.
 */
export function dispersionOf(counts: ArrayLike<number>, expected: ArrayLike<number>): number {
  const rising = new Map<number, number>()
  for (const m of Array.from(counts)) if (m > 0) rising.set(m, (rising.get(m) ?? 0) + 1)
  const likelihood = (logKappa: number) => {
    const kappa = Math.exp(logKappa)
    let sum = 0
    for (const [m, people] of rising) sum += people * (lnGamma(m + kappa) - lnGamma(kappa))
    for (let i = 0; i < counts.length; i++) {
      const m = counts[i] ?? 0
      const mean = expected[i] ?? 0
      sum -= kappa * Math.log1p(mean / kappa)
      if (m > 0) sum += m * Math.log(mean / (kappa + mean))
    }
    return sum
  }
  const golden = (Math.sqrt(5) - 1) / 2
  let [low, high] = [Math.log(1e-3), Math.log(mostDispersion)]
  for (let i = 0; i < 32; i++) {
    const [left, right] = [high - golden * (high - low), low + golden * (high - low)]
    if (likelihood(left) > likelihood(right)) high = right
    else low = left
  }
  const kappa = Math.exp((low + high) / 2)
  return kappa > mostDispersion / 2 ? Number.POSITIVE_INFINITY : kappa
}
