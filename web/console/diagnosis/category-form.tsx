import { Button, Form, InputNumber } from 'antd'
import { digitsOf, useFormat, useHouse, useText } from '../../ui/index.ts'
import { texts } from './text.ts'

type Prices = { from: number; to: number }

/** What is cheap and what is dear in the category: the honest measure of a price. */
export function CategoryForm({
  run,
  isBusy,
  rule,
}: {
  run: (prices: Prices) => void
  isBusy: boolean
  rule: 'category' | 'absolute'
}) {
  const t = useText(texts)
  const { currency } = useHouse()
  const sign = useFormat().moneySign()
  const minor = 10 ** digitsOf(currency)
  const finish = ({ from, to }: Prices) =>
    run({ from: Math.round(from * minor), to: Math.round(to * minor) })
  return (
    <Form layout="inline" requiredMark={false} onFinish={finish} disabled={isBusy}>
      <Form.Item
        name="from"
        label={t('category_from')}
        tooltip={rule === 'absolute' ? t('category_help') : undefined}
        rules={[{ required: true, message: t('category_from') }]}
      >
        <InputNumber className="kit-filter" min={0.01} prefix={sign} />
      </Form.Item>
      <Form.Item
        name="to"
        label={t('category_to')}
        dependencies={['from']}
        rules={[
          { required: true, message: t('category_to') },
          ({ getFieldValue }) => ({
            validator: async (_rule, to: number) => {
              if (!(to > Number(getFieldValue('from')))) throw new Error(t('category_order'))
            },
          }),
        ]}
      >
        <InputNumber className="kit-filter" min={0.01} prefix={sign} />
      </Form.Item>
      <Button htmlType="submit" loading={isBusy}>
        {t('category')}
      </Button>
    </Form>
  )
}
