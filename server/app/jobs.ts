import { REFIT, refitHandler } from '../insight/index.ts'
import type { Handler } from '../queue/index.ts'
import type { Deps } from './deps.ts'

/** Ordinary jobs by name, and who does them. */
export function jobHandlers(deps: Deps): Record<string, Handler> {
  return {
    [REFIT]: refitHandler(deps),
  }
}
