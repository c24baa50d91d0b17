import { type ChildProcess, spawn } from 'node:child_process'
import { loadavg } from 'node:os'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { z } from 'zod'
import { SANDBOX_CORP, SANDBOX_SECRET } from '../sandbox/index.ts'
import { childEnvironment, createLog, sleep, systemClock } from '../server/kernel/index.ts'
import { openDatabase, sql } from '../server/postgres/index.ts'
import { encrypt, sign } from '../wecom/index.ts'
import { fire, quantile, type Shot } from './open-loop.ts'
import { type Settled, type Stack, signedIn, startStack } from './stack.ts'
import { judge, print, thousands } from './table.ts'
import { cpuOf } from './usage.ts'

const BAR = { callbacksASecond: 2_000, p99Ms: 200 }
const RATES = [1_000, 2_000]
const SECONDS = 60
const WARM = { rate: 500, seconds: 3 }
const SETTLE_MS = 600_000
const SETTLE_LOOK_MS = 500
const NAIVE_MS = 5_000
const NAIVE_CONNECTIONS = 16
const SANDBOX_START_MS = 20_000

const callbackKeys = z.object({ url: z.string(), token: z.string(), aesKey: z.string() })
type Keys = z.infer<typeof callbackKeys>

/**
 * Strangers add associates, so many a second, each callback signed and encrypted as WeCom does it; tells how fast they are
 * answered, and that all of them became follows. A pretend WeCom in a process of its own is asked for their details
 * meanwhile. @param words other rates a second, for fewer seconds where it says so: `2000` or `2000x10`.
 */
export async function run(words: string[] = []): Promise<void> {
  const rungs = words.map((word) => word.split('x').map(Number))
  const sandbox = await startPretendWecom()
  const stack = await startStack({
    logLevel: 'error',
    environment: { WECOM_BASE_URL: sandbox.url },
  })
  try {
    const brand = await stack.settle('青禾护肤')
    const keys = await connect(stack)
    const rung = climber(stack, brand, keys)
    await rung(WARM.rate, WARM.seconds)
    const rows = []
    for (const [rate = 0, seconds = SECONDS] of rungs.length > 0
      ? rungs
      : RATES.map((rate) => [rate]))
      rows.push(await rung(rate, seconds))
    report(rows, await naiveRate(stack.databaseUrl))
  } finally {
    await stack.stop()
    sandbox.process.kill('SIGTERM')
  }
}

