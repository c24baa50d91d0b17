import { App, Button, Select, Tag } from 'antd'
import { useState } from 'react'
import { z } from 'zod'
import {
  type Handover,
  type HandoverState,
  handover,
  handoverState,
  type Leaver,
} from '../../../contract/handover.ts'
import {
  api,
  Card,
  type Column,
  Go,
  GoButton,
  ListPage,
  Loaded,
  PersonCell,
  useAddress,
  useDeed,
  useGo,
  useList,
  useLoad,
  useMay,
  useText,
  useWhen,
  When,
} from '../../ui/index.ts'
import { useAssociateOptions } from '../care/owner-modal.tsx'
import { texts } from './text.ts'

const LIVE_MS = 3_000
const done = z.object({ ok: z.literal(true) })

/** Who has left customers behind, who answers for them, and every handover with how far it is. */
export function HandoverPage() {
  const load = useLoad('/api/handover-state', handoverState, { every: LIVE_MS })
  return (
    <Loaded load={load} shape="list">
      {(state) => <Page state={state} />}
    </Loaded>
  )
}

function Page({ state }: { state: HandoverState }) {
  const t = useText(texts)
  const go = useGo()
  const may = useMay('workspace.write')
  const list = useList('/api/handovers', handover, useAddress().all, { every: LIVE_MS })
  const { waiting, ownerless, caretaker } = state
  const begin = may && (
    <Button type="primary" onClick={() => go('/handover/new')}>
      {t('begin')}
    </Button>
  )
  return (
    <ListPage<Handover>
      name="handovers"
      title={t('title')}
      help={t('help')}
      sentence={
        waiting === 0
          ? t('sentence_calm')
          : ownerless > 0
            ? t('sentence_ownerless', { waiting, ownerless })
            : t('sentence_waiting', { waiting, caretaker: caretaker?.name ?? '' })
      }
      deeds={begin}
      above={
        <div className="kit-two">
          <Leavers leavers={state.leavers} may={may} />
          <Caretaker caretaker={caretaker} may={may} />
        </div>
      }
      list={list}
      idOf={(row) => row.id}
      nameOf={(row) => row.from.name}
      to={(row) => `/handover/${row.id}`}
      columns={useColumns()}
      empty={{ what: t('empty'), why: t('empty_why'), action: begin || undefined }}
    />
  )
}

function Leavers({ leavers, may }: { leavers: readonly Leaver[]; may: boolean }) {
  const t = useText(texts)
  const when = useWhen()
  return (
    <Card title={t('leavers')}>
      <div className="kit-stack">
        {leavers.length === 0 && <p className="kit-soft">{t('leaver_none')}</p>}
        {leavers.map((one) => (
          <div key={one.userid} className="kit-row">
            <PersonCell
              name={one.name}
              last={[
                one.leftAt === null ? '' : t('leaver_left', { at: when(one.leftAt) }),
                t('leaver_customers', { count: one.customers }),
              ]
                .filter((text) => text !== '')
                .join(' · ')}
            />
            <div className="kit-deeds">
              {one.waiting > 0 && (
                <Tag color="warning">{t('leaver_waiting', { count: one.waiting })}</Tag>
              )}
              {may && one.waiting > 0 && (
                <GoButton to={`/handover/new?from=${encodeURIComponent(one.userid)}`}>
                  {t('begin_from', { count: one.waiting })}
                </GoButton>
              )}
            </div>
          </div>
        ))}
      </div>
    </Card>
  )
}

function Caretaker({ caretaker, may }: { caretaker: HandoverState['caretaker']; may: boolean }) {
  const t = useText(texts)
  const { message } = App.useApp()
  const options = useAssociateOptions()
  const [chosen, setChosen] = useState<string>()
  const name = useDeed((userid: string) => api.put('/api/handover-caretaker', done, { userid }), {
    refresh: ['/api/handover-state', '/api/overview'],
    done: () => {
      setChosen(undefined)
      void message.success(t('caretaker_done'))
    },
  })
  return (
    <Card title={t('caretaker')}>
      <div className="kit-stack">
        {caretaker ? <PersonCell name={caretaker.name} /> : <p>{t('caretaker_none')}</p>}
        <p className="kit-soft">{t('caretaker_help')}</p>
        {may && (
          <div className="kit-deeds">
            <Select
              className="kit-filter"
              showSearch={{ optionFilterProp: 'label' }}
              placeholder={t('caretaker_choose')}
              aria-label={t('caretaker_choose')}
              options={options.filter(({ value }) => value !== caretaker?.userid)}
              value={chosen ?? null}
              onChange={(userid: string) => setChosen(userid)}
            />
            <Button
              disabled={chosen === undefined}
              loading={name.isBusy}
              onClick={() => chosen !== undefined && name.run(chosen)}
            >
              {t('caretaker_set')}
            </Button>
          </div>
        )}
      </div>
    </Card>
  )
}

function useColumns(): Column<Handover>[] {
  const t = useText(texts)
  return [
    {
      key: 'from',
      title: t('from'),
      width: 180,
      draw: (row) => <Go to={`/handover/${row.id}`}>{row.from.name}</Go>,
    },
    {
      key: 'to',
      title: t('to'),
      width: 220,
      draw: ({ successors }) => successors.map(({ name }) => name).join(t('and')),
    },
    {
      key: 'reason',
      title: t('reason'),
      width: 100,
      draw: ({ reason }) => <Tag>{t(`reason_${reason}`)}</Tag>,
    },
    {
      key: 'progress',
      title: t('progress'),
      width: 300,
      draw: (row) => <How counts={row.counts} />,
    },
    {
      key: 'begun',
      title: t('begun'),
      width: 200,
      draw: ({ begunBy, begunAt }) => (
        <>
          {begunBy} <When at={begunAt} />
        </>
      ),
    },
  ]
}

function How({ counts }: { counts: Handover['counts'] }) {
  const t = useText(texts)
  const stuck = counts.refused + counts.failed
  return (
    <>
      {t('progress_done', { done: counts.done, total: counts.total })}{' '}
      {counts.under > 0 && (
        <Tag color="processing">{t('progress_under', { count: counts.under })}</Tag>
      )}
      {stuck > 0 && <Tag color="warning">{t('progress_stuck', { count: stuck })}</Tag>}
    </>
  )
}
