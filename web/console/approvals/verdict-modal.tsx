import { App, Form, Input, Modal } from 'antd'
import { type Approval, approvalDecided } from '../../../contract/journey-view.ts'
import { api, useDeed, useText } from '../../ui/index.ts'
import { texts } from './text.ts'

const REASON_MIN = 2

/** The second person's word, with the reason that is written down beside it. */
export function VerdictModal({
  item,
  said,
  refresh,
  close,
}: {
  item: Approval
  said: 'approved' | 'refused'
  refresh: readonly string[]
  close: () => void
}) {
  const t = useText(texts)
  const { message } = App.useApp()
  const [form] = Form.useForm<{ reason: string }>()
  const decide = useDeed(
    ({ reason }: { reason: string }) =>
      api.put(`/api/approvals/${item.id}/verdict`, approvalDecided, { said, reason }),
    {
      refresh,
      done: ({ version }) => {
        void message.success(version === null ? t('refused') : t('approved', { version }))
        close()
      },
    },
  )
  const deed = t(said === 'approved' ? 'approve' : 'refuse')
  return (
    <Modal
      open
      title={deed}
      okText={deed}
      okButtonProps={{ danger: said === 'refused' }}
      cancelText={t('cancel')}
      confirmLoading={decide.isBusy}
      onCancel={close}
      onOk={form.submit}
    >
      <p>{t('asked', { who: item.askedBy ?? t('someone'), count: item.audience })}</p>
      <Form form={form} layout="vertical" requiredMark={false} onFinish={decide.run}>
        <Form.Item
          name="reason"
          label={t('reason')}
          rules={[{ required: true, min: REASON_MIN, message: t('reason_needed') }]}
        >
          <Input maxLength={200} autoFocus />
        </Form.Item>
      </Form>
    </Modal>
  )
}
