import { Button, Form, type FormRule, Input, InputNumber, Select, Switch } from 'antd'
import { priorities, usualKinds } from '../../../contract/care.ts'
import { useText } from '../../ui/index.ts'
import { texts } from './text.ts'
import { useKinds } from './use-kinds.ts'

const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7] as const
const TIME = /^([01]\d|2[0-3]):[0-5]\d$/

/** When somebody is at work. */
export function HoursFields() {
  const t = useText(texts)
  const time = { pattern: TIME, required: true, message: t('hours_form') }
  const after: FormRule = ({ getFieldValue }) => ({
    validator: async (_rule, to: unknown) => {
      if (String(to) <= String(getFieldValue(['hours', 'from']))) throw new Error(t('hours_after'))
    },
  })
  return (
    <>
      <p className="kit-soft">{t('hours_help')}</p>
      <div className="kit-deeds">
        <Form.Item name={['hours', 'from']} label={t('hours_from')} rules={[time]}>
          <Input maxLength={5} />
        </Form.Item>
        <Form.Item
          name={['hours', 'to']}
          label={t('hours_to')}
          dependencies={[['hours', 'from']]}
          rules={[time, after]}
        >
          <Input maxLength={5} />
        </Form.Item>
      </div>
      <Form.Item
        name={['hours', 'weekdays']}
        label={t('weekdays')}
        rules={[{ required: true, message: t('choose_needed') }]}
      >
        <Select
          mode="multiple"
          options={WEEKDAYS.map((value) => ({ value, label: t(`weekday_${value}`) }))}
        />
      </Form.Item>
    </>
  )
}

const LIMITS = [
  [['firstAnswer', 'normal'], 'kind_answer'],
  [['firstAnswer', 'urgent'], 'kind_answer_urgent'],
  [['resolution', 'normal'], 'kind_resolve'],
  [['resolution', 'urgent'], 'kind_resolve_urgent'],
] as const
const MINUTES_MAX = 60 * 24 * 60
const fresh = {
  name: '',
  firstAnswer: { normal: 120, urgent: 30 },
  resolution: { normal: 1_080, urgent: 360 },
  isUsed: true,
}

/** The kinds with their clocks. One that was ever used is switched off, not removed: old cases are called by it. */
export function KindFields() {
  const t = useText(texts)
  const form = Form.useFormInstance()
  return (
    <Form.List name="kinds">
      {(fields, { add }) => (
        <>
          {fields.map(({ key, name }) => {
            const known = usualKinds.find(
              (one) => one === form.getFieldValue(['kinds', name, 'key']),
            )
            return (
              <div key={key} className="kit-deeds">
                <Form.Item name={[name, 'key']} hidden>
                  <Input />
                </Form.Item>
                <Form.Item
                  name={[name, 'name']}
                  label={t('kind_name')}
                  rules={[{ required: !known, whitespace: !known, message: t('words_needed') }]}
                >
                  <Input maxLength={20} {...(known ? { placeholder: t(`kind_${known}`) } : {})} />
                </Form.Item>
                {LIMITS.map(([path, label]) => (
                  <Form.Item
                    key={path.join()}
                    name={[name, ...path]}
                    label={t(label)}
                    rules={[{ required: true, message: t('words_needed') }]}
                  >
                    <InputNumber min={1} max={MINUTES_MAX} precision={0} />
                  </Form.Item>
                ))}
                <Form.Item name={[name, 'isUsed']} label={t('kind_used')} valuePropName="checked">
                  <Switch />
                </Form.Item>
              </div>
            )
          })}
          <Button onClick={() => add(fresh)}>{t('kind_add')}</Button>
        </>
      )}
    </Form.List>
  )
}

/** The clock that runs while a customer waits for an answer in a chat. */
export function ReplyFields() {
  const t = useText(texts)
  return (
    <>
      <p className="kit-soft">{t('reply_help')}</p>
      <Form.Item name={['reply', 'isOn']} label={t('reply_on')} valuePropName="checked">
        <Switch />
      </Form.Item>
      <div className="kit-deeds">
        <Form.Item name={['reply', 'minutes']} label={t('reply_minutes')}>
          <InputNumber min={1} max={24 * 60} precision={0} />
        </Form.Item>
        <Form.Item name={['reply', 'lapseHours']} label={t('reply_lapse')}>
          <InputNumber min={1} max={14 * 24} precision={0} />
        </Form.Item>
      </div>
    </>
  )
}

/** Which events open a case. */
export function OpenerFields() {
  const t = useText(texts)
  const kinds = useKinds()
  return (
    <>
      <p className="kit-soft">{t('openers_help')}</p>
      <Form.List name="openers">
        {(fields, { add, remove }) => (
          <>
            {fields.map(({ key, name }) => (
              <div key={key} className="kit-deeds">
                <Form.Item
                  name={[name, 'event']}
                  label={t('opener_event')}
                  rules={[{ required: true, whitespace: true, message: t('words_needed') }]}
                >
                  <Input maxLength={120} />
                </Form.Item>
                <Form.Item
                  name={[name, 'kind']}
                  label={t('kind')}
                  rules={[{ required: true, message: t('choose_needed') }]}
                >
                  <Select className="kit-filter" options={kinds.used} />
                </Form.Item>
                <Form.Item name={[name, 'priority']} label={t('priority')}>
                  <Select
                    className="kit-filter"
                    options={priorities.map((value) => ({ value, label: t(`priority_${value}`) }))}
                  />
                </Form.Item>
                <Button onClick={() => remove(name)}>{t('opener_remove')}</Button>
              </div>
            ))}
            <Button onClick={() => add({ event: '', priority: 'normal' })}>
              {t('opener_add')}
            </Button>
          </>
        )}
      </Form.List>
    </>
  )
}
