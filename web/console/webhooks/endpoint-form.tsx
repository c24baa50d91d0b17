import { Form, Input, Modal, Select } from 'antd'
import type { Endpoint, NewEndpoint } from '../../../contract/webhook.ts'
import { useText } from '../../ui/index.ts'
import { texts } from './text.ts'

/** What most systems ask for; any other name can be typed. */
const USUAL = [
  'follow.started',
  'follow.ended',
  'subscription.started',
  'subscription.ended',
  'order.paid',
  'order.refunded',
  'order.*',
  'segment.entered',
  'segment.left',
  'journey.entered',
  'journey.left',
  'form.submitted',
  'flash_topic.joined',
  'article.opened',
  'article.read',
  'case.opened',
  'case.closed',
  'case.*',
  'reward.granted',
  'reward.posted',
  'reward.*',
  'group.member_joined',
  'group.member_left',
]

/** Adds an address, or changes one. */
export function EndpointForm({
  open,
  endpoint,
  isBusy,
  onCancel,
  onSave,
}: {
  open: boolean
  /** Undefined: a new one. */
  endpoint?: Endpoint
  isBusy: boolean
  onCancel: () => void
  onSave: (wanted: NewEndpoint) => void
}) {
  const t = useText(texts)
  const [form] = Form.useForm<NewEndpoint>()
  const deed = endpoint ? t('edit') : t('add')
  const initial = endpoint ?? { name: '', url: '', events: ['follow.started', 'order.paid'] }
  return (
    <Modal
      open={open}
      title={deed}
      okText={deed}
      confirmLoading={isBusy}
      onCancel={onCancel}
      onOk={() => form.submit()}
      afterClose={() => form.resetFields()}
      destroyOnHidden
    >
      <Form form={form} layout="vertical" initialValues={initial} onFinish={onSave}>
        <Form.Item name="name" label={t('name')} rules={[{ required: true, max: 80 }]}>
          <Input placeholder={t('name_hint')} autoComplete="off" />
        </Form.Item>
        <Form.Item
          name="url"
          label={t('url')}
          extra={t('url_help')}
          rules={[{ required: true, type: 'url', max: 2_000 }]}
        >
          <Input placeholder={t('url_hint')} autoComplete="off" />
        </Form.Item>
        <Form.Item
          name="events"
          label={t('events')}
          extra={t('events_help')}
          rules={[{ required: true, type: 'array', min: 1, max: 50 }]}
        >
          <Select
            mode="tags"
            options={[
              { value: '*', label: `* ${t('event_all')}` },
              ...USUAL.map((value) => ({ value, label: value })),
            ]}
          />
        </Form.Item>
      </Form>
    </Modal>
  )
}
