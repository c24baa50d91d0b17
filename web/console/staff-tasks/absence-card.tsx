import { App, Button, DatePicker, Form, Input, Modal } from 'antd'
import type { Dayjs } from 'dayjs'
import { useState } from 'react'
import { z } from 'zod'
import { type Absence, absences } from '../../../contract/staff-work.ts'
import { api, Card, Day, Go, useDeed, useLoad, useMay, useText } from '../../ui/index.ts'
import { useAssociateName } from '../deliveries/words.tsx'
import { Associates } from './work-form.tsx'
import { texts } from './work-text.ts'

const done = z.object({ ok: z.literal(true) })
const made = z.object({ id: z.string() })
const REFRESH = ['/api/absences', '/api/staff-tasks']
const REASON_MIN = 2
const DAY = 'YYYY-MM-DD'

/** Who is away, until when, and who takes over meanwhile. */
export function AbsenceCard() {
  const t = useText(texts)
  const load = useLoad('/api/absences', absences)
  const mayWrite = useMay('messages.write')
  const [isOpen, setOpen] = useState(false)
  const items = load.data?.items ?? []
  return (
    <Card
      title={t('absences')}
      extra={mayWrite && <Button onClick={() => setOpen(true)}>{t('absence_new')}</Button>}
    >
      <p className="kit-soft">{t('absences_help')}</p>
      {load.data && items.length === 0 && <p>{t('absences_none')}</p>}
      <ul className="kit-stack">
        {items.map((one) => (
          <Away key={one.id} absence={one} mayWrite={mayWrite} />
        ))}
      </ul>
      {isOpen && <NewAbsence onClose={() => setOpen(false)} />}
    </Card>
  )
}

function Away({ absence, mayWrite }: { absence: Absence; mayWrite: boolean }) {
  const t = useText(texts)
  const { message } = App.useApp()
  const nameOf = useAssociateName()
  const end = useDeed(() => api.del(`/api/absences/${absence.id}`, done), {
    refresh: REFRESH,
    done: () => void message.success(t('absence_ended')),
  })
  const { userid, fromOn, toOn, standIn, reason, isNow, openTasks } = absence
  return (
    <li>
      <strong>{nameOf(userid)}</strong> <Day on={fromOn} /> – <Day on={toOn} />{' '}
      {isNow && <span>· {t('absence_now')}</span>}
      <div className="kit-soft">
        {standIn === null ? t('absence_nobody') : `${t('absence_stand_in')}：${nameOf(standIn)}`} ·{' '}
        {reason}
      </div>
      {openTasks > 0 && (
        <Go to={`/staff-tasks?userid=${encodeURIComponent(userid)}`}>
          {t('absence_tasks', { count: openTasks })}
        </Go>
      )}{' '}
      {mayWrite && (
        <Button type="link" size="small" loading={end.isBusy} onClick={() => end.run(undefined)}>
          {t('absence_end')}
        </Button>
      )}
    </li>
  )
}

type Fields = { userid: string; days: [Dayjs, Dayjs]; standIn?: string; reason: string }

function NewAbsence({ onClose }: { onClose: () => void }) {
  const t = useText(texts)
  const { message } = App.useApp()
  const [form] = Form.useForm<Fields>()
  const mark = useDeed(
    ({ userid, days: [from, to], standIn, reason }: Fields) =>
      api.post('/api/absences', made, {
        userid,
        fromOn: from.format(DAY),
        toOn: to.format(DAY),
        standIn: standIn ?? null,
        reason,
      }),
    {
      refresh: REFRESH,
      done: () => {
        void message.success(t('absence_recorded'))
        onClose()
      },
    },
  )
  return (
    <Modal
      open
      title={t('absence_new')}
      okText={t('absence_new')}
      confirmLoading={mark.isBusy}
      onCancel={onClose}
      onOk={form.submit}
    >
      <Form form={form} layout="vertical" requiredMark={false} onFinish={mark.run}>
        <Form.Item name="userid" label={t('absence_who')} rules={[{ required: true }]}>
          <Associates />
        </Form.Item>
        <Form.Item name="days" label={t('absence_days')} rules={[{ required: true }]}>
          <DatePicker.RangePicker />
        </Form.Item>
        <Form.Item name="standIn" label={t('absence_stand_in')}>
          <Associates placeholder={t('absence_nobody')} />
        </Form.Item>
        <Form.Item
          name="reason"
          label={t('absence_reason')}
          rules={[{ required: true, min: REASON_MIN, message: t('reason_needed') }]}
        >
          <Input maxLength={200} />
        </Form.Item>
      </Form>
    </Modal>
  )
}
