import { Alert, App, Form, Modal } from 'antd'
import {
  type OfficialAccount,
  type OfficialChange,
  type OfficialKind,
  officialAccount,
} from '../../../contract/official.ts'
import { api, useDeed, useText } from '../../ui/index.ts'
import { AccountFields } from './account-fields.tsx'
import { texts } from './text.ts'

type Fields = { name: string; kind: OfficialKind; secret?: string }

/** Another name, kind or secret of the same account; WeChat is asked before it counts. */
export function ChangeModal({
  account,
  open,
  onClose,
}: {
  account: OfficialAccount
  open: boolean
  onClose: () => void
}) {
  const t = useText(texts)
  const { message } = App.useApp()
  const [form] = Form.useForm<Fields>()
  const put = (wanted: OfficialChange) =>
    api.put(`/api/official-accounts/${account.id}`, officialAccount, wanted)
  const change = useDeed(put, {
    refresh: ['/api/official-accounts'],
    quiet: true,
    done: () => {
      onClose()
      void message.success(t('changed'))
    },
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
        initialValues={{ name: account.name, kind: account.kind }}
        onFinish={({ secret, ...wanted }) =>
          change.run({ ...wanted, ...(secret ? { secret } : {}) })
        }
      >
        <p className="kit-soft">{t('change_what')}</p>
        <AccountFields isNew={false} />
        {change.problem && <Alert type="error" showIcon title={change.problem.message} />}
      </Form>
    </Modal>
  )
}
