import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { SANDBOX_CORP, SANDBOX_SECRET } from '../sandbox/index.ts'
import { childEnvironment, sleep, systemClock } from '../server/kernel/index.ts'
import { type Stack, signedIn } from './stack.ts'

/** WeCom takes no welcome after this. */
export const LATEST_MS = 20_000
const LOOK_MS = 250
const STATE = 'burst'

type SandboxProcess = { url: string; stop(): void }

/** The pretend WeCom in a process of its own. */
export async function startSandboxProcess(): Promise<SandboxProcess> {
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
export async function connect(stack: Stack, sandboxUrl: string): Promise<void> {
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
export async function burst(url: string, contacts: number, burstMs = 1_000): Promise<void> {
  const began = systemClock.monotonicMs()
  await Promise.all(
    Array.from({ length: contacts }, async (_, n) => {
      await sleep((n / contacts) * burstMs - (systemClock.monotonicMs() - began))
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
export type Welcomed = { code: string; ageMs: number }

async function effectsAfter(url: string, after: number) {
  const answer = await fetch(`${url}/sandbox/effects?after=${after}`)
  return told.parse(await answer.json()).effects
}

export async function lastEffect(url: string): Promise<number> {
  return (await effectsAfter(url, 0)).at(-1)?.no ?? 0
}

/** Everything that became of the burst, once all are welcomed or nobody can be any more. */
export async function untilWelcomed(url: string, contacts: number, after = 0): Promise<Welcomed[]> {
  const until = systemClock.monotonicMs() + LATEST_MS + 6_000
  for (;;) {
    const welcomed = (await effectsAfter(url, after)).flatMap(({ kind, code, ageMs }) =>
      kind === 'welcome' && code !== undefined && ageMs !== undefined ? [{ code, ageMs }] : [],
    )
    if (welcomed.length >= contacts || systemClock.monotonicMs() > until) return welcomed
    await sleep(LOOK_MS)
  }
}
