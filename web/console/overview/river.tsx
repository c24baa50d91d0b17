import type { Overview } from '../../../contract/overview.ts'
import { Card, Explain, Go, PlainTable, useText, useWhen, When } from '../../ui/index.ts'
import { texts } from './text.ts'

const LANES = [
  'callback',
  'welcome',
  'transactional',
  'journey',
  'track',
  'import',
  'analytics',
] as const

function laneKey(lane: string) {
  const known = LANES.find((one) => one === lane)
  return `lane_${known ?? 'other'}` as const
}

/** What came in and is not yet applied, lane by lane. */
export function River({ river }: { river: Overview['river'] }) {
  const t = useText(texts)
  const when = useWhen()
  const waiting = river.lanes.filter(({ events }) => events > 0)
  const count = waiting.reduce((sum, { events }) => sum + events, 0)
  const oldest = waiting.flatMap(({ oldestAt }) => (oldestAt === null ? [] : [oldestAt])).sort()[0]
  const parked = river.parked > 0 && (
    <Go to="/developers/parked">{t('river_parked', { count: river.parked })}</Go>
  )
  return (
    <Card title={t('river')} extra={<Explain what={t('river')}>{t('river_help')}</Explain>}>
      <p>
        {oldest === undefined ? t('river_calm') : t('river_busy', { count, at: when(oldest) })}{' '}
        {parked}
      </p>
      {waiting.length > 0 && (
        <PlainTable
          label={t('river')}
          table={{
            columns: [t('lane'), t('depth'), t('oldest')],
            rows: waiting.map(({ lane, events, oldestAt }) => [
              t(laneKey(lane)),
              events,
              <When key={lane} at={oldestAt} />,
            ]),
          }}
        />
      )}
    </Card>
  )
}
