import { createLog, sleep, systemClock } from '../server/kernel/index.ts'
import { startPostgres } from '../server/postgres/index.ts'

// A process that brings up the server of a data directory, says so and waits until it is told to stop or killed.
const dataDir = process.argv[2]
if (!dataDir) throw new Error('the data directory is missing')
const log = createLog('holder', 'silent')
const server = await startPostgres({ dataDir, log, clock: systemClock })
process.on('message', async () => {
  await server.stop()
  process.exit(0)
})
process.send?.({ pid: server.pid(), url: server.url, adopted: server.state().adopted })
await sleep(600_000)
