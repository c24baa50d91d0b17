import { App, Checkbox, Form, Input, Modal } from 'antd'
import { z } from 'zod'
import type { Journey } from '../../../contract/journey-view.ts'
import { api, useDeed, useText } from '../../ui/index.ts'
import { texts } from './text.ts'

const done = z.object({ ok: z.literal(true) })
const REASON_MIN = 2

/** Lets an SOP stand still, with the reason; on demand what was planned is called back. */
export function PauseModal({ journey, close }: { journey: Journey; close: () => void }) {
  const t = useText(texts)
  const { message } = App.useApp()
  const [form] = Form.useForm<{ reason: string; messages: boolean }>()
  const pause = useDeed(
    (body: unknown) => api.put(`/api/journeys/${journey.id}/pause`, done, body),
    {
      refresh: ['/api/journeys', '/api/channel'],
      done: () => {
        void message.success(t('paused'))
        close()
      },
    },
  )
  return (
    <Modal
      open
      title={t('pause')}
      okText={t('pause')}
      cancelText={t('cancel')}
      confirmLoading={pause.isBusy}
      onCancel={close}
      onOk={form.submit}
    >
      <p>{t('pause_help')}</p>
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ messages: false }}
        onFinish={pause.run}
      >
        <Form.Item
          name="reason"
          label={t('pause_why')}
          rules={[{ required: true, min: REASON_MIN, message: t('pause_why') }]}
        >
          <Input maxLength={200} autoFocus />
        </Form.Item>
        <Form.Item name="messages" valuePropName="checked">
          <Checkbox>{t('pause_messages')}</Checkbox>
        </Form.Item>
      </Form>
    </Modal>
  )
}
