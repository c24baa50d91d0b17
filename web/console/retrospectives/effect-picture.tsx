import type { Findings, MetricName } from '../../../contract/retrospective.ts'
import { Chart, type ChartOption, useFormat, useText } from '../../ui/index.ts'
import { texts } from './text.ts'
import { amountWords, chanceWords, PER_PEOPLE, rangeWords } from './words.ts'

type Row = { name: string; effect: number; lower: number; upper: number }

const ROW_PIXELS = 56
const AXIS_PIXELS = 72

/** The effect with its interval, for everybody and for each group, against nothing and against what is worth having. */
export function EffectPicture({ findings }: { findings: Findings }) {
  const t = useText(texts)
  const format = useFormat()
  const { metric } = findings.question
  const { primary, groups } = findings
  const rows: (Row & { p: number })[] = [
    { name: t('all_people'), ...primary },
    ...groups.map(({ name, adjustedP, ...group }) => ({
      ...group,
      name: t(`group_${name}`),
      p: adjustedP,
    })),
  ]
  const marks = {
    zero: t('zero_line'),
    worth: { name: t('worth_line'), at: primary.worthHaving },
  }
  return (
    <Chart
      label={t('picture')}
      height={AXIS_PIXELS + ROW_PIXELS * rows.length}
      option={intervals(rows, metric, { ...marks, xName: t(`unit_${metric}`) })}
      table={{
        columns: [t('column_group'), t('column_difference'), t('column_p')],
        rows: rows.map((row) => {
          const { low, high } = rangeWords(metric, row, format)
          const value = amountWords(metric, row.effect, format)
          return [row.name, t('with_range', { value, low, high }), chanceWords(row.p, format)]
        }),
      }}
    />
  )
}

type Marks = { zero: string; worth: { name: string; at: number }; xName: string }

/** Points with whiskers, one row each; the first row on top. */
function intervals(rows: readonly Row[], metric: MetricName, marks: Marks): ChartOption {
  const scale = metric === 'revenue' ? 1 : PER_PEOPLE
  return (paint, format) => {
    const write = (value: number) => amountWords(metric, value / scale, format)
    return {
      textStyle: { fontFamily: paint.font, color: paint.ink, fontSize: 12 },
      grid: { left: 8, right: 24, top: 40, bottom: 36, containLabel: true },
      xAxis: {
        type: 'value',
        name: marks.xName,
        nameLocation: 'middle',
        nameGap: 28,
        nameTextStyle: { color: paint.soft },
        axisLabel: { color: paint.soft, formatter: (value: number) => write(value) },
        splitLine: { lineStyle: { color: paint.hairline } },
      },
      yAxis: {
        type: 'category',
        data: rows.map(({ name }) => name),
        inverse: true,
        axisTick: { show: false },
        axisLine: { lineStyle: { color: paint.hairline } },
        axisLabel: { color: paint.ink },
      },
      series: [
        // Draws nothing; the axis must reach what is worth having.
        {
          type: 'line',
          symbol: 'none',
          silent: true,
          data: [[marks.worth.at * scale, rows[0]?.name]],
        },
        ...rows.map(({ name, lower, upper }, at) =>
          whisker(name, [lower, upper], { at, scale, paint }),
        ),
        {
          type: 'scatter',
          symbolSize: 12,
          color: paint.series[0],
          data: rows.map(({ effect, name }) => [effect * scale, name]),
          label: {
            show: true,
            position: 'top',
            color: paint.ink,
            formatter: ({ value }: { value: readonly [number, string] }) => write(value[0]),
          },
          markLine: {
            silent: true,
            symbol: 'none',
            label: { color: paint.soft, formatter: '{b}', position: 'start' },
            data: [
              {
                name: marks.zero,
                xAxis: 0,
                lineStyle: { color: paint.ink, type: 'solid' },
                label: { align: 'right' },
              },
              {
                name: marks.worth.name,
                xAxis: marks.worth.at * scale,
                lineStyle: { color: paint.control, type: 'dashed' },
                label: { align: 'left' },
              },
            ],
          },
        },
      ],
    }
  }
}

function whisker(
  name: string,
  ends: [number, number],
  { at, scale, paint }: { at: number; scale: number; paint: Parameters<ChartOption>[0] },
) {
  return {
    type: 'line',
    data: ends.map((end) => [end * scale, name]),
    symbol: 'rect',
    symbolSize: [2, 12],
    silent: true,
    color: paint.series[0],
    lineStyle: { width: at === 0 ? 3 : 1.5 },
  }
}
