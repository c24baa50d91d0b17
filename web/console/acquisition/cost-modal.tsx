import { App, DatePicker, Form, Input, InputNumber, Modal, Radio } from 'antd'
import type { Dayjs } from 'dayjs'
import { z } from 'zod'
import type { Source } from '../../../contract/acquisition.ts'
import { api, digitsOf, useDeed, useFormat, useHouse, useText } from '../../ui/index.ts'
import { SOURCE_REFRESH } from './source-modal.tsx'
import { sourceTexts } from './source-text.ts'
import { texts } from './text.ts'

const DIVIDED = ['no', 'evenly', 'by_people'] as const
type Divided = (typeof DIVIDED)[number]
type Fields = { amount: number; days: [Dayjs, Dayjs]; note?: string; divided: Divided }
const made = z.object({ id: z.string() })
const ON = 'YYYY-MM-DD'
const AMOUNT_MAX = 1_000_000_000

/** What was spent on a source, and for which days: it is spread over them evenly. */
export function CostModal({ source, onClose }: { source: Source; onClose: () => void }) {
  const t = useText(texts)
  const words = useText(sourceTexts)
  const format = useFormat()
  const { currency } = useHouse()
  const { message } = App.useApp()
  const [form] = Form.useForm<Fields>()
  const digits = digitsOf(currency)
  const add = useDeed(
    (cost: { amount: number; fromOn: string; toOn: string; note: string; divided: Divided }) =>
      api.post(`/api/sources/${source.id}/costs`, made, cost),
    {
      refresh: SOURCE_REFRESH,
      done: (_answer, { amount }) => {
        onClose()
        void message.success(t('cost_added', { amount: format.money(amount) }))
      },
    },
  )
  const save = ({ amount, days: [from, to], note, divided }: Fields) =>
    add.run({
      amount: Math.round(amount * 10 ** digits),
      fromOn: from.format(ON),
      toOn: to.format(ON),
      note: note ?? '',
      divided,
    })
  return (
    <Modal
      open
      title={t('cost_of', { name: source.name })}
      okText={t('cost_add')}
      confirmLoading={add.isBusy}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <Form<Fields>
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ divided: 'no' }}
        onFinish={save}
      >
        <Form.Item
          name="amount"
          label={t('cost_amount', { currency })}
          rules={[{ required: true, message: t('cost_amount_needed') }]}
        >
          <InputNumber
            min={0}
            max={AMOUNT_MAX}
            precision={digits}
            changeOnWheel={false}
            autoFocus
          />
        </Form.Item>
        <Form.Item
          name="days"
          label={t('cost_days')}
          rules={[{ required: true, message: t('cost_days_needed') }]}
        >
          <DatePicker.RangePicker />
        </Form.Item>
        <Form.Item name="divided" label={words('divided')} extra={words('divided_help')}>
          <Radio.Group
            options={DIVIDED.map((one) => ({ value: one, label: words(`divided_${one}`) }))}
          />
        </Form.Item>
        <Form.Item name="note" label={t('cost_note')}>
          <Input maxLength={200} placeholder={t('cost_note_hint')} />
        </Form.Item>
      </Form>
    </Modal>
  )
}
