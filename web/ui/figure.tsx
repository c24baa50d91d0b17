import { Tooltip } from 'antd'
import type { ReactNode } from 'react'
import type { Formats } from './formats.ts'
import { Go } from './go.tsx'
import { useFormat } from './house.tsx'
import { type Say, useText } from './language.ts'
import { texts } from './text.ts'

/** How a figure's number is written. `money` in minor units; `percent` as a share of one. */
export type FigureKind = 'count' | 'percent' | 'money' | 'decimal'

export type FigureProps = {
  label: string
  value: number | null
  kind?: FigureKind
  /** What exactly is counted, and over which period: shown on hover. A number nobody can explain is not shown. */
  definition: string
  /** 近 7 天, 2026 年 11 月 */
  period?: string
  previous?: number | null
  interval?: { low: number; high: number; share?: number }
  /** The people (or orders, …) behind it. */
  to?: string
  /** A unit after the number, e.g. 天. */
  unit?: string
}

/** Writes a figure's number. */
export function useFigureText(): (value: number | null, kind: FigureKind) => string {
  const format = useFormat()
  const t = useText(texts)
  return (value, kind) => {
    if (value === null) return t('unknown')
    if (kind === 'percent') return format.percent(value, Math.abs(value) < 0.1 ? 1 : 0)
    if (kind === 'money') return format.money(value)
    return kind === 'decimal' ? format.decimal(value) : format.count(value)
  }
}

/** A number with its home: definition on hover, period, previous period or interval beside it, the people behind on click. */
export function Figure(props: FigureProps) {
  const { label, value, kind = 'count', definition, period, to, unit } = props
  const say = useFigureText()
  const text = (
    <>
      {say(value, kind)}
      {unit !== undefined && value !== null && <small>{unit}</small>}
    </>
  )
  return (
    <div className="kit-figure">
      <div className="kit-figure-label">
        <Tooltip title={definition}>
          <button type="button" className="kit-defined" aria-label={`${label}: ${definition}`}>
            {label}
          </button>
        </Tooltip>
        {period !== undefined && <span className="kit-soft">{period}</span>}
      </div>
      <div className="kit-figure-value">{to === undefined ? text : <Go to={to}>{text}</Go>}</div>
      <Beside {...props} kind={kind} />
    </div>
  )
}

/** What stands beside a figure: the interval of an estimate, or the previous period. */
function Beside({ value, previous, interval, kind = 'count' }: FigureProps): ReactNode {
  const say = useFigureText()
  const format = useFormat()
  const t = useText(texts)
  if (interval !== undefined) {
    const low = say(interval.low, kind)
    const high = say(interval.high, kind)
    const share = format.percent(interval.share ?? 0.95)
    return <div className="kit-figure-beside">{t('interval_of', { share, low, high })}</div>
  }
  if (previous === undefined || previous === null || value === null) return null
  const change = changeOf({ value, previous, kind }, format, t)
  const isSame = value === previous
  const says = isSame ? t('same') : t(value > previous ? 'up' : 'down', { value: change })
  const sign = value > previous ? '↑' : '↓'
  return (
    <Tooltip title={`${t('previous', { value: say(previous, kind) })}`}>
      <div className="kit-figure-beside">
        <span className="kit-hidden">{says}</span>
        <span aria-hidden="true">
          {isSame ? t('same') : `${sign} ${change}`}
          {' · '}
          {t('previous', { value: say(previous, kind) })}
        </span>
      </div>
    </Tooltip>
  )
}

/** Counts change by a number, shares by points, money by per cent of what it was. */
function changeOf(
  { value, previous, kind }: { value: number; previous: number; kind: FigureKind },
  format: Formats,
  t: Say<typeof texts.keys>,
): string {
  const by = Math.abs(value - previous)
  if (kind === 'percent') return t('points', { value: format.decimal(by * 100, 1) })
  if (kind === 'money' && previous !== 0) return format.percent(by / Math.abs(previous), 1)
  return kind === 'decimal' ? format.decimal(by) : format.count(by)
}

/** Figures in a row, at most five. */
export function Figures({ figures }: { figures: readonly FigureProps[] }) {
  return (
    <div className="kit-figures">
      {figures.map((figure) => (
        <Figure key={figure.label} {...figure} />
      ))}
    </div>
  )
}
