import { App, Button, Form, Input } from 'antd'
import { z } from 'zod'
import type { StaffTask } from '../../../contract/delivery.ts'
import { api, CopyText, Facts, useDeed, useMay, useText, When } from '../../ui/index.ts'
import { useAssociateName } from '../deliveries/words.tsx'
import { texts } from './text.ts'

const done = z.object({ ok: z.literal(true) })
const REFRESH = ['/api/staff-tasks', '/api/deliver', '/api/channel']
const REASON_MIN = 2

/** One task: the words to send, and the two ways in which it ends. */
export function TaskGlance({ task }: { task: StaffTask }) {
  const t = useText(texts)
  const nameOf = useAssociateName()
  const mayDecide = useMay('customers.write') && task.state === 'open'
  return (
    <div className="kit-stack">
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
      <Facts
        facts={[
          { label: t('associate'), value: nameOf(task.userid) },
          { label: t('state'), value: t(`state_${task.state}`) },
          { label: t('opened'), value: <When at={task.openedAt} /> },
          { label: t('closes'), value: <When at={task.closesAt} /> },
          ...(task.decidedAt === null
            ? []
            : [{ label: t('decided'), value: <When at={task.decidedAt} /> }]),
          ...(task.decidedBy === null ? [] : [{ label: t('by'), value: task.decidedBy }]),
          ...(task.reason === '' ? [] : [{ label: t('said'), value: task.reason }]),
        ]}
      />
    </div>
  )
}

function Deeds({ task }: { task: StaffTask }) {
  const t = useText(texts)
  const { message } = App.useApp()
  const finish = useDeed(() => api.put(`/api/staff-tasks/${task.id}/done`, done), {
    refresh: REFRESH,
    done: () => void message.success(t('done_said')),
  })
  const skip = useDeed(
    (reason: string) => api.put(`/api/staff-tasks/${task.id}/skipped`, done, { reason }),
    { refresh: REFRESH, done: () => void message.success(t('skipped_said')) },
  )
  return (
    <div className="kit-stack">
      <Button type="primary" loading={finish.isBusy} onClick={() => finish.run(undefined)}>
        {t('do_done')}
      </Button>
      <Form
        layout="vertical"
        requiredMark={false}
        disabled={skip.isBusy}
        onFinish={({ reason }: { reason: string }) => skip.run(reason)}
      >
        <Form.Item
          name="reason"
          label={t('skip_reason')}
          rules={[{ required: true, min: REASON_MIN, message: t('skip_needed') }]}
        >
          <Input maxLength={200} />
        </Form.Item>
        <Button htmlType="submit">{t('do_skip')}</Button>
      </Form>
    </div>
  )
}
