import { Segmented } from 'antd'
import { useState } from 'react'
import {
  type Stages as Data,
  type Stage,
  type StageName,
  stageNames,
} from '../../../contract/stage.ts'
import {
  Card,
  Chart,
  Explain,
  type FigureProps,
  Figures,
  lineChart,
  useFormat,
  useText,
} from '../../ui/index.ts'
import { texts } from './stage-text.ts'

type Measured = Extract<Stage, { state: 'measured' }>
const WEEK_MS = 7 * 86_400_000

/** The five stages with figure, previous period and trend; each opens its people. */
export function Stages({ data }: { data: Data }) {
  const t = useText(texts)
  const [chosen, choose] = useState<StageName>('acquire')
  const measured = data.stages.filter((stage): stage is Measured => stage.state === 'measured')
  const shown = measured.find(({ name }) => name === chosen)
  return (
    <Card title={t('title')} extra={<Explain what={t('title')}>{t('help')}</Explain>}>
      <div className="kit-stack">
        <Figures figures={useStageFigures(data.stages)} />
        <div>
          <Segmented
            value={chosen}
            aria-label={t('which')}
            onChange={choose}
            options={stageNames
              .filter((name) => measured.some((stage) => stage.name === name))
              .map((value) => ({ value, label: t(value) }))}
          />
        </div>
        {shown && <Trend stage={shown} asOf={data.asOf} />}
      </div>
    </Card>
  )
}

function useStageFigures(stages: readonly Stage[]): FigureProps[] {
  const t = useText(texts)
  const unitOf = ({ name, basis }: Measured) => {
    if (name === 'engage') return t('engage_unit')
    if (name === 'convert') return t('convert_unit')
    if (name === 'refer') return t('refer_unit')
    return t(basis === 'follows' ? 'acquire_unit' : 'customers_unit')
  }
  return stages.map((stage) => {
    const { name } = stage
    if (stage.state === 'not_measured') {
      return { label: t(name), value: null, definition: t('refer_none'), period: t('refer_period') }
    }
    const { value, previous, to } = stage
    const common = { label: t(name), value, previous, to, period: t('period') }
    if (name === 'retain') {
      const { people = 0, all = 0 } = stage.of ?? {}
      return { ...common, kind: 'percent', definition: t('retain_deeds', { people, all }) }
    }
    return { ...common, unit: unitOf(stage), definition: definitionOf(stage, t) }
  })
}

function definitionOf({ name, basis }: Measured, t: ReturnType<typeof useText<typeof texts.keys>>) {
  if (name === 'engage') return t('engage_deeds')
  if (name === 'convert') return t('convert_orders')
  if (name === 'refer') return t('refer_friends')
  return t(basis === 'follows' ? 'acquire_follows' : 'acquire_customers')
}

function Trend({ stage, asOf }: { stage: Measured; asOf: string }) {
  const t = useText(texts)
  const format = useFormat()
  const name = t(stage.name)
  const isShare = stage.name === 'retain'
  const end = Date.parse(asOf)
  const days = stage.trend.map((_, i) =>
    format.dayOf(new Date(end - (stage.trend.length - 1 - i) * WEEK_MS).toISOString()),
  )
  const year = Number(days.at(-1)?.slice(0, 4))
  return (
    <Chart
      label={t('picture', { stage: name })}
      height={200}
      option={lineChart({
        x: days.map((on) => format.day(on, year)),
        series: [{ name, values: stage.trend }],
        unit: isShare ? 'percent' : 'count',
      })}
      table={{
        columns: [t('column_week'), name],
        rows: days
          .map((on, i) => {
            const value = stage.trend[i] ?? null
            return [
              on,
              isShare ? (value === null ? '—' : format.percent(value, 1)) : (value ?? '—'),
            ]
          })
          .reverse(),
      }}
    />
  )
}
