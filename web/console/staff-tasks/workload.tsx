import type { AssociateLoad } from '../../../contract/staff-task.ts'
import { barChart, Card, Chart, Explain, Go, useFormat, useText } from '../../ui/index.ts'
import { useAssociateName } from '../deliveries/words.tsx'
import { texts } from './text.ts'

const SHOWN_MAX = 20

/** What each associate has on hand, against what there is of the day; every number opens its tasks. */
export function Workload({ loads }: { loads: readonly AssociateLoad[] }) {
  const t = useText(texts)
  const format = useFormat()
  const nameOf = useAssociateName()
  const shown = loads.slice(0, SHOWN_MAX)
  const away = ({ away: gone }: AssociateLoad) => {
    if (gone === null) return ''
    return gone.standIn === null ? t('load_away') : t('load_away_to', { who: nameOf(gone.standIn) })
  }
  const list = (userid: string, more: string) =>
    `/staff-tasks?userid=${encodeURIComponent(userid)}${more}`
  return (
    <Card title={t('load')} extra={<Explain what={t('load')}>{t('load_help')}</Explain>}>
      <Chart
        label={t('load')}
        option={barChart({
          x: shown.map(({ userid }) => nameOf(userid)),
          series: [
            { name: t('load_needed'), values: shown.map((one) => Math.round(one.minutesNeeded)) },
            {
              name: t('load_has'),
              values: shown.map((one) => one.minutesPerDay),
              isControl: true,
            },
          ],
        })}
        table={{
          columns: [
            t('associate'),
            t('load_open'),
            t('load_late'),
            t('load_confirms'),
            t('load_needed'),
            t('load_has'),
            t('load_done'),
          ],
          rows: shown.map((one) => [
            `${nameOf(one.userid)} ${away(one)}`.trim(),
            <Go key="open" to={list(one.userid, '')}>
              {format.count(one.open)}
            </Go>,
            <Go key="late" to={list(one.userid, '&late=yes')}>
              {format.count(one.late)}
            </Go>,
            one.confirms,
            Math.round(one.minutesNeeded),
            one.minutesPerDay,
            <Go key="done" to={list(one.userid, '&state=done')}>
              {format.count(one.done)}
            </Go>,
          ]),
        }}
      />
    </Card>
  )
}
