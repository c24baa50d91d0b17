import { Alert, App, Form, Input, InputNumber, Modal } from 'antd'
import { type Corp, type CorpChange, corp as corpShape } from '../../../contract/corp.ts'
import { api, useDeed, useText } from '../../ui/index.ts'
import { NAME_MAX, SECRET_MIN } from './connect-card.tsx'
import { texts } from './text.ts'

type Fields = { name?: string; secret?: string; agentId?: number | null }

/** Another name, secret or agent of the same company; WeCom is asked before it counts. */
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
  const put = (wanted: CorpChange) => api.put(`/api/corps/${corp.id}`, corpShape, wanted)
  const change = useDeed(put, {
    refresh: ['/api/corps', '/api/associates'],
    quiet: true,
    done: () => {
      onClose()
      void message.success(t('changed'))
    },
  })
  const save = ({ name, secret, agentId }: Fields) =>
    change.run({
      name: name ?? '',
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
        initialValues={{ name: corp.name, agentId: corp.agentId }}
        onFinish={save}
      >
        <p className="kit-soft">{t('change_what')}</p>
        <Form.Item name="name" label={t('name')} extra={t('name_what')}>
          <Input maxLength={NAME_MAX} autoComplete="off" />
        </Form.Item>
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
