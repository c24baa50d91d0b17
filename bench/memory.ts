import { sleep } from '../server/kernel/index.ts'
import { startStack } from './stack.ts'
import { judge, print } from './table.ts'
import { memoryOf, processesOf } from './usage.ts'

const BAR_MB = 600
/** How long the house is left alone before it is looked at. */
const IDLE_MS = 30_000

/** Memory of every process of a fresh house that nobody uses, proportional share of what they have in common. */
export async function run(): Promise<void> {
  const stack = await startStack({ logLevel: 'warn' })
  try {
    await sleep(IDLE_MS)
    const found = Object.entries(processesOf(stack)).map(([part, pids]) => {
      const mb = pids.reduce((sum, pid) => sum + memoryOf(pid), 0)
      return { part, mb, processes: pids.length }
    })
    const total = found.reduce((sum, { mb }) => sum + mb, 0)
    print([
      ['part', 'MB', 'processes'],
      ...found.map(({ part, mb, processes }) => [part, mb.toFixed(0), String(processes)]),
      ['together', total.toFixed(0), `bar ${BAR_MB}`],
    ])
    judge(total <= BAR_MB)
  } finally {
    await stack.stop()
  }
}
