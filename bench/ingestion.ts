import pg from 'pg'
import { sleep, systemClock } from '../server/kernel/index.ts'
import { fire, quantile, type Shot } from './open-loop.ts'
import { EVENTS_A_BODY, type Recorded, record, renew } from './recorded.ts'
import { type Settled, type Stack, startStack } from './stack.ts'
import { judge, print, thousands } from './table.ts'
import { cpuOf } from './usage.ts'

const BAR = { eventsASecond: 15_000, p99Ms: 250 }
const RATES = [5_000, 10_000, 15_000, 20_000]
const SECONDS = 10
const BODIES_OF_EACH = 60
const SETTLE_MS = 600_000
const NAIVE_MS = 5_000
const NAIVE_CONNECTIONS = 16

/**
 * Sends what the real SDKs sent, renewed, at several rates; tells what was acknowledged and how fast, and how long until
 * all of it was applied and landed. @param words other rates in events a second.
 */
export async function run(words: string[] = []): Promise<void> {
  const rates = words.map(Number).filter((rate) => rate > 0)
  const recorded = await record(BODIES_OF_EACH)
  const bytes = recorded.reduce((sum, one) => sum + one.bytes.byteLength, 0)
  process.stdout.write(
    `${recorded.length} bodies recorded, ${Math.round(bytes / recorded.length / EVENTS_A_BODY)} bytes an event\n`,
  )
  const stack = await startStack({ logLevel: 'warn' })
  try {
    const brand = await stack.settle('青禾护肤')
    const rung = climber(stack, brand, recorded)
    await rung(2_000, 3)
    const rows = []
    for (const rate of rates.length > 0 ? rates : RATES) rows.push(await rung(rate, SECONDS))
    const naive = await naiveRate(stack.databaseUrl)
    report(rows, naive)
  } finally {
    await stack.stop()
  }
}

type Rung = {
  rate: number
  accepted: number
  p50: number
  p99: number
  answers: string
  appliedASecond: number
  behindSeconds: number
  cpu: Record<string, number>
}

function climber(stack: Stack, brand: Settled, recorded: Recorded[]) {
  const authorization = `Basic ${Buffer.from(`${brand.writeKey}:`).toString('base64')}`
  let used = 0
  return async (rate: number, seconds: number): Promise<Rung> => {
    const count = Math.round((rate * seconds) / EVENTS_A_BODY)
    const shots = Array.from({ length: count }, (_, n): Shot => {
      const one = recorded[n % recorded.length]
      if (!one) throw new Error('nothing was recorded')
      used += one.idsAt.length
      return { body: renew(one, used), headers: { ...one.headers, authorization } }
    })
    const before = cpuOf(stack)
    const began = systemClock.monotonicMs()
    const fired = await fire(`${stack.url}/v1/batch`, shots, (EVENTS_A_BODY / rate) * 1000)
    const firedAt = systemClock.monotonicMs()
    await untilSettled(stack, brand)
    const settledAt = systemClock.monotonicMs()
    const after = cpuOf(stack)
    const good = fired.answers.get('200') ?? 0
    return {
      rate,
      accepted: (good * EVENTS_A_BODY) / fired.seconds,
      p50: quantile(fired.latenciesMs, 0.5),
      p99: quantile(fired.latenciesMs, 0.99),
      answers: [...fired.answers].map(([status, n]) => `${status}: ${n}`).join(' '),
      appliedASecond: (good * EVENTS_A_BODY) / ((settledAt - began) / 1000),
      behindSeconds: (settledAt - firedAt) / 1000,
      cpu: Object.fromEntries(
        Object.entries(after).map(([part, total]) => [part, total - (before[part] ?? 0)]),
      ),
    }
  }
}

async function untilSettled(stack: Stack, { apiToken }: Settled): Promise<void> {
  const headers = { authorization: `Bearer ${apiToken}` }
  for (let waitedMs = 0; waitedMs < SETTLE_MS; waitedMs += 100) {
    const text = await fetch(`${stack.url}/api/river`, { headers }).then((answer) => answer.text())
    if (/"lanes":\[\],"unlanded":0,"unreacted":0/.test(text)) return
    await sleep(100)
  }
  throw new Error('the river did not settle')
}

/** What one does first: an insert for each event, each its own transaction, in the same Postgres. */
async function naiveRate(databaseUrl: string): Promise<number> {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: NAIVE_CONNECTIONS })
  const props = JSON.stringify({ sku: 'QH-102', name: '舒缓修护精华 30ml', price: 268 })
  try {
    await pool.query('create schema naive')
    await pool.query(`
      create table naive.event (message_id text primary key, name text, person text, props jsonb, at timestamptz)`)
    const until = systemClock.monotonicMs() + NAIVE_MS
    let n = 0
    const line = async () => {
      while (systemClock.monotonicMs() < until) {
        n += 1
        await pool.query(
          `insert into naive.event values ($1, $2, $3, $4, $5) on conflict do nothing`,
          [`m-${n}`, 'Product Viewed', `QH${n % 3000}`, props, '2026-11-24T00:00:00Z'],
        )
      }
    }
    await Promise.all(Array.from({ length: NAIVE_CONNECTIONS }, line))
    return n / (NAIVE_MS / 1000)
  } finally {
    await pool.query('drop schema if exists naive cascade')
    await pool.end()
  }
}

function report(rungs: Rung[], naive: number): void {
  const cpu = (rung: Rung, part: string) => (rung.cpu[part] ?? 0).toFixed(1)
  print([
    [
      'offered/s',
      'acknowledged/s',
      'p50 ms',
      'p99 ms',
      'answers',
      'applied and landed/s',
      'behind s',
      'CPU s: api',
      'worker',
      'postgres',
      'clickhouse',
    ],
    ...rungs.map((rung) => [
      thousands(rung.rate),
      thousands(rung.accepted),
      rung.p50.toFixed(1),
      rung.p99.toFixed(1),
      rung.answers,
      thousands(rung.appliedASecond),
      rung.behindSeconds.toFixed(1),
      cpu(rung, 'api'),
      cpu(rung, 'worker'),
      cpu(rung, 'postgres'),
      cpu(rung, 'engineHost'),
    ]),
  ])
  const good = rungs.filter((rung) => rung.p99 < BAR.p99Ms && rung.answers.startsWith('200: '))
  const best = Math.max(0, ...good.map((rung) => rung.accepted))
  process.stdout.write(
    `naive, one insert per event, spared HTTP and JSON: ${thousands(naive)} events/s; ${(best / naive).toFixed(1)}x\n`,
  )
  judge(good.some((rung) => rung.rate >= BAR.eventsASecond))
}
