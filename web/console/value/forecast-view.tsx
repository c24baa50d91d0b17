import { Alert } from 'antd'
import type { Bin, ValueFit } from '../../../contract/insight.ts'
import { barChart, Chart, lineChart, Money, useFormat, useText } from '../../ui/index.ts'
import { texts } from './text.ts'

/** How value is spread over people, who is still there, and how few bring how much. */
export function ForecastView({ fit }: { fit: ValueFit }) {
  const t = useText(texts)
  const format = useFormat()
  const { forecast, purchaseModel } = fit
  return (
    <div className="kit-stack">
      {forecast && (
        <>
          <Ltv bins={forecast.ltvBins} />
          <p>
            {t('best_note', {
              count: forecast.best.people,
              from: format.money(forecast.best.ltvFrom),
              value: format.money(forecast.best.ltv12),
              orders: format.decimal(forecast.best.meanOrders, 1),
            })}
          </p>
          {forecast.aliveBins && <Alive bins={forecast.aliveBins} />}
          {forecast.aliveBins && forecast.boughtOnce > 0 && (
            <p className="kit-soft">{t('alive_once', { count: forecast.boughtOnce })}</p>
          )}
        </>
      )}
      {purchaseModel.state === 'degenerate' && (
        <Alert role="note" type="info" showIcon title={t('alive_hidden')} />
      )}
      <Concentration fit={fit} />
    </div>
  )
}

function Ltv({ bins }: { bins: readonly Bin[] }) {
  const t = useText(texts)
  const format = useFormat()
  const names = bins.map(
    ({ from, to }) => `${format.moneyCompact(from)}–${format.moneyCompact(to)}`,
  )
  return (
    <Chart
      label={t('chart_ltv')}
      option={barChart({
        x: names,
        series: [{ name: t('people'), values: bins.map(({ people }) => people) }],
        xName: t('range'),
      })}
      table={{
        columns: [t('range'), t('people'), t('ltv_sum')],
        rows: bins.map(({ people, sum }, at) => [
          names[at],
          people,
          <Money key={names[at]} minor={sum} />,
        ]),
      }}
    />
  )
}

function Alive({ bins }: { bins: readonly Bin[] }) {
  const t = useText(texts)
  const format = useFormat()
  const names = bins.map(({ from, to }) => `${format.percent(from)}–${format.percent(to)}`)
  return (
    <Chart
      label={t('chart_alive')}
      option={barChart({
        x: names,
        series: [{ name: t('people'), values: bins.map(({ people }) => people) }],
        xName: t('chance'),
      })}
      table={{
        columns: [t('chance'), t('people'), t('spent')],
        rows: bins.map(({ people, sum }, at) => [
          names[at],
          people,
          <Money key={names[at]} minor={sum} />,
        ]),
      }}
    />
  )
}

function Concentration({ fit: { concentration } }: { fit: ValueFit }) {
  const t = useText(texts)
  const format = useFormat()
  if (!concentration) return null
  const { curve } = concentration
  return (
    <Chart
      label={t('chart_top')}
      option={lineChart({
        x: curve.map(({ people }) => format.percent(people)),
        series: [{ name: t('share_revenue'), values: curve.map(({ revenue }) => revenue) }],
        unit: 'percent',
        xName: t('share_people'),
      })}
      table={{
        columns: [t('share_people'), t('share_revenue')],
        rows: curve.map(({ people, revenue }) => [
          format.percent(people),
          format.percent(revenue, 1),
        ]),
      }}
    />
  )
}
