import { useEffect, useState } from 'react'
import type { ImportView } from '../../../contract/import.ts'
import { type Task, useMay } from '../../ui/index.ts'
import { errorsHref, isLive, useLatestImports } from './door.ts'
import { shareRead } from './words.ts'

/** The imports at work, and those that ended since the console was opened, for the tray: they go on when the page is left. */
export function useImportTasks(): readonly Task[] {
  const latest = useLatestImports(useMay('imports.write'))
  const [seen, setSeen] = useState<readonly string[]>([])
  const fresh = latest.filter((one) => isLive(one) && !seen.includes(one.id)).map(({ id }) => id)
  const added = fresh.join(' ')
  useEffect(() => {
    if (added !== '') setSeen((before) => [...before, ...added.split(' ')])
  }, [added])
  return latest
    .filter((one) => isLive(one) || seen.includes(one.id))
    .map((one) => ({
      id: one.id,
      title: one.fileName,
      state: taskState(one),
      ...howFar(one),
      to: `/imports/${one.id}`,
      ...(one.rowsFailed > 0 && !isLive(one) ? { errorsHref: errorsHref(one.id) } : {}),
    }))
}

function taskState(one: ImportView): Task['state'] {
  if (one.state === 'queued') return 'waiting'
  if (isLive(one)) return 'running'
  return one.state === 'failed' ? 'failed' : 'done'
}

/** Rows of the whole file, as far as the part that is read tells; then the rows that are worked in. */
function howFar(one: ImportView): Pick<Task, 'done' | 'total'> {
  if (one.state === 'running' || one.state === 'queued') {
    const share = shareRead(one)
    return { done: one.rowsRead, total: share === 0 ? null : Math.round(one.rowsRead / share) }
  }
  return { done: one.rowsTaken - one.rowsWaiting, total: one.rowsTaken }
}
