import { readdir, rm, stat } from 'node:fs/promises'
import { addMs, type Tenant } from '../kernel/index.ts'
import { sql } from '../postgres/index.ts'
import { filePathOf, folderOf } from './import-files.ts'
import type { ImportDeps } from './run-import.ts'

const DAY_MS = 86_400_000
/** How long the file of an import that ended is kept, and a draft that nobody began. */
const KEPT_MS = 30 * DAY_MS
/** A file that belongs to no import (its upload was cut off) is older than any upload that still runs. */
const NOBODYS_MS = DAY_MS
const FILES_AT_ONCE = 1_000

export type FileDeps = Pick<ImportDeps, 'db' | 'clock' | 'filesDir'>

/**
 * Removes uploaded files that are needed no longer: of imports that ended 30 days ago or were given up before they began,
 * and what uploads that were cut off left behind. A draft of 30 days is given up. Once a day; may be repeated at any time.
 * @returns how many files were removed.
 */
export async function removeOldFiles(deps: FileDeps, tenants: Tenant[]): Promise<number> {
  let removed = 0
  for (const tenant of tenants) {
    const ids = await endedImports(deps, tenant)
    for (const id of ids) await removeFile(deps, tenant, id)
    removed += ids.length
  }
  return removed + (await removeNobodys(deps, tenants))
}

async function endedImports(deps: FileDeps, tenant: Tenant): Promise<string[]> {
  const now = deps.clock.now()
  const before = addMs(now, -KEPT_MS)
  return deps.db.inWorkspace(tenant.id, async (tx) => {
    await tx.run(sql`
      update ingestion.import
      set state = 'cancelled', finished_at = ${now}
      where workspace_id = ${tenant.id}
        and state = 'draft'
        and created_at < ${before}
    `)
    const rows = await tx.rows(sql<{ id: string }>`
      select id
      from ingestion.import
      where workspace_id = ${tenant.id}
        and file_removed_at is null
        and (
          state in ('finished', 'failed', 'cancelled', 'undone') and finished_at < ${before}
          or state = 'cancelled' and started_at is null
        )
      order by no
      limit ${FILES_AT_ONCE}
    `)
    return rows.map(({ id }) => id)
  })
}

/** The file first, the note of it after: a death in between is made good by the next time. */
export async function removeFile(deps: FileDeps, tenant: Tenant, importId: string): Promise<void> {
  await rm(filePathOf(deps.filesDir, { filePath: `${importId}.csv` }), { force: true })
  await deps.db.inWorkspace(tenant.id, (tx) =>
    tx.run(sql`
      update ingestion.import
      set file_removed_at = ${deps.clock.now()}
      where workspace_id = ${tenant.id}
        and id = ${importId}
    `),
  )
}

async function removeNobodys(deps: FileDeps, tenants: Tenant[]): Promise<number> {
  const folder = folderOf(deps.filesDir)
  const names = await readdir(folder).catch(() => [])
  const known = new Set<string>()
  for (const tenant of tenants) {
    const rows = await deps.db.inWorkspace(tenant.id, (tx) =>
      tx.rows(sql<{ name: string }>`
        select file_path as name
        from ingestion.import
        where workspace_id = ${tenant.id}
          and file_path = any(${names}::text[])
      `),
    )
    for (const { name } of rows) known.add(name)
  }
  const before = addMs(deps.clock.now(), -NOBODYS_MS)
  let removed = 0
  for (const name of names.filter((candidate) => !known.has(candidate))) {
    const path = filePathOf(deps.filesDir, { filePath: name })
    const found = await stat(path).catch(() => null)
    if (!found || found.mtime >= before) continue
    await rm(path, { force: true })
    removed += 1
  }
  return removed
}
