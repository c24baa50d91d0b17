import { useState } from 'react'
import { z } from 'zod'
import type { SidebarTask } from '../../contract/sidebar.ts'
import { useText } from '../ui/language.ts'
import { api, at, useAct } from './load.ts'
import { usePlace, useWords } from './place.tsx'
import { LeaveTask } from './task-leave.tsx'
import { texts } from './text.ts'

const done = z.object({ ok: z.literal(true) })

/** Prepared words for one customer: sent with one tap where their chat is open, done by phone, left for later or not done. */
export function TaskCard({ task, isHere }: { task: SidebarTask; isHere: boolean }) {
  const t = useText(texts)
  const words = useWords()
  const { act, isBusy, problem, setProblem } = useAct()
  const [isLeaving, setLeaving] = useState(false)
  const put = (deed: string, body: object) =>
    act(() => api.put(at(`/tasks/${task.id}/${deed}`), done, body))
  const send = useSend(task, act, setProblem)
  return (
    <article className="task">
      {!isHere && <h3>{task.customer.name || t('nameless')}</h3>}
      <p className="quote">{task.content.text}</p>
      {task.content.link && <p className="soft">🔗 {task.content.link.title}</p>}
      <p className="soft">
        {task.journey
          ? t('why_sop', { name: task.journey.name })
          : t(task.cause === 'broadcast' ? 'why_broadcast' : 'why_own')}{' '}
        · {t(`purpose_${task.purpose}`)}
      </p>
      <When task={task} />
      {!isHere && task.offeredBy === null && (
        <p className="soft">{t('open_their_chat', { name: task.customer.name })}</p>
      )}
      {isLeaving ? (
        <LeaveTask
          task={task}
          isBusy={isBusy}
          onSnooze={(until, reason) => void put('snooze', { until, reason })}
          onSkip={(outcome, reason) => void put('skipped', { outcome, reason })}
          onCancel={() => setLeaving(false)}
          now={words.now}
        />
      ) : (
        <Deeds
          task={task}
          isHere={isHere}
          isBusy={isBusy}
          onSend={() => void send()}
          onDone={(outcome) => void put('done', { outcome })}
          onTake={() => void put('taken', {})}
          onNotSent={() => void act(() => api.del(at(`/tasks/${task.id}/sending`), done, {}))}
          onLeave={() => setLeaving(true)}
        />
      )}
      {problem && (
        <p className="harm" role="alert">
          {problem}
        </p>
      )}
    </article>
  )
}

/** Written down first, so that a second tap or a second device does not say it twice; then WeCom says it in the chat. */
function useSend(
  task: SidebarTask,
  act: ReturnType<typeof useAct>['act'],
  setProblem: (problem: string) => void,
): () => Promise<void> {
  const t = useText(texts)
  const { chat } = usePlace()
  const path = at(`/tasks/${task.id}`)
  return async () => {
    const outcome = await act(async () => {
      await api.put(`${path}/sending`, done, {})
      const said = await chat.say({ text: task.content.text, link: task.content.link })
      if (said === 'sent') await api.put(`${path}/done`, done, { outcome: 'sent' })
      else await api.del(`${path}/sending`, done, {})
      return said
    })
    if (outcome !== null && outcome !== 'sent') setProblem(t(outcome))
  }
}

function When({ task }: { task: SidebarTask }) {
  const t = useText(texts)
  const words = useWords()
  const { dueAt, isOverdue, snoozedUntil, offeredBy } = task
  return (
    <p className={isOverdue ? 'waiting' : 'soft'}>
      {isOverdue
        ? t('task_late', { when: words.when(dueAt ?? task.closesAt) })
        : t('task_due', { when: words.when(dueAt ?? task.closesAt) })}
      {' · '}
      {t('closes', { when: words.when(task.closesAt) })}
      {snoozedUntil !== null && ` · ${t('snoozed_until', { when: words.when(snoozedUntil) })}`}
      {offeredBy !== null && ` · ${t('offered', { who: offeredBy })}`}
    </p>
  )
}

type DeedsProps = {
  task: SidebarTask
  isHere: boolean
  isBusy: boolean
  onSend: () => void
  onDone: (outcome: 'sent' | 'by_phone') => void
  onTake: () => void
  onNotSent: () => void
  onLeave: () => void
}

function Deeds({ task, isHere, isBusy, ...on }: DeedsProps) {
  const t = useText(texts)
  const button = (says: string, onClick: () => void, isMain = false) => (
    <button
      type="button"
      className={isMain ? 'button button-main' : 'button'}
      disabled={isBusy}
      onClick={onClick}
    >
      {says}
    </button>
  )
  if (task.offeredBy !== null)
    return <div className="row">{button(t('take'), on.onTake, true)}</div>
  if (task.begunAt !== null)
    return (
      <div className="stack" role="alert">
        <p className="waiting">{t('begun')}</p>
        <div className="row">
          {button(t('begun_sent'), () => on.onDone('sent'), true)}
          {button(t('begun_not'), on.onNotSent)}
        </div>
      </div>
    )
  return (
    <div className="row">
      {isHere
        ? button(isBusy ? t('sending') : t('send'), on.onSend, true)
        : button(t('mark_done'), () => on.onDone('sent'))}
      {button(t('by_phone'), () => on.onDone('by_phone'))}
      {button(t('skip'), on.onLeave)}
    </div>
  )
}
