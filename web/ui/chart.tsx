import { Segmented } from 'antd'
import type { EChartsCoreOption } from 'echarts/core'
import { Component, lazy, type ReactNode, Suspense, useState } from 'react'
import type { Formats } from './formats.ts'
import { useFormat, useMode } from './house.tsx'
import { useLanguage, useText } from './language.ts'
import { texts } from './text.ts'
import { chartPaint, type Paint } from './theme.ts'

const Canvas = lazy(() => import('./chart-canvas.tsx'))

export type ChartOption = (paint: Paint, format: Formats) => EChartsCoreOption

export type ChartTable = {
  columns: readonly string[]
  rows: readonly (readonly ReactNode[])[]
}

/**
 * A picture with its table behind it. `option` is made by `lineChart`, `barChart`, `heatChart`, or by hand from the
 * paint. `label` says in words what the picture shows. `pick` opens what is behind a point.
 */
export function Chart({
  label,
  option,
  table,
  height = 280,
  pick,
}: {
  label: string
  option: ChartOption
  table: ChartTable
  height?: number
  pick?: (at: { index: number; series: string }) => void
}) {
  const t = useText(texts)
  const paint = chartPaint(useMode(), useLanguage())
  const format = useFormat()
  const [kind, setKind] = useState<'picture' | 'table'>('picture')
  return (
    <figure className="kit-chart">
      <figcaption className="kit-chart-head">
        <span>{label}</span>
        <Segmented
          size="small"
          value={kind}
          onChange={setKind}
          aria-label={`${t('chart_kind')}: ${label}`}
          options={[
            { value: 'picture', label: t('chart_picture') },
            { value: 'table', label: t('chart_table') },
          ]}
        />
      </figcaption>
      {kind === 'table' ? (
        <PlainTable label={label} table={table} height={height} />
      ) : (
        <Guard fallback={<p className="kit-soft">{t('chart_failed')}</p>}>
          <Suspense fallback={<div style={{ height }} aria-busy="true" />}>
            <Canvas label={label} option={option(paint, format)} height={height} pick={pick} />
          </Suspense>
        </Guard>
      )}
    </figure>
  )
}

/** A small table of figures, e.g. the one behind a picture. */
export function PlainTable({
  label,
  table,
  height,
}: {
  label: string
  table: ChartTable
  height?: number
}) {
  const format = useFormat()
  const write = (cell: ReactNode) => (typeof cell === 'number' ? format.count(cell) : cell)
  return (
    <section
      className="kit-plain"
      style={height === undefined ? {} : { maxHeight: height }}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
      tabIndex={0}
      aria-label={label}
    >
      <table>
        <thead>
          <tr>
            {table.columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.map((row, at) => (
            <tr key={`row-${String(at)}`}>
              {row.map((cell, column) => (
                <td key={table.columns[column]}>{write(cell)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

/** A picture that cannot be drawn must not take the page with it. */
class Guard extends Component<{ children: ReactNode; fallback: ReactNode }, { isBroken: boolean }> {
  override state = { isBroken: false }
  static getDerivedStateFromError() {
    return { isBroken: true }
  }
  override render() {
    return this.state.isBroken ? this.props.fallback : this.props.children
  }
}
