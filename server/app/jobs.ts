import { MAKE_WAYS, makeWaysHandler } from '../acquisition/index.ts'
import { wecomOf } from '../corp/index.ts'
import { TAG_PEOPLE, tagPeopleHandler } from '../customer/index.ts'
import { importJobs, syncJobs } from '../ingestion/index.ts'
import { REFIT, RETROSPECT, refitHandler, retrospectHandler } from '../insight/index.ts'
import { neighbours, REHEARSE, rehearseHandler } from '../journey/index.ts'
import { sleep } from '../kernel/index.ts'
import { createPainter } from '../poster/index.ts'
import type { Handler } from '../queue/index.ts'
import type { Deps } from './deps.ts'
import { fenceOf } from './fence.ts'
import { filesFolder } from './files.ts'
import { predictionsOf } from './predictions.ts'

/** Ordinary jobs by name, and who does them. */
export function jobHandlers(deps: Deps): Record<string, Handler> {
  return {
    ...importJobs({ ...deps, filesDir: filesFolder(deps.config) }),
    ...syncJobs({ ...deps, isFenced: fenceOf(deps) }),
    [TAG_PEOPLE]: tagPeopleHandler(deps),
    [MAKE_WAYS]: makeWaysHandler({
      ...deps,
      painter: createPainter(deps),
      isFenced: fenceOf(deps),
      remoteOf: async (company) => (await wecomOf(deps, company))?.waiting ?? null,
      pause: sleep,
    }),
    [REFIT]: refitHandler(deps),
    [RETROSPECT]: retrospectHandler(deps),
    [REHEARSE]: rehearseHandler({
      ...deps,
      neighbours: neighbours({ ...deps, predictionsOf: predictionsOf(deps) }),
    }),
  }
}
