import { App, Button, Form, InputNumber, Modal } from 'antd'
import { useState } from 'react'
import { z } from 'zod'
import type { RewardDetail } from '../../../contract/reward.ts'
import { api, Card, Progress, useDeed, useFormat, useMay, useText } from '../../ui/index.ts'
import { texts } from './text.ts'

const FEN = 100
const YUAN_MAX = 1_000_000
const done = z.object({ ok: z.literal(true) })

/** What is set aside for it, how much of that is used, and what a day may take. */
export function BudgetCard({ row }: { row: RewardDetail }) {
  const t = useText(texts)
  const format = useFormat()
  const mayWrite = useMay('rewards.write')
  const [isOpen, setOpen] = useState(false)
  const { budget, dayBudget, today } = row
  const used = budget ? budget.held + budget.spent : 0
  return (
    <Card
      title={t('budget_card')}
      extra={mayWrite && <Button onClick={() => setOpen(true)}>{t('budget_change')}</Button>}
    >
      {budget ? (
        <>
          <Progress
            label={t('budget_card')}
            done={used / FEN}
            total={(used + budget.free) / FEN}
            state={budget.free === 0 ? 'failed' : 'done'}
          />
          <p>{t('budget_meter', { used: format.money(used), free: format.money(budget.free) })}</p>
        </>
      ) : (
        <p className="kit-soft">{t('budget_open')}</p>
      )}
      {dayBudget !== null && (
        <p>{t('budget_day', { limit: format.money(dayBudget), today: format.money(today) })}</p>
      )}
      {isOpen && <BudgetModal id={row.id} close={() => setOpen(false)} />}
    </Card>
  )
}

function BudgetModal({ id, close }: { id: string; close: () => void }) {
  const t = useText(texts)
  const format = useFormat()
  const { message } = App.useApp()
  const [form] = Form.useForm<{ amount: number }>()
  const change = useDeed(
    (amount: number) => api.post(`/api/rewards/${id}/budget`, done, { amount }),
    {
      refresh: ['/api/rewards'],
      done: (_answer, amount) => {
        close()
        void message.success(t('budget_changed', { amount: format.money(amount) }))
      },
    },
  )
  return (
    <Modal
      open
      title={t('budget_change')}
      okText={t('save')}
      confirmLoading={change.isBusy}
      onOk={() => form.submit()}
      onCancel={close}
    >
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        onFinish={({ amount }) => change.run(Math.round(amount * FEN))}
      >
        <Form.Item
          name="amount"
          label={t('budget_amount')}
          rules={[{ required: true, message: t('needed') }]}
        >
          <InputNumber min={-YUAN_MAX} max={YUAN_MAX} precision={2} autoFocus />
        </Form.Item>
      </Form>
    </Modal>
  )
}
