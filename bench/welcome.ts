import { type ChildProcess, spawn } from 'node:child_process'
import { loadavg } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { SANDBOX_CORP, SANDBOX_SECRET } from '../sandbox/index.ts'
import { childEnvironment, sleep, systemClock } from '../server/kernel/index.ts'
import { quantile } from './open-loop.ts'
import { type Stack, signedIn, startStack } from './stack.ts'
import { judge, print, thousands } from './table.ts'
import { cpuOf } from './usage.ts'

const CONTACTS = 2_000
const BAR_P99_MS = 2_000
/** WeCom takes no welcome after this. */
const LATEST_MS = 20_000
const BURST_MS = 1_000
const BASELINE_CONTACTS = 200
const LOOK_MS = 250
const STATE = 'burst'

/**
 * Strangers scan a code, all within a second; each is to be welcomed. The age of a welcome is told by the pretend WeCom's
 * own log: from the moment of adding to the moment at which the welcome reached the customer. Beside it the naive way: one
 * welcome after the other, each waited for. @param words how many, 2,000 unless said.
 */
export async function run(words: string[] = []): Promise<void> {
  const contacts = Number(words[0] ?? CONTACTS)
  const sandbox = await startSandboxProcess()
  const stack = await startStack({
    logLevel: 'warn',
    environment: { WECOM_BASE_URL: sandbox.url },
  })
  try {
    await stack.settle('青禾护肤')
    await connect(stack, sandbox.url)
    await burst(sandbox.url, 50)
    await untilWelcomed(sandbox.url, 50)
    const before = cpuOf(stack)
    const known = await lastEffect(sandbox.url)
    await burst(sandbox.url, contacts)
    const welcomes = await untilWelcomed(sandbox.url, contacts, known)
    const after = cpuOf(stack)
    const codes = new Set(welcomes.map(({ code }) => code))
    const ages = welcomes.map(({ ageMs }) => ageMs)
    const p99 = quantile(ages, 0.99)
    const late = ages.filter((age) => age > LATEST_MS).length
    const missed = contacts - codes.size
    const twice = welcomes.length - codes.size
    const cpu = Object.entries(after)
      .map(([part, used]) => `${part} ${(used - (before[part] ?? 0)).toFixed(1)}`)
      .join(', ')
    print([
      [
        'contacts in a second',
        'welcomed',
        'p50',
        'p99',
        'bar',
        'late',
        'twice',
        'not',
        'one after the other',
      ],
      [
        thousands(contacts),
        thousands(codes.size),
        `${Math.round(quantile(ages, 0.5))} ms`,
        `${Math.round(p99)} ms`,
        `< ${BAR_P99_MS} ms`,
        String(late),
        String(twice),
        String(missed),
        `p99 ${thousands(await naiveP99(sandbox.url, contacts))} ms`,
      ],
    ])
    print([
      [`CPU s: ${cpu}`],
      [
        `load average ${loadavg()
          .map((one) => one.toFixed(1))
          .join(' ')}`,
      ],
    ])
    judge(p99 < BAR_P99_MS && late === 0 && twice === 0 && missed === 0)
  } finally {
    await stack.stop()
    sandbox.stop()
  }
}

type SandboxProcess = { url: string; stop(): void }

