import { App, Button, Checkbox, Form, Input, InputNumber, Modal, Select } from 'antd'
import type { ContactWayDetail } from '../../../contract/acquisition.ts'
import { associates } from '../../../contract/corp.ts'
import { type WaySchedule, wayServing } from '../../../contract/way-schedule.ts'
import { api, useDeed, useLoad, useText } from '../../ui/index.ts'
import { associateLabel } from '../corp/associate-label.ts'
import { DAYS } from './schedule-days.ts'
import { scheduleTexts } from './schedule-text.ts'

type Fields = {
  shifts: WaySchedule['shifts']
  spare?: string[]
  capPerDay?: number | null
}
const SHIFTS_MAX = 20
const CAP_MAX = 10_000
const WORKDAY = { from: '09:00', to: '21:00' }

/** Shifts of a code: days, hours, who; who stands by; how many a day. */
export function ScheduleModal({
  way,
  schedule,
  onClose,
}: {
  way: ContactWayDetail
  schedule: WaySchedule | null
  onClose: () => void
}) {
  const t = useText(scheduleTexts)
  const { message } = App.useApp()
  const [form] = Form.useForm<Fields>()
  const members = useLoad('/api/associates', associates)
  const path = `/api/contact-ways/${way.id}/schedule`
  const save = useDeed(
    ({ shifts, spare, capPerDay }: Fields) =>
      api.put(path, wayServing, {
        schedule: { shifts, spare: spare ?? [], capPerDay: capPerDay ?? null },
      }),
    {
      refresh: [path],
      done: () => {
        onClose()
        void message.success(t('saved'))
      },
    },
  )
  const usual = {
    ...WORKDAY,
    weekdays: [...DAYS],
    userids: way.associates.map(({ userid }) => userid),
  }
  return (
    <Modal
      open
      width={720}
      title={t('title')}
      okText={t('save')}
      confirmLoading={save.isBusy}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <Form<Fields>
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={schedule ?? { shifts: [usual], spare: [] }}
        onFinish={save.run}
      >
        <Form.List name="shifts">
          {(fields, { add, remove }) => (
            <div className="kit-stack">
              {fields.map(({ key, name }) => (
                <section key={key} className="kit-card">
                  <Shift at={name} way={way} />
                  {fields.length > 1 && (
                    <Button type="text" onClick={() => remove(name)}>
                      {t('remove')}
                    </Button>
                  )}
                </section>
              ))}
              {fields.length < SHIFTS_MAX && (
                <Button onClick={() => add(usual)}>{t('add_shift')}</Button>
              )}
            </div>
          )}
        </Form.List>
        <Form.Item name="spare" label={t('spare')} extra={t('spare_help')}>
          <Select
            mode="multiple"
            showSearch={{ optionFilterProp: 'label' }}
            options={(members.data?.items ?? [])
              .filter(({ isActive }) => isActive)
              .map((one) => ({ value: one.userid, label: associateLabel(one) }))}
          />
        </Form.Item>
        <Form.Item name="capPerDay" label={t('cap')}>
          <InputNumber min={1} max={CAP_MAX} precision={0} changeOnWheel={false} />
        </Form.Item>
      </Form>
    </Modal>
  )
}

function Shift({ at, way }: { at: number; way: ContactWayDetail }) {
  const t = useText(scheduleTexts)
  const needed = [{ required: true, message: t('needed') }]
  return (
    <>
      <Form.Item name={[at, 'weekdays']} label={t('weekdays')} rules={needed}>
        <Checkbox.Group options={DAYS.map((day) => ({ value: day, label: t(`day_${day}`) }))} />
      </Form.Item>
      <div className="kit-deeds">
        <Form.Item name={[at, 'from']} label={t('hours')} rules={needed}>
          <Input type="time" />
        </Form.Item>
        <Form.Item name={[at, 'to']} label=" " rules={needed}>
          <Input type="time" aria-label={t('hours')} />
        </Form.Item>
      </div>
      <Form.Item name={[at, 'userids']} label={t('who')} rules={needed}>
        <Select
          mode="multiple"
          options={way.associates.map(({ userid, name }) => ({ value: userid, label: name }))}
        />
      </Form.Item>
    </>
  )
}
