import { Button, Segmented, Switch, Table } from 'antd'
import { useState } from 'react'
import { z } from 'zod'
import { type Source, sources as sourcesShape } from '../../../contract/acquisition.ts'
import {
  api,
  Empty,
  Explain,
  Go,
  Loaded,
  Money,
  PageHead,
  useAddress,
  useDeed,
  useFormat,
  useLoad,
  useMay,
  useText,
  useUndoToast,
} from '../../ui/index.ts'
import { NameModal } from '../tags/name-modal.tsx'
import { CostModal } from './cost-modal.tsx'
import { SourceInside } from './source-inside.tsx'
import { texts } from './text.ts'
import { DAYS, DAYS_USUAL } from './ways-page.tsx'

type Sources = z.infer<typeof sourcesShape>
const made = z.object({ id: z.string() })
const done = z.object({ ok: z.literal(true) })
const PATH = '/api/sources'
const REFRESH = [PATH, '/api/contact-ways']
const LIVE_MS = 5_000

/** Where people come from and what one costs: sources, their codes below them, their costs. */
export function SourcesPage() {
  const address = useAddress()
  const days = Number(address.get('days') ?? DAYS_USUAL)
  const load = useLoad(PATH, sourcesShape, { query: { days }, every: LIVE_MS })
  return (
    <Loaded load={load} shape="list">
      {(data) => <SourcesView data={data} days={days} />}
    </Loaded>
  )
}

function SourcesView({ data: { items }, days }: { data: Sources; days: number }) {
  const t = useText(texts)
  const address = useAddress()
  const mayWrite = useMay('acquisition.write')
  const [isAllShown, setIsAllShown] = useState(false)
  const [naming, setNaming] = useState<'new' | Source>()
  const [spending, setSpending] = useState<Source>()
  const deeds = useSourceDeeds(() => setNaming(undefined))
  const columns = useColumns(mayWrite, { onName: setNaming, onSpend: setSpending, ...deeds })
  const shown = items.filter(({ archivedAt }) => isAllShown || archivedAt === null)
  const add = mayWrite && (
    <Button type="primary" onClick={() => setNaming('new')}>
      {t('source_add')}
    </Button>
  )
  return (
    <div className="kit-page">
      <PageHead
        title={t('sources')}
        help={t('sources_help')}
        sentence={items.length > 0 && <Sums sources={items} days={days} />}
        deeds={add}
      />
      {items.length === 0 ? (
        <Empty what={t('sources_empty')} why={t('sources_empty_why')} action={add} />
      ) : (
        <>
          <div className="kit-head-row">
            <Segmented
              aria-label={t('filter_days')}
              value={days}
              onChange={(value) => address.change({ days: String(value) })}
              options={DAYS.map((count) => ({ value: count, label: t('days', { count }) }))}
            />
            <span className="kit-deeds">
              <Switch
                size="small"
                checked={isAllShown}
                onChange={setIsAllShown}
                aria-label={t('show_archived')}
              />
              <span className="kit-soft">{t('show_archived')}</span>
            </span>
          </div>
          <div className="kit-scroll">
            <Table<Source>
              className="kit-table"
              rowKey="id"
              pagination={false}
              dataSource={shown}
              columns={columns}
              expandable={{
                expandedRowRender: (source) => (
                  <SourceInside source={source} days={days} mayWrite={mayWrite} />
                ),
              }}
            />
          </div>
        </>
      )}
      {naming && (
        <NameModal
          title={naming === 'new' ? t('source_add') : t('source_rename')}
          label={t('source_name')}
          name={naming === 'new' ? '' : naming.name}
          isBusy={deeds.isBusy}
          onCancel={() => setNaming(undefined)}
          onName={(name) => deeds.name(naming, name)}
        />
      )}
      {spending && <CostModal source={spending} onClose={() => setSpending(undefined)} />}
    </div>
  )
}

