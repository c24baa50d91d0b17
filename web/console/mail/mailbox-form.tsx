import { Alert, App, Button, Form, Input, InputNumber, Select } from 'antd'
import {
  type Mailbox,
  type MailboxSettings,
  mailboxSettings,
  mailboxState,
  mailSecurities,
} from '../../../contract/mail.ts'
import { api, Card, useDeed, useText } from '../../ui/index.ts'
import { texts } from './text.ts'

const FRESH = { port: 465, security: 'tls', login: '' } as const
const NAME_MAX = 60

/** Where letters are handed in and what stands above them. A password that is there is kept when the field stays empty. */
export function MailboxForm({ mailbox }: { mailbox: Mailbox | null }) {
  const t = useText(texts)
  const { message } = App.useApp()
  const save = useDeed((wanted: MailboxSettings) => api.put('/api/mailbox', mailboxState, wanted), {
    refresh: ['/api/mailbox'],
    quiet: true,
    done: () => void message.success(t('saved')),
  })
  return (
    <Card title={t('mailbox')}>
      <Form<MailboxSettings>
        layout="vertical"
        requiredMark={false}
        className="settings-form"
        disabled={save.isBusy}
        initialValues={mailbox ?? FRESH}
        onFinish={({ password, ...wanted }) =>
          save.run({ ...wanted, ...(password ? { password } : {}) })
        }
      >
        <ServerFields isKept={mailbox?.hasPassword ?? false} />
        <Form.Item
          name="fromAddress"
          label={t('from_address')}
          rules={[{ required: true, type: 'email', message: t('from_address_needed') }]}
        >
          <Input autoComplete="off" spellCheck={false} />
        </Form.Item>
        <Form.Item
          name="fromName"
          label={t('from_name')}
          rules={[{ required: true, max: NAME_MAX, message: t('from_name_needed') }]}
        >
          <Input autoComplete="off" placeholder={t('from_name_hint')} />
        </Form.Item>
        {save.problem && (
          <Form.Item>
            <Alert type="error" showIcon title={save.problem.message} />
          </Form.Item>
        )}
        <Button type="primary" htmlType="submit" loading={save.isBusy}>
          {t('save')}
        </Button>
      </Form>
    </Card>
  )
}

function ServerFields({ isKept }: { isKept: boolean }) {
  const t = useText(texts)
  const isHost = (host: string) => mailboxSettings.shape.host.safeParse(host).success
  return (
    <>
      <Form.Item
        name="host"
        label={t('host')}
        extra={t('host_where')}
        rules={[
          {
            required: true,
            message: t('host_needed'),
            validator: (_rule, host: string | undefined) =>
              isHost(host ?? '') ? Promise.resolve() : Promise.reject(new Error()),
          },
        ]}
      >
        <Input autoComplete="off" spellCheck={false} placeholder={t('host_hint')} />
      </Form.Item>
      <Form.Item name="security" label={t('security')}>
        <Select
          options={mailSecurities.map((value) => ({ value, label: t(`security_${value}`) }))}
        />
      </Form.Item>
      <Form.Item
        name="port"
        label={t('port')}
        rules={[{ required: true, message: t('port_needed') }]}
      >
        <InputNumber min={1} max={65_535} precision={0} controls={false} changeOnWheel={false} />
      </Form.Item>
      <Form.Item name="login" label={t('login')} extra={t('login_where')}>
        <Input autoComplete="off" spellCheck={false} />
      </Form.Item>
      <Form.Item name="password" label={t('password')} extra={t('password_where')}>
        <Input.Password
          autoComplete="new-password"
          {...(isKept ? { placeholder: t('password_kept') } : {})}
        />
      </Form.Item>
    </>
  )
}
