import { join } from 'node:path'
import { type Config, dataPaths } from '../kernel/index.ts'

/** Where uploaded files are kept. */
export function filesFolder(config: Pick<Config, 'dataDir'>): string {
  return join(dataPaths(config.dataDir).files, 'imports')
}
