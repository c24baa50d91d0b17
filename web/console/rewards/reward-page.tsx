import { Alert, Button, Form, Input, Modal } from 'antd'
import { useState } from 'react'
import { z } from 'zod'
import {
  type RewardDetail,
  type RewardGrant,
  rewardDetail,
  rewardGrants,
} from '../../../contract/reward.ts'
import {
  api,
  Card,
  Facts,
  Figures,
  Go,
  Loaded,
  PageHead,
  PlainTable,
  useDeed,
  useFormat,
  useLoad,
  useMay,
  usePart,
  useText,
  useUndoToast,
  useWhen,
  When,
} from '../../ui/index.ts'
import { BudgetCard } from './budget-card.tsx'
import { GiveModal } from './give-modal.tsx'
import { PayCard } from './pay-card.tsx'
import { RewardModal } from './reward-modal.tsx'
import { givenOf, Worth } from './rewards-page.tsx'
import { GrantMark } from './state-mark.tsx'
import { StockCard } from './stock-card.tsx'
import { texts } from './text.ts'

const LIVE_MS = 3_000
const RECENT = 10
const done = z.object({ ok: z.literal(true) })

/** A reward: what became of what was given, its stock, its budget, its brake. */
export function RewardPage() {
  const id = usePart('id')
  const load = useLoad(`/api/rewards/${id}`, rewardDetail, { every: LIVE_MS })
  const t = useText(texts)
  const format = useFormat()
  return (
    <Loaded load={load} shape="report">
      {(row) => (
        <div className="kit-page">
          <PageHead
            title={row.name}
            sentence={t('reward_sentence', {
              given: givenOf(row.grants),
              today: format.money(row.today),
              pending: row.grants.pending ?? 0,
              frozen: row.grants.frozen ?? 0,
            })}
            deeds={<Deeds row={row} />}
          />
          <Paused row={row} />
          <Numbers row={row} />
          <div className="kit-two">
            <div className="kit-stack">
              <Recent row={row} />
            </div>
            <div className="kit-stack">
              {row.stock && <StockCard row={row} stock={row.stock} />}
              {row.kind === 'payment' && <PayCard />}
              <BudgetCard row={row} />
              <Rules row={row} />
            </div>
          </div>
        </div>
      )}
    </Loaded>
  )
}

function Deeds({ row }: { row: RewardDetail }) {
  const t = useText(texts)
  const mayWrite = useMay('rewards.write')
  const undo = useUndoToast()
  const [open, setOpen] = useState<'give' | 'edit' | 'pause'>()
  const path = `/api/rewards/${row.id}`
  const refresh = ['/api/rewards']
  const resume = useDeed(() => api.del(`${path}/pause`, done), { refresh })
  const revive = useDeed(() => api.del(`${path}/archiving`, done), { refresh })
  const archive = useDeed(() => api.put(`${path}/archiving`, done, {}), {
    refresh,
    done: () =>
      undo({ says: t('archived_done', { name: row.name }), undo: () => revive.run(undefined) }),
  })
  if (!mayWrite) return null
  const close = () => setOpen(undefined)
  if (row.archivedAt) return <Button onClick={() => revive.run(undefined)}>{t('revive')}</Button>
  return (
    <>
      <Button onClick={() => archive.run(undefined)}>{t('archive')}</Button>
      <Button onClick={() => setOpen('edit')}>{t('edit')}</Button>
      {row.pause ? (
        <Button onClick={() => resume.run(undefined)}>{t('resume')}</Button>
      ) : (
        <Button onClick={() => setOpen('pause')}>{t('pause')}</Button>
      )}
      <Button type="primary" disabled={row.pause !== null} onClick={() => setOpen('give')}>
        {t('give')}
      </Button>
      {open === 'give' && <GiveModal row={row} close={close} />}
      {open === 'edit' && <RewardModal row={row} close={close} />}
      {open === 'pause' && <PauseModal path={path} close={close} />}
    </>
  )
}

