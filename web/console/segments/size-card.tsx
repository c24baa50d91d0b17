import { type Segment, segmentHistory } from '../../../contract/segment-view.ts'
import { Card, Chart, lineChart, useFormat, useLoad, useText } from '../../ui/index.ts'
import { texts } from './text.ts'

const DAYS = 30

/** How many people the segment had on each of the last days. */
export function SizeCard({ segment }: { segment: Segment }) {
  const t = useText(texts)
  const format = useFormat()
  const load = useLoad(`/api/segments/${segment.id}/history`, segmentHistory, {
    query: { days: DAYS },
  })
  const { items = [], hours = [] } = load.data ?? {}
  // A segment of today has hours before it has days.
  const isByHour = items.length < 2
  const points = isByHour
    ? hours.map(({ at, ...one }) => ({ when: format.clock(at), ...one }))
    : items.map(({ on, ...one }) => ({ when: format.day(on), ...one }))
  return (
    <Card title={t('growth')}>
      {points.length < 2 ? (
        <p className="kit-soft">{t(segment.state === 'draft' ? 'growth_draft' : 'growth_soon')}</p>
      ) : (
        <Chart
          label={isByHour ? t('growth_hours') : t('growth_label', { days: DAYS })}
          option={lineChart({
            x: points.map(({ when }) => when),
            series: [{ name: t('size'), values: points.map(({ size }) => size) }],
          })}
          table={{
            columns: [t(isByHour ? 'hour' : 'day'), t('size'), t('entered'), t('left')],
            rows: points.map(({ when, size, entered, left }) => [
              when,
              format.count(size),
              format.count(entered),
              format.count(left),
            ]),
          }}
        />
      )}
    </Card>
  )
}
