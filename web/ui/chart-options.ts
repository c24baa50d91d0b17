import type { ChartOption } from './chart.tsx'
import type { FigureKind } from './figure.tsx'
import type { Formats } from './formats.ts'
import type { Paint } from './theme.ts'

export type Series = {
  name: string
  /** Null is a gap. */
  values: readonly (number | null)[]
  /** An interval around the values, drawn as a band. */
  band?: { low: readonly number[]; high: readonly number[] }
  /** The control group is grey. */
  isControl?: boolean
  isDashed?: boolean
}

/** Room for the names at the ends of lines, in pixels of 12 px type: a hanzi is twice as wide as a letter. */
const END_LABEL = { hanzi: 13, letter: 7.5, gap: 16, most: 168 }
const SYMBOLS_UP_TO = 14

function endLabelWidth(series: readonly Series[]): number {
  const widths = series.map(({ name }) =>
    [...name].reduce(
      (sum, sign) => sum + (/\p{Script=Han}/u.test(sign) ? END_LABEL.hanzi : END_LABEL.letter),
      END_LABEL.gap,
    ),
  )
  return Math.min(END_LABEL.most, Math.max(...widths, END_LABEL.gap))
}

function axisText(format: Formats, unit: FigureKind): (value: number) => string {
  if (unit === 'percent') return (value) => format.percent(value)
  if (unit === 'money') return (value) => format.moneyCompact(value)
  return (value) => format.compact(value)
}

function valueText(format: Formats, unit: FigureKind): (value: number) => string {
  if (unit === 'percent') return (value) => format.percent(value, 1)
  if (unit === 'money') return (value) => format.money(value)
  return (value) => (Number.isInteger(value) ? format.count(value) : format.decimal(value))
}

function colorOf(paint: Paint, series: Series, at: number): string {
  if (series.isControl) return paint.control
  return paint.series[at % paint.series.length] ?? paint.ink
}

function category(paint: Paint, data: readonly string[], name?: string) {
  return {
    type: 'category',
    data,
    name,
    nameLocation: 'middle',
    nameGap: 32,
    nameTextStyle: { color: paint.soft },
    axisTick: { show: false },
    axisLine: { lineStyle: { color: paint.hairline } },
    axisLabel: { color: paint.soft, hideOverlap: true },
  }
}

function measure(paint: Paint, format: Formats, unit: FigureKind, name?: string) {
  return {
    type: 'value',
    name,
    nameTextStyle: { color: paint.soft, align: 'left' },
    axisLabel: { color: paint.soft, formatter: axisText(format, unit) },
    splitLine: { lineStyle: { color: paint.hairline } },
  }
}

function common(paint: Paint, format: Formats, unit: FigureKind) {
  return {
    textStyle: { fontFamily: paint.font, color: paint.ink, fontSize: 12 },
    tooltip: {
      trigger: 'axis',
      backgroundColor: paint.surface,
      borderColor: paint.hairline,
      textStyle: { color: paint.ink, fontSize: 12 },
      valueFormatter: (value: unknown) =>
        typeof value === 'number' ? valueText(format, unit)(value) : '—',
    },
  }
}

/** Lines over time or over a number: bands for intervals, the name at the end of each line. */
export function lineChart({
  x,
  series,
  unit = 'count',
  xName,
  yName,
}: {
  x: readonly string[]
  series: readonly Series[]
  unit?: FigureKind
  xName?: string
  yName?: string
}): ChartOption {
  const labelWidth = endLabelWidth(series)
  return (paint, format) => ({
    ...common(paint, format, unit),
    grid: {
      left: 8,
      right: labelWidth,
      top: yName ? 32 : 16,
      bottom: xName ? 32 : 8,
      containLabel: true,
    },
    xAxis: { ...category(paint, x, xName), boundaryGap: false },
    yAxis: measure(paint, format, unit, yName),
    series: series.flatMap((one, at) => [
      ...bandOf(one, colorOf(paint, one, at)),
      {
        type: 'line',
        name: one.name,
        data: one.values,
        symbol: ['circle', 'rect', 'triangle', 'diamond', 'roundRect', 'pin'][at % 6],
        symbolSize: 6,
        showSymbol: x.length <= SYMBOLS_UP_TO,
        color: colorOf(paint, one, at),
        lineStyle: { width: 2, type: one.isDashed ? 'dashed' : 'solid' },
        endLabel: {
          show: true,
          formatter: '{a}',
          color: paint.ink,
          width: labelWidth,
          overflow: 'break',
        },
        labelLayout: { moveOverlap: 'shiftY' },
        emphasis: { focus: 'series' },
      },
    ]),
  })
}

