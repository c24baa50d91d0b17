import { type GapCurve, type Repurchase, repurchase } from '../../../contract/insight.ts'
import {
  Chart,
  type Formats,
  Loaded,
  lineChart,
  PlainTable,
  type Series,
  useFormat,
  useLoad,
  useText,
} from '../../ui/index.ts'
import { texts } from './text.ts'
import type { SayValue } from './words.ts'

/** When people come again: the sentence, the curves, and the table of shares. */
export function TimingView() {
  const load = useLoad('/api/value/repurchase', repurchase)
  return (
    <Loaded load={load} shape="report">
      {(data) => <Timing data={data} />}
    </Loaded>
  )
}

function Timing({ data }: { data: Repurchase }) {
  const t = useText(texts)
  const format = useFormat()
  const { curves } = data
  const longest = curves.reduce<GapCurve | undefined>(
    (most, one) => (lastDay(one) > lastDay(most) ? one : most),
    undefined,
  )
  if (!longest || data.medianGapDays === null) return <p>{t('timing_none')}</p>
  const days = longest.points.map(({ day }) => day)
  const name = (curve: GapCurve) => t(`gap_${curve.gap}`)
  return (
    <div className="kit-stack">
      <p className="kit-sentence">{sentence(data, data.medianGapDays, t, format)}</p>
      <Chart
        label={t('chart_timing')}
        height={320}
        option={lineChart({
          x: days.map((day) => `${day}`),
          // A curve of nobody is no curve; the table below still says that nobody was there.
          series: curves
            .filter(({ people }) => people > 0)
            .map((curve): Series => seriesOf(name(curve), curve, days)),
          unit: 'percent',
          xName: t('days'),
        })}
        table={{
          columns: [
            t('gap'),
            ...longest.within.map(({ days: within }) => t('within', { days: within })),
          ],
          rows: curves.map((curve) => [
            name(curve),
            ...longest.within.map(({ days: within }) => {
              const at = curve.within.find((one) => one.days === within)
              return at ? format.percent(at.share.value) : '—'
            }),
          ]),
        }}
      />
      <PlainTable
        label={t('view_timing')}
        table={{
          columns: [t('gap'), t('gap_people'), t('gap_events'), t('gap_quarter'), t('gap_half')],
          rows: curves.map((curve) => [
            name(curve),
            curve.people,
            curve.events,
            quartile(curve, 0.25, t),
            quartile(curve, 0.5, t),
          ]),
        }}
      />
      <p className="kit-soft">{t('timing_use')}</p>
    </div>
  )
}

const lastDay = (curve: GapCurve | undefined) => curve?.points.at(-1)?.day ?? -1

function sentence(data: Repurchase, gap: number, t: SayValue, format: Formats): string {
  const first = data.curves.find((curve) => curve.gap === 'first_to_second')
  const share = (days: number) => first?.within.find((one) => one.days === days)?.share.value
  const [p30, p365] = [share(30), share(365)]
  if (p30 === undefined || p365 === undefined) return t('timing_short', { gap: Math.round(gap) })
  return t('timing_sentence', {
    p30: format.percent(p30),
    p365: format.percent(p365),
    gap: Math.round(gap),
  })
}

/** A curve on the days of the longest one: each day takes the last step before it; none after its own end. */
function seriesOf(name: string, curve: GapCurve, days: readonly number[]): Series {
  const end = lastDay(curve)
  const at = (day: number) => {
    const point = curve.points.findLast((one) => one.day <= day)
    return day > end || !point ? null : point
  }
  const points = days.map(at)
  const isWhole = points.every((point) => point !== null)
  return {
    name,
    values: points.map((point) => (point ? 1 - point.survival : null)),
    ...(isWhole
      ? {
          band: {
            low: points.map((point) => 1 - (point?.upper ?? 1)),
            high: points.map((point) => 1 - (point?.lower ?? 1)),
          },
        }
      : {}),
  }
}

function quartile(curve: GapCurve, share: number, t: SayValue): string {
  const found = curve.quartiles.find((one) => one.share === share)
  if (!found || found.days === null) return t('not_reached')
  const { days, lower, upper } = found
  if (lower === null || upper === null) return t('days_only', { days })
  return t('days_interval', { days, low: lower, high: upper })
}