function Sums({ sources, days }: { sources: readonly Source[]; days: number }) {
  const t = useText(texts)
  const format = useFormat()
  const sum = (key: 'added' | 'cost') => sources.reduce((all, source) => all + source[key], 0)
  const [added, cost] = [sum('added'), sum('cost')]
  if (cost === 0 || added === 0) return t('sources_sentence_free', { days, added })
  return t('sources_sentence', {
    days,
    added,
    cost: format.money(cost),
    each: format.money(Math.round(cost / added)),
  })
}

/** Making, renaming and archiving, each with its undo where there is one. */
function useSourceDeeds(close: () => void) {
  const t = useText(texts)
  const toast = useUndoToast()
  const make = useDeed((name: string) => api.post(PATH, made, { name }), { refresh: REFRESH })
  const change = useDeed(
    ({ id, ...body }: { id: string; name?: string; isArchived?: boolean }) =>
      api.patch(`${PATH}/${id}`, done, body),
    { refresh: REFRESH },
  )
  return {
    isBusy: make.isBusy || change.isBusy,
    name: async (which: 'new' | Source, name: string) => {
      if (which === 'new') {
        if (await make.runAndWait(name)) close()
        return
      }
      const { id, name: before } = which
      if (!(await change.runAndWait({ id, name }))) return
      close()
      toast({
        says: t('source_renamed', { name }),
        undo: () => change.run({ id, name: before }),
      })
    },
    archive: async ({ id, name, archivedAt }: Source) => {
      const isArchived = archivedAt === null
      if (!(await change.runAndWait({ id, isArchived }))) return
      toast({
        says: t(isArchived ? 'source_archived' : 'restored', { name }),
        undo: () => change.run({ id, isArchived: !isArchived }),
      })
    },
  }
}

type RowDeeds = {
  onName: (source: Source) => void
  onSpend: (source: Source) => void
  archive: (source: Source) => Promise<void>
}

function useColumns(mayWrite: boolean, deeds: RowDeeds) {
  const t = useText(texts)
  const format = useFormat()
  const explained = (key: 'added' | 'lost' | 'cost' | 'cost_person') => (
    <>
      {t(key)}
      <Explain what={t(key)}>{t(`${key}_help`)}</Explain>
    </>
  )
  const number = { align: 'right' as const, className: 'kit-number' }
  return [
    {
      title: t('source'),
      render: (_: unknown, { name, archivedAt }: Source) => (
        <>
          {name}
          {archivedAt !== null && <span className="kit-soft"> · {t('state_archived')}</span>}
        </>
      ),
    },
    {
      title: t('source_ways'),
      ...number,
      render: (_: unknown, { id, contactWays }: Source) => (
        <Go to={`/contact-ways?source=${id}`}>{format.count(contactWays)}</Go>
      ),
    },
    {
      title: explained('added'),
      ...number,
      render: (_: unknown, { id, added }: Source) => (
        <Go to={`/customers?from=${id}`}>{format.count(added)}</Go>
      ),
    },
    {
      title: explained('lost'),
      ...number,
      render: (_: unknown, { lost }: Source) => format.count(lost),
    },
    {
      title: explained('cost'),
      ...number,
      render: (_: unknown, { cost }: Source) => <Money minor={cost} />,
    },
    {
      title: explained('cost_person'),
      ...number,
      render: (_: unknown, { costPerPerson: each }: Source) =>
        each === null ? <span className="kit-soft">{t('nobody')}</span> : <Money minor={each} />,
    },
    ...(mayWrite
      ? [
          {
            title: '',
            key: 'deeds',
            render: (_: unknown, source: Source) => (
              <div className="kit-deeds">
                {source.archivedAt === null && (
                  <>
                    <Button size="small" onClick={() => deeds.onSpend(source)}>
                      {t('cost_add')}
                    </Button>
                    <Button size="small" type="text" onClick={() => deeds.onName(source)}>
                      {t('source_rename')}
                    </Button>
                  </>
                )}
                <Button size="small" type="text" onClick={() => void deeds.archive(source)}>
                  {t(source.archivedAt === null ? 'archive' : 'restore')}
                </Button>
              </div>
            ),
          },
        ]
      : []),
  ]
}
