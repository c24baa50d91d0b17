import { Alert, App, Button, Form, Input, InputNumber } from 'antd'
import { type Corp, type CorpConnection, corp as corpShape } from '../../../contract/corp.ts'
import { api, Card, useDeed, useText } from '../../ui/index.ts'
import { texts } from './text.ts'

/** WeCom's own rules for its corp ids and secrets. */
const CORP_ID = /^(ww|wx)[0-9A-Za-z]{6,60}$/
export const SECRET_MIN = 16
export const NAME_MAX = 40

/** A connection: fields with where to find each; WeCom itself is asked before anything is stored. */
export function ConnectCard({ onConnected }: { onConnected: (corp: Corp) => void }) {
  const t = useText(texts)
  const { message } = App.useApp()
  const connect = useDeed((wanted: CorpConnection) => api.post('/api/corps', corpShape, wanted), {
    refresh: ['/api/corps', '/api/associates'],
    quiet: true,
    done: (corp) => {
      void message.success(t('connected'))
      onConnected(corp)
    },
  })
  return (
    <Card title={t('connect')}>
      <Form<CorpConnection>
        layout="vertical"
        requiredMark={false}
        className="settings-form"
        disabled={connect.isBusy}
        onFinish={({ agentId, ...wanted }) =>
          connect.run({ ...wanted, ...(agentId ? { agentId } : {}) })
        }
      >
        <p className="kit-soft">{t('connect_what')}</p>
        <Form.Item
          name="corpId"
          label={t('corp_id')}
          extra={t('corp_id_where')}
          rules={[{ required: true, pattern: CORP_ID, message: t('corp_id_needed') }]}
        >
          <Input autoComplete="off" spellCheck={false} />
        </Form.Item>
        <Form.Item
          name="secret"
          label={t('secret')}
          extra={t('secret_where')}
          rules={[{ required: true, min: SECRET_MIN, message: t('secret_needed') }]}
        >
          <Input.Password autoComplete="off" />
        </Form.Item>
        <Form.Item name="agentId" label={t('agent')} extra={t('agent_where')}>
          <InputNumber min={1} precision={0} controls={false} changeOnWheel={false} />
        </Form.Item>
        <Form.Item name="name" label={t('name')} extra={t('name_what')}>
          <Input maxLength={NAME_MAX} autoComplete="off" />
        </Form.Item>
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
