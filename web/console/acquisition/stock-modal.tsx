import { App, Form, Input, InputNumber, Modal } from 'antd'
import { z } from 'zod'
import { type Hook, STOCK_MAX } from '../../../contract/hook.ts'
import { api, useDeed, useText } from '../../ui/index.ts'
import { linesOf } from './hook-modal.tsx'
import { hookTexts } from './hook-text.ts'

type Fields = { more?: number | null; codes?: string }
const done = z.object({ ok: z.literal(true) })

/** More of a limited hook: so many, or further codes. */
export function StockModal({ hook, onClose }: { hook: Hook; onClose: () => void }) {
  const t = useText(hookTexts)
  const { message } = App.useApp()
  const [form] = Form.useForm<Fields>()
  const path = `/api/hooks/${hook.id}`
  const add = useDeed(
    (body: { more: number; codes: string[] }) => api.post(`${path}/stock`, done, body),
    {
      refresh: ['/api/hooks', path],
      done: (_answer, { more, codes }) => {
        onClose()
        void message.success(t('added_stock', { count: more + codes.length }))
      },
    },
  )
  const submit = ({ more, codes }: Fields) =>
    add.run({ more: more ?? 0, codes: linesOf(codes ?? '') })
  return (
    <Modal
      open
      title={t('add_stock_title', { name: hook.name })}
      okText={t('add_stock')}
      confirmLoading={add.isBusy}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <Form<Fields> form={form} layout="vertical" onFinish={submit}>
        <Form.Item name="more" label={t('stock_count')}>
          <InputNumber min={1} max={STOCK_MAX} precision={0} changeOnWheel={false} />
        </Form.Item>
        <Form.Item name="codes" label={t('codes')}>
          <Input.TextArea autoSize={{ minRows: 3, maxRows: 8 }} />
        </Form.Item>
      </Form>
    </Modal>
  )
}
