import type { ImportSettings, ImportState, RowError } from '../../contract/import.ts'
import { append, receive } from '../event/index.ts'
import { type Clock, type Log, showId, type Tenant } from '../kernel/index.ts'
import type { Database, Tx } from '../postgres/index.ts'
import { csvLine } from './csv-line.ts'
import { fileRows, withHeader } from './file-rows.ts'
import { sourceOf } from './import.ts'
import { IMPORTED_CUSTOMERS, IMPORTED_ORDERS } from './import-decode.ts'
import { filePathOf } from './import-files.ts'
import {
  addErrors,
  advance,
  findImport,
  type Import,
  type KeptError,
  moveTo,
} from './import-store.ts'
import { createReadRow, type ReadRow, type Told } from './read-row.ts'
import type { Row } from './split-rows.ts'

export type ImportDeps = {
  db: Database
  clock: Clock
  log: Log
  /** The folder of uploaded files. */
  filesDir: string
}

/** Rows that are taken in one transaction: what a kill can cost, and what the pump takes in one go. */
export const CHUNK_ROWS = 1_000
/** Errors that are kept for the error file; beyond it they are only counted. */
const ERRORS_KEPT_MAX = 50_000

export type RunOptions = {
  tenant: Tenant
  importId: string
  /** Stops between two chunks; the import then stays `running` and can be run again. */
  signal?: AbortSignal
  onProgress?: (state: { rowsRead: number; bytesRead: number; fileBytes: number }) => void
}

/**
 * Reads the rows of a file into the river. Each chunk goes in with the cursor behind it and the errors of its rows in one
 * transaction, so a run that was killed goes on after the last line that counted (I-15); a run beside it gives up.
 * The file is split from its beginning each time: order numbers that repeat are told from their first line.
 * @returns the state in which the import was left; null when there was nothing to run.
 */
export async function runImport(
  deps: ImportDeps,
  options: RunOptions,
): Promise<ImportState | null> {
  const { tenant, importId } = options
  const job = await begin(deps, tenant, importId)
  if (!job) return null
  try {
    return await read(deps, options, job)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null
    if (code !== 'ENOENT') throw error
    await deps.db.inWorkspace(tenant.id, (tx) =>
      moveTo(tx, tenant.id, importId, 'failed', {
        now: deps.clock.now(),
        failure: { code: 'file_gone', line: job.nextLine },
      }),
    )
    return 'failed'
  }
}

async function begin(deps: ImportDeps, tenant: Tenant, importId: string): Promise<Import | null> {
  return deps.db.inWorkspace(tenant.id, async (tx) => {
    await moveTo(tx, tenant.id, importId, 'running', { now: deps.clock.now() })
    const found = await findImport(tx, tenant.id, importId)
    return found?.state === 'running' ? found : null
  })
}

type Chunk = { told: Told[]; errors: KeptError[]; failed: number; lastLine: number; bytes: number }
const emptyChunk = (): Chunk => ({ told: [], errors: [], failed: 0, lastLine: 0, bytes: 0 })

async function read(
  deps: ImportDeps,
  options: RunOptions,
  job: Import,
): Promise<ImportState | null> {
  const { tenant, signal, onProgress } = options
  const run = { job, tenant, from: job.nextLine, kept: 0, rowsRead: job.rowsRead }
  let readRow: ReadRow | null = null
  let chunk = emptyChunk()
  for await (const { rows, bytes } of fileRows(filePathOf(deps.filesDir, job), job.settings)) {
    let body: Row[] = rows
    if (!readRow && rows.length > 0) {
      const parts = withHeader(rows, job.settings.hasHeader)
      body = parts.body
      readRow = readerOf(deps, tenant, job, job.settings, parts.headers)
    }
    for (const row of body) {
      const outcome = readRow?.(row)
      if (!outcome || row.line < run.from) continue
      note(chunk, row, outcome, bytes)
      if (chunk.told.length + chunk.failed < CHUNK_ROWS) continue
      if (!(await commit(deps, run, chunk))) return stateOf(deps, tenant, job.id)
      chunk = emptyChunk()
      onProgress?.({ rowsRead: run.rowsRead, bytesRead: bytes, fileBytes: job.fileBytes })
      if (signal?.aborted) return 'running'
    }
  }
  if (chunk.lastLine > 0 && !(await commit(deps, run, chunk))) return stateOf(deps, tenant, job.id)
  onProgress?.({ rowsRead: run.rowsRead, bytesRead: job.fileBytes, fileBytes: job.fileBytes })
  return finish(deps, tenant, job)
}

