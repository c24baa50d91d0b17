import type { Comparison, Findings, MetricName } from '../../../contract/retrospective.ts'
import { type Formats, type Say, useFormat, useText } from '../../ui/index.ts'
import { texts } from './text.ts'

type SayRetrospective = Say<typeof texts.keys>

/** An effect or a mean in the metric's own way: per hundred people, or money per person. */
export function amountWords(metric: MetricName, perPerson: number, format: Formats): string {
  // Nearly nothing below zero is nothing: never −0.0.
  return metric === 'revenue'
    ? format.money(Math.round(perPerson) || 0)
    : format.decimal(Math.round(perPerson * PER_PEOPLE * 10) / 10 || 0, 1)
}

/** Orders and buyers are told for a hundred people: nobody sees a twentieth of an order. */
export const PER_PEOPLE = 100

export function rangeWords(
  metric: MetricName,
  { lower, upper }: { lower: number; upper: number },
  format: Formats,
) {
  return { low: amountWords(metric, lower, format), high: amountWords(metric, upper, format) }
}

/** Nothing happened in either group: there is no difference to tell of, and no interval. */
export function isSilent({ control, treated }: Pick<Comparison, 'control' | 'treated'>): boolean {
  return control === 0 && treated === 0
}

/** p as it is printed: never 0. */
export function chanceWords(p: number, format: Formats): string {
  return p < 0.001 ? `< ${format.decimal(0.001, 3)}` : format.decimal(p, 3)
}

/** The sentence at the top: verdict, effect, money, harm. */
export function useVerdictSentence(): (findings: Findings) => string {
  const t = useText(texts)
  const format = useFormat()
  return (findings) => verdictSentence(findings, t, format) + alsoHarms(findings, t, format)
}

function verdictSentence(findings: Findings, t: SayRetrospective, format: Formats): string {
  const { primary, question, people, money, sampleRatio } = findings
  const { metric } = question
  const effect = amountWords(metric, primary.effect, format)
  const range = rangeWords(metric, primary, format)
  switch (findings.verdict) {
    case 'effective': {
      const net = format.money(Math.abs(money.net.value))
      const gained = money.net.value >= 0 ? 'net_gain' : 'net_loss'
      return t(`effective_${metric}`, { effect, ...range }) + t(gained, { net })
    }
    case 'ineffective':
      return t(`ineffective_${metric}`, {
        high: amountWords(metric, Math.max(0, primary.upper), format),
        worth: amountWords(metric, primary.worthHaving, format),
      })
    case 'harmful': {
      const worst = findings.harm.find(({ lower }) => lower > 0)
      if (primary.upper < 0 || !worst) return t(`harmful_${metric}`, { effect, ...range })
      return t(`harmful_${worst.kind}`, { more: format.decimal(worst.effect * PER_PEOPLE, 1) })
    }
    case 'untrustworthy':
      return t('untrustworthy', {
        treated: sampleRatio.treated,
        control: sampleRatio.control,
        share: format.percent(question.holdoutShare),
        p: chanceWords(sampleRatio.p, format),
      })
    case 'not_enough_evidence':
      if (question.holdoutShare === 0) return t('not_enough_none')
      if (people.control < 2 || people.treated < 2) return t('not_enough_nobody')
      if (isSilent(primary))
        return t('not_enough_silent', { treated: people.treated, control: people.control })
      if (findings.peopleMissing === 0) return t('not_enough_nobody')
      return (
        t('not_enough', { count: findings.peopleMissing }) +
        t(`seen_${metric}`, { effect, ...range })
      )
  }
}

/** A good result that drove people away says both. */
function alsoHarms(findings: Findings, t: SayRetrospective, format: Formats): string {
  if (findings.verdict !== 'effective') return ''
  return findings.harm
    .filter(({ lower }) => lower > 0)
    .map(({ kind, effect }) => t(`also_${kind}`, { more: format.decimal(effect * PER_PEOPLE, 1) }))
    .join('')
}
