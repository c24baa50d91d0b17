import { z } from 'zod'
import type { Tenant } from '../kernel/index.ts'
import type { Handler } from '../queue/index.ts'
import { IMPORT_JOB } from './begin-import.ts'
import { type ImportDeps, runImport } from './run-import.ts'
import { UNDO_JOB, undoImport } from './undo-import.ts'

const payload = z.object({ importId: z.uuid() })

/** The jobs of this room by name: running an import and taking one back. */
export function importJobs(
  deps: ImportDeps & { tenants: () => Promise<Tenant[]> },
): Record<string, Handler> {
  const tenantOf = async (workspaceId: string) => {
    const tenant = (await deps.tenants()).find(({ id }) => id === workspaceId)
    if (!tenant) throw new Error(`no workspace ${workspaceId}`)
    return tenant
  }
  return {
    [IMPORT_JOB]: async (job) => {
      const { importId } = payload.parse(job.payload)
      const tenant = await tenantOf(job.workspaceId)
      const state = await runImport(deps, { tenant, importId, signal: job.signal })
      // Stopped between two chunks: whoever takes the job next goes on there.
      if (state === 'running') throw new Error('stopped before the end of the file')
    },
    [UNDO_JOB]: async (job) => {
      const { importId } = payload.parse(job.payload)
      await undoImport(deps, await tenantOf(job.workspaceId), importId)
    },
  }
}
