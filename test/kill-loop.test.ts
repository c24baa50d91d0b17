import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Part, parts, type Settled, type Stack } from '../bench/stack.ts'
import { type Chance, seededChance, sleep, systemClock } from '../server/kernel/index.ts'
import { startSender } from './kill-loop-sender.ts'
import { judge, untilSettled } from './kill-loop-verdict.ts'
import { startBuiltStack } from './stack.fixture.ts'

/** LIUYUAN_KILLS=500 for a night. */
const KILLS = Number(process.env.LIUYUAN_KILLS ?? 32)
const SEED = Number(process.env.LIUYUAN_SEED ?? systemClock.now().getTime() % 1_000_000)
const SHORTEST_MS = 100
const LONGEST_MS = 4_000
const TIMEOUT_MS = 300_000 + KILLS * 10_000

let stack: Stack
let settled: Settled
beforeAll(async () => {
  stack = await startBuiltStack()
  settled = await stack.settle('青禾护肤')
}, 180_000)
afterAll(() => stack?.stop(), 60_000)

test(
  'whatever is killed and whenever, what was acknowledged is kept and counted once',
  async () => {
    const chance = seededChance(SEED)
    const options = { seed: SEED, kills: KILLS, shortestMs: SHORTEST_MS, longestMs: LONGEST_MS }
    console.info('kill loop', JSON.stringify(options))
    const sender = startSender(stack.url, settled.writeKey, seededChance(SEED + 1))
    const killed = await killAround(chance)
    await untilAnswered()
    await sleep(1_000)
    await sender.stop()
    await untilSettled(stack, settled)
    const verdict = await judge(stack, settled, sender.book)
    const { lost, notLanded, notInHistory, doubled, phantoms, wrongOrders, ...figures } = verdict
    console.info(
      'kill loop',
      JSON.stringify({
        ...Object.fromEntries(killed),
        answers: Object.fromEntries(sender.book.answers),
        sent: sender.book.sent.size,
        acknowledged: sender.book.acknowledged.size,
        resent: sender.book.resent,
        ...figures,
      }),
    )
    // A storm that touched nothing proves nothing.
    expect(sender.book.acknowledged.size).toBeGreaterThan(KILLS * 10)
    expect(figures.duplicatesDropped).toBeGreaterThan(0)
    expect(figures.orders).toBeGreaterThan(0)
    expect({ lost, notLanded, notInHistory }, `I-1, seed ${SEED}`).toEqual({
      lost: [],
      notLanded: [],
      notInHistory: [],
    })
    expect({ phantoms, wrongOrders }, `I-2, seed ${SEED}`).toEqual({
      phantoms: [],
      wrongOrders: [],
    })
    expect(doubled, `I-3, seed ${SEED}`).toEqual([])
    expect(figures.inClickHouse).toBe(figures.inInbox)
    expect(figures.parked, 'nothing is set aside because of a kill').toBe(0)
  },
  TIMEOUT_MS,
)

/** Kills one process after the other with SIGKILL, at moments and in an order that the seed decides. */
async function killAround(chance: Chance): Promise<Map<Part, number>> {
  const killed = new Map<Part, number>(parts.map((part) => [part, 0]))
  for (let n = 0; n < KILLS; ) {
    await sleep(SHORTEST_MS + chance.fraction() * (LONGEST_MS - SHORTEST_MS))
    const part = parts[Math.floor(chance.fraction() * parts.length)] ?? 'api'
    const pid = stack.pid(part)
    if (pid === null) continue
    process.kill(pid, 'SIGKILL')
    killed.set(part, (killed.get(part) ?? 0) + 1)
    n += 1
  }
  return killed
}

/** The last one killed is back, too. */
async function untilAnswered(): Promise<void> {
  for (let look = 0; look < 600; look += 1) {
    const ready = await fetch(`${stack.url}/readyz`).then(
      (answer) => answer.text(),
      () => '',
    )
    if (/"postgres":"ok","clickhouse":"ok"/.test(ready)) return
    await sleep(100)
  }
  throw new Error(`the house did not come back:\n${stack.logs().slice(-3_000)}`)
}
