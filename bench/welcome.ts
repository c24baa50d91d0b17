import { loadavg } from 'node:os'
import { systemClock } from '../server/kernel/index.ts'
import { quantile } from './open-loop.ts'
import { startStack } from './stack.ts'
import { judge, print, thousands } from './table.ts'
import { cpuOf } from './usage.ts'
import {
  burst,
  connect,
  LATEST_MS,
  lastEffect,
  startSandboxProcess,
  untilWelcomed,
} from './welcome-town.ts'

const CONTACTS = 2_000
const BAR_P99_MS = 2_000
const BURST_MS = 1_000
const BASELINE_CONTACTS = 200

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
