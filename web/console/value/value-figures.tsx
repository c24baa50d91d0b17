import type { ValueFit } from '../../../contract/insight.ts'
import { type FigureProps, Figures, useFormat, useText } from '../../ui/index.ts'
import { texts } from './text.ts'

/** The figures under the sentence: forecast where there is one, otherwise what is known. */
export function ValueFigures({ fit }: { fit: ValueFit }) {
  return <Figures figures={useFigures(fit)} />
}

function useFigures(fit: ValueFit): FigureProps[] {
  const t = useText(texts)
  const format = useFormat()
  const { forecast, concentration, data, options } = fit
  const terms = {
    margin: format.percent(options.marginPercent / 100),
    discount: format.percent(options.discountPercent / 100),
  }
  const top: FigureProps = {
    label: t('figure_top'),
    definition: t('figure_top_definition'),
    value: concentration?.top20.value ?? null,
    kind: 'percent',
    period: t('period_so_far'),
    ...(concentration
      ? { interval: { low: concentration.top20.lower, high: concentration.top20.upper } }
      : {}),
    to: '/value?view=forecast',
  }
  const customers: FigureProps = {
    label: t('figure_customers'),
    definition: t('figure_customers_definition'),
    value: data.customers,
    period: t('period_so_far'),
    to: '/value/people',
  }
  if (!forecast)
    return [
      customers,
      {
        label: t('figure_repeat'),
        definition: t('figure_repeat_definition'),
        value: data.repeatPurchases,
        period: t('period_so_far'),
        to: '/value?view=timing',
      },
      top,
    ]
  const { ltv12, expectedPurchases12, leaving } = forecast
  const next = t('period_next12')
  return [
    {
      label: t('figure_ltv12'),
      definition: t('figure_ltv12_definition', terms),
      value: ltv12.value,
      kind: 'money',
      period: next,
      interval: { low: ltv12.lower, high: ltv12.upper },
      to: '/value/people',
    },
    {
      label: t('figure_each'),
      definition: t('figure_each_definition'),
      value: ltv12.value / data.customers,
      kind: 'money',
      period: next,
      interval: { low: ltv12.lower / data.customers, high: ltv12.upper / data.customers },
      to: '/value/people',
    },
    {
      label: t('figure_purchases'),
      definition: t('figure_purchases_definition'),
      value: expectedPurchases12,
      period: next,
      to: '/value/people',
    },
    top,
    leaving
      ? {
          label: t('figure_leaving'),
          definition: t('figure_leaving_definition'),
          value: leaving.people,
          period: t('period_so_far'),
          to: '/value/people?sort=leaving',
        }
      : customers,
  ]
}
