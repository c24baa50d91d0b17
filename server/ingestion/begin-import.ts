import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { basename } from 'node:path'
import {
  columnsMax,
  type ImportKind,
  type ImportSettings,
  type ImportState,
} from '../../contract/import.ts'
import { newId, Problem, type Tenant } from '../kernel/index.ts'
import type { Tx } from '../postgres/index.ts'
import { enqueue } from '../queue/index.ts'
import { firstRows, withHeader } from './file-rows.ts'
import { FILE_BYTES_MAX, filePathOf, keepFile } from './import-files.ts'
import {
  addImport,
  findImport,
  type Import,
  keepSettings,
  moveTo,
  recall,
  remember,
} from './import-store.ts'
import { guessSettings, missingOf } from './preview.ts'
import { type ImportDeps, type RunOptions, runImport } from './run-import.ts'

export const IMPORT_JOB = 'ingestion.import'
const FILE_NAME_CHARACTERS_MAX = 200

export type NewFile = {
  kind: ImportKind
  fileName: string
  content: NodeJS.ReadableStream
  by: string | null
}

/**
 * Takes a file in as a draft: kept on disk, its encoding and columns guessed, a mapping that was used for the same header
 * before preferred. @throws Problem when it is too large, too wide, empty or no text.
 */
export async function draftImport(
  deps: ImportDeps,
  tenant: Tenant,
  file: NewFile,
): Promise<Import> {
  const id = newId()
  const kept = await keepFile(deps.filesDir, id, file.content)
  if (!kept.ok) throw refusal(kept.reason)
  const path = filePathOf(deps.filesDir, { filePath: kept.value.name })
  const { headers, ...guessed } = await guessSettings(
    { path, kind: file.kind, tenant },
    { encoding: kept.value.encoding },
  )
  needWidth(headers)
  const now = deps.clock.now()
  return deps.db.inWorkspace(tenant.id, async (tx) => {
    const known = await recall(tx, tenant.id, {
      kind: file.kind,
      headerHash: headerHash(headers),
    })
    const settings = known?.columns.length === headers.length ? { ...guessed, ...known } : guessed
    await addImport(tx, tenant, {
      id,
      kind: file.kind,
      fileName: basename(file.fileName).slice(0, FILE_NAME_CHARACTERS_MAX) || 'import.csv',
      filePath: kept.value.name,
      fileHash: kept.value.hash,
      fileBytes: kept.value.bytes,
      settings,
      now,
      by: file.by,
    })
    return demand(tx, tenant, id)
  })
}

/** @throws Problem when the file has more columns than a mapping may have. */
function needWidth(headers: string[]): void {
  const found = headers.length
  if (found > columnsMax) throw new Problem('file_too_wide', { found, limit: columnsMax })
}

function refusal(reason: 'too_large' | 'empty' | 'not_text'): Problem {
  if (reason === 'too_large') {
    return new Problem('too_large', { limit: `${FILE_BYTES_MAX / 1024 ** 3} GB` })
  }
  return new Problem(reason === 'empty' ? 'file_empty' : 'file_not_text')
}

/** Keeps what a person decided. What decides how the file is split makes the columns be guessed anew. */
export async function changeSettings(
  deps: ImportDeps,
  tenant: Tenant,
  found: Import,
  wanted: ImportSettings,
): Promise<Import> {
  const { settings: old } = found
  const isSplitAnew =
    wanted.encoding !== old.encoding ||
    wanted.delimiter !== old.delimiter ||
    wanted.hasHeader !== old.hasHeader ||
    wanted.columns.length !== old.columns.length
  const path = filePathOf(deps.filesDir, found)
  const { encoding, delimiter, hasHeader } = wanted
  const known = { encoding, delimiter, hasHeader }
  const { headers, ...settings } = isSplitAnew
    ? await guessSettings({ path, kind: found.kind, tenant }, known)
    : { ...wanted, headers: [] }
  needWidth(headers)
  return deps.db.inWorkspace(tenant.id, async (tx) => {
    const isKept = await keepSettings(tx, tenant.id, found.id, settings)
    if (!isKept) throw new Problem('import_wrong_state')
    return demand(tx, tenant, found.id)
  })
}

/** Hands a draft over to the workers. @throws Problem when a needed column is not assigned. */
export async function startImport(deps: ImportDeps, tenant: Tenant, found: Import): Promise<void> {
  const missing = missingOf(found.kind, found.settings)
  if (missing.length > 0) throw new Problem('import_mapping', { detail: missing.join(', ') })
  const { rows } = await firstRows(filePathOf(deps.filesDir, found), found.settings, 2)
  const { headers, body } = withHeader(rows, found.settings.hasHeader)
  if (body.length === 0) throw new Problem('file_without_rows')
  const now = deps.clock.now()
  await deps.db.inWorkspace(tenant.id, async (tx) => {
    const isMoved = await moveTo(tx, tenant.id, found.id, 'queued', { now })
    if (!isMoved) throw new Problem('import_wrong_state')
    const file = { kind: found.kind, headerHash: headerHash(headers), now }
    await remember(tx, tenant.id, file, found.settings)
    await enqueue(tx, {
      workspaceId: tenant.id,
      name: IMPORT_JOB,
      payload: { importId: found.id },
      key: `import:${found.id}`,
    })
  })
}

/** Takes a file in and hands it over to the workers as it was understood, without anybody looking at it. */
export async function beginImport(
  deps: ImportDeps,
  tenant: Tenant,
  file: NewFile,
): Promise<Import> {
  const draft = await draftImport(deps, tenant, file)
  await startImport(deps, tenant, draft)
  return draft
}

export type FileImport = {
  tenant: Tenant
  kind: ImportKind
  path: string
  /** Instead of what is guessed. */
  settings?: Partial<ImportSettings>
} & Pick<RunOptions, 'signal' | 'onProgress'>

/**
 * Imports a file of this machine, from its draft to its last row, in this process (for the command line). What it sends is
 * worked in by the pump, as always.
 */
export async function importFile(
  deps: ImportDeps,
  file: FileImport,
): Promise<{ id: string; no: number; state: ImportState | null }> {
  const { tenant, kind, path, settings, ...run } = file
  const content = createReadStream(path)
  const draft = await draftImport(deps, tenant, { kind, fileName: path, content, by: null })
  const decided = settings
    ? await changeSettings(deps, tenant, draft, { ...draft.settings, ...settings })
    : draft
  await startImport(deps, tenant, decided)
  const state = await runImport(deps, { tenant, importId: draft.id, ...run })
  return { id: draft.id, no: draft.no, state }
}

export async function demand(tx: Tx, tenant: Tenant, id: string): Promise<Import> {
  const found = await findImport(tx, tenant.id, id)
  if (!found) throw new Problem('not_found')
  return found
}

function headerHash(headers: string[]): Buffer {
  return createHash('sha256').update(JSON.stringify(headers)).digest()
}