function PauseModal({ path, close }: { path: string; close: () => void }) {
  const t = useText(texts)
  const [form] = Form.useForm<{ reason: string }>()
  const pause = useDeed((wanted: { reason: string }) => api.put(`${path}/pause`, done, wanted), {
    refresh: ['/api/rewards'],
    done: close,
  })
  return (
    <Modal
      open
      title={t('pause')}
      okText={t('pause')}
      confirmLoading={pause.isBusy}
      onOk={() => form.submit()}
      onCancel={close}
    >
      <p className="kit-soft">{t('pause_help')}</p>
      <Form form={form} layout="vertical" requiredMark={false} onFinish={pause.run}>
        <Form.Item
          name="reason"
          label={t('pause_why')}
          rules={[{ required: true, min: 2, message: t('needed') }]}
        >
          <Input maxLength={200} autoFocus />
        </Form.Item>
      </Form>
    </Modal>
  )
}

function Paused({ row: { pause } }: { row: RewardDetail }) {
  const t = useText(texts)
  const when = useWhen()
  if (!pause) return null
  const said = { who: pause.by ?? t('someone'), when: when(pause.at), why: pause.reason }
  return (
    <Alert
      type="warning"
      showIcon
      title={pause.isBrake ? t('braked', { when: said.when }) : t('paused_by', said)}
    />
  )
}

function Numbers({ row: { id, kind, grants } }: { row: RewardDetail }) {
  const t = useText(texts)
  const figure = (key: 'pending' | 'frozen' | 'posted' | 'paid') => ({
    label: t(`figure_${key}`),
    definition: t(`define_${key}`),
    value: grants[key] ?? 0,
    to: `/reward-grants?rewardId=${id}&state=${key}`,
  })
  return (
    <Figures
      figures={[
        figure('pending'),
        figure('frozen'),
        figure('posted'),
        ...(kind === 'payment' ? [figure('paid')] : []),
        {
          label: t('figure_cancelled'),
          definition: t('define_cancelled'),
          value: (grants.cancelled ?? 0) + (grants.clawed_back ?? 0),
          to: `/reward-grants?rewardId=${id}&state=cancelled`,
        },
      ]}
    />
  )
}

function Recent({ row: { id } }: { row: RewardDetail }) {
  const t = useText(texts)
  const load = useLoad('/api/reward-grants', rewardGrants, {
    query: { rewardId: id, limit: RECENT },
    every: LIVE_MS,
  })
  return (
    <Card
      title={t('recent')}
      extra={<Go to={`/reward-grants?rewardId=${id}`}>{t('recent_all')}</Go>}
    >
      <Loaded load={load} shape="list">
        {({ items }) => <Grants rows={items} />}
      </Loaded>
    </Card>
  )
}

function Grants({ rows }: { rows: readonly RewardGrant[] }) {
  const t = useText(texts)
  if (rows.length === 0) return <p className="kit-soft">{t('recent_none')}</p>
  return (
    <PlainTable
      label={t('recent')}
      table={{
        columns: [t('customer'), t('state'), t('campaign'), t('granted_at'), t('reason')],
        rows: rows.map(({ id, customer, state, campaign, grantedAt, reason }) => [
          <Go key={id} to={`/customers/${customer.id}`}>
            {customer.name || t('nameless')}
          </Go>,
          <GrantMark key="state" state={state} />,
          campaign.kind === 'manual' ? t('campaign_manual') : campaign.name,
          <When key="at" at={grantedAt} />,
          reason,
        ]),
      }}
    />
  )
}

function Rules({ row }: { row: RewardDetail }) {
  const t = useText(texts)
  const { holdDays, personLimit, velocity, validDays, words } = row
  return (
    <Card title={t('rules_card')}>
      <Facts
        facts={[
          { label: t('worth'), value: <Worth row={row} /> },
          { label: t('words'), value: words || t('none') },
          {
            label: t('rule_hold'),
            value: holdDays === 0 ? t('rule_hold_none') : t('rule_hold_days', { days: holdDays }),
          },
          {
            label: t('rule_person'),
            value:
              personLimit === null ? t('stock_unlimited') : t('count_of', { count: personLimit }),
          },
          {
            label: t('rule_velocity'),
            value: velocity ? t('rule_velocity_of', velocity) : t('none'),
          },
          {
            label: t('rule_valid'),
            value: validDays === null ? t('none') : t('rule_days', { days: validDays }),
          },
        ]}
      />
    </Card>
  )
}
