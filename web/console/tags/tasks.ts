import { tagJobs } from '../../../contract/tag-job.ts'
import { type Task, useLoad, useMay, useText } from '../../ui/index.ts'
import { texts } from './text.ts'

/** While one is at work, and while it is looked whether one began. */
const LIVE_MS = 2_000
const IDLE_MS = 30_000

/** Taggings of many that are at work, for the tray. */
export function useTagTasks(): readonly Task[] {
  const t = useText(texts)
  const enabled = useMay('customers.write')
  const known = useLoad('/api/tag-jobs', tagJobs, { enabled }).data?.items ?? []
  const every = known.some(({ done, total }) => done < total) ? LIVE_MS : IDLE_MS
  const items = useLoad('/api/tag-jobs', tagJobs, { enabled, every }).data?.items ?? []
  return items
    .filter(({ done, total, undoneAt }) => done < total && undoneAt === null)
    .map(({ id, tag, done, total }) => ({
      id,
      title: t('job_title', { tag: tag.name }),
      state: 'running' as const,
      done,
      total,
      to: `/tag-jobs/${id}`,
    }))
}
