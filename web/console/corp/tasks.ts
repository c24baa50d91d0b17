import { corps } from '../../../contract/corp.ts'
import { type Task, useLoad, useMay, useText } from '../../ui/index.ts'
import { texts } from './text.ts'

/** While it is at work, and while it is looked whether it began. */
const LIVE_MS = 2_000
const IDLE_MS = 30_000

/** Bringing in a corp, while it is at work: for the tray. */
export function useSyncTasks(): readonly Task[] {
  const t = useText(texts)
  const enabled = useMay('workspace.write')
  const known = useLoad('/api/corps', corps, { enabled }).data?.items
  const every = known?.some(({ isSyncing }) => isSyncing) ? LIVE_MS : IDLE_MS
  const all = useLoad('/api/corps', corps, { enabled, every }).data?.items ?? []
  return all
    .filter(({ isSyncing }) => isSyncing)
    .map((corp): Task => {
      const contacts = corp.sync.parts.find(({ part }) => part === 'contacts')
      const isCounted = contacts !== undefined && contacts.total !== null
      return {
        id: `corp-sync-${corp.id}`,
        title:
          all.length > 1 ? t('sync_task_of', { corp: corp.name || corp.corpId }) : t('sync_task'),
        state: 'running',
        done: isCounted ? contacts.done : 0,
        total: isCounted ? contacts.total : null,
        to: all.length > 1 ? `/settings/wecom/${corp.id}` : '/settings/wecom',
      }
    })
}
