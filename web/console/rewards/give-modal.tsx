import { App, Form, Input, Modal } from 'antd'
import { useState } from 'react'
import { madeGrant, type RewardDetail } from '../../../contract/reward.ts'
import { api, useDeed, useText } from '../../ui/index.ts'
import { PersonField, type Picked } from '../journeys/person-field.tsx'
import { texts } from './text.ts'

/** Gives the reward to somebody by hand. Whoever presses twice gives once. */
export function GiveModal({ row, close }: { row: RewardDetail; close: () => void }) {
  const t = useText(texts)
  const { message } = App.useApp()
  const [form] = Form.useForm<{ reason: string }>()
  const [picked, setPicked] = useState<Picked[]>([])
  const [key] = useState(() => crypto.randomUUID())
  const [person] = picked
  const give = useDeed(
    ({ reason }: { reason: string }) =>
      api.post(`/api/rewards/${row.id}/grants`, madeGrant, {
        customerId: person?.value ?? '',
        key,
        reason,
      }),
    {
      refresh: ['/api/rewards', '/api/reward-grants', '/api/customers'],
      done: ({ state }) => {
        close()
        void message.success(t(state === 'pending' ? 'gave_held' : 'gave'))
      },
    },
  )
  return (
    <Modal
      open
      title={t('give')}
      okText={t('give_do')}
      okButtonProps={{ disabled: person === undefined }}
      confirmLoading={give.isBusy}
      onOk={() => form.submit()}
      onCancel={close}
    >
      <Form form={form} layout="vertical" requiredMark={false} onFinish={give.run}>
        <Form.Item label={t('give_customer')}>
          <PersonField label={t('give_search')} picked={picked} onPick={setPicked} />
        </Form.Item>
        <Form.Item
          name="reason"
          label={t('give_why')}
          rules={[{ required: true, min: 2, message: t('needed') }]}
        >
          <Input maxLength={200} />
        </Form.Item>
      </Form>
    </Modal>
  )
}
