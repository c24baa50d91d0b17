import type { LayersPage } from '../../../contract/layer.ts'
import { barChart, Chart, Money, PlainTable, useFormat, useText } from '../../ui/index.ts'
import { texts } from './text.ts'

/** What people of each tie are expected to bring, and where they are to be spoken to. */
export function Worth({ page: { worth, hasValues } }: { page: LayersPage }) {
  const t = useText(texts)
  const format = useFormat()
  const names = worth.map(({ tie }) => t(`tie_${tie}`))
  const means = worth.map(({ mean90 }) => Math.round(mean90.value))
  return (
    <div className="kit-stack">
      <h3>{t('worth_title')}</h3>
      {hasValues && (
        <Chart
          label={t('worth_chart')}
          height={220}
          option={barChart({
            x: names,
            series: [{ name: t('mean90'), values: means }],
            unit: 'money',
          })}
          table={{
            columns: [t('tie'), t('mean90')],
            rows: worth.map((one, i) => [
              names[i] ?? '',
              format.money(Math.round(one.mean90.value)),
            ]),
          }}
        />
      )}
      <PlainTable
        label={t('worth_title')}
        table={{
          columns: [
            t('tie'),
            t('people'),
            t('buyers'),
            t('mean90'),
            t('interval'),
            t('share'),
            t('carrier'),
          ],
          rows: worth.map(({ tie, people, buyers, mean90, share }) => [
            t(`tie_${tie}`),
            format.count(people),
            format.count(buyers),
            hasValues ? <Money key="mean" minor={Math.round(mean90.value)} /> : '—',
            hasValues
              ? `${format.money(Math.round(mean90.lower))} – ${format.money(Math.round(mean90.upper))}`
              : '—',
            hasValues ? format.percent(share) : '—',
            t(`carrier_${tie}`),
          ]),
        }}
      />
    </div>
  )
}
