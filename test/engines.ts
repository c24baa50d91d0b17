import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createLog, systemClock } from '../server/kernel/index.ts'
import { startPostgres, TEST_FOLDER } from '../server/postgres/index.ts'

/**
 * Gives the run a folder for the shared test server and clears it away at the end. The server itself is started by
 * the first test that asks for a database, so that a run without one waits for nothing.
 */
export default async function engines(): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'liuyuan-test-'))
  const dataDir = join(folder, 'postgres')
  process.env[TEST_FOLDER] = dataDir
  return async () => {
    // Adopting is how a server that another process started is stopped properly.
    if (existsSync(join(dataDir, 'cluster', 'postmaster.pid'))) {
      const log = createLog('test', 'error')
      const server = await startPostgres({ dataDir, log, clock: systemClock })
      await server.stop()
    }
    await rm(folder, { recursive: true, force: true })
  }
}
