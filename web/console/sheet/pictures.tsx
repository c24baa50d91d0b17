import { barChart, Card, Chart, heatChart, lineChart, useText } from '../../ui/index.ts'
import { texts } from './text.ts'

const TREATED = [12, 14, 15, 19, 22, 24, 23, 27]
const CONTROL = [12, 13, 12, 14, 13, 15, 14, 15]

/** A line with its interval and control group, bars, and a heat map. */
export function Pictures() {
  const t = useText(texts)
  const weeks = TREATED.map((_, at) => t('week', { at: at + 1 }))
  const sources = [t('store'), t('site'), t('friends')]
  const months = [1, 2, 3, 4, 5].map((at) => t('month', { at }))
  const cohorts = [1, 2, 3, 4].map((at) => t('cohort', { at }))
  const kept = [
    [1, 0.42, 0.31, 0.27, 0.25],
    [1, 0.44, 0.33, 0.29, null],
    [1, 0.4, 0.3, null, null],
    [1, 0.46, null, null, null],
  ]
  return (
    <Card title={t('pictures')}>
      <div className="kit-stack">
        <Chart
          label={t('lines')}
          option={lineChart({
            x: weeks,
            series: [
              {
                name: t('treated'),
                values: TREATED,
                band: { low: TREATED.map((v) => v - 3), high: TREATED.map((v) => v + 3) },
              },
              { name: t('control'), values: CONTROL, isControl: true },
            ],
          })}
          table={{
            columns: ['', t('treated'), t('control')],
            rows: weeks.map((week, at) => [week, TREATED[at], CONTROL[at]]),
          }}
        />
        <Chart
          label={t('bars')}
          height={180}
          option={barChart({
            x: sources,
            series: [{ name: t('name'), values: [412, 268, 97] }],
            isAcross: true,
          })}
          table={{
            columns: [t('source'), t('name')],
            rows: sources.map((source, at) => [source, [412, 268, 97][at]]),
          }}
        />
        <Chart
          label={t('heat')}
          option={heatChart({ columns: months, rows: cohorts, values: kept, unit: 'percent' })}
          table={{
            columns: ['', ...months],
            rows: cohorts.map((name, at) => [name, ...(kept[at] ?? [])]),
          }}
        />
      </div>
    </Card>
  )
}
