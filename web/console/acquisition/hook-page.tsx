import { Button, Tag } from 'antd'
import { useState } from 'react'
import { z } from 'zod'
import { type HookDetail, hookDetail } from '../../../contract/hook.ts'
import {
  api,
  barChart,
  Card,
  Chart,
  CopyText,
  DetailPage,
  Facts,
  Figures,
  Go,
  Loaded,
  useDeed,
  useFormat,
  useLoad,
  useMay,
  usePart,
  useText,
  useUndoToast,
  useWhen,
} from '../../ui/index.ts'
import { HookModal } from './hook-modal.tsx'
import { HookQuality } from './hook-quality.tsx'
import { hookTexts } from './hook-text.ts'
import { StockModal } from './stock-modal.tsx'

const done = z.object({ ok: z.literal(true) })
const LIVE_MS = 5_000

/** One hook: how far people went, and whom it draws. */
export function HookPage() {
  const id = usePart('id')
  const load = useLoad(`/api/hooks/${id}`, hookDetail, { every: LIVE_MS })
  return (
    <Loaded load={load} shape="detail">
      {(hook) => <HookView hook={hook} />}
    </Loaded>
  )
}

function HookView({ hook }: { hook: HookDetail }) {
  const t = useText(hookTexts)
  const mayWrite = useMay('acquisition.write')
  const [modal, setModal] = useState<'edit' | 'stock'>()
  const { id, name, pain, kind, rule, state } = hook
  return (
    <>
      <DetailPage
        title={name}
        subtitle={`${pain} · ${t(`kind_${kind}`)} · ${t(`rule_${rule}`)}`}
        marks={<Tag color={state === 'open' ? 'success' : 'default'}>{t(`state_${state}`)}</Tag>}
        deeds={
          <>
            {mayWrite && <Deeds hook={hook} onModal={setModal} />}
            <Go to={`/hooks/${id}/claims`}>{t('claims')}</Go>
          </>
        }
        letter={
          <>
            <Funnel hook={hook} />
            <HookQuality quality={hook.quality} />
            <Days hook={hook} />
          </>
        }
        side={
          <>
            <Link hook={hook} />
            <Settings hook={hook} />
            <Versions hook={hook} />
          </>
        }
      />
      {modal === 'edit' && <HookModal hook={hook} onClose={() => setModal(undefined)} />}
      {modal === 'stock' && <StockModal hook={hook} onClose={() => setModal(undefined)} />}
    </>
  )
}

function Deeds({
  hook: { id, name, state, stock },
  onModal,
}: {
  hook: HookDetail
  onModal: (modal: 'edit' | 'stock') => void
}) {
  const t = useText(hookTexts)
  const toast = useUndoToast()
  const isArchived = state === 'archived'
  const change = useDeed(
    (archive: boolean) => api.patch(`/api/hooks/${id}`, done, { isArchived: archive }),
    { refresh: ['/api/hooks', `/api/hooks/${id}`] },
  )
  const archive = async () => {
    if (!(await change.runAndWait(!isArchived))) return
    toast({
      says: t(isArchived ? 'restored' : 'archived', { name }),
      undo: () => change.run(isArchived),
    })
  }
  return (
    <>
      <Button onClick={() => onModal('edit')}>{t('hook_edit')}</Button>
      {stock && !isArchived && <Button onClick={() => onModal('stock')}>{t('add_stock')}</Button>}
      <Button type="text" loading={change.isBusy} onClick={() => void archive()}>
        {t(isArchived ? 'restore' : 'archive')}
      </Button>
    </>
  )
}

function Funnel({ hook }: { hook: HookDetail }) {
  const t = useText(hookTexts)
  const { id, viewed, claimed, opened, valued } = hook
  return (
    <Card title={t('funnel')}>
      <Figures
        figures={[
          { label: t('viewed'), value: viewed, definition: t('viewed_help') },
          {
            label: t('claimed'),
            value: claimed,
            definition: t('claimed_help'),
            to: `/hooks/${id}/claims`,
          },
          {
            label: t('opened'),
            value: opened,
            definition: t('opened_help'),
            to: `/hooks/${id}/claims?kind=opened`,
          },
          { label: t('valued'), value: valued, definition: t('valued_help') },
        ]}
      />
    </Card>
  )
}

function Days({ hook: { days } }: { hook: HookDetail }) {
  const t = useText(hookTexts)
  const format = useFormat()
  if (days.length === 0) return null
  return (
    <Card>
      <Chart
        label={t('by_day')}
        option={barChart({
          x: days.map(({ on }) => on),
          series: [{ name: t('claimed'), values: days.map(({ claimed }) => claimed) }],
        })}
        table={{
          columns: [t('at'), t('claimed')],
          rows: days.map(({ on, claimed }) => [on, format.count(claimed)]),
        }}
      />
    </Card>
  )
}

function Link({ hook: { url } }: { hook: HookDetail }) {
  const t = useText(hookTexts)
  return (
    <Card title={t('link')}>
      {url === null ? <p className="kit-soft">{t('link_none')}</p> : <CopyText text={url} />}
    </Card>
  )
}

function Settings({ hook }: { hook: HookDetail }) {
  const t = useText(hookTexts)
  const format = useFormat()
  const { asset, stock, untilOn, source, way, ways } = hook
  return (
    <Card title={asset.title}>
      <p>{asset.words}</p>
      <Facts
        facts={[
          ...(asset.url === null ? [] : [{ label: t('url'), value: asset.url }]),
          {
            label: t('left'),
            value: stock
              ? t('left_of', { left: format.count(stock.left), all: format.count(stock.all) })
              : t('no_limit'),
          },
          ...(untilOn === null ? [] : [{ label: t('until'), value: untilOn }]),
          ...(source ? [{ label: t('source'), value: source.name }] : []),
          ...(way
            ? [{ label: t('way'), value: <Go to={`/contact-ways/${way.id}`}>{way.name}</Go> }]
            : []),
          {
            label: t('ways'),
            value:
              ways.length === 0
                ? t('ways_none')
                : ways.map(({ id, name }) => (
                    <div key={id}>
                      <Go to={`/contact-ways/${id}`}>{name}</Go>
                    </div>
                  )),
          },
        ]}
      />
    </Card>
  )
}

function Versions({ hook: { versions } }: { hook: HookDetail }) {
  const t = useText(hookTexts)
  const when = useWhen()
  if (versions.length < 2) return null
  return (
    <Card title={t('versions')}>
      <p className="kit-soft">{t('versions_help')}</p>
      <ul className="kit-stack">
        {versions.map(({ no, title, madeAt }) => (
          <li key={no}>
            {t('version', { no })} · {title} <span className="kit-soft">{when(madeAt)}</span>
          </li>
        ))}
      </ul>
    </Card>
  )
}
