import { Alert, App, Button, DatePicker, Form, Input, Radio } from 'antd'
import type { Dayjs } from 'dayjs'
import { z } from 'zod'
import type { StaffTask } from '../../../contract/staff-task.ts'
import { skipOutcomes } from '../../../contract/staff-work.ts'
import { api, CopyText, Facts, useDeed, useMay, useText, useWhen, When } from '../../ui/index.ts'
import { useAssociateName } from '../deliveries/words.tsx'
import type { Moving } from './move-modal.tsx'
import { texts } from './text.ts'

const done = z.object({ ok: z.literal(true) })
const REFRESH = ['/api/staff-tasks', '/api/deliver', '/api/channel', '/api/staff-execution']
const REASON_MIN = 2

/** One task: the words to send, and the ways in which it ends, waits or changes hands. */
export function TaskGlance({
  task,
  onMove,
}: {
  task: StaffTask
  onMove?: (moving: Moving[]) => void
}) {
  const t = useText(texts)
  const mayDecide = useMay('customers.write') && task.state === 'open'
  const mayMove = useMay('messages.write') && (task.state === 'open' || task.state === 'snoozed')
  return (
    <div className="kit-stack">
      {task.begunAt !== null && task.state === 'open' && (
        <Alert type="warning" title={t('begun')} description={t('begun_help')} />
      )}
      <section>
        <h3>{t('message')}</h3>
        <CopyText text={task.content.text} />
        {task.content.link && (
          <>
            <p>{t('link', { title: task.content.link.title })}</p>
            <CopyText text={task.content.link.url} />
            <p className="kit-soft">{t('link_help')}</p>
          </>
        )}
      </section>
      {mayDecide && <Deeds task={task} />}
      {mayMove && onMove && (
        <Button onClick={() => onMove([{ from: task.userid, taskIds: [task.id], count: 1 }])}>
          {t('move')}
        </Button>
      )}
      <TaskFacts task={task} />
    </div>
  )
}

function TaskFacts({ task }: { task: StaffTask }) {
  const t = useText(texts)
  const nameOf = useAssociateName()
  const fact = (label: string, value: React.ReactNode, isShown = true) =>
    isShown ? [{ label, value }] : []
  const { journey, cause, dueAt, snoozedUntil, decidedAt, decidedBy, outcome, reason } = task
  return (
    <Facts
      facts={[
        ...fact(
          t('why'),
          journey
            ? t('why_sop', { name: journey.name })
            : t(cause === 'broadcast' ? 'why_broadcast' : 'why_own'),
        ),
        ...fact(t('associate'), nameOf(task.userid)),
        ...fact(t('state'), t(`state_${task.state}`)),
        ...fact(t('outcome'), outcome && t(`outcome_${outcome}`), outcome !== null),
        ...fact(t('opened'), <When at={task.openedAt} />),
        ...fact(t('due'), <When at={dueAt} />, dueAt !== null),
        ...fact(t('snoozed'), <When at={snoozedUntil} />, snoozedUntil !== null),
        ...fact(t('closes'), <When at={task.closesAt} />),
        ...fact(t('decided'), <When at={decidedAt} />, decidedAt !== null),
        ...fact(t('by'), decidedBy, decidedBy !== null),
        ...fact(t('said'), reason, reason !== ''),
      ]}
    />
  )
}

function Deeds({ task }: { task: StaffTask }) {
  const t = useText(texts)
  const { message } = App.useApp()
  const path = `/api/staff-tasks/${task.id}`
  const say = (words: string) => ({ refresh: REFRESH, done: () => void message.success(words) })
  const finish = useDeed(
    (outcome: 'sent' | 'by_phone') => api.put(`${path}/done`, done, { outcome }),
    say(t('done_said')),
  )
  const skip = useDeed(
    (why: { reason: string; outcome: string }) => api.put(`${path}/skipped`, done, why),
    say(t('skipped_said')),
  )
  return (
    <div className="kit-stack">
      <div className="kit-deeds">
        <Button type="primary" loading={finish.isBusy} onClick={() => finish.run('sent')}>
          {t('do_done')}
        </Button>
        <Button loading={finish.isBusy} onClick={() => finish.run('by_phone')}>
          {t('do_phone')}
        </Button>
      </div>
      <Snooze task={task} />
      <Form
        layout="vertical"
        requiredMark={false}
        disabled={skip.isBusy}
        initialValues={{ outcome: 'not_now' }}
        onFinish={skip.run}
      >
        <Form.Item name="outcome" label={t('do_skip')}>
          <Radio.Group
            options={skipOutcomes.map((value) => ({ value, label: t(`outcome_${value}`) }))}
          />
        </Form.Item>
        <Reason />
        <Button htmlType="submit">{t('do_skip')}</Button>
      </Form>
    </div>
  )
}

function Reason() {
  const t = useText(texts)
  return (
    <Form.Item
      name="reason"
      label={t('skip_reason')}
      rules={[{ required: true, min: REASON_MIN, message: t('skip_needed') }]}
    >
      <Input maxLength={200} />
    </Form.Item>
  )
}

function Snooze({ task }: { task: StaffTask }) {
  const t = useText(texts)
  const when = useWhen()
  const { message } = App.useApp()
  const snooze = useDeed(
    ({ until, reason }: { until: Dayjs; reason: string }) => {
      const body = { until: until.toISOString(), reason }
      return api.put(`/api/staff-tasks/${task.id}/snooze`, done, body)
    },
    { refresh: REFRESH, done: () => void message.success(t('snoozed_said')) },
  )
  return (
    <Form layout="vertical" requiredMark={false} disabled={snooze.isBusy} onFinish={snooze.run}>
      <Form.Item
        name="until"
        label={t('snooze_until')}
        extra={t('snooze_help', { latest: when(task.latest) })}
        rules={[{ required: true }]}
      >
        <DatePicker showTime={{ format: 'HH:mm' }} format="YYYY-MM-DD HH:mm" />
      </Form.Item>
      <Reason />
      <Button htmlType="submit">{t('do_snooze')}</Button>
    </Form>
  )
}