async function startPretendWecom(): Promise<{ url: string; process: ChildProcess }> {
  const program = fileURLToPath(new URL('../sandbox/main.js', import.meta.url))
  const child = spawn(process.execPath, [program], {
    env: childEnvironment({ PORT: '0' }),
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const url = await new Promise<string>((done, fail) => {
    setTimeout(() => fail(new Error('the sandbox did not start')), SANDBOX_START_MS).unref()
    child.stdout.once('data', (chunk) => done(String(chunk).trim()))
  })
  return { url, process: child }
}

/** As the owner does it. */
async function connect(stack: Stack): Promise<Keys> {
  const cookie = await signedIn(stack.url)
  const headers = {
    cookie,
    'x-liuyuan': '1',
    'content-type': 'application/json',
  }
  const body = JSON.stringify({ corpId: SANDBOX_CORP, secret: SANDBOX_SECRET })
  const made = await fetch(`${stack.url}/api/corps`, { method: 'POST', headers, body })
  if (!made.ok) throw new Error(`connect: ${made.status} ${await made.text()}`)
  const { id } = z.object({ id: z.string() }).parse(await made.json())
  const told = await fetch(`${stack.url}/api/corps/${id}/callback-keys`, {
    method: 'POST',
    headers: { cookie, 'x-liuyuan': '1' },
  })
  return callbackKeys.parse(await told.json())
}

type Rung = {
  rate: number
  answered: number
  p50: number
  p99: number
  settledP99: number
  longest: number
  answers: string
  missing: number
  behindSeconds: number
  load: number
  /** Seconds of each part while the callbacks came, not while they settled. */
  cpu: Record<string, number>
}

function climber(stack: Stack, brand: Settled, keys: Keys) {
  let used = 0
  return async (rate: number, seconds: number): Promise<Rung> => {
    const known = await followsOf(stack, brand)
    const shots = Array.from({ length: rate * seconds }, () => shotOf(keys, ++used))
    const before = cpuOf(stack)
    const crowdBefore = process.cpuUsage()
    const fired = await fire(keys.url, shots, 1000 / rate)
    const crowd = process.cpuUsage(crowdBefore)
    const firedAt = systemClock.monotonicMs()
    const atEnd = cpuOf(stack)
    await untilSettled(stack, brand)
    return {
      rate,
      answered: (fired.answers.get('200') ?? 0) / fired.seconds,
      p50: quantile(fired.latenciesMs, 0.5),
      p99: quantile(fired.latenciesMs, 0.99),
      settledP99: quantile(fired.settledMs, 0.99),
      longest: fired.latenciesMs.at(-1) ?? 0,
      answers: [...fired.answers].map(([status, n]) => `${status}: ${n}`).join(' '),
      missing: known + shots.length - (await followsOf(stack, brand)),
      behindSeconds: (systemClock.monotonicMs() - firedAt) / 1000,
      load: loadavg()[0] ?? 0,
      cpu: {
        ...Object.fromEntries(
          Object.entries(atEnd).map(([part, total]) => [part, total - (before[part] ?? 0)]),
        ),
        crowd: (crowd.user + crowd.system) / 1e6,
      },
    }
  }
}

const ASSOCIATES = 14

/** A stranger adds an associate. */
function shotOf({ token, aesKey }: Keys, no: number): Shot {
  const seconds = String(Math.floor(systemClock.now().getTime() / 1000))
  const xml = `<xml><ToUserName><![CDATA[${SANDBOX_CORP}]]></ToUserName><FromUserName><![CDATA[sys]]></FromUserName><CreateTime>${seconds}</CreateTime><MsgType><![CDATA[event]]></MsgType><Event><![CDATA[change_external_contact]]></Event><ChangeType><![CDATA[add_external_contact]]></ChangeType><UserID><![CDATA[associate${no % ASSOCIATES}]]></UserID><ExternalUserID><![CDATA[wmBench${no.toString(36).padStart(24, '0')}]]></ExternalUserID><State><![CDATA[poster_${no % 50}]]></State></xml>`
  const ciphertext = encrypt(aesKey, xml, SANDBOX_CORP)
  const nonce = String(1_000_000_000 + no)
  const query = new URLSearchParams({
    msg_signature: sign(token, seconds, nonce, ciphertext),
    timestamp: seconds,
    nonce,
  })
  const body = `<xml><ToUserName><![CDATA[${SANDBOX_CORP}]]></ToUserName><AgentID><![CDATA[1000002]]></AgentID><Encrypt><![CDATA[${ciphertext}]]></Encrypt></xml>`
  return { query: `?${query}`, body: Buffer.from(body), headers: { 'content-type': 'text/xml' } }
}

async function untilSettled(stack: Stack, { apiToken }: Settled): Promise<void> {
  const headers = { authorization: `Bearer ${apiToken}` }
  for (let waitedMs = 0; waitedMs < SETTLE_MS; waitedMs += SETTLE_LOOK_MS) {
    const text = await fetch(`${stack.url}/api/river`, { headers }).then((answer) => answer.text())
    if (!/"lane":"callback"/.test(text)) return
    await sleep(SETTLE_LOOK_MS)
  }
  throw new Error('the callbacks were not taken')
}

async function followsOf(stack: Stack, { workspaceId }: Settled): Promise<number> {
  const log = createLog('bench', 'error')
  const db = await openDatabase(stack.databaseUrl, { log, role: 'liuyuan_app', maxConnections: 1 })
  try {
    const { n } = await db.inWorkspace(workspaceId, (tx) =>
      tx.one(sql<{ n: number }>`
        select count(*) as n
        from customer.follow
        where workspace_id = ${workspaceId}
      `),
    )
    return n
  } finally {
    await db.close()
  }
}

/** What one does first: a row for each callback, each its own transaction, in the same Postgres. */
async function naiveRate(databaseUrl: string): Promise<number> {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: NAIVE_CONNECTIONS })
  try {
    await pool.query('create schema naive')
    await pool.query(
      'create table naive.callback (hash bytea primary key, xml text, at timestamptz)',
    )
    const until = systemClock.monotonicMs() + NAIVE_MS
    let n = 0
    const line = async () => {
      while (systemClock.monotonicMs() < until) {
        n += 1
        await pool.query(
          `insert into naive.callback values (sha256($1), $2, $3) on conflict do nothing`,
          [Buffer.from(`callback ${n}`), 'x'.repeat(500), '2026-11-24T00:00:00Z'],
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
      'answered/s',
      'p50 ms',
      'p99 ms',
      'after 1 s',
      'longest ms',
      'answers',
      'missing',
      'behind s',
      'CPU s: api',
      'worker',
      'postgres',
      'ClickHouse',
      'crowd',
      'load',
    ],
    ...rungs.map((rung) => [
      thousands(rung.rate),
      thousands(rung.answered),
      rung.p50.toFixed(1),
      rung.p99.toFixed(1),
      rung.settledP99.toFixed(1),
      rung.longest.toFixed(0),
      rung.answers,
      String(rung.missing),
      rung.behindSeconds.toFixed(1),
      cpu(rung, 'api'),
      cpu(rung, 'worker'),
      cpu(rung, 'postgres'),
      cpu(rung, 'engineHost'),
      cpu(rung, 'crowd'),
      rung.load.toFixed(1),
    ]),
  ])
  const good = rungs.filter(
    ({ p99, answers, missing }) => p99 < BAR.p99Ms && /^200: \d+$/.test(answers) && missing === 0,
  )
  const best = Math.max(0, ...good.map(({ answered }) => answered))
  process.stdout.write(
    `naive, one row and one transaction a callback, spared HTTP and cryptography: ${thousands(naive)}/s; ${(best / naive).toFixed(1)}x\n`,
  )
  judge(good.some(({ rate }) => rate >= BAR.callbacksASecond))
}
