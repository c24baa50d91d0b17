import { App, Form, Modal, Radio, Select } from 'antd'
import { z } from 'zod'
import { type Priority, priorities, type ServiceCase } from '../../../contract/care.ts'
import { api, useDeed, useText } from '../../ui/index.ts'
import { texts } from './text.ts'
import { useKinds } from './use-kinds.ts'
import { REFRESH } from './words-modal.tsx'

const done = z.object({ ok: z.literal(true) })
type Change = { kind: string; priority: Priority }

/** Another kind or priority; the clocks follow. */
export function ChangeModal({ one, close }: { one: ServiceCase; close: () => void }) {
  const t = useText(texts)
  const { message } = App.useApp()
  const [form] = Form.useForm<Change>()
  const kinds = useKinds()
  const change = useDeed((said: Change) => api.patch(`/api/service-cases/${one.id}`, done, said), {
    refresh: REFRESH,
    done: () => {
      void message.success(t('done'))
      close()
    },
  })
  return (
    <Modal
      open
      title={t('deed_change')}
      okText={t('deed_change')}
      cancelText={t('cancel')}
      confirmLoading={change.isBusy}
      onCancel={close}
      onOk={form.submit}
    >
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ kind: one.kind, priority: one.priority }}
        onFinish={change.run}
      >
        <Form.Item name="kind" label={t('kind')}>
          <Select options={kinds.used} />
        </Form.Item>
        <Form.Item name="priority" label={t('priority')}>
          <Radio.Group
            options={priorities.map((value) => ({ value, label: t(`priority_${value}`) }))}
          />
        </Form.Item>
      </Form>
    </Modal>
  )
}
