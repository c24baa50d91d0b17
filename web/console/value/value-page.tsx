import { Button, Segmented } from 'antd'
import type { ReactNode } from 'react'
import {
  type ValuePage as Page,
  refitStarted,
  type ValueFit,
  valuePage,
} from '../../../contract/insight.ts'
import {
  api,
  Empty,
  Go,
  GoButton,
  Loaded,
  PageHead,
  ReportPage,
  useAddress,
  useDeed,
  useLoad,
  useText,
} from '../../ui/index.ts'
import { Answer, Notices } from './answer.tsx'
import { CohortsView } from './cohorts-view.tsx'
import { ForecastView } from './forecast-view.tsx'
import { Method } from './method.tsx'
import { RfmView } from './rfm-view.tsx'
import { texts } from './text.ts'
import { TimingView } from './timing-view.tsx'
import { ValueFigures } from './value-figures.tsx'

/** How often the page looks again while a fit runs, and otherwise. */
const RUNNING_MS = 1_500
const IDLE_MS = 30_000
const VIEWS = ['forecast', 'timing', 'rfm', 'cohorts'] as const
type View = (typeof VIEWS)[number]

/** What customers are worth, when they come again, who is best and who is leaving. */
export function ValuePage() {
  const load = useLoad('/api/value', valuePage, { every: IDLE_MS })
  const isRunning = load.data?.running != null
  // A second look at the same thing, only while it runs: it shares the answer with the first.
  useLoad('/api/value', valuePage, { every: RUNNING_MS, enabled: isRunning })
  return (
    <Loaded load={load} shape="report">
      {(page) => <Shown page={page} />}
    </Loaded>
  )
}

function Shown({ page }: { page: Page }) {
  if (!page.fit) return <Nothing page={page} />
  if (page.fit.data.customers === 0) return <NoOrders page={page} />
  return <Report page={page} fit={page.fit} />
}

function RefitButton({ isRunning }: { isRunning: boolean }) {
  const t = useText(texts)
  const deed = useDeed(() => api.post('/api/value/refits', refitStarted), {
    refresh: ['/api/value'],
  })
  return (
    <Button onClick={() => deed.run(undefined)} loading={deed.isBusy || isRunning}>
      {t('refit')}
    </Button>
  )
}

function Nothing({ page }: { page: Page }) {
  const t = useText(texts)
  const isRunning = page.running !== null
  return (
    <div className="kit-page">
      <PageHead title={t('title')} />
      <Empty
        what={t('empty')}
        why={t(isRunning ? 'empty_running' : 'empty_why')}
        action={
          <div className="kit-deeds">
            <GoButton to="/imports/new">{t('import')}</GoButton>
            <RefitButton isRunning={isRunning} />
          </div>
        }
        sample={<p className="kit-sentence">{t('sample')}</p>}
      />
    </div>
  )
}

function Report({ page, fit }: { page: Page; fit: ValueFit }) {
  const t = useText(texts)
  const address = useAddress()
  const view = VIEWS.find((one) => one === address.get('view')) ?? 'forecast'
  return (
    <ReportPage
      title={t('title')}
      question={t('question')}
      sentence={<Answer fit={fit} />}
      controls={
        <Segmented
          value={view}
          aria-label={t('view')}
          onChange={(next) => address.change({ view: next })}
          options={VIEWS.map((value) => ({ value, label: t(`view_${value}`) }))}
        />
      }
      deeds={
        <>
          <Go to="/value/people">{t('people_best')}</Go>
          {fit.forecast?.leaving && <Go to="/value/people?sort=leaving">{t('people_leaving')}</Go>}
          <RefitButton isRunning={page.running !== null} />
        </>
      }
      figures={
        <>
          <Notices page={page} fit={fit} />
          <ValueFigures fit={fit} />
        </>
      }
      picture={<Chosen view={view} fit={fit} />}
      method={<Method fit={fit} options={page.options} />}
    />
  )
}

function NoOrders({ page }: { page: Page }) {
  const t = useText(texts)
  return (
    <div className="kit-page">
      <PageHead title={t('title')} />
      <Empty
        what={t('empty')}
        why={t('empty_no_orders')}
        action={
          <div className="kit-deeds">
            <GoButton to="/imports/new">{t('import')}</GoButton>
            <RefitButton isRunning={page.running !== null} />
          </div>
        }
      />
    </div>
  )
}

function Chosen({ view, fit }: { view: View; fit: ValueFit }): ReactNode {
  if (view === 'timing') return <TimingView />
  if (view === 'rfm') return <RfmView />
  if (view === 'cohorts') return <CohortsView />
  return <ForecastView fit={fit} />
}
