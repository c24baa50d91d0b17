import type { Doubt, PurchaseModel } from '../../../contract/insight.ts'
import { type Formats, type Say, useFormat, useText } from '../../ui/index.ts'
import { texts } from './text.ts'

export type SayValue = Say<typeof texts.keys>

const MISSING = ['customers', 'repeat_purchases', 'calibration_days'] as const

/** What a refused model lacks, in words. */
export function missingWords(model: PurchaseModel, t: SayValue): string {
  if (model.state !== 'refused') return ''
  return model.missing
    .map(({ what, have, need }) => {
      const known = MISSING.find((one) => one === what)
      return t(known ? `missing_${known}` : 'missing_other', { have, need })
    })
    .join('；')
}

/** A reason to trust the figures less, as a sentence. */
export function doubtWords({ code, params }: Doubt, t: SayValue, format: Formats): string {
  const number = (name: string) => params[name] ?? 0
  const percent = (name: string) => format.percent(Math.abs(number(name)))
  switch (code) {
    case 'backtest_over':
    case 'backtest_under':
      return t(`doubt_${code}`, { bias: percent('bias') })
    case 'spend_depends_on_frequency':
      return t('doubt_spend_depends_on_frequency', {
        correlation: format.decimal(number('correlation')),
      })
    case 'starts_disagree':
      return t('doubt_starts_disagree', {
        starts: number('starts'),
        agreeing: number('agreeingStarts'),
      })
    case 'short_history':
      return t('doubt_short_history', { days: number('days') })
    case 'orders_of_nobody':
      return t('doubt_orders_of_nobody', { orders: number('orders') })
    case 'loss_alike':
      return t('doubt_loss_alike', { share: percent('share') })
    case 'no_backtest':
    case 'no_visible_loss':
    case 'mean_spend_used':
      return t(`doubt_${code}`)
  }
}

/** The words of doubts, for a component. */
export function useDoubtWords(): (doubt: Doubt) => string {
  const t = useText(texts)
  const format = useFormat()
  return (doubt) => doubtWords(doubt, t, format)
}
