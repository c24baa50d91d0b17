import { App, Button, Form, Input, Select } from 'antd'
import { z } from 'zod'
import { carriers } from '../../../contract/delivery.ts'
import { api, Card, useDeed, useText } from '../../ui/index.ts'
import { texts as deliveryTexts } from '../deliveries/text.ts'
import { texts } from './text.ts'

const made = z.object({ id: z.string() })
const ALL = 'workspace'
const REASON_MIN = 2

/** The kill switch: everything, or one way of sending. A journey is stopped on its own page. */
export function StopCard() {
  const t = useText(texts)
  const word = useText(deliveryTexts)
  const { message } = App.useApp()
  const [form] = Form.useForm<{ what: string; reason: string }>()
  const options = [
    { value: ALL, label: t('stop_workspace') },
    ...carriers.map((value) => ({ value: String(value), label: word(`carrier_${value}`) })),
  ]
  const labelOf = (what: string) => options.find(({ value }) => value === what)?.label ?? what
  const stop = useDeed(
    ({ what, reason }: { what: string; reason: string }) =>
      api.post(
        '/api/channel/pauses',
        made,
        what === ALL ? { scope: 'workspace', reason } : { scope: 'carrier', subject: what, reason },
      ),
    {
      refresh: ['/api/channel', '/api/deliver'],
      done: (_answer, { what }) => {
        form.resetFields()
        void message.success(t('stop_done', { what: labelOf(what) }))
      },
    },
  )
  return (
    <Card title={t('stop')}>
      <p className="kit-soft">{t('stop_help')}</p>
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ what: ALL, reason: '' }}
        disabled={stop.isBusy}
        onFinish={stop.run}
      >
        <Form.Item name="what" label={t('stop_what')}>
          <Select options={options} />
        </Form.Item>
        <Form.Item
          name="reason"
          label={t('stop_reason')}
          rules={[{ required: true, min: REASON_MIN, message: t('why_needed') }]}
        >
          <Input maxLength={200} />
        </Form.Item>
        <Button danger type="primary" htmlType="submit" loading={stop.isBusy}>
          {t('stop_now')}
        </Button>
      </Form>
    </Card>
  )
}
