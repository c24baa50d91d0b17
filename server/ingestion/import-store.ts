import { z } from 'zod'
import {
  type ColumnMapping,
  columnMapping,
  type ImportKind,
  type ImportSettings,
  type ImportState,
  importSettings,
  type RowError,
  type TakenBack,
  takenBack,
} from '../../contract/import.ts'
import { waitingBySource } from '../event/index.ts'
import type { Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'
import { before, sourceOf } from './import.ts'

export type Import = {
  id: string
  no: number
  kind: ImportKind
  fileName: string
  filePath: string
  fileHash: string
  fileBytes: number
  settings: ImportSettings
  state: ImportState
  nextLine: number
  nextByte: number
  rowsRead: number
  rowsTaken: number
  rowsFailed: number
  failure: { code: string; line: number } | null
  createdAt: Date
  startedAt: Date | null
  finishedAt: Date | null
  undoneAt: Date | null
  takenBack: TakenBack | null
  fileRemovedAt: Date | null
}

/** One number after the other in a workspace. */
const NUMBER_LOCK = 7_004

export type NewImport = Pick<
  Import,
  'id' | 'kind' | 'fileName' | 'filePath' | 'fileHash' | 'fileBytes' | 'settings'
> & { now: Date; by: string | null }

export async function addImport(tx: Tx, tenant: Tenant, added: NewImport): Promise<number> {
  await tx.run(sql`select pg_advisory_xact_lock(${NUMBER_LOCK}::int, ${tenant.no}::int)`)
  const { no } = await tx.one(sql<{ no: number }>`
    insert into ingestion.import (
      workspace_id, id, no, kind, file_name, file_path, file_hash, file_bytes, settings, state, created_at, created_by
    )
    select ${tenant.id}, ${added.id}, coalesce(max(no), 0) + 1, ${added.kind}, ${added.fileName}, ${added.filePath},
           decode(${added.fileHash}, 'hex'), ${added.fileBytes}, ${JSON.stringify(added.settings)}::jsonb, 'draft',
           ${added.now}, ${added.by}
    from ingestion.import
    where workspace_id = ${tenant.id}
    returning no
  `)
  return no
}

const columns = sql`
    id, no, kind, file_name as "fileName", file_path as "filePath", encode(file_hash, 'hex') as "fileHash",
    file_bytes as "fileBytes", settings, state, next_line as "nextLine", next_byte as "nextByte",
    rows_read as "rowsRead", rows_taken as "rowsTaken", rows_failed as "rowsFailed", failure,
    created_at as "createdAt", started_at as "startedAt", finished_at as "finishedAt", undone_at as "undoneAt",
    taken_back as "takenBack", file_removed_at as "fileRemovedAt"`

type Row = Omit<Import, 'settings' | 'failure' | 'takenBack'> & {
  settings: unknown
  failure: unknown
  takenBack: unknown
}
const failure = z.object({ code: z.string(), line: z.number() }).nullable()

function importOf(row: Row): Import {
  return {
    ...row,
    settings: importSettings.parse(row.settings),
    failure: failure.parse(row.failure),
    takenBack: takenBack.nullable().parse(row.takenBack),
  }
}

export async function findImport(tx: Tx, workspaceId: string, id: string): Promise<Import | null> {
  const row = await tx.maybe(sql<Row>`
    select ${columns}
    from ingestion.import
    where workspace_id = ${workspaceId}
      and id = ${id}
  `)
  return row ? importOf(row) : null
}

/** Newest first; `before` is the number to go on below. */
export async function listImports(
  tx: Tx,
  workspaceId: string,
  page: { limit: number; before: number | null },
): Promise<Import[]> {
  const rows = await tx.rows(sql<Row>`
    select ${columns}
    from ingestion.import
    where workspace_id = ${workspaceId}
      and (${page.before}::int is null or no < ${page.before})
    order by no desc
    limit ${page.limit}
  `)
  return rows.map(importOf)
}

/** A finished import of the very same file, other than `id`. */
export async function importOfFile(
  tx: Tx,
  workspaceId: string,
  file: { id: string; kind: ImportKind; fileHash: string },
): Promise<{ id: string; no: number; at: Date } | null> {
  return tx.maybe(sql<{ id: string; no: number; at: Date }>`
    select id, no, finished_at as at
    from ingestion.import
    where workspace_id = ${workspaceId}
      and kind = ${file.kind}
      and file_hash = decode(${file.fileHash}, 'hex')
      and state = 'finished'
      and id <> ${file.id}
    order by no desc
    limit 1
  `)
}

/** Moves an import on. @returns false when it is not in a state from which that is possible. */
export async function moveTo(
  tx: Tx,
  workspaceId: string,
  id: string,
  to: ImportState,
  at: { now: Date; failure?: { code: string; line: number } },
): Promise<boolean> {
  const ended = ['finished', 'failed', 'cancelled'].includes(to)
  const moved = await tx.run(sql`
    update ingestion.import
    set state = ${to},
        started_at = case when ${to === 'running'} then coalesce(started_at, ${at.now}) else started_at end,
        finished_at = case when ${ended} then ${at.now} else finished_at end,
        undone_at = case when ${to === 'undone'} then ${at.now} else undone_at end,
        failure = coalesce(${at.failure ? JSON.stringify(at.failure) : null}::jsonb, failure)
    where workspace_id = ${workspaceId}
      and id = ${id}
      and state = any(${before(to)}::text[])
  `)
  return moved > 0
}

/** Keeps what undoing took back, for the import's page. */
export async function keepTakenBack(
  tx: Tx,
  workspaceId: string,
  id: string,
  taken: TakenBack,
): Promise<void> {
  await tx.run(sql`
    update ingestion.import
    set taken_back = ${JSON.stringify(taken)}::jsonb
    where workspace_id = ${workspaceId}
      and id = ${id}
  `)
}

/** Keeps what the person decided about a draft. @returns false when it was started meanwhile. */
export async function keepSettings(
  tx: Tx,
  workspaceId: string,
  id: string,
  settings: ImportSettings,
): Promise<boolean> {
  const changed = await tx.run(sql`
    update ingestion.import
    set settings = ${JSON.stringify(settings)}::jsonb
    where workspace_id = ${workspaceId}
      and id = ${id}
      and state = 'draft'
  `)
  return changed > 0
}

export type Step = {
  fromLine: number
  nextLine: number
  nextByte: number
  read: number
  taken: number
  failed: number
}

/** Moves the cursor with the chunk that it stands behind. @returns false when another run or a cancellation was first. */
export async function advance(
  tx: Tx,
  workspaceId: string,
  id: string,
  step: Step,
): Promise<boolean> {
  const moved = await tx.run(sql`
    update ingestion.import
    set next_line = ${step.nextLine},
        next_byte = ${step.nextByte},
        rows_read = rows_read + ${step.read},
        rows_taken = rows_taken + ${step.taken},
        rows_failed = rows_failed + ${step.failed}
    where workspace_id = ${workspaceId}
      and id = ${id}
      and state = 'running'
      and next_line = ${step.fromLine}
  `)
  return moved > 0
}

export type KeptError = RowError & { original: string }

export async function addErrors(
  tx: Tx,
  workspaceId: string,
  importId: string,
  errors: KeptError[],
): Promise<void> {
  if (errors.length === 0) return
  await tx.run(sql`
    insert into ingestion.import_error (workspace_id, import_id, line, column_name, code, params, original)
    select ${workspaceId}, ${importId}, n.line, n.column_name, n.code, n.params, n.original
    from unnest(
      ${errors.map(({ line }) => line)}::int[],
      ${errors.map(({ column }) => column)}::text[],
      ${errors.map(({ code }) => code)}::text[],
      ${errors.map(({ params }) => JSON.stringify(params))}::jsonb[],
      ${errors.map(({ original }) => original)}::text[]
    ) as n (line, column_name, code, params, original)
    on conflict do nothing
  `)
}

/** Errors in the order of the file, after a line. */
export async function listErrors(
  tx: Tx,
  workspaceId: string,
  importId: string,
  page: { afterLine: number; limit: number },
): Promise<KeptError[]> {
  return tx.rows(sql<KeptError>`
    select line, column_name as column, code, params, original
    from ingestion.import_error
    where workspace_id = ${workspaceId}
      and import_id = ${importId}
      and line > ${page.afterLine}
    order by line, column_name
    limit ${page.limit}
  `)
}

/** Rows of an import that wait in the inbox, by the number of the import. */
export async function waitingRows(
  tx: Tx,
  workspaceId: string,
  nos: number[],
): Promise<Map<number, number>> {
  const bySource = await waitingBySource(tx, { id: workspaceId }, nos.map(sourceOf))
  return new Map(nos.map((no) => [no, bySource.get(sourceOf(no)) ?? 0]))
}

const memory = z.object({ columns: columnMapping, paidIsNet: z.boolean(), dayFirst: z.boolean() })
export type Memory = { columns: ColumnMapping; paidIsNet: boolean; dayFirst: boolean }

/** How a file with this header was read the last time. */
export async function recall(
  tx: Tx,
  workspaceId: string,
  file: { kind: ImportKind; headerHash: Buffer },
): Promise<Memory | null> {
  const row = await tx.maybe(sql<{ mapping: unknown }>`
    select mapping
    from ingestion.mapping_memory
    where workspace_id = ${workspaceId}
      and kind = ${file.kind}
      and header_hash = ${file.headerHash}
  `)
  return row ? memory.parse(row.mapping) : null
}

export async function remember(
  tx: Tx,
  workspaceId: string,
  file: { kind: ImportKind; headerHash: Buffer; now: Date },
  { columns, paidIsNet, dayFirst }: Memory,
): Promise<void> {
  const mapping = JSON.stringify({ columns, paidIsNet, dayFirst })
  await tx.run(sql`
    insert into ingestion.mapping_memory (workspace_id, kind, header_hash, mapping, used_at)
    values (${workspaceId}, ${file.kind}, ${file.headerHash}, ${mapping}::jsonb, ${file.now})
    on conflict (workspace_id, kind, header_hash) do update
    set mapping = excluded.mapping,
        used_at = excluded.used_at
  `)
}
