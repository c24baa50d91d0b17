import { Button, Tag } from 'antd'
import { useState } from 'react'
import { z } from 'zod'
import {
  type JourneyLine,
  journeyLine,
  journey as journeyShape,
  journeyStates,
  journeys,
  madeJourney,
} from '../../../contract/journey-view.ts'
import {
  api,
  type Column,
  Go,
  ListPage,
  useAddress,
  useDeed,
  useGo,
  useList,
  useLoad,
  useMay,
  useText,
  useUndoToast,
  When,
} from '../../ui/index.ts'
import { StartModal } from './start-modal.tsx'
import { StateMark } from './state-mark.tsx'
import { texts } from './text.ts'

const done = z.object({ ok: z.literal(true) })
const REFRESH_MS = 5_000

/** Every SOP with how it stands and how many are inside. */
export function JourneysPage() {
  const t = useText(texts)
  const address = useAddress()
  const mayWrite = useMay('journeys.write')
  const [isStarting, setIsStarting] = useState(false)
  const list = useList('/api/journeys', journeyLine, address.all, { every: REFRESH_MS })
  const count = (state: 'running' | 'draft') => ({ query: { state, limit: 1 }, every: REFRESH_MS })
  const running = useLoad('/api/journeys', journeys, count('running'))
  const draft = useLoad('/api/journeys', journeys, count('draft'))
  const begin = mayWrite && (
    <Button type="primary" onClick={() => setIsStarting(true)}>
      {t('new')}
    </Button>
  )
  return (
    <>
      <ListPage<JourneyLine>
        name="journeys"
        title={t('title')}
        help={t('help')}
        sentence={
          running.data &&
          draft.data &&
          t('sentence', { running: running.data.total ?? 0, draft: draft.data.total ?? 0 })
        }
        deeds={begin}
        list={list}
        idOf={(row) => row.id}
        nameOf={(row) => row.name}
        to={(row) => `/journeys/${row.id}`}
        searchHint={t('search')}
        filters={[
          {
            kind: 'choice',
            key: 'state',
            label: t('state'),
            options: journeyStates.map((value) => ({ value, label: t(`state_${value}`) })),
          },
        ]}
        columns={useColumns()}
        empty={{ what: t('empty'), why: t('empty_why'), action: begin }}
      />
      {isStarting && <StartModal close={() => setIsStarting(false)} />}
    </>
  )
}

function useColumns(): Column<JourneyLine>[] {
  const t = useText(texts)
  const mayWrite = useMay('journeys.write')
  return [
    {
      key: 'name',
      title: t('name'),
      draw: ({ id, name, hasChanges }) => (
        <>
          <Go to={`/journeys/${id}`}>{name}</Go> {hasChanges && <Tag>{t('unpublished')}</Tag>}
        </>
      ),
    },
    { key: 'state', title: t('state'), draw: ({ state }) => <StateMark state={state} /> },
    {
      key: 'triggers',
      title: t('triggers'),
      draw: ({ triggers }) => triggers.map((kind) => t(`trigger_${kind}`)).join(' · '),
    },
    { key: 'entered', title: t('entered'), isNumber: true, draw: ({ people }) => people.entered },
    { key: 'inside', title: t('inside'), isNumber: true, draw: ({ people }) => people.inside },
    { key: 'arrived', title: t('arrived'), isNumber: true, draw: ({ people }) => people.arrived },
    { key: 'changed', title: t('changed'), draw: ({ changedAt }) => <When at={changedAt} /> },
    {
      key: 'deeds',
      title: '',
      draw: (row) => mayWrite && <RowDeeds row={row} />,
    },
  ]
}

function RowDeeds({ row }: { row: JourneyLine }) {
  const t = useText(texts)
  const go = useGo()
  const undoable = useUndoToast()
  const refresh = ['/api/journeys']
  const again = useDeed((body: unknown) => api.post('/api/journeys', madeJourney, body), {
    refresh,
  })
  const copy = useDeed(
    async () => {
      const { name, draft } = await api.get(`/api/journeys/${row.id}`, journeyShape)
      const body = { name: t('copy_of', { name }).slice(0, 60), plan: draft.plan }
      return api.post('/api/journeys', madeJourney, body)
    },
    { refresh, done: ({ id }) => go(`/journeys/${id}/edit`) },
  )
  const drop = useDeed(
    async () => {
      const { name, draft } = await api.get(`/api/journeys/${row.id}`, journeyShape)
      await api.del(`/api/journeys/${row.id}`, done)
      return { name, plan: draft.plan }
    },
    {
      refresh,
      done: (was) =>
        undoable({ says: t('deleted', { name: was.name }), undo: () => again.run(was) }),
    },
  )
  return (
    <span className="kit-deeds">
      <Button type="link" size="small" loading={copy.isBusy} onClick={() => copy.run(undefined)}>
        {t('copy')}
      </Button>
      {row.state === 'draft' && (
        <Button type="link" size="small" loading={drop.isBusy} onClick={() => drop.run(undefined)}>
          {t('delete')}
        </Button>
      )}
    </span>
  )
}
