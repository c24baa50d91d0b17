import { z } from 'zod'
import {
  type ImportSettings,
  type ImportView,
  importPreview,
  importResult,
  type importUndo,
  importView,
  rowError,
} from '../../../contract/import.ts'
import { pageOf } from '../../../contract/page.ts'
import { api, useLoad } from '../../ui/index.ts'

/** Every path of the server that imports use stands here. */
const ALL = '/api/imports'
const one = (id: string) => `${ALL}/${id}`
const previewOf = (id: string) => `${one(id)}/preview`

/** How often work that is under way is asked for. */
export const LIVE_MS = 1_000
/** How often the tray looks whether somebody else started an import. */
export const IDLE_MS = 30_000
const ERRORS_SHOWN = 20

/** What has to be loaded again after a deed of an import. */
export const REFRESH = [ALL, '/api/orders', '/api/overview'] as const

export const importsPath = ALL
export const previewPath = previewOf

/** The errors as a file, each row with its reason. */
export const errorsHref = (id: string) => `${one(id)}/errors.csv`

/** The deeds; what each asks of the server. */
export const imports = {
  /** Sends a file as a draft; `sent` tells the share that has gone (0 to 1). */
  upload: (file: File, kind: ImportView['kind'], sent: (share: number) => void) =>
    api.upload(ALL, importView, file, { query: { kind, fileName: file.name }, sent }),
  settle: (id: string, settings: ImportSettings) =>
    api.put(`${one(id)}/settings`, importPreview, settings),
  start: (id: string) => api.post(`${one(id)}/start`, importResult),
  cancel: (id: string) => api.post(`${one(id)}/cancel`, importResult),
  undo: (id: string, typed: z.infer<typeof importUndo>) =>
    api.post(`${one(id)}/undo`, importResult, typed),
}

/** Whether something is still being done: it will look different in a second. */
export function isLive({ state, rowsWaiting }: ImportView): boolean {
  if (state === 'draft' || state === 'undone') return false
  return state === 'queued' || state === 'running' || state === 'undoing' || rowsWaiting > 0
}

/** One import with its result, asked for each second while it works. */
export function useImport(id: string) {
  // The first call knows what is known so far; both read the same answer.
  const known = useLoad(one(id), importResult)
  const every = known.data !== undefined && isLive(known.data) ? LIVE_MS : undefined
  return useLoad(one(id), importResult, { every })
}

/** What would come of a draft. */
export function useImportPreview(id: string) {
  return useLoad(previewOf(id), importPreview)
}

const errors = pageOf(rowError.extend({ original: z.string() }))

/** The first rows that were not taken. */
export function useImportErrors(id: string) {
  return useLoad(`${one(id)}/errors`, errors, { query: { limit: ERRORS_SHOWN } })
}

const latest = pageOf(importView)
const LATEST = 20

/** The latest imports, live while one of them works. Not asked for by those who may not. */
export function useLatestImports(enabled: boolean): readonly ImportView[] {
  const query = { limit: LATEST }
  const known = useLoad(ALL, latest, { query, enabled })
  const every = known.data?.items.some(isLive) ? LIVE_MS : IDLE_MS
  return useLoad(ALL, latest, { query, enabled, every }).data?.items ?? []
}