async function startSandboxProcess(): Promise<SandboxProcess> {
  const built = fileURLToPath(new URL('..', import.meta.url))
  const child: ChildProcess = spawn(process.execPath, [join(built, 'sandbox', 'main.js')], {
    env: childEnvironment({ PORT: '0' }),
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const ready = z.object({ ready: z.literal(true), url: z.string() })
  const url = await new Promise<string>((done, fail) => {
    child.once('message', (said) => done(ready.parse(said).url))
    child.once('exit', (code) => fail(new Error(`the sandbox ended with ${code}`)))
  })
  return { url, stop: () => void child.kill('SIGTERM') }
}

const keys = z.object({ url: z.string(), token: z.string(), aesKey: z.string() })
const made = z.object({ id: z.string() })
const ways = z.object({ items: z.array(z.object({ phase: z.string() })) })

/** As an owner does it: the corp, its callbacks, a code with words of welcome. */
async function connect(stack: Stack, sandboxUrl: string): Promise<void> {
  const cookie = await signedIn(stack.url)
  const ask = async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const answer = await fetch(stack.url + path, {
      method,
      headers: { cookie, 'x-liuyuan': '1', 'content-type': 'application/json' },
      body: JSON.stringify(body ?? {}),
    })
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
    return answer.json()
  }
  const wanted = { corpId: SANDBOX_CORP, secret: SANDBOX_SECRET }
  const { id } = made.parse(await ask('POST', '/api/corps', wanted))
  const told = await ask('POST', `/api/corps/${id}/callback-keys`)
  await post(sandboxUrl, 'receiver', keys.parse(told))
  const source = made.parse(await ask('POST', '/api/sources', { name: '门店' }))
  await ask('POST', '/api/contact-ways', {
    name: '门店码',
    sourceId: source.id,
    userids: ['chenlan', 'zhoumu', 'linxia'],
    state: STATE,
    welcomeNew: '你好，我是{{associate}}，有什么想了解的都可以问我。',
  })
  for (;;) {
    const answer = await fetch(`${stack.url}/api/contact-ways`, {
      headers: { cookie },
    })
    if (ways.parse(await answer.json()).items.every(({ phase }) => phase === 'live')) return
    await sleep(LOOK_MS)
  }
}

async function post(url: string, path: string, body: unknown): Promise<unknown> {
  const answer = await fetch(`${url}/sandbox/${path}`, {
    method: 'POST',
    body: JSON.stringify(body),
  })
  if (!answer.ok) throw new Error(`sandbox ${path}: ${answer.status} ${await answer.text()}`)
  return answer.json()
}

/** Strangers scan, evenly spread over the time of the burst, whatever the answers take. */
async function burst(url: string, contacts: number): Promise<void> {
  const began = systemClock.monotonicMs()
  await Promise.all(
    Array.from({ length: contacts }, async (_, n) => {
      await sleep((n / contacts) * BURST_MS - (systemClock.monotonicMs() - began))
      await post(url, 'scan', { state: STATE })
    }),
  )
}

const told = z.object({
  effects: z.array(
    z.looseObject({
      no: z.number(),
      kind: z.string(),
      code: z.string().optional(),
      ageMs: z.number().optional(),
    }),
  ),
})
type Welcomed = { code: string; ageMs: number }

async function effectsAfter(url: string, after: number) {
  const answer = await fetch(`${url}/sandbox/effects?after=${after}`)
  return told.parse(await answer.json()).effects
}

async function lastEffect(url: string): Promise<number> {
  return (await effectsAfter(url, 0)).at(-1)?.no ?? 0
}

/** Everything that became of the burst, once all are welcomed or nobody can be any more. */
async function untilWelcomed(url: string, contacts: number, after = 0): Promise<Welcomed[]> {
  const until = systemClock.monotonicMs() + BURST_MS + LATEST_MS + 5_000
  for (;;) {
    const welcomed = (await effectsAfter(url, after)).flatMap(({ kind, code, ageMs }) =>
      kind === 'welcome' && code !== undefined && ageMs !== undefined ? [{ code, ageMs }] : [],
    )
    if (welcomed.length >= contacts || systemClock.monotonicMs() > until) return welcomed
    await sleep(LOOK_MS)
  }
}

/** What the last of a burst waits for when each is answered before the next begins, measured at a few. */
async function naiveP99(url: string, contacts: number): Promise<number> {
  const began = systemClock.monotonicMs()
  for (let n = 0; n < BASELINE_CONTACTS; n++) {
    await fetch(`${url}/cgi-bin/externalcontact/send_welcome_msg?access_token=none`, {
      method: 'POST',
      body: JSON.stringify({ welcome_code: 'none', text: { content: '你好' } }),
    }).then((answer) => answer.text())
  }
  const eachMs = (systemClock.monotonicMs() - began) / BASELINE_CONTACTS
  return Math.max(0, contacts * eachMs * 0.99 - BURST_MS)
}
