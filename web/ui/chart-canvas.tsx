import { BarChart, HeatmapChart, LineChart, ScatterChart } from 'echarts/charts'
import {
  AriaComponent,
  GridComponent,
  LegendComponent,
  MarkAreaComponent,
  MarkLineComponent,
  TooltipComponent,
  VisualMapComponent,
} from 'echarts/components'
import { type ECharts, type EChartsCoreOption, init, use as register } from 'echarts/core'
import { LabelLayout } from 'echarts/features'
import { CanvasRenderer } from 'echarts/renderers'
import { useEffect, useRef } from 'react'

register([
  LineChart,
  BarChart,
  HeatmapChart,
  ScatterChart,
  GridComponent,
  LegendComponent,
  TooltipComponent,
  VisualMapComponent,
  MarkLineComponent,
  MarkAreaComponent,
  AriaComponent,
  LabelLayout,
  CanvasRenderer,
])

type Pick = (at: { index: number; series: string }) => void

/** The canvas itself; loaded with echarts when the first picture is shown. */
export default function ChartCanvas({
  label,
  option,
  height,
  pick,
}: {
  label: string
  option: EChartsCoreOption
  height: number
  pick?: Pick | undefined
}) {
  const place = useRef<HTMLDivElement>(null)
  const drawn = useRef<ECharts>(undefined)
  const latestPick = useRef(pick)
  useEffect(() => {
    latestPick.current = pick
  })

  useEffect(() => {
    const element = place.current
    if (!element) return
    const chart = init(element)
    drawn.current = chart
    chart.on('click', ({ dataIndex, seriesName }) =>
      latestPick.current?.({ index: dataIndex, series: seriesName ?? '' }),
    )
    const watch = new ResizeObserver(() => chart.resize())
    watch.observe(element)
    return () => {
      watch.disconnect()
      chart.dispose()
      drawn.current = undefined
    }
  }, [])

  useEffect(() => {
    const still = matchMedia('(prefers-reduced-motion: reduce)').matches
    drawn.current?.setOption({ animation: !still, animationDuration: 300, ...option }, true)
  })

  return <div ref={place} className="kit-canvas" style={{ height }} role="img" aria-label={label} />
}
