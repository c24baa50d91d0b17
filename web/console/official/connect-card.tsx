import { Alert, App, Button, Form } from 'antd'
import {
  type OfficialAccount,
  type OfficialConnection,
  officialAccount,
} from '../../../contract/official.ts'
import { api, Card, useDeed, useText } from '../../ui/index.ts'
import { AccountFields } from './account-fields.tsx'
import { texts } from './text.ts'

/** A connection; WeChat itself is asked before anything is stored. */
export function ConnectCard({ onConnected }: { onConnected: (account: OfficialAccount) => void }) {
  const t = useText(texts)
  const { message } = App.useApp()
  const connect = useDeed(
    (wanted: OfficialConnection) => api.post('/api/official-accounts', officialAccount, wanted),
    {
      refresh: ['/api/official-accounts'],
      quiet: true,
      done: (account) => {
        void message.success(t('connected'))
        onConnected(account)
      },
    },
  )
  return (
    <Card title={t('connect')}>
      <Form<OfficialConnection>
        layout="vertical"
        requiredMark={false}
        className="settings-form"
        disabled={connect.isBusy}
        initialValues={{ kind: 'service' }}
        onFinish={connect.run}
      >
        <p className="kit-soft">{t('connect_what')}</p>
        <AccountFields isNew />
        {connect.problem && (
          <Form.Item>
            <Alert type="error" showIcon title={connect.problem.message} />
          </Form.Item>
        )}
        <Button type="primary" htmlType="submit" loading={connect.isBusy}>
          {t('connect_deed')}
        </Button>
      </Form>
    </Card>
  )
}
