import { UnorderedListOutlined } from '@ant-design/icons'
import { Badge, Button, Popover } from 'antd'
import { Go } from './go.tsx'
import { useText } from './language.ts'
import { Progress } from './progress.tsx'
import { texts } from './text.ts'

/** Long work that goes on when the page is left. */
export type Task = {
  id: string
  title: string
  state: 'waiting' | 'running' | 'done' | 'failed'
  done: number
  total: number | null
  /** The page of this work. */
  to: string
  /** A file with the rows that were refused. */
  errorsHref?: string
  cancel?: () => void
}

/** The tray in the top bar: what runs, how far, and how it ended. */
export function TaskTray({ tasks }: { tasks: readonly Task[] }) {
  const t = useText(texts)
  const running = tasks.filter((task) => task.state === 'running' || task.state === 'waiting')
  const label = running.length > 0 ? t('tasks_running', { count: running.length }) : t('tasks')
  const content =
    tasks.length === 0 ? (
      <p className="kit-tray kit-soft">{t('tasks_none')}</p>
    ) : (
      <ul className="kit-tray">
        {tasks.map((task) => (
          <TaskLine key={task.id} task={task} />
        ))}
      </ul>
    )
  return (
    <Popover trigger="click" title={t('tasks')} content={content} placement="bottomRight">
      <Badge count={running.length} size="small">
        <Button type="text" icon={<UnorderedListOutlined />} aria-label={label} />
      </Badge>
    </Popover>
  )
}

function TaskLine({ task }: { task: Task }) {
  const t = useText(texts)
  return (
    <li>
      <div className="kit-row">
        <Go to={task.to}>{task.title}</Go>
        <span className="kit-soft">{t(`task_${task.state}`)}</span>
      </div>
      <Progress
        label={task.title}
        done={task.done}
        total={task.total}
        state={task.state === 'waiting' ? 'running' : task.state}
      />
      <div className="kit-row">
        {task.errorsHref !== undefined && <a href={task.errorsHref}>{t('task_errors')}</a>}
        {task.cancel && (
          <Button size="small" onClick={task.cancel}>
            {t('task_cancel')}
          </Button>
        )}
      </div>
    </li>
  )
}
