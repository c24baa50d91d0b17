import { tagJobs } from '../../../contract/tag-job.ts'
import { Card, Go, useFormat, useLoad, useText, When } from '../../ui/index.ts'
import { texts } from './text.ts'

const LIVE_MS = 5_000
const SHOWN = 5

/** The latest taggings of many; nothing where there was none. */
export function JobsCard() {
  const t = useText(texts)
  const format = useFormat()
  const load = useLoad('/api/tag-jobs', tagJobs, { every: LIVE_MS })
  const items = (load.data?.items ?? []).slice(0, SHOWN)
  if (items.length === 0) return null
  return (
    <Card title={t('jobs')}>
      <ul className="kit-stack">
        {items.map((job) => (
          <li key={job.id} className="kit-row">
            <Go to={`/tag-jobs/${job.id}`}>{t('job_title', { tag: job.tag.name })}</Go>
            <span className="kit-soft">
              {format.count(job.done)} / {format.count(job.total)}{' '}
              {job.undoneAt !== null && t('here_undone')} {job.askedBy} <When at={job.askedAt} />
            </span>
          </li>
        ))}
      </ul>
    </Card>
  )
}
