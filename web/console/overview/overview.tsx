import { type Overview as Data, overview } from '../../../contract/overview.ts'
import { stages } from '../../../contract/stage.ts'
import {
  Chart,
  Empty,
  type FigureKind,
  type FigureProps,
  Go,
  GoButton,
  Loaded,
  lineChart,
  OverviewPage,
  PageHead,
  useFormat,
  useLoad,
  useText,
} from '../../ui/index.ts'
import { River } from './river.tsx'
import { Stages } from './stages.tsx'
import { texts } from './text.ts'

/** How often the page asks again while it is open. */
const LIVE_MS = 15_000
/** Stages of a month move slowly. */
const STAGES_MS = 60_000

/** The first page: this week in a sentence, five figures, thirty days, and what needs you. */
export function Overview() {
  const load = useLoad('/api/overview', overview, { every: LIVE_MS })
  return (
    <Loaded load={load} shape="overview">
      {(data) => (data.isEmpty ? <Nothing /> : <Week data={data} />)}
    </Loaded>
  )
}

function Nothing() {
  const t = useText(texts)
  const action = (
    <div className="kit-deeds">
      <GoButton to="/imports/new">{t('empty_action')}</GoButton>
      <Go to="/developers">{t('empty_developers')}</Go>
    </div>
  )
  return (
    <div className="kit-page">
      <PageHead title={t('title')} help={t('help')} />
      <Empty
        what={t('empty')}
        why={t('empty_why')}
        action={action}
        sample={<p className="kit-sentence">{t('sample')}</p>}
      />
    </div>
  )
}

function Week({ data }: { data: Data }) {
  const t = useText(texts)
  const figures = useFigures(data)
  const five = useLoad('/api/overview/stages', stages, { every: STAGES_MS })
  return (
    <OverviewPage
      title={t('title')}
      help={t('help')}
      sentence={useSentence(data)}
      figures={figures}
      picture={<Days days={data.days} />}
      needs={data.needs.map(({ kind, count, to }) => ({
        key: kind,
        says: t(`need_${kind}`),
        count,
        to,
        tone: kind === 'parked_events' ? 'harm' : 'waiting',
      }))}
      asOf={data.analyticsAsOf}
      below={
        <>
          <Loaded load={five} shape="detail">
            {(found) => <Stages data={found} />}
          </Loaded>
          <River river={data.river} />
        </>
      }
    />
  )
}

/** The parts of the sentence that can be said. */
function useSentence({ week, needs }: Data) {
  const t = useText(texts)
  const format = useFormat()
  const waiting = needs.reduce((sum, { count }) => sum + count, 0)
  return [
    t('sentence_new', { count: week.newCustomers }),
    week.keptShare === null ? '' : t('sentence_kept', { share: format.percent(week.keptShare) }),
    week.repeatShare === null
      ? ''
      : t('sentence_repeat', { share: format.percent(week.repeatShare) }),
    waiting === 0 ? t('sentence_calm') : t('sentence_needs', { count: waiting }),
  ].join('')
}

type Key = Data['figures'][number]['key']

/** How each figure is written. */
const KIND: Record<Key, FigureKind> = {
  customers: 'count',
  new_customers: 'count',
  buyers: 'count',
  revenue: 'money',
  repeat_share: 'percent',
}

/** Where what is behind each figure is listed: the people, or the orders with their buyers. */
function behind(days: Data['days']): Record<Key, string> {
  const [from, to] = [days[0]?.on ?? '', days.at(-1)?.on ?? '']
  const paid = `/orders?state=paid&atFrom=${from}&atTo=${to}`
  return {
    customers: '/customers',
    new_customers: `/customers?firstFrom=${from}&firstTo=${to}&sort=-firstSeen`,
    buyers: paid,
    revenue: paid,
    repeat_share: '/customers?ordersMin=2&sort=-orders',
  }
}

function useFigures({ figures, days }: Data): FigureProps[] {
  const t = useText(texts)
  const to = behind(days)
  return figures.map(({ key, value, previous }) => ({
    label: t(key),
    value,
    previous,
    kind: KIND[key],
    definition: t(`${key}_definition`),
    period: t(key === 'customers' ? 'period_now' : 'period_days'),
    to: to[key],
  }))
}

function Days({ days }: { days: Data['days'] }) {
  const t = useText(texts)
  const format = useFormat()
  const year = Number(days.at(-1)?.on.slice(0, 4))
  return (
    <Chart
      label={t('picture')}
      height={320}
      option={lineChart({
        x: days.map(({ on }) => format.day(on, year)),
        series: [
          { name: t('series_customers'), values: days.map((day) => day.newCustomers) },
          { name: t('series_orders'), values: days.map((day) => day.paidOrders) },
        ],
      })}
      table={{
        columns: [t('column_day'), t('series_customers'), t('series_orders')],
        rows: days.map((day) => [day.on, day.newCustomers, day.paidOrders]).reverse(),
      }}
    />
  )
}
