import { type Chance, diagnosisRule, type Estimate, type Needed } from './diagnosis.ts'
import { betaCdf, betaQuantile, normalCdf, normalQuantile } from './distribution.ts'
import { type Curve, survivalAt } from './kaplan-meier.ts'

/** Closer to a threshold than five points of a share, more data would not change what one does. */
const shareMargin = 0.05
/** Sharing is rare: one point. */
const sharingMargin = 0.01

/**
 * P(S(time) ≤ threshold) by the normal approximation of ln(−ln S) with Greenwood's error; where no
 * event or only events were seen, the exact posterior of a share under a flat prior.
 */
export function chanceOfFalling(input: {
  curve: Curve
  time: number
  threshold: number
  n: number
}): Extract<Chance, { state: 'known' }> {
  const { curve, time, threshold, n } = input
  const { survival, error } = survivalAt(curve, time)
  const needed = (size: number): Needed => ({ what: 'customers', n: Math.ceil(size) })
  const variance = threshold * (1 - threshold)
  const separating = variance * (normalQuantile(0.975) / shareMargin) ** 2
  const known = { state: 'known', sure: diagnosisRule.sure, n } as const
  if (survival >= 1 || survival <= 0) {
    const probability = survival >= 1 ? threshold ** (n + 1) : 1 - (1 - threshold) ** (n + 1)
    return { ...known, probability, needed: needed(separating) }
  }
  const z =
    (Math.log(-Math.log(survival)) - Math.log(-Math.log(threshold))) /
    (error / (survival * Math.abs(Math.log(survival))))
  // Censoring makes n customers worth fewer; what separates is counted in the former.
  const worth = (survival * (1 - survival)) / error ** 2
  const bySize = (n * separating) / worth
  const byEffect = n * (normalQuantile(diagnosisRule.sure) / Math.max(1e-9, Math.abs(z))) ** 2
  return { ...known, probability: normalCdf(z), needed: needed(Math.min(bySize, byEffect)) }
}

/** P(share of buyers who invite ≥ threshold) and its 90% interval, Jeffreys prior. */
export function chanceOfSharing({ inviters, buyers }: { inviters: number; buyers: number }): {
  chance: Chance
  estimate: Estimate
} {
  if (buyers === 0) return { chance: { state: 'unknown' }, estimate: { state: 'unknown' } }
  const { shareRate, sureOfSharing } = diagnosisRule
  const [a, b] = [inviters + 0.5, buyers - inviters + 0.5]
  const share = inviters / buyers
  const error = Math.sqrt((shareRate * (1 - shareRate)) / buyers)
  const z = Math.max(1e-9, Math.abs(share - shareRate) / error)
  const byEffect = buyers * (normalQuantile(sureOfSharing) / z) ** 2
  const bySize = shareRate * (1 - shareRate) * (normalQuantile(0.975) / sharingMargin) ** 2
  return {
    chance: {
      state: 'known',
      probability: 1 - betaCdf(shareRate, a, b),
      sure: sureOfSharing,
      n: buyers,
      needed: { what: 'buyers', n: Math.ceil(Math.max(30, Math.min(byEffect, bySize))) },
    },
    estimate: {
      state: 'known',
      value: share,
      low: betaQuantile(0.05, a, b),
      high: betaQuantile(0.95, a, b),
      level: 0.9,
      n: buyers,
      notes: [],
    },
  }
}

/** P(more than half of buyers wrote at least `contactsBeforeOrder` messages before their first order). */
export function chanceOfTalk(messages: ArrayLike<number>): Chance {
  const n = messages.length
  if (n === 0) return { state: 'unknown' }
  const talkers = Array.from(messages).filter((m) => m >= diagnosisRule.contactsBeforeOrder).length
  const error = Math.sqrt(0.25 / n)
  const z = Math.max(1e-9, Math.abs(talkers / n - 0.5) / error)
  const byEffect = n * (normalQuantile(diagnosisRule.sure) / z) ** 2
  const bySize = 0.25 * (normalQuantile(0.975) / shareMargin) ** 2
  return {
    state: 'known',
    probability: 1 - betaCdf(0.5, talkers + 0.5, n - talkers + 0.5),
    sure: diagnosisRule.sure,
    n,
    needed: { what: 'buyers', n: Math.ceil(Math.min(byEffect, bySize)) },
  }
}

/**
 * P(quantity ≥ threshold) when only an interval is known, by a normal on the log scale (for a rate
 * or a time) or the logit scale (for a share).
 */
export function chanceAbove(
  belief: { value: number; low: number; high: number; level: number },
  threshold: number,
  scale: 'log' | 'logit',
): number {
  const on = (v: number) => (scale === 'log' ? Math.log(v) : Math.log(v / (1 - v)))
  const width = on(belief.high) - on(belief.low)
  const error = width / (2 * normalQuantile((1 + belief.level) / 2))
  return normalCdf((on(belief.value) - on(threshold)) / Math.max(1e-12, error))
}
