import { Alert, App, Button, Form, Input } from 'antd'
import { z } from 'zod'
import { api, Card, useDeed, useText } from '../../ui/index.ts'
import { texts } from './text.ts'

const done = z.object({ ok: z.literal(true) })

/** Sends one letter now; what the server says is shown as it is. */
export function TestCard() {
  const t = useText(texts)
  const { message } = App.useApp()
  const test = useDeed((wanted: { to: string }) => api.post('/api/mailbox/test', done, wanted), {
    refresh: ['/api/mailbox'],
    quiet: true,
    done: () => void message.success(t('test_done')),
  })
  return (
    <Card title={t('test')}>
      <Form<{ to: string }>
        layout="vertical"
        requiredMark={false}
        disabled={test.isBusy}
        onFinish={test.run}
      >
        <Form.Item
          name="to"
          label={t('test_to')}
          rules={[{ required: true, type: 'email', message: t('from_address_needed') }]}
        >
          <Input autoComplete="email" spellCheck={false} />
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
