import { Alert } from 'antd'
import { type GroupDetail, groupDetail } from '../../../contract/group.ts'
import {
  Card,
  Chart,
  Day,
  DetailPage,
  Facts,
  type FigureProps,
  Figures,
  Loaded,
  lineChart,
  useAddress,
  useFormat,
  useLoad,
  usePart,
  useText,
  When,
} from '../../ui/index.ts'
import { DAYS_USUAL, DaysChoice, Owner } from './groups-page.tsx'
import { Members } from './members.tsx'
import { texts } from './text.ts'

const LIVE_MS = 5_000

/** One group: who is inside, who came and went, day by day. */
export function GroupPage() {
  const id = usePart('id')
  const days = Number(useAddress().get('days') ?? DAYS_USUAL)
  const load = useLoad(`/api/groups/${id}`, groupDetail, { query: { days }, every: LIVE_MS })
  return (
    <Loaded load={load} shape="detail">
      {(group) => <GroupView group={group} days={days} />}
    </Loaded>
  )
}

function GroupView({ group, days }: { group: GroupDetail; days: number }) {
  const t = useText(texts)
  const { customers, strangers, joined, left, ways } = group
  return (
    <DetailPage
      title={group.name || t('unnamed')}
      subtitle={
        <>
          <Owner group={group} /> · {t('created')} <When at={group.createdAt} />
        </>
      }
      deeds={<DaysChoice />}
      letter={
        <>
          {group.dissolvedAt !== null && (
            <Alert
              type="info"
              showIcon
              title={
                <>
                  {t('dissolved')} <When at={group.dissolvedAt} />
                </>
              }
            />
          )}
          <p className="kit-sentence">
            {t('one_sentence', { customers, strangers, days, joined, left })}
            {joined > 0 && ` ${t('one_ways', ways)}`}
          </p>
          <Figures figures={useFigures(group, days)} />
          <Card>
            <ByDay group={group} />
          </Card>
          <Members groupId={group.id} />
        </>
      }
      side={
        <Card title={t('facts')}>
          <Facts
            facts={[
              { label: t('owner'), value: <Owner group={group} /> },
              { label: t('created'), value: <When at={group.createdAt} /> },
              {
                label: t('read_at'),
                value: group.readAt === null ? t('unread') : <When at={group.readAt} />,
              },
              { label: t('notice'), value: group.notice || t('notice_none') },
            ]}
          />
        </Card>
      }
    />
  )
}

function useFigures(group: GroupDetail, days: number): FigureProps[] {
  const t = useText(texts)
  const period = t('days', { count: days })
  return [
    { label: t('customers'), value: group.customers, definition: t('customers_help') },
    { label: t('strangers'), value: group.strangers, definition: t('strangers_help') },
    { label: t('joined'), value: group.joined, definition: t('joined_help'), period },
    { label: t('left'), value: group.left, definition: t('left_help'), period },
  ]
}

function ByDay({ group }: { group: GroupDetail }) {
  const t = useText(texts)
  const format = useFormat()
  const { days } = group
  const year = Number(days.at(-1)?.on.slice(0, 4))
  const isNothing = days.every(({ joined, left }) => joined === 0 && left === 0)
  if (isNothing) return <p className="kit-soft">{t('chart_nothing')}</p>
  return (
    <Chart
      label={t('chart')}
      height={220}
      option={lineChart({
        x: days.map(({ on }) => format.day(on, year)),
        series: [
          { name: t('joined'), values: days.map(({ joined }) => joined) },
          { name: t('left'), values: days.map(({ left }) => left) },
        ],
        unit: 'count',
      })}
      table={{
        columns: [t('chart_day'), t('joined'), t('left')],
        rows: days.map(({ on, joined, left }) => [
          <Day key={on} on={on} />,
          format.count(joined),
          format.count(left),
        ]),
      }}
    />
  )
}
