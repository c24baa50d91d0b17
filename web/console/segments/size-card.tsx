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
  const days = load.data?.items ?? []
  return (
    <Card title={t('growth')}>
      {days.length < 2 ? (
        <p className="kit-soft">{t(segment.state === 'draft' ? 'growth_draft' : 'growth_soon')}</p>
      ) : (
        <Chart
          label={t('growth_label', { days: DAYS })}
          option={lineChart({
            x: days.map(({ on }) => format.day(on)),
            series: [{ name: t('size'), values: days.map(({ size }) => size) }],
          })}
          table={{
            columns: [t('day'), t('size'), t('entered'), t('left')],
            rows: days.map(({ on, size, entered, left }) => [
              format.day(on),
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
