import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The process id of the keeper that says it holds the data folder and lives; null otherwise. A hint: the lock decides. */
export function keeperOf(dataDir) {
  try {
    const { pid } = JSON.parse(readFileSync(join(dataDir, 'run', 'keeper.lock'), 'utf8'))
    process.kill(pid, 0)
    return pid
  } catch {
    return null
  }
}
