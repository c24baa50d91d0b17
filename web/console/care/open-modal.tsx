import { App, Form, Input, Modal, Radio, Select } from 'antd'
import { z } from 'zod'
import { type Priority, priorities } from '../../../contract/care.ts'
import { api, useDeed, useText } from '../../ui/index.ts'
import { useAssociateOptions } from './owner-modal.tsx'
import { texts } from './text.ts'
import { useKinds } from './use-kinds.ts'
import { REFRESH } from './words-modal.tsx'

const made = z.object({ id: z.string() })
const ORIGINS = ['staff', 'message'] as const
const SUBJECT_MIN = 2
type Opening = {
  kind: string
  priority: Priority
  subject: string
  origin: (typeof ORIGINS)[number]
  owner?: string
}

/** Opens a case of a customer, in their own words. */
export function OpenModal({
  customerId,
  origin = 'staff',
  close,
}: {
  customerId: string
  /** How we know, before anybody has said. */
  origin?: Opening['origin']
  close: () => void
}) {
  const t = useText(texts)
  const { message } = App.useApp()
  const [form] = Form.useForm<Opening>()
  const kinds = useKinds()
  const owners = useAssociateOptions()
  const open = useDeed(
    (said: Opening) => api.post('/api/service-cases', made, { ...said, customerId }),
    {
      refresh: REFRESH,
      done: () => {
        void message.success(t('open_done'))
        close()
      },
    },
  )
  return (
    <Modal
      open
      title={t('open')}
      okText={t('open')}
      cancelText={t('cancel')}
      confirmLoading={open.isBusy}
      onCancel={close}
      onOk={form.submit}
    >
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ priority: 'normal', origin }}
        onFinish={open.run}
      >
        <Form.Item
          name="subject"
          label={t('open_about')}
          extra={t('open_about_hint')}
          rules={[
            { required: true, min: SUBJECT_MIN, whitespace: true, message: t('words_needed') },
          ]}
        >
          <Input maxLength={200} autoFocus />
        </Form.Item>
        <Form.Item
          name="kind"
          label={t('kind')}
          rules={[{ required: true, message: t('choose_needed') }]}
        >
          <Select options={kinds.used} />
        </Form.Item>
        <Form.Item name="priority" label={t('priority')}>
          <Radio.Group
            options={priorities.map((value) => ({ value, label: t(`priority_${value}`) }))}
          />
        </Form.Item>
        <Form.Item name="origin" label={t('open_origin')}>
          <Radio.Group options={ORIGINS.map((value) => ({ value, label: t(`origin_${value}`) }))} />
        </Form.Item>
        <Form.Item name="owner" label={t('open_owner')}>
          <Select allowClear showSearch={{ optionFilterProp: 'label' }} options={owners} />
        </Form.Item>
      </Form>
    </Modal>
  )
}
