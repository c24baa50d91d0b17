import { Form, Input, InputNumber, Radio } from 'antd'
import { formAnswers } from '../../../contract/playbook.ts'
import { digitsOf, useFormat, useHouse, useText } from '../../ui/index.ts'
import { isCategoryWhole, type StepProps } from './draft.ts'
import { texts } from './text.ts'

const { shape } = formAnswers

/** What is sold and for how much. */
export function GoodsStep({ draft, change }: StepProps) {
  const t = useText(texts)
  return (
    <Form layout="vertical" component="div" className="settings-form">
      <Form.Item label={t('q_sells')} htmlFor="sells">
        <Input
          id="sells"
          maxLength={80}
          placeholder={t('q_sells_hint')}
          value={draft.sells ?? ''}
          onChange={(event) => change({ sells: event.target.value })}
        />
      </Form.Item>
      <Form.Item label={t('q_order_value')} htmlFor="order-value" required>
        <Amount
          id="order-value"
          value={draft.orderValue}
          put={(orderValue) => change({ orderValue })}
        />
      </Form.Item>
      <p>{t('q_category')}</p>
      <Form.Item label={t('category_from')} htmlFor="category-from">
        <Amount
          id="category-from"
          value={draft.categoryFrom}
          put={(categoryFrom) => change({ categoryFrom })}
        />
      </Form.Item>
      <Form.Item
        label={t('category_to')}
        htmlFor="category-to"
        help={isCategoryWhole(draft) ? t('category_help') : t('category_order')}
        validateStatus={isCategoryWhole(draft) ? '' : 'error'}
      >
        <Amount
          id="category-to"
          value={draft.categoryTo}
          put={(categoryTo) => change({ categoryTo })}
        />
      </Form.Item>
    </Form>
  )
}

/** Money is entered in the currency's own unit and kept in minor units. */
function Amount({
  id,
  value,
  put,
}: {
  id: string
  value: number | undefined
  put: (minor: number | undefined) => void
}) {
  const { currency } = useHouse()
  const sign = useFormat().moneySign()
  const minor = 10 ** digitsOf(currency)
  return (
    <InputNumber
      id={id}
      className="kit-filter"
      min={0.01}
      prefix={sign}
      value={value === undefined ? null : value / minor}
      onChange={(entered) =>
        put(typeof entered === 'number' ? Math.max(1, Math.round(entered * minor)) : undefined)
      }
    />
  )
}

/** How often people buy and how long they think. */
export function BuyingStep({ draft, change }: StepProps) {
  const t = useText(texts)
  return (
    <Form layout="vertical" component="div" className="settings-form">
      <Choice
        question={t('q_buys_again')}
        options={shape.buysAgain.options.map((value) => ({
          value,
          label: t(`q_buys_again_${value}`),
        }))}
        value={draft.buysAgain}
        put={(buysAgain) => change({ buysAgain })}
      />
      <Choice
        question={t('q_thinks')}
        options={shape.thinksBeforeBuying.options.map((value) => ({
          value,
          label: t(`q_thinks_${value}`),
        }))}
        value={draft.thinksBeforeBuying}
        put={(thinksBeforeBuying) => change({ thinksBeforeBuying })}
      />
    </Form>
  )
}

/** Whether people show it to others. */
export function SharingStep({ draft, change }: StepProps) {
  const t = useText(texts)
  return (
    <Form layout="vertical" component="div" className="settings-form">
      <Choice
        question={t('q_shares')}
        options={shape.shares.options.map((value) => ({ value, label: t(`q_shares_${value}`) }))}
        value={draft.shares}
        put={(shares) => change({ shares })}
      />
    </Form>
  )
}

/** Team, time, content, other departments, patience. */
export function HouseStep({ draft, change }: StepProps) {
  const t = useText(texts)
  return (
    <Form layout="vertical" component="div" className="settings-form">
      <Choice
        question={t('q_staff')}
        options={[
          { value: true, label: t('q_staff_yes') },
          { value: false, label: t('q_staff_no') },
        ]}
        value={draft.staffCanTalk}
        put={(staffCanTalk) => change({ staffCanTalk })}
      />
      <Form.Item label={t('q_hours')} htmlFor="hours">
        <InputNumber
          id="hours"
          min={0}
          max={10_000}
          suffix={t('q_hours_unit')}
          value={draft.hoursPerWeek ?? null}
          onChange={(entered) =>
            change({ hoursPerWeek: typeof entered === 'number' ? entered : undefined })
          }
        />
      </Form.Item>
      <Choice
        question={t('q_content')}
        options={shape.content.options.map((value) => ({ value, label: t(`q_content_${value}`) }))}
        value={draft.content}
        put={(content) => change({ content })}
      />
      <Choice
        question={t('q_departments')}
        options={shape.departments.options.map((value) => ({
          value,
          label: t(`q_departments_${value}`),
        }))}
        value={draft.departments}
        put={(departments) => change({ departments })}
      />
      <Form.Item label={t('q_patience')} htmlFor="patience">
        <InputNumber
          id="patience"
          min={0}
          max={120}
          suffix={t('q_patience_unit')}
          value={draft.patienceMonths ?? null}
          onChange={(entered) =>
            change({ patienceMonths: typeof entered === 'number' ? entered : undefined })
          }
        />
      </Form.Item>
    </Form>
  )
}

function Choice<V extends string | boolean>({
  question,
  options,
  value,
  put,
}: {
  question: string
  options: readonly { value: V; label: string }[]
  value: V | undefined
  put: (value: V) => void
}) {
  const pick = (picked: unknown) => {
    const chosen = options.find((one) => one.value === picked)
    if (chosen) put(chosen.value)
  }
  return (
    <Form.Item label={question}>
      <Radio.Group
        aria-label={question}
        vertical
        value={value ?? null}
        options={[...options]}
        onChange={(event) => pick(event.target.value)}
      />
    </Form.Item>
  )
}
