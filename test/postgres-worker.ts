import { createLog, sleep } from '../server/kernel/index.ts'
import { startJobs } from '../server/queue/index.ts'

// A process that takes jobs and never finishes one; the test kills it in the middle.
const url = process.argv[2]
if (!url) throw new Error('the address of the database is missing')
await startJobs({
  url,
  log: createLog('worker', 'silent'),
  concurrency: 2,
  handlers: {
    import: async ({ payload }) => {
      process.send?.({ took: payload })
      await sleep(600_000)
    },
  },
})
