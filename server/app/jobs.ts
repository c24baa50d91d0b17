import { importJobs } from '../ingestion/index.ts'
import { REFIT, refitHandler } from '../insight/index.ts'
import type { Handler } from '../queue/index.ts'
import type { Deps } from './deps.ts'
import { filesFolder } from './files.ts'

/** Ordinary jobs by name, and who does them. */
export function jobHandlers(deps: Deps): Record<string, Handler> {
  return {
    ...importJobs({ ...deps, filesDir: filesFolder(deps.config) }),
    [REFIT]: refitHandler(deps),
  }
}
