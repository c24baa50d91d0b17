import { Alert, App, Button, Form, Input, Modal } from 'antd'
import { useState } from 'react'
import { z } from 'zod'
import { type PayAccountSettings, payAccountState } from '../../../contract/pay.ts'
import {
  api,
  Card,
  CopyText,
  Facts,
  Loaded,
  useDeed,
  useLoad,
  useMay,
  useText,
} from '../../ui/index.ts'
import { payTexts } from './pay-text.ts'

const PATH = '/api/pay-account'
const done = z.object({ ok: z.literal(true) })
const REFUSED_EVERY_MS = 10_000

/** The merchant account that payments go through; who may not change the workspace does not see it. */
export function PayCard() {
  const mayWrite = useMay('workspace.write')
  return mayWrite ? <Account /> : null
}

function Account() {
  const t = useText(payTexts)
  const [isOpen, setOpen] = useState(false)
  const load = useLoad(PATH, payAccountState, { every: REFUSED_EVERY_MS })
  return (
    <Card
      title={t('pay_card')}
      extra={<Button onClick={() => setOpen(true)}>{t('pay_change')}</Button>}
    >
      <Loaded load={load} shape="detail">
        {({ account, notifyUrl }) =>
          account === null ? (
            <p className="kit-soft">{t('pay_none')}</p>
          ) : (
            <>
              {account.trouble !== '' && (
                <Alert
                  type="warning"
                  showIcon
                  title={t('pay_trouble', { code: account.trouble })}
                />
              )}
              <Facts
                facts={[
                  { label: t('mch_id'), value: account.mchId },
                  { label: t('app_id'), value: account.appId || t('app_id_own') },
                  {
                    label: t('notify'),
                    value: notifyUrl === null ? t('notify_none') : <CopyText text={notifyUrl} />,
                  },
                ]}
              />
            </>
          )
        }
      </Loaded>
      {isOpen && <PayModal close={() => setOpen(false)} />}
    </Card>
  )
}

function PayModal({ close }: { close: () => void }) {
  const t = useText(payTexts)
  const { message } = App.useApp()
  const [form] = Form.useForm<PayAccountSettings>()
  const save = useDeed(
    (settings: PayAccountSettings) =>
      api.put(PATH, done, { ...settings, appId: settings.appId ?? '' }),
    {
      refresh: [PATH],
      done: () => {
        close()
        void message.success(t('pay_saved'))
      },
    },
  )
  const needed = [{ required: true, message: t('needed') }]
  return (
    <Modal
      open
      title={t('pay_card')}
      okText={t('pay_save')}
      confirmLoading={save.isBusy}
      onOk={() => form.submit()}
      onCancel={close}
    >
      <p className="kit-soft">{t('pay_help')}</p>
      <Form<PayAccountSettings>
        form={form}
        layout="vertical"
        requiredMark={false}
        onFinish={save.run}
      >
        <Form.Item name="mchId" label={t('mch_id')} rules={needed}>
          <Input />
        </Form.Item>
        <Form.Item name="appId" label={t('app_id')} extra={t('app_id_help')}>
          <Input />
        </Form.Item>
        <Form.Item name="serial" label={t('serial')} rules={needed}>
          <Input />
        </Form.Item>
        <Form.Item name="privateKey" label={t('private_key')} rules={needed}>
          <Input.TextArea rows={3} autoComplete="off" />
        </Form.Item>
        <Form.Item name="apiKey" label={t('api_key')} rules={needed}>
          <Input.Password autoComplete="off" />
        </Form.Item>
        <Form.Item name="platformSerial" label={t('platform_serial')} rules={needed}>
          <Input />
        </Form.Item>
        <Form.Item name="platformKey" label={t('platform_key')} rules={needed}>
          <Input.TextArea rows={3} />
        </Form.Item>
      </Form>
    </Modal>
  )
}
