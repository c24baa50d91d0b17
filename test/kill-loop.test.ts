import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Part, parts, type Settled, type Stack } from '../bench/stack.ts'
import { type Chance, seededChance, sleep, systemClock } from '../server/kernel/index.ts'
import { startImporter } from './kill-loop-importer.ts'
import { type Book, startSender } from './kill-loop-sender.ts'
import { judge, untilSettled } from './kill-loop-verdict.ts'
import { startBuiltStack } from './stack.fixture.ts'

/** LIUYUAN_KILLS=500 for a night. */
const KILLS = Number(process.env.LIUYUAN_KILLS ?? 32)
const SEED = Number(process.env.LIUYUAN_SEED ?? systemClock.now().getTime() % 1_000_000)
const SHORTEST_MS = 100
const LONGEST_MS = 3_000
/** The keeper takes everything with it but Postgres, and it takes seconds until the house stands again. */
const KEEPER_EVERY = 10
const TIMEOUT_MS = 300_000 + KILLS * 10_000

let stack: Stack
let brands: Settled[]
beforeAll(async () => {
  stack = await startBuiltStack({ hasSecondWorker: true })
  brands = [await stack.settle('青禾护肤'), await stack.settle('拾光咖啡')]
}, 180_000)
afterAll(() => stack?.stop(), 60_000)

test(
  'whatever is killed and whenever, what was acknowledged is kept and counted once',
  async () => {
    const chance = seededChance(SEED)
    const options = { seed: SEED, kills: KILLS, shortestMs: SHORTEST_MS, longestMs: LONGEST_MS }
    console.info('kill loop', JSON.stringify(options))
    const senders = brands.map(({ writeKey }, n) =>
      startSender(stack.url, writeKey, seededChance(SEED + 1 + n)),
    )
    const books = senders.map(({ book }) => book)
    const importer = startImporter(stack.url, brandAt(0), bookAt(books, 0))
    const killed = await killAround(chance)
    await untilAnswered()
    await sleep(1_000)
    await Promise.all(senders.map((sender) => sender.stop()))
    const files = await importer.stop()
    console.info('kill loop', JSON.stringify({ ...Object.fromEntries(killed), files }))
    // A storm that touched nothing proves nothing.
    expect(files).toBeGreaterThan(0)
    for (const part of parts) expect(killed.get(part), part).toBeGreaterThan(0)
    for (const [n, brand] of brands.entries()) await holds(brand, bookAt(books, n))
  },
  TIMEOUT_MS,
)

function brandAt(n: number): Settled {
  const brand = brands[n]
  if (!brand) throw new Error('no such brand')
  return brand
}

function bookAt(books: Book[], n: number): Book {
  const book = books[n]
  if (!book) throw new Error('no such book')
  return book
}

/** Holds one workspace to what its sender was told. */
async function holds(brand: Settled, book: Book): Promise<void> {
  await untilSettled(stack, brand)
  const verdict = await judge(stack, brand, book)
  const { lost, notLanded, notInHistory, doubled, phantoms, wrongOrders, ...figures } = verdict
  console.info(
    'kill loop',
    JSON.stringify({
      answers: Object.fromEntries(book.answers),
      sent: book.sent.size,
      acknowledged: book.acknowledged.size,
      imported: book.imported.size,
      resent: book.resent,
      ...figures,
    }),
  )
  expect(book.acknowledged.size).toBeGreaterThan(KILLS * 10)
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
}

/** Kills one process after the other with SIGKILL, at moments and in an order that the seed decides. */
async function killAround(chance: Chance): Promise<Map<Part, number>> {
  const killed = new Map<Part, number>(parts.map((part) => [part, 0]))
  const others = parts.filter((part) => part !== 'keeper')
  for (let n = 0; n < KILLS; ) {
    await sleep(SHORTEST_MS + chance.fraction() * (LONGEST_MS - SHORTEST_MS))
    // The first kills go round, so that a short storm hits every part too.
    const pick = n < others.length ? n : Math.floor(chance.fraction() * others.length)
    const part = n % KEEPER_EVERY === KEEPER_EVERY - 1 ? 'keeper' : (others[pick] ?? 'api')
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
