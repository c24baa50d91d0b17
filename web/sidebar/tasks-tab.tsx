import { sidebarTasks } from '../../contract/sidebar.ts'
import { useText } from '../ui/language.ts'
import { useSeen } from './load.ts'
import { usePlace } from './place.tsx'
import { StarterKit } from './starter-kit.tsx'
import { TaskCard } from './task-card.tsx'
import { texts } from './text.ts'

const REFRESH_MS = 10_000

/** All that she is to send, whose chat is open first. */
export function TasksTab() {
  const t = useText(texts)
  const { contact } = usePlace()
  const seen = useSeen('/tasks', sidebarTasks, { every: REFRESH_MS })
  const found = seen.data
  if (!found) return <p className="empty">{seen.error ? t('no_answer') : t('loading')}</p>
  const isOver = found.minutesNeeded > found.minutesPerDay
  const here = found.items.filter(({ externalUserid }) => externalUserid === contact)
  const others = found.items.filter(({ externalUserid }) => externalUserid !== contact)
  return (
    <>
      <p className="soft over">
        {found.total === 0 ? t('tasks_none') : t('tasks_open', { count: found.total })} ·{' '}
        {t('done_today', { count: found.doneToday })}
        {found.late > 0 && (
          <span className="waiting"> · {t('tasks_late', { count: found.late })}</span>
        )}
      </p>
      {found.minutesNeeded > 0 && (
        <p className={isOver ? 'waiting over' : 'soft over'}>
          {t(isOver ? 'workload_over' : 'workload', {
            needed: Math.round(found.minutesNeeded),
            day: found.minutesPerDay,
          })}
        </p>
      )}
      <StarterKit />
      {here.length > 0 && <h2 className="over">{t('here_only')}</h2>}
      {here.map((task) => (
        <div key={task.id} className="card">
          <TaskCard task={task} isHere />
        </div>
      ))}
      {here.length > 0 && others.length > 0 && <h2 className="over">{t('others')}</h2>}
      {others.map((task) => (
        <div key={task.id} className="card">
          <TaskCard task={task} isHere={false} />
        </div>
      ))}
    </>
  )
}