/** A band is an invisible line at its lower end with its width stacked on top. */
function bandOf(series: Series, color: string) {
  const { band } = series
  if (!band) return []
  const shared = {
    type: 'line',
    stack: `band-${series.name}`,
    symbol: 'none',
    lineStyle: { opacity: 0 },
    silent: true,
    tooltip: { show: false },
    color,
  }
  return [
    { ...shared, data: band.low },
    {
      ...shared,
      data: band.high.map((high, at) => high - (band.low[at] ?? high)),
      areaStyle: { color, opacity: 0.16 },
    },
  ]
}

/** Bars from zero; `isAcross` lays them on their side (names that are long). The number stands at each bar up to twelve. */
export function barChart({
  x,
  series,
  unit = 'count',
  isAcross = false,
  isStacked = false,
  xName,
  yName,
}: {
  x: readonly string[]
  series: readonly Series[]
  unit?: FigureKind
  isAcross?: boolean
  isStacked?: boolean
  xName?: string
  yName?: string
}): ChartOption {
  return (paint, format) => {
    const names = { ...category(paint, x, isAcross ? undefined : xName), inverse: isAcross }
    const numbers = { ...measure(paint, format, unit, yName), min: 0 }
    const write = valueText(format, unit)
    return {
      ...common(paint, format, unit),
      grid: {
        left: 8,
        right: isAcross ? 64 : 8,
        top: series.length > 1 ? 40 : 24,
        bottom: xName ? 32 : 8,
        containLabel: true,
      },
      legend: { show: series.length > 1, left: 0, top: 0, textStyle: { color: paint.ink } },
      aria: { enabled: true, label: { enabled: false }, decal: { show: series.length > 1 } },
      xAxis: isAcross ? numbers : names,
      yAxis: isAcross ? names : numbers,
      series: series.map((one, at) => ({
        type: 'bar',
        name: one.name,
        data: one.values,
        stack: isStacked ? 'all' : undefined,
        barMaxWidth: 40,
        color: colorOf(paint, one, at),
        label: {
          show: series.length === 1 && x.length <= 12,
          position: isAcross ? 'right' : 'top',
          color: paint.ink,
          formatter: ({ value }: { value: unknown }) =>
            typeof value === 'number' ? write(value) : '',
        },
      })),
    }
  }
}

/** A grid of shares or counts: cohorts by month, R by F. `values[row][column]`, null where there is none yet. */
export function heatChart({
  columns,
  rows,
  values,
  unit = 'count',
  xName,
  yName,
}: {
  columns: readonly string[]
  rows: readonly string[]
  values: readonly (readonly (number | null)[])[]
  unit?: FigureKind
  xName?: string
  yName?: string
}): ChartOption {
  const cells = values.flatMap((row, y) =>
    row.flatMap((value, x) => (value === null ? [] : [[x, y, value] as const])),
  )
  const most = cells.reduce((max, [, , value]) => Math.max(max, value), 0)
  return (paint, format) => {
    const write = unit === 'percent' ? format.percent : axisText(format, unit)
    return {
      ...common(paint, format, unit),
      tooltip: { ...common(paint, format, unit).tooltip, trigger: 'item' },
      grid: { left: 8, right: 8, top: yName ? 32 : 8, bottom: xName ? 32 : 8, containLabel: true },
      xAxis: category(paint, columns, xName),
      yAxis: { ...category(paint, rows), inverse: true, name: yName, nameLocation: 'start' },
      visualMap: { show: false, min: 0, max: most || 1, inRange: { color: [...paint.ramp] } },
      series: [
        {
          type: 'heatmap',
          data: cells.map(([x, y, value]) => ({
            value: [x, y, value],
            // The ramp ends in the accent; on its upper half only the surface's color can be read.
            label: { color: value > most * 0.62 ? paint.surface : paint.ink },
          })),
          itemStyle: { borderColor: paint.surface, borderWidth: 2 },
          label: {
            show: columns.length <= 16,
            formatter: ({ data }: { data: { value: readonly [number, number, number] } }) =>
              write(data.value[2]),
          },
        },
      ],
    }
  }
}
