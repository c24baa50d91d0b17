import { Progress as Bar } from 'antd'
import { useFormat } from './house.tsx'
import { useText } from './language.ts'
import { texts } from './text.ts'

/** How far long work is: a bar and the numbers. `total` null: not known yet. */
export function Progress({
  label,
  done,
  total,
  state = 'running',
}: {
  label: string
  done: number
  total: number | null
  state?: 'running' | 'done' | 'failed'
}) {
  const t = useText(texts)
  const format = useFormat()
  const share = total === null || total === 0 ? (state === 'done' ? 1 : 0) : done / total
  const status = { running: 'active', done: 'success', failed: 'exception' } as const
  return (
    <div className="kit-progress">
      <Bar
        percent={Math.min(100, share * 100)}
        status={status[state]}
        showInfo={false}
        aria-label={`${label}: ${t('percent_done', { share: format.percent(share) })}`}
      />
      <span className="kit-soft kit-number">
        {total === null ? format.count(done) : t('task_progress', { done, total })}
      </span>
    </div>
  )
}
