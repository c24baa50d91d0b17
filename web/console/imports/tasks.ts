import { importView } from '../../../contract/import.ts'
import { pageOf } from '../../../contract/page.ts'
import { type Task, useLoad, useMay } from '../../ui/index.ts'

const LOOK_MS = 5_000
const SHOWN = 5

const imports = pageOf(importView)

/** The newest imports that were started, for the tray: they go on when the page is left. */
export function useImportTasks(): readonly Task[] {
  const enabled = useMay('imports.write')
  const { data } = useLoad('/api/imports', imports, {
    query: { limit: SHOWN },
    every: LOOK_MS,
    enabled,
  })
  return (data?.items ?? [])
    .filter(({ state }) => state !== 'draft')
    .map(({ id, fileName, state, bytesRead, fileBytes, rowsFailed, rowsWaiting }) => {
      const isMoving = state === 'running' || state === 'undoing' || rowsWaiting > 0
      const ended = state === 'failed' ? 'failed' : 'done'
      return {
        id,
        title: fileName,
        state: state === 'queued' ? 'waiting' : isMoving ? 'running' : ended,
        done: bytesRead,
        total: fileBytes,
        to: `/imports/${id}`,
        ...(rowsFailed > 0 ? { errorsHref: `/api/imports/${id}/errors.csv` } : {}),
      }
    })
}
