import { Alert, App, Button, Modal, Select, Table, Tag } from 'antd'
import { useState } from 'react'
import { z } from 'zod'
import type { HandoverReason, Move, MoveState } from '../../../contract/handover.ts'
import {
  api,
  Failed,
  type List,
  PageSkeleton,
  PersonCell,
  useDeed,
  useHouse,
  useMay,
  useText,
  useWhen,
} from '../../ui/index.ts'
import { OpenModal } from '../care/open-modal.tsx'
import { useAssociateOptions } from '../care/owner-modal.tsx'
import { texts } from './text.ts'

const done = z.object({ ok: z.literal(true) })
const COLOR: Record<MoveState, string> = {
  planned: 'default',
  asking: 'processing',
  waiting: 'processing',
  taken: 'processing',
  done: 'success',
  refused: 'warning',
  limit: 'warning',
  failed: 'warning',
  gone: 'default',
}

/** What came of each customer of a handover, and what may be done for those who were not taken over. */
export function Moves({ list, reason }: { list: List<Move>; reason: HandoverReason }) {
  const t = useText(texts)
  if (list.problem) return <Failed problem={list.problem} retry={list.reload} />
  if (list.isLoading) return <PageSkeleton shape="list" />
  return (
    <>
      <Table<Move>
        rowKey="id"
        dataSource={[...list.rows]}
        pagination={false}
        columns={[
          {
            title: t('customer'),
            width: 180,
            render: (_, { customer }) => (
              <PersonCell name={customer.name || t('nameless')} to={`/customers/${customer.id}`} />
            ),
          },
          { title: t('to'), width: 100, render: (_, { to }) => to.name },
          { title: t('state'), render: (_, row) => <Result row={row} /> },
          {
            title: t('in_charge'),
            width: 120,
            render: (_, row) =>
              row.inCharge?.name ??
              (row.state === 'done' || reason === 'resigned' ? row.to.name : ''),
          },
        ]}
      />
      {list.more && (
        <Button onClick={list.more} loading={list.isMoreLoading}>
          {t('and_more')}
        </Button>
      )}
    </>
  )
}

function Result({ row }: { row: Move }) {
  const t = useText(texts)
  const when = useWhen()
  const now = useHouse().now()
  const { state, expectedAt, errcode } = row
  const isOverdue =
    state === 'waiting' && expectedAt !== null && Date.parse(expectedAt) < Date.parse(now)
  const isStuck = state === 'refused' || state === 'limit' || state === 'failed'
  const next =
    state === 'failed'
      ? errcode === 0
        ? t('next_failed_lost')
        : t('next_failed', { code: String(errcode ?? '') })
      : state === 'refused' || state === 'limit'
        ? t(`next_${state}`)
        : ''
  return (
    <>
      <Tag color={COLOR[state]}>{t(`state_${state}`)}</Tag>
      {state === 'waiting' && expectedAt !== null && !isOverdue && (
        <span className="kit-soft">{t('expected', { at: when(expectedAt) })}</span>
      )}
      {isOverdue && <div className="kit-soft">{t('overdue')}</div>}
      {isStuck && <div className="kit-soft">{next}</div>}
      {isStuck && <StuckDeeds row={row} />}
    </>
  )
}

function StuckDeeds({ row }: { row: Move }) {
  const t = useText(texts)
  const may = useMay('workspace.write')
  const [open, setOpen] = useState<'rename' | 'case'>()
  const close = () => setOpen(undefined)
  return (
    <div className="kit-deeds">
      {may && (
        <Button size="small" type="primary" onClick={() => setOpen('rename')}>
          {t('rename')}
        </Button>
      )}
      <Button size="small" onClick={() => setOpen('case')}>
        {t('case_open')}
      </Button>
      {open === 'rename' && <Rename row={row} close={close} />}
      {open === 'case' && <OpenModal customerId={row.customer.id} close={close} />}
    </div>
  )
}

function Rename({ row, close }: { row: Move; close: () => void }) {
  const t = useText(texts)
  const { message } = App.useApp()
  const options = useAssociateOptions().filter(({ value }) => value !== row.to.userid)
  const [to, setTo] = useState<string>()
  const rename = useDeed(
    (userid: string) => api.put(`/api/handover-moves/${row.id}/successor`, done, { to: userid }),
    {
      refresh: ['/api/handovers', '/api/overview'],
      quiet: true,
      done: (_answer, userid) => {
        const name = options.find(({ value }) => value === userid)?.label ?? ''
        void message.success(t('rename_done', { name }))
        close()
      },
    },
  )
  return (
    <Modal
      open
      title={t('rename')}
      okText={t('rename')}
      cancelText={t('cancel')}
      okButtonProps={{ disabled: to === undefined }}
      confirmLoading={rename.isBusy}
      onCancel={close}
      onOk={() => to !== undefined && rename.run(to)}
    >
      <div className="kit-stack">
        {rename.problem && <Alert type="warning" showIcon title={rename.problem.message} />}
        <Select
          aria-label={t('rename')}
          showSearch={{ optionFilterProp: 'label' }}
          value={to ?? null}
          onChange={(userid: string) => setTo(userid)}
          options={options}
        />
      </div>
    </Modal>
  )
}
