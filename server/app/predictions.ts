import { newestFit } from '../insight/index.ts'
import { createPredictions, type PredictionsOf } from '../segment/index.ts'
import type { Deps } from './deps.ts'

/** The newest finished fit, as conditions of segments see it. */
export function predictionsOf(deps: Pick<Deps, 'clickhouse'>): PredictionsOf {
  return createPredictions(deps.clickhouse, async (tx, tenant) => {
    const fit = await newestFit(tx, tenant)
    if (!fit) return null
    return {
      snapshot: fit.snapshot,
      hasValues: fit.state !== 'refused',
      hasModel: fit.state === 'fitted',
    }
  })
}
