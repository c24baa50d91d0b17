import { useText } from '../ui/language.ts'
import { Nothing } from './screen.tsx'
import { texts } from './text.ts'
import { useWhen } from './when.ts'
import { done, type Task } from './wire.ts'
import { act } from './world.tsx'

/** Mass sends that wait for this associate's own hand, and what became of the others. */
export function Tasks({ userid, tasks }: { userid: string; tasks: readonly Task[] }) {
  const t = useText(texts)
  if (tasks.length === 0) return <Nothing what={t('no_tasks')} why={t('no_tasks_why')} />
  return (
    <ul className="cards">
      {tasks.map((task) => (
        <li key={task.msgid}>
          <TaskCard userid={userid} task={task} />
        </li>
      ))}
    </ul>
  )
}

function TaskCard({ userid, task }: { userid: string; task: Task }) {
  const t = useText(texts)
  const when = useWhen()
  const { msgid } = task
  const link = task.attachments.find((one) => one.link)?.link
  const state = {
    open: t('state_open'),
    sent: t(task.chatType === 'group' ? 'state_sent_groups' : 'state_sent', {
      count: task.received,
    }),
    cancelled: t('state_cancelled'),
    ignored: t('state_ignored'),
  }[task.state]
  return (
    <article className={`task task-${task.state}`}>
      <header className="task-head">
        <span className="task-state">{state}</span>
        {task.reminded > 0 && (
          <span className="task-reminded">{t('reminded', { count: task.reminded })}</span>
        )}
        <time className="row-time" dateTime={task.createdAt}>
          {when(task.sendAt ?? task.createdAt)}
        </time>
      </header>
      {task.text !== '' && <p className="task-text">{task.text}</p>}
      {link && (
        <span className="link-card">
          <span className="link-title">{link.title}</span>
          {link.desc && <span className="link-desc">{link.desc}</span>}
          <span className="link-from">{t('link_from')}</span>
        </span>
      )}
      {task.state === 'open' && (
        <div className="pair">
          <button
            type="button"
            className="button button-main"
            onClick={() => void act('confirm', done, { msgid, userid })}
          >
            {t(task.chatType === 'group' ? 'confirm_groups' : 'confirm', { count: task.receivers })}
          </button>
          <button
            type="button"
            className="button"
            onClick={() => void act('ignore', done, { msgid, userid })}
          >
            {t('ignore')}
          </button>
        </div>
      )}
    </article>
  )
}
