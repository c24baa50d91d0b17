import { Button, Form, InputNumber, Select, Switch, TimePicker } from 'antd'
import dayjs, { type Dayjs } from 'dayjs'
import { associates } from '../../../contract/corp.ts'
import { type WorkRules, workKinds } from '../../../contract/staff-work.ts'
import { Card, useLoad, useText } from '../../ui/index.ts'
import { associateLabel } from '../corp/associate-label.ts'
import { texts } from './work-text.ts'

const TIME = 'HH:mm'
type Own = { userid: string; minutes: number }
/** The rules as the form holds them. */
type Fields = Omit<WorkRules, 'hours' | 'minutesOf'> & { hours: [Dayjs, Dayjs]; own: Own[] }

function fieldsOf({ hours, minutesOf, ...rules }: WorkRules): Fields {
  const own = Object.entries(minutesOf).map(([userid, minutes]) => ({ userid, minutes }))
  return { ...rules, hours: [dayjs(hours.from, TIME), dayjs(hours.to, TIME)], own }
}

function rulesOf({ hours: [from, to], own, ...rules }: Fields): WorkRules {
  return {
    ...rules,
    hours: { from: from.format(TIME), to: to.format(TIME) },
    minutesOf: Object.fromEntries(own.map(({ userid, minutes }) => [userid, minutes])),
  }
}

export function WorkForm({
  rules,
  isBusy,
  mayWrite,
  onSave,
}: {
  rules: WorkRules
  isBusy: boolean
  mayWrite: boolean
  onSave: (rules: WorkRules) => void
}) {
  const t = useText(texts)
  return (
    <Form
      layout="vertical"
      requiredMark={false}
      className="kit-stack"
      disabled={isBusy || !mayWrite}
      initialValues={fieldsOf(rules)}
      onFinish={(all: Fields) => onSave(rulesOf(all))}
    >
      <Card title={t('minutes')}>
        {workKinds.map((kind) => (
          <Minutes key={kind} name={['minutes', kind]} label={t(`minutes_${kind}`)} most={240} />
        ))}
        <Minutes name="minutesPerDay" label={t('minutes_per_day')} most={960} />
        <OwnMinutes />
      </Card>
      <Card title={t('clock')}>
        <Form.Item name="hours" label={t('hours')} extra={t('hours_help')}>
          <TimePicker.RangePicker format={TIME} order={false} allowClear={false} />
        </Form.Item>
        <Minutes name="dueWithinMinutes" label={t('due')} most={10_080} least={5} />
        <Form.Item
          name={['nudge', 'isOn']}
          label={t('nudge')}
          extra={t('nudge_help')}
          valuePropName="checked"
        >
          <Switch />
        </Form.Item>
        <Minutes name={['nudge', 'afterMinutes']} label={t('nudge_after')} most={1_440} least={5} />
        <Form.Item name={['nudge', 'perDay']} label={t('nudge_per_day')}>
          <InputNumber min={1} max={20} precision={0} />
        </Form.Item>
        <Minutes name="escalateAfterMinutes" label={t('escalate')} most={10_080} />
        <Form.Item name="managers" label={t('managers')} extra={t('managers_help')}>
          <Associates isMany />
        </Form.Item>
      </Card>
      {mayWrite && (
        <Button type="primary" htmlType="submit" loading={isBusy}>
          {t('save')}
        </Button>
      )}
    </Form>
  )
}

function Minutes({
  name,
  label,
  most,
  least = 0,
}: {
  name: string | string[]
  label: string
  most: number
  least?: number
}) {
  const t = useText(texts)
  return (
    <Form.Item name={name} label={label} rules={[{ required: true }]}>
      <InputNumber min={least} max={most} suffix={t('minute')} className="kit-filter" />
    </Form.Item>
  )
}

function OwnMinutes() {
  const t = useText(texts)
  return (
    <Form.Item label={t('minutes_of')}>
      <Form.List name="own">
        {(rows, { add, remove }) => (
          <div className="kit-stack">
            {rows.map(({ key, name }) => (
              <div key={key} className="kit-deeds">
                <Form.Item name={[name, 'userid']} noStyle rules={[{ required: true }]}>
                  <Associates />
                </Form.Item>
                <Form.Item name={[name, 'minutes']} noStyle rules={[{ required: true }]}>
                  <InputNumber min={0} max={960} precision={0} suffix={t('minute')} />
                </Form.Item>
                <Button type="text" onClick={() => remove(name)}>
                  {t('minutes_of_remove')}
                </Button>
              </div>
            ))}
            <Button onClick={() => add({ minutes: 60 })}>{t('minutes_of_add')}</Button>
          </div>
        )}
      </Form.List>
    </Form.Item>
  )
}

/** One or several associates who are there. */
export function Associates({
  isMany = false,
  ...field
}: {
  isMany?: boolean
  id?: string
  value?: string | string[] | null
  onChange?: (value: string | string[] | null) => void
  placeholder?: string
}) {
  const all = useLoad('/api/associates', associates)
  const options = (all.data?.items ?? [])
    .filter(({ isActive }) => isActive)
    .map((one) => ({ value: one.userid, label: associateLabel(one) }))
  return (
    <Select
      {...field}
      {...(isMany ? { mode: 'multiple' as const } : {})}
      showSearch
      allowClear
      optionFilterProp="label"
      options={options}
      className="kit-filter"
    />
  )
}
