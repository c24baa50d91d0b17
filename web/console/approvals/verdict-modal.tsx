import { App, Form, Input, Modal } from 'antd'
import { z } from 'zod'
import { api, useDeed, useText } from '../../ui/index.ts'
import { texts } from './text.ts'
import type { Waiting } from './waiting.ts'

const REASON_MIN = 2
/** Of an SOP its version; a broadcast has none. */
const decided = z.object({ version: z.number().nullish() })

/** The second person's word, with the reason that is written down beside it. */
export function VerdictModal({
  item,
  said,
  refresh,
  close,
}: {
  item: Waiting
  said: 'approved' | 'refused'
  refresh: readonly string[]
  close: () => void
}) {
  const t = useText(texts)
  const { message } = App.useApp()
  const [form] = Form.useForm<{ reason: string }>()
  const decide = useDeed(
    ({ reason }: { reason: string }) =>
      api.put(`${item.path}/${item.id}/verdict`, decided, { said, reason }),
    {
      refresh,
      done: ({ version }) => {
        if (said === 'refused') void message.success(t('refused'))
        else if (version) void message.success(t('approved', { version }))
        else void message.success(t('approved_sent'))
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
