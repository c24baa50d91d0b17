import { Button } from 'antd'
import { z } from 'zod'
import {
  type BroadcastLine,
  broadcast,
  broadcastLine,
  broadcastStates,
  broadcasts,
  madeBroadcast,
} from '../../../contract/broadcast.ts'
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
import { texts as deliveryTexts } from '../deliveries/text.ts'
import { blankPlan } from './blank-plan.ts'
import { StateMark } from './state-mark.tsx'
import { texts } from './text.ts'

const done = z.object({ ok: z.literal(true) })
const REFRESH_MS = 5_000
const NAME_MAX = 60

/** Every broadcast with how it stands and how many it reached. */
export function BroadcastsPage() {
  const t = useText(texts)
  const address = useAddress()
  const go = useGo()
  const mayWrite = useMay('journeys.write')
  const list = useList('/api/broadcasts', broadcastLine, address.all, { every: REFRESH_MS })
  const count = (state: 'sending' | 'draft') => ({ query: { state, limit: 1 }, every: REFRESH_MS })
  const sending = useLoad('/api/broadcasts', broadcasts, count('sending'))
  const draft = useLoad('/api/broadcasts', broadcasts, count('draft'))
  const make = useDeed((body: unknown) => api.post('/api/broadcasts', madeBroadcast, body), {
    refresh: ['/api/broadcasts'],
    done: ({ id }) => go(`/broadcasts/${id}/edit?step=whom`),
  })
  const begin = mayWrite && (
    <Button
      type="primary"
      loading={make.isBusy}
      onClick={() => make.run({ name: t('new_name'), plan: blankPlan })}
    >
      {t('new')}
    </Button>
  )
  return (
    <ListPage<BroadcastLine>
      name="broadcasts"
      title={t('title')}
      help={t('help')}
      sentence={
        sending.data &&
        draft.data &&
        t('sentence', { sending: sending.data.total ?? 0, draft: draft.data.total ?? 0 })
      }
      deeds={begin}
      list={list}
      idOf={(row) => row.id}
      nameOf={(row) => row.name}
      to={pathOf}
      searchHint={t('search')}
      filters={[
        {
          kind: 'choice',
          key: 'state',
          label: t('state'),
          options: broadcastStates.map((value) => ({ value, label: t(`state_${value}`) })),
        },
      ]}
      columns={useColumns()}
      empty={{ what: t('empty'), why: t('empty_why'), action: begin }}
    />
  )
}

/** A draft is written on, everything else is looked at. */
function pathOf({ id, state }: Pick<BroadcastLine, 'id' | 'state'>): string {
  return state === 'draft' ? `/broadcasts/${id}/edit?step=whom` : `/broadcasts/${id}`
}

function useColumns(): Column<BroadcastLine>[] {
  const t = useText(texts)
  const word = useText(deliveryTexts)
  const mayWrite = useMay('journeys.write')
  return [
    { key: 'name', title: t('name'), draw: (row) => <Go to={pathOf(row)}>{row.name}</Go> },
    { key: 'state', title: t('state'), draw: ({ state }) => <StateMark state={state} /> },
    { key: 'segment', title: t('segment'), draw: ({ segment }) => segment || '—' },
    { key: 'carrier', title: t('carrier'), draw: ({ carrier }) => word(`carrier_${carrier}`) },
    {
      key: 'audience',
      title: t('audience'),
      isNumber: true,
      draw: ({ people, state }) => (state === 'draft' ? '—' : people.audience),
    },
    {
      key: 'sent',
      title: t('sent'),
      isNumber: true,
      draw: ({ people, state }) => (state === 'draft' ? '—' : people.sent),
    },
    { key: 'starts', title: t('starts'), draw: ({ startsAt }) => <When at={startsAt} /> },
    { key: 'changed', title: t('changed'), draw: ({ changedAt }) => <When at={changedAt} /> },
    { key: 'deeds', title: '', draw: (row) => mayWrite && <RowDeeds row={row} /> },
  ]
}

function RowDeeds({ row }: { row: BroadcastLine }) {
  const t = useText(texts)
  const go = useGo()
  const undoable = useUndoToast()
  const refresh = ['/api/broadcasts']
  const copy = useDeed(
    async () => {
      const { name, draft, launch } = await api.get(`/api/broadcasts/${row.id}`, broadcast)
      const plan = { ...(launch?.plan ?? draft.plan), start: { kind: 'now' } as const }
      const body = { name: t('copy_of', { name }).slice(0, NAME_MAX), plan }
      return api.post('/api/broadcasts', madeBroadcast, body)
    },
    { refresh, done: ({ id }) => go(`/broadcasts/${id}/edit?step=whom`) },
  )
  const back = useDeed(() => api.put(`/api/broadcasts/${row.id}/restored`, done), { refresh })
  const drop = useDeed(() => api.del(`/api/broadcasts/${row.id}`, done), {
    refresh,
    done: () =>
      undoable({ says: t('deleted', { name: row.name }), undo: () => back.run(undefined) }),
  })
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
