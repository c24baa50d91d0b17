import { Button, Form, Input, InputNumber, Select, Switch, TimePicker } from 'antd'
import dayjs, { type Dayjs } from 'dayjs'
import {
  type Cap,
  type CapWindow,
  capWindows,
  type PolicyRules,
} from '../../../contract/delivery.ts'
import type { Simulation } from '../../../contract/may-send.ts'
import { Card, useMay, useText } from '../../ui/index.ts'
import { type Days, PreviewCard } from './preview-card.tsx'
import { texts } from './text.ts'

const TIME = 'HH:mm'
const QUOTAS = ['month_days', 'seven_a_week', 'one_a_day'] as const
const REASON_MIN = 2

/** The rules as the form holds them: times as the picker wants them, and quiet hours that can be switched off. */
type Fields = Omit<PolicyRules, 'quietHours'> & {
  hasQuiet: boolean
  from: Dayjs
  to: Dayjs
  reason: string
}

function fieldsOf({ quietHours, ...rules }: PolicyRules): Fields {
  const { from, to } = quietHours ?? { from: '22:00', to: '08:00' }
  return {
    ...rules,
    hasQuiet: quietHours !== null,
    from: dayjs(from, TIME),
    to: dayjs(to, TIME),
    reason: '',
  }
}

function rulesOf({ hasQuiet, from, to, reason: _reason, ...rules }: Fields): PolicyRules {
  const quietHours = hasQuiet ? { from: from.format(TIME), to: to.format(TIME) } : null
  return { ...rules, quietHours }
}

/** All rules with what a change would have done; nothing is in force before it is saved with a reason. */
export function RulesForm({
  rules,
  isBusy,
  mayWrite,
  preview,
  days,
  onDays,
  onChange,
  onSave,
}: {
  rules: PolicyRules
  isBusy: boolean
  mayWrite: boolean
  preview: Simulation | undefined
  days: Days
  onDays: (days: Days) => void
  onChange: (rules: PolicyRules) => void
  onSave: (change: { rules: PolicyRules; reason: string }) => void
}) {
  const t = useText(texts)
  const [form] = Form.useForm<Fields>()
  return (
    <Form
      form={form}
      layout="vertical"
      requiredMark={false}
      className="kit-stack"
      disabled={isBusy || !mayWrite}
      initialValues={fieldsOf(rules)}
      onValuesChange={(_changed, all: Fields) => onChange(rulesOf(all))}
      onFinish={(all) => onSave({ rules: rulesOf(all), reason: all.reason })}
    >
      <Quiet />
      <Caps />
      <Balance />
      <Capacity />
      <Brake />
      {mayWrite && (
        <Card title={t('preview')}>
          <PreviewCard preview={preview} days={days} onDays={onDays} />
          <Form.Item
            name="reason"
            label={t('why')}
            rules={[{ required: true, min: REASON_MIN, message: t('why_needed') }]}
          >
            <Input maxLength={200} />
          </Form.Item>
          <Button type="primary" htmlType="submit" loading={isBusy}>
            {t('save')}
          </Button>
        </Card>
      )}
    </Form>
  )
}

function Quiet() {
  const t = useText(texts)
  return (
    <Card title={t('quiet')}>
      <p className="kit-soft">{t('quiet_help')}</p>
      <div className="kit-deeds">
        <Form.Item name="hasQuiet" label={t('quiet_on')} valuePropName="checked">
          <Switch />
        </Form.Item>
        <Form.Item name="from" label={t('quiet_from')}>
          <TimePicker format={TIME} minuteStep={15} allowClear={false} />
        </Form.Item>
        <Form.Item name="to" label={t('quiet_to')}>
          <TimePicker format={TIME} minuteStep={15} allowClear={false} />
        </Form.Item>
      </div>
    </Card>
  )
}

const SCOPES = [
  { name: ['overall'], text: 'cap_overall' },
  { name: ['carrier', 'wecom_mass'], text: 'cap_wecom_mass' },
  { name: ['carrier', 'staff_task'], text: 'cap_staff_task' },
  { name: ['carrier', 'email'], text: 'cap_email' },
  { name: ['carrier', 'sms'], text: 'cap_sms' },
  { name: ['carrier', 'official_message'], text: 'cap_official_message' },
  { name: ['carrier', 'official_mass'], text: 'cap_official_mass' },
  { name: ['purpose', 'service'], text: 'cap_service' },
  { name: ['purpose', 'value'], text: 'cap_value' },
  { name: ['purpose', 'promotion'], text: 'cap_promotion' },
] as const

function Caps() {
  const t = useText(texts)
  return (
    <Card title={t('caps')}>
      <p className="kit-soft">{t('caps_help')}</p>
      <table className="kit-entries">
        <thead>
          <tr>
            <th>{t('cap_scope')}</th>
            {capWindows.map((window) => (
              <th key={window}>{t(`cap_${window}`)}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {SCOPES.map(({ name, text }) => (
            <tr key={text}>
              <th scope="row">{t(text)}</th>
              {capWindows.map((window) => (
                <td key={window}>
                  <CapField path={['caps', ...name, window]} scope={t(text)} window={window} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Card>
  )
}

function CapField({
  path,
  scope,
  window,
}: {
  path: (string | number)[]
  scope: string
  window: CapWindow
}) {
  const t = useText(texts)
  const max: Record<keyof Cap, number> = { day: 100, week: 500, month: 1_000 }
  return (
    <Form.Item name={path} noStyle>
      <InputNumber
        min={0}
        max={max[window]}
        precision={0}
        changeOnWheel={false}
        aria-label={t('cap_label', { scope, window: t(`cap_${window}`) })}
      />
    </Form.Item>
  )
}

function Balance() {
  const t = useText(texts)
  return (
    <Card title={t('balance')}>
      <Form.Item name="valuePerPromotion" label={t('ratio')} extra={t('ratio_help')}>
        <InputNumber min={0} max={20} changeOnWheel={false} />
      </Form.Item>
      <Form.Item name="unansweredMax" label={t('unanswered')} extra={t('unanswered_help')}>
        <InputNumber min={0} max={50} precision={0} changeOnWheel={false} />
      </Form.Item>
      <Form.Item
        name="promoteWeakTies"
        label={t('weak')}
        extra={t('weak_help')}
        valuePropName="checked"
      >
        <Switch />
      </Form.Item>
    </Card>
  )
}

/** Above so many people at once a second person is asked. Only who may change the workspace moves this. */
function Brake() {
  const t = useText(texts)
  const mayMove = useMay('workspace.write')
  return (
    <Card title={t('brake')}>
      <Form.Item name="approvalAbove" label={t('brake_above')} extra={t('brake_help')}>
        <InputNumber
          min={1}
          max={10_000_000}
          precision={0}
          changeOnWheel={false}
          disabled={!mayMove}
        />
      </Form.Item>
    </Card>
  )
}

function Capacity() {
  const t = useText(texts)
  return (
    <Card title={t('capacity')}>
      <Form.Item name="wecomQuota" label={t('quota')} extra={t('quota_help')}>
        <Select options={QUOTAS.map((value) => ({ value, label: t(`quota_${value}`) }))} />
      </Form.Item>
      <Form.Item name="staffTasksPerDay" label={t('staff_day')}>
        <InputNumber min={0} max={1_000} precision={0} changeOnWheel={false} />
      </Form.Item>
    </Card>
  )
}
