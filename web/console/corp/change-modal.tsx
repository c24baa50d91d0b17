import { Alert, App, Form, Input, InputNumber, Modal } from 'antd'
import { type Corp, type CorpConnection, corpState } from '../../../contract/corp.ts'
import { api, useDeed, useText } from '../../ui/index.ts'
import { SECRET_MIN } from './connect-card.tsx'
import { texts } from './text.ts'

type Fields = { secret?: string; agentId?: number | null }

/** Another secret or agent of the same corp; WeCom is asked before it counts. */
export function ChangeModal({
  corp,
  open,
  onClose,
}: {
  corp: Corp
  open: boolean
  onClose: () => void
}) {
  const t = useText(texts)
  const { message } = App.useApp()
  const [form] = Form.useForm<Fields>()
  const change = useDeed((wanted: CorpConnection) => api.put('/api/corp', corpState, wanted), {
    refresh: ['/api/corp'],
    quiet: true,
    done: () => {
      onClose()
      void message.success(t('changed'))
    },
  })
  const save = ({ secret, agentId }: Fields) =>
    change.run({
      corpId: corp.corpId,
      agentId: agentId ?? null,
      ...(secret ? { secret } : {}),
    })
  return (
    <Modal
      open={open}
      title={t('change_title')}
      okText={t('save')}
      confirmLoading={change.isBusy}
      onOk={() => form.submit()}
      onCancel={onClose}
      afterClose={() => form.resetFields()}
    >
      <Form<Fields>
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ agentId: corp.agentId }}
        onFinish={save}
      >
        <p className="kit-soft">{t('change_what')}</p>
        <Form.Item
          name="secret"
          label={t('secret')}
          extra={t('secret_where')}
          rules={[{ min: SECRET_MIN, message: t('secret_needed') }]}
        >
          <Input.Password autoComplete="off" placeholder={t('secret_kept')} />
        </Form.Item>
        <Form.Item name="agentId" label={t('agent')} extra={t('agent_where')}>
          <InputNumber min={1} precision={0} controls={false} changeOnWheel={false} />
        </Form.Item>
        {change.problem && <Alert type="error" showIcon title={change.problem.message} />}
      </Form>
    </Modal>
  )
}
