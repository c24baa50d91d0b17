import { App, Form, Input, Modal, Select } from 'antd'
import { z } from 'zod'
import type { ServiceCase } from '../../../contract/care.ts'
import { associates } from '../../../contract/corp.ts'
import { api, useDeed, useLoad, useText } from '../../ui/index.ts'
import { associateLabel } from '../corp/associate-label.ts'
import { texts } from './text.ts'
import { REFRESH } from './words-modal.tsx'

const done = z.object({ ok: z.literal(true) })
type Given = { owner: string; reason?: string }

/** Somebody else answers for it. */
export function OwnerModal({ one, close }: { one: ServiceCase; close: () => void }) {
  const t = useText(texts)
  const { message } = App.useApp()
  const [form] = Form.useForm<Given>()
  const options = useAssociateOptions()
  const give = useDeed(
    (given: Given) => api.put(`/api/service-cases/${one.id}/owner`, done, given),
    {
      refresh: REFRESH,
      done: () => {
        void message.success(t('done'))
        close()
      },
    },
  )
  return (
    <Modal
      open
      title={t('deed_owner')}
      okText={t('deed_owner')}
      cancelText={t('cancel')}
      confirmLoading={give.isBusy}
      onCancel={close}
      onOk={form.submit}
    >
      <Form form={form} layout="vertical" requiredMark={false} onFinish={give.run}>
        <Form.Item
          name="owner"
          label={t('owner')}
          rules={[{ required: true, message: t('choose_needed') }]}
        >
          <Select
            showSearch={{ optionFilterProp: 'label' }}
            options={options.filter(({ value }) => value !== one.owner?.userid)}
          />
        </Form.Item>
        <Form.Item name="reason" label={t('deed_owner_reason')}>
          <Input maxLength={200} />
        </Form.Item>
      </Form>
    </Modal>
  )
}

/** Associates who are at work. */
export function useAssociateOptions(): { value: string; label: string }[] {
  const members = useLoad('/api/associates', associates)
  return (members.data?.items ?? [])
    .filter(({ isActive }) => isActive)
    .map((one) => ({ value: one.userid, label: associateLabel(one) }))
}
