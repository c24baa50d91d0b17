import { Button, Segmented, Switch } from 'antd'
import { useState } from 'react'
import { type Source, sources as sourcesShape } from '../../../contract/acquisition.ts'
import {
  attributions,
  type SourceNode,
  type SourceReport,
  sourceReport,
} from '../../../contract/source-report.ts'
import {
  barChart,
  Chart,
  Empty,
  Explain,
  Figures,
  GoButton,
  Loaded,
  ReportPage,
  useAddress,
  useFormat,
  useLoad,
  useMay,
  useText,
} from '../../ui/index.ts'
import { CostModal } from './cost-modal.tsx'
import { SourceDrawer } from './source-drawer.tsx'
import { SourceModal, type SourceWish } from './source-modal.tsx'
import { SourceSentence } from './source-sentence.tsx'
import { sourceTexts } from './source-text.ts'
import { SourceTree } from './source-tree.tsx'
import { texts } from './text.ts'
import { DAYS, DAYS_USUAL } from './ways-page.tsx'

const LIVE_MS = 10_000
const PICTURED_MAX = 12

/** Where people come from, what one costs, who stays, and when it is paid back. */
export function SourcesPage() {
  const t = useText(sourceTexts)
  const address = useAddress()
  const days = Number(address.get('days') ?? DAYS_USUAL)
  const by = attributions.find((one) => one === address.get('by')) ?? 'last'
  const report = useLoad('/api/source-report', sourceReport, {
    query: { days, by },
    every: LIVE_MS,
  })
  const all = useLoad('/api/sources', sourcesShape, { query: { days }, every: LIVE_MS })
  return (
    <Loaded load={report} shape="overview">
      {(data) =>
        all.data ? (
          <SourcesView report={data} sources={all.data.items} days={days} />
        ) : (
          <p className="kit-soft">{t('title')}</p>
        )
      }
    </Loaded>
  )
}

function SourcesView({
  report,
  sources,
  days,
}: {
  report: SourceReport
  sources: readonly Source[]
  days: number
}) {
  const t = useText(sourceTexts)
  const address = useAddress()
  const mayWrite = useMay('acquisition.write')
  const [isAllShown, setIsAllShown] = useState(false)
  const [wish, setWish] = useState<SourceWish>()
  const [spending, setSpending] = useState<Source>()
  const open = sources.find(({ id }) => id === address.get('open'))
  const nodes = report.nodes.filter(
    ({ archivedAt, kind, people }) =>
      (isAllShown || archivedAt === null) && (kind !== 'unknown' || people > 0),
  )
  const begin = mayWrite && (
    <Button type="primary" onClick={() => setWish({ kind: 'new', parentId: null })}>
      {t('add_channel')}
    </Button>
  )
  const tree = (
    <SourceTree
      nodes={nodes}
      query={`days=${days}&by=${report.by}`}
      onSpend={mayWrite ? (id) => setSpending(sources.find((one) => one.id === id)) : null}
      onOpen={(id) => address.change({ open: id })}
    />
  )
  return (
    <>
      {sources.length === 0 ? (
        <Empty what={t('empty')} why={t('empty_why')} action={begin} />
      ) : (
        <ReportPage
          title={t('title')}
          question={t('question')}
          sentence={<SourceSentence report={report} days={days} />}
          deeds={
            mayWrite && (
              <>
                <GoButton to="/sources/bills">{t('bills')}</GoButton>
                {begin}
              </>
            )
          }
          controls={<Controls days={days} isAllShown={isAllShown} onAll={setIsAllShown} />}
          figures={<Totals report={report} days={days} />}
          picture={<CostPicture nodes={nodes} />}
          table={tree}
          method={<Method />}
        />
      )}
      {wish && <SourceModal wish={wish} sources={sources} onClose={() => setWish(undefined)} />}
      {spending && <CostModal source={spending} onClose={() => setSpending(undefined)} />}
      {open && (
        <SourceDrawer
          source={open}
          days={days}
          onEdit={() => setWish({ kind: 'edit', source: open })}
          onAddBelow={() => setWish({ kind: 'new', parentId: open.id })}
          onClose={() => address.change({ open: undefined })}
        />
      )}
    </>
  )
}

function Controls({
  days,
  isAllShown,
  onAll,
}: {
  days: number
  isAllShown: boolean
  onAll: (isAllShown: boolean) => void
}) {
  const t = useText(sourceTexts)
  const words = useText(texts)
  const address = useAddress()
  return (
    <>
      <Segmented
        aria-label={words('filter_days')}
        value={days}
        onChange={(value) => address.change({ days: String(value) })}
        options={DAYS.map((count) => ({ value: count, label: words('days', { count }) }))}
      />
      <Segmented
        aria-label={t('by')}
        value={address.get('by') ?? 'last'}
        onChange={(value) => address.change({ by: value })}
        options={attributions.map((one) => ({ value: one, label: t(`by_${one}`) }))}
      />
      <Explain what={t('by')}>{t('by_help')}</Explain>
      <span className="kit-deeds">
        <Switch
          size="small"
          checked={isAllShown}
          onChange={onAll}
          aria-label={words('show_archived')}
        />
        <span className="kit-soft">{words('show_archived')}</span>
      </span>
    </>
  )
}

function Totals({ report: { total }, days }: { report: SourceReport; days: number }) {
  const t = useText(sourceTexts)
  const words = useText(texts)
  const period = words('days', { count: days })
  return (
    <Figures
      figures={[
        { label: t('people'), value: total.people, definition: t('people_help'), period },
        {
          label: t('retained'),
          value: total.due === 0 ? null : total.retained / total.due,
          kind: 'percent',
          definition: t('retained_help'),
          period,
        },
        { label: t('cost'), value: total.cost, kind: 'money', definition: t('cost_help'), period },
        {
          label: t('per_person'),
          value: total.costPerPerson,
          kind: 'money',
          definition: t('per_person_help'),
          period,
        },
        {
          label: t('revenue'),
          value: total.revenue,
          kind: 'money',
          definition: t('revenue_help'),
          period,
        },
      ]}
    />
  )
}

/** What a person cost at each channel, the dearest first. */
function CostPicture({ nodes }: { nodes: readonly SourceNode[] }) {
  const t = useText(sourceTexts)
  const format = useFormat()
  const priced = nodes
    .flatMap(({ depth, kind, name, costPerPerson: each }) =>
      depth === 0 && kind === 'source' && each !== null ? [{ name, each }] : [],
    )
    .sort((a, b) => b.each - a.each)
    .slice(0, PICTURED_MAX)
  if (priced.length === 0) return undefined
  return (
    <Chart
      label={t('picture')}
      option={barChart({
        x: priced.map(({ name }) => name),
        series: [{ name: t('per_person'), values: priced.map(({ each }) => each) }],
        unit: 'money',
      })}
      table={{
        columns: [t('node'), t('per_person')],
        rows: priced.map(({ name, each }) => [name, format.money(each)]),
      }}
    />
  )
}

function Method() {
  const t = useText(sourceTexts)
  return (
    <ul>
      {([1, 2, 3, 4] as const).map((no) => (
        <li key={no}>{t(`method_${no}`)}</li>
      ))}
    </ul>
  )
}
