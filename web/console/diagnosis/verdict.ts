import type { Diagnosis, DiagnosisEstimate } from '../../../contract/playbook.ts'
import { type Formats, type Say, useFormat, useText } from '../../ui/index.ts'
import { texts } from './text.ts'

export type SayDiagnosis = Say<typeof texts.keys>

/** 「适合做私域，最像组合 3，可能性 72%。」 */
export function useVerdictWords(): (diagnosis: Diagnosis) => string {
  const t = useText(texts)
  const format = useFormat()
  return ({ verdict, combinations }) => {
    const [first] = combinations.topTwo
    const said = t(`verdict_${verdict.verdict}`)
    if (!first) return `${said}${t('no_combination')}`
    const words = { n: first.combination, share: likely(first.probability, t, format) }
    return `${said}${t(combinations.nearestNotEqual ? 'nearest' : 'like', words)}`
  }
}

/** Why the verdict is what it is, and what is still needed. */
export function useReasons(): (diagnosis: Diagnosis) => string[] {
  const t = useText(texts)
  return ({ verdict, obstacles, properties }) => {
    const reasons = [t('reason_holding', { count: verdict.holding })]
    if (verdict.verdict === 'caution' && verdict.holding >= 2 && obstacles.length > 0)
      reasons.push(t('reason_obstacle'))
    if (verdict.verdict === 'unfit') reasons.push(t('reason_unfit'))
    const unknown = Object.values(properties).filter(({ holds }) => holds === 'unknown').length
    if (unknown > 0) reasons.push(t('reason_unknown', { count: unknown }))
    if (verdict.verdict === 'not_enough_data' && verdict.needed.length > 0) {
      const what = verdict.needed.map((one) => t(`needed_${one.what}`, { count: one.n }))
      reasons.push(t('needed', { what: what.join('、') }))
    }
    return reasons
  }
}

/** A probability in words: nothing that is estimated is certain. */
export function likely(probability: number, t: SayDiagnosis, format: Formats): string {
  if (probability > CERTAIN) return t('nearly_certain', { share: format.percent(CERTAIN) })
  if (probability < 1 - CERTAIN) return t('hardly', { share: format.percent(1 - CERTAIN) })
  return format.percent(probability)
}
const CERTAIN = 0.99

/** A combination that is less likely than one in a hundred is not spoken of. */
export const isWorthSaying = ({ probability }: { probability: number }) => probability >= 0.01

/** Value and interval of an estimate written by `write`; null when it is not known. */
export function known(
  estimate: DiagnosisEstimate,
  write: (value: number) => string,
): { value: string; low: string; high: string } | null {
  if (estimate.state === 'unknown' || estimate.value === null) return null
  const or = (value: number | null) => (value === null ? '∞' : write(value))
  return { value: write(estimate.value), low: or(estimate.low), high: or(estimate.high) }
}

/** The decision cycle in words: nobody reads “0.0 days”, and three times the same is said once. */
export function cycleSaid(
  { decisionCycleDays }: Diagnosis['estimates'],
  t: SayDiagnosis,
  format: Formats,
): { value: string; low: string; high: string } | null {
  const write = (days: number) =>
    days < 1 ? t('cycle_under') : t('cycle_days', { value: format.decimal(days, 1) })
  const said = known(decisionCycleDays, write)
  if (!said) return null
  return said.low === said.high ? said : { ...said, value: t('cycle_within', said) }
}
