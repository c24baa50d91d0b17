import { readSettings } from './machine.ts'
import { startSandbox } from './start.ts'

/** The sandbox as a process of its own, as the demo starts it. */
async function main(): Promise<void> {
  const sandbox = await startSandbox(readSettings())
  const stop = () => {
    void sandbox.stop().finally(() => process.exit(0))
  }
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
  process.on('disconnect', stop)
  process.send?.({ ready: true, url: sandbox.url })
  process.stdout.write(`${sandbox.url}\n`)
}

await main()
