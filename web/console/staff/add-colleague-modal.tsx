import { App, Form, Input, Modal, Select } from 'antd'
import { z } from 'zod'
import { role } from '../../../contract/staff.ts'
import { api, useDeed, useText } from '../../ui/index.ts'
import { texts } from './text.ts'

const added = z.object({ id: z.string() })
const PASSWORD_MIN = 10
const LOGIN_MIN = 3

/** Somebody more who may sign in. */
export function AddColleagueModal({ close }: { close: () => void }) {
  const t = useText(texts)
  const { message } = App.useApp()
  const [form] = Form.useForm()
  const add = useDeed((body: unknown) => api.post('/api/staff', added, body), {
    refresh: ['/api/staff'],
    done: () => {
      void message.success(t('added'))
      close()
    },
  })
  return (
    <Modal
      open
      title={t('add')}
      okText={t('add')}
      cancelText={t('cancel')}
      confirmLoading={add.isBusy}
      onCancel={close}
      onOk={form.submit}
    >
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        autoComplete="off"
        initialValues={{ role: 'operator' }}
        onFinish={add.run}
      >
        <Form.Item name="name" label={t('name')} rules={[{ required: true, message: t('needed') }]}>
          <Input maxLength={80} autoFocus />
        </Form.Item>
        <Form.Item
          name="login"
          label={t('login')}
          extra={t('login_hint')}
          rules={[{ required: true, min: LOGIN_MIN, message: t('too_short') }]}
        >
          <Input maxLength={200} />
        </Form.Item>
        <Form.Item name="role" label={t('role')}>
          <Select options={role.options.map((value) => ({ value, label: t(`role_${value}`) }))} />
        </Form.Item>
        <Form.Item
          name="password"
          label={t('password')}
          extra={t('password_hint')}
          rules={[{ required: true, min: PASSWORD_MIN, message: t('too_short') }]}
        >
          <Input.Password maxLength={200} autoComplete="new-password" />
        </Form.Item>
      </Form>
    </Modal>
  )
}
