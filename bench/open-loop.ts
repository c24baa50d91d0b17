import { Agent, request } from 'node:http'
import { setImmediate as turn } from 'node:timers/promises'
import { sleep, systemClock } from '../server/kernel/index.ts'

/** `query` follows the address, question mark included. */
export type Shot = { body: Buffer; headers: Record<string, string>; query?: string }
export type Fired = {
  /** Milliseconds from the moment at which the request was meant to go out to its whole answer, sorted. */
  latenciesMs: number[]
  /** The same of those that went out after the first second, when every connection is open. */
  settledMs: number[]
  /** Answers by status; `no answer` for broken connections. */
  answers: Map<string, number>
  seconds: number
}

const SOCKETS_MAX = 256
const FIRST_MS = 1_000

/**
 * Sends requests at a fixed rate whether or not earlier ones were answered, as a crowd does. A server that stalls is
 * charged for everybody who waited (no coordinated omission), because time counts from the intended start.
 */
export async function fire(url: string, shots: Shot[], everyMs: number): Promise<Fired> {
  const agent = new Agent({ keepAlive: true, maxSockets: SOCKETS_MAX })
  const latenciesMs: number[] = []
  const settledMs: number[] = []
  const answers = new Map<string, number>()
  const waiting: Promise<void>[] = []
  const began = systemClock.monotonicMs()
  for (const [n, shot] of shots.entries()) {
    const due = began + n * everyMs
    const ahead = due - systemClock.monotonicMs()
    if (ahead > 1) await sleep(ahead)
    else await turn()
    waiting.push(
      send(agent, url, shot).then((status) => {
        answers.set(status, (answers.get(status) ?? 0) + 1)
        const took = systemClock.monotonicMs() - due
        latenciesMs.push(took)
        if (due - began >= FIRST_MS) settledMs.push(took)
      }),
    )
  }
  await Promise.all(waiting)
  agent.destroy()
  const seconds = (systemClock.monotonicMs() - began) / 1000
  const sorted = (ms: number[]) => ms.sort((a, b) => a - b)
  return { latenciesMs: sorted(latenciesMs), settledMs: sorted(settledMs), answers, seconds }
}

/** @param share 0.99 for the 99th percentile. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

function send(agent: Agent, url: string, { body, headers, query = '' }: Shot): Promise<string> {
  return new Promise((done) => {
    const asking = request(
      url + query,
      { method: 'POST', agent, headers: { ...headers, 'content-length': body.byteLength } },
      (answer) => {
        answer.resume()
        answer.once('end', () => done(String(answer.statusCode)))
        answer.once('error', () => done('no answer'))
      },
    )
    asking.once('error', () => done('no answer'))
    asking.end(body)
  })
}
