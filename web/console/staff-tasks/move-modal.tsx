import { App, Form, Input, Modal, Select } from 'antd'
import { associates } from '../../../contract/corp.ts'
import { reassigned } from '../../../contract/staff-work.ts'
import { api, useDeed, useLoad, useText } from '../../ui/index.ts'
import { associateLabel } from '../corp/associate-label.ts'
import { useAssociateName } from '../deliveries/words.tsx'
import { texts } from './text.ts'

/** Tasks of one associate that go to somebody else; without ids: all of hers. */
export type Moving = { from: string; taskIds?: string[]; count: number }
type Fields = { to: string; reason: string }
const REASON_MIN = 2

/** To whom, and why. Whoever was quicker has moved them: then it says so. */
export function MoveModal({ moving, onClose }: { moving: readonly Moving[]; onClose: () => void }) {
  const t = useText(texts)
  const { message } = App.useApp()
  const nameOf = useAssociateName()
  const [form] = Form.useForm<Fields>()
  const all = useLoad('/api/associates', associates)
  const move = useDeed(
    async ({ to, reason }: Fields) => {
      let moved = 0
      for (const { from, taskIds } of moving) {
        const body = { from, to, reason, ...(taskIds ? { taskIds } : {}) }
        moved += (await api.post('/api/staff-tasks/reassignments', reassigned, body)).moved
      }
      return moved
    },
    {
      refresh: ['/api/staff-tasks', '/api/deliver'],
      done: (count, { to }) => {
        void message.success(t('moved_said', { who: nameOf(to), count }))
        onClose()
      },
    },
  )
  const holders = moving.map(({ from }) => from)
  const options = (all.data?.items ?? [])
    .filter(({ userid, isActive }) => isActive && !(holders.length === 1 && holders[0] === userid))
    .map((one) => ({ value: one.userid, label: associateLabel(one) }))
  const count = moving.reduce((sum, one) => sum + one.count, 0)
  return (
    <Modal
      open
      title={t('move')}
      okText={t('move_some', { count })}
      confirmLoading={move.isBusy}
      okButtonProps={{ disabled: count === 0 }}
      onCancel={onClose}
      onOk={form.submit}
    >
      <Form form={form} layout="vertical" requiredMark={false} onFinish={move.run}>
        <Form.Item
          name="to"
          label={t('move_what', { count })}
          extra={t('move_help')}
          rules={[{ required: true }]}
        >
          <Select showSearch optionFilterProp="label" options={options} />
        </Form.Item>
        <Form.Item
          name="reason"
          label={t('move_reason')}
          rules={[{ required: true, min: REASON_MIN, message: t('skip_needed') }]}
        >
          <Input maxLength={200} />
        </Form.Item>
      </Form>
    </Modal>
  )
}