function readerOf(
  deps: ImportDeps,
  tenant: Tenant,
  job: Import,
  settings: ImportSettings,
  headers: string[],
): ReadRow {
  const { kind, fileHash } = job
  return createReadRow({ kind, settings, headers, tenant, fileHash, now: deps.clock.now() })
}

function note(
  chunk: Chunk,
  row: Row,
  outcome: { told: Told } | { errors: RowError[] },
  bytes: number,
): void {
  chunk.lastLine = row.line
  chunk.bytes = bytes
  if ('told' in outcome) {
    chunk.told.push(outcome.told)
    return
  }
  chunk.failed += 1
  const original = 'cells' in row ? csvLine(row.cells) : row.raw
  for (const error of outcome.errors) chunk.errors.push({ ...error, original })
}

type Run = { job: Import; tenant: Tenant; from: number; kept: number; rowsRead: number }

async function commit(deps: ImportDeps, run: Run, chunk: Chunk): Promise<boolean> {
  const { job, tenant } = run
  const rows = chunk.told.length + chunk.failed
  const errors = chunk.errors.slice(0, Math.max(0, ERRORS_KEPT_MAX - job.rowsFailed - run.kept))
  const isMine = await deps.db.inWorkspace(tenant.id, async (tx) => {
    const moved = await advance(tx, tenant.id, job.id, {
      fromLine: run.from,
      nextLine: chunk.lastLine + 1,
      nextByte: chunk.bytes,
      read: rows,
      taken: chunk.told.length,
      failed: chunk.failed,
    })
    if (!moved) return false
    await addErrors(tx, tenant.id, job.id, errors)
    await send(tx, deps, run, chunk.told)
    return true
  })
  run.from = chunk.lastLine + 1
  run.kept += errors.length
  run.rowsRead += rows
  return isMine
}

async function send(tx: Tx, deps: ImportDeps, { job, tenant }: Run, told: Told[]): Promise<void> {
  if (told.length === 0) return
  const { id: importId, no: importNo, fileName } = job
  const rows = told.map(({ row }) => row)
  await receive(tx, {
    tenantId: tenant.id,
    lane: 'import',
    kind: job.kind === 'orders' ? IMPORTED_ORDERS : IMPORTED_CUSTOMERS,
    source: sourceOf(importNo),
    items: told.length,
    body: JSON.stringify({ importId, importNo, source: fileName, rows }),
    receivedAt: deps.clock.now(),
  })
}

/** The last word of an import goes the way of its rows, so whoever hears it knows that all of them were worked in. */
async function finish(deps: ImportDeps, tenant: Tenant, job: Import): Promise<ImportState | null> {
  const now = deps.clock.now()
  await deps.db.inWorkspace(tenant.id, async (tx) => {
    if (!(await moveTo(tx, tenant.id, job.id, 'finished', { now }))) return
    const done = await findImport(tx, tenant.id, job.id)
    const fact = {
      name: 'import.finished',
      at: now,
      cause: [job.id],
      customer: null,
      value: null,
      props: {
        import: showId('import', job.id),
        kind: job.kind,
        rows: done?.rowsTaken ?? 0,
        failed: done?.rowsFailed ?? 0,
      },
    }
    await append(tx, tenant, [fact], { lane: 'import', now })
  })
  return stateOf(deps, tenant, job.id)
}

async function stateOf(deps: ImportDeps, tenant: Tenant, id: string): Promise<ImportState | null> {
  const found = await deps.db.inWorkspace(tenant.id, (tx) => findImport(tx, tenant.id, id))
  return found?.state ?? null
}
