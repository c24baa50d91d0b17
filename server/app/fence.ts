import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { createFence } from '../channel/index.ts'
import { dataPaths } from '../kernel/index.ts'
import type { Deps } from './deps.ts'

/**
 * Whether this is a copy that must not send. A database of our own lies in the data folder and is known by a file beside it;
 * one of somebody else's by where it is.
 */
export function fenceOf(deps: Pick<Deps, 'config' | 'db' | 'clock'>): () => Promise<boolean> {
  const { dataDir, databaseUrl } = deps.config
  const isOurs = existsSync(join(dataPaths(dataDir).postgres, 'cluster'))
  const url = databaseUrl ? new URL(databaseUrl) : null
  return createFence({
    ...deps,
    idFile: isOurs ? join(dataDir, 'installation.id') : null,
    address: url ? `${url.host}${url.pathname}` : '',
  })
}
