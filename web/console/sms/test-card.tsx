import { Alert, App, Button, Form, Input, Select } from 'antd'
import { z } from 'zod'
import { type SmsTemplate, smsTest } from '../../../contract/sms.ts'
import { api, Card, useDeed, useText } from '../../ui/index.ts'
import { texts } from './text.ts'

const done = z.object({ ok: z.literal(true) })
type Values = { to: string; templateId: string; params?: Record<string, string> }

/** Sends one message now, to a phone at hand; what the provider says is shown as it is. */
export function TestCard({ templates }: { templates: readonly SmsTemplate[] }) {
  const t = useText(texts)
  const { message } = App.useApp()
  const [form] = Form.useForm<Values>()
  const test = useDeed(
    (wanted: z.infer<typeof smsTest>) => api.post('/api/sms-line/test', done, wanted),
    {
      refresh: ['/api/sms-line'],
      quiet: true,
      done: () => void message.success(t('test_done')),
    },
  )
  const first = templates[0]
  const chosen: string | undefined = Form.useWatch('templateId', form) ?? first?.id
  const template = templates.find(({ id }) => id === chosen)
  if (!first) return null
  const isPhone = (to: string) => smsTest.shape.to.safeParse(to).success
  return (
    <Card title={t('test')}>
      <p className="kit-soft">{t('test_what')}</p>
      <Form<Values>
        form={form}
        layout="vertical"
        requiredMark={false}
        disabled={test.isBusy}
        initialValues={{ templateId: first.id }}
        onFinish={({ params, ...wanted }) => test.run({ ...wanted, params: params ?? {} })}
      >
        <Form.Item name="templateId" label={t('templates')}>
          <Select options={templates.map(({ id, name }) => ({ value: id, label: name }))} />
        </Form.Item>
        {template?.variables.map((name) => (
          <Form.Item
            key={`${template.id} ${name}`}
            name={['params', name]}
            label={name}
            rules={[{ required: true, message: t('test_param_needed') }]}
          >
            <Input maxLength={200} />
          </Form.Item>
        ))}
        <Form.Item
          name="to"
          label={t('test_to')}
          rules={[
            {
              message: t('test_to_needed'),
              validator: (_rule, to: string | undefined) =>
                isPhone(to ?? '') ? Promise.resolve() : Promise.reject(new Error()),
            },
          ]}
        >
          <Input inputMode="tel" autoComplete="tel" />
        </Form.Item>
        {test.problem && (
          <Form.Item>
            <Alert type="error" showIcon title={test.problem.message} />
          </Form.Item>
        )}
        <Button htmlType="submit" loading={test.isBusy}>
          {t('test_deed')}
        </Button>
      </Form>
    </Card>
  )
}
