import { Alert, App, Button, Collapse, Form, Input, InputNumber, Select } from 'antd'
import {
  type SmsLine,
  type SmsLineSettings,
  smsLineSettings,
  smsProviders,
  smsState,
} from '../../../contract/sms.ts'
import { api, Card, useDeed, useText } from '../../ui/index.ts'
import { texts } from './text.ts'

const FRESH = { provider: 'tencent', appId: '', endpoint: '', fen: null } as const
const LI_A_FEN = 10
type Values = Omit<SmsLineSettings, 'liPerSegment'> & { fen: number | null }

/** The account that messages go out from. A secret that is there is kept when the field stays empty. */
export function LineForm({ line }: { line: SmsLine | null }) {
  const t = useText(texts)
  const { message } = App.useApp()
  const save = useDeed((wanted: SmsLineSettings) => api.put('/api/sms-line', smsState, wanted), {
    refresh: ['/api/sms-line', '/api/sms-templates'],
    quiet: true,
    done: () => void message.success(t('saved')),
  })
  const initial = line
    ? { ...line, fen: line.liPerSegment === null ? null : line.liPerSegment / LI_A_FEN }
    : FRESH
  return (
    <Card title={t('line')}>
      <Form<Values>
        layout="vertical"
        requiredMark={false}
        className="settings-form"
        disabled={save.isBusy}
        initialValues={initial}
        onFinish={({ secret, fen, ...wanted }) =>
          save.run({
            ...wanted,
            region: line?.region ?? '',
            liPerSegment: fen === null ? null : Math.round(fen * LI_A_FEN),
            ...(secret ? { secret } : {}),
          })
        }
      >
        <AccountFields isKept={line !== null} />
        <Form.Item name="fen" label={t('price')} extra={t('price_where')}>
          <InputNumber
            min={0}
            max={100}
            step={0.1}
            precision={1}
            changeOnWheel={false}
            suffix={t('price_unit')}
          />
        </Form.Item>
        <Collapse
          ghost
          items={[{ key: 'more', label: t('more'), forceRender: true, children: <Endpoint /> }]}
        />
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

function AccountFields({ isKept }: { isKept: boolean }) {
  const t = useText(texts)
  const provider: SmsLineSettings['provider'] = Form.useWatch('provider') ?? 'tencent'
  return (
    <>
      <Form.Item name="provider" label={t('provider')}>
        <Select options={smsProviders.map((value) => ({ value, label: t(`provider_${value}`) }))} />
      </Form.Item>
      <Form.Item
        name="keyId"
        label={t(`key_id_${provider}`)}
        rules={[valid('keyId', t('key_id_needed'))]}
      >
        <Input autoComplete="off" spellCheck={false} />
      </Form.Item>
      <Form.Item name="secret" label={t(`secret_${provider}`)} extra={t('secret_where')}>
        <Input.Password
          autoComplete="new-password"
          {...(isKept ? { placeholder: t('secret_kept') } : {})}
        />
      </Form.Item>
      <Form.Item
        name="appId"
        label={t('app_id')}
        extra={t('app_id_where')}
        hidden={provider !== 'tencent'}
        rules={[valid('appId', t('app_id_needed'))]}
      >
        <Input autoComplete="off" spellCheck={false} />
      </Form.Item>
      <Form.Item
        name="signName"
        label={t('sign')}
        extra={t('sign_where')}
        rules={[valid('signName', t('sign_needed'))]}
      >
        <Input autoComplete="off" />
      </Form.Item>
    </>
  )
}

function Endpoint() {
  const t = useText(texts)
  return (
    <Form.Item
      name="endpoint"
      label={t('endpoint')}
      extra={t('endpoint_where')}
      rules={[valid('endpoint', t('endpoint_needed'))]}
    >
      <Input autoComplete="off" spellCheck={false} />
    </Form.Item>
  )
}

/** What the server would refuse is refused here, with words. */
function valid(name: 'keyId' | 'appId' | 'signName' | 'endpoint', message: string) {
  return {
    message,
    validator: (_rule: unknown, value: string | undefined) =>
      smsLineSettings.shape[name].safeParse(value ?? '').success
        ? Promise.resolve()
        : Promise.reject(new Error(message)),
  }
}
