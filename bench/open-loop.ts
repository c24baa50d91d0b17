import { connect, type Socket } from 'node:net'
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
 * charged for everybody who waited (no coordinated omission), because time counts from the intended start. The requests
 * are put into bytes before the clock starts: a crowd brings its own processors, and this one shares the server's.
 */
export async function fire(url: string, shots: readonly Shot[], everyMs: number): Promise<Fired> {
  const crowd = createCrowd(url)
  const requests = shots.map((shot) => bytesOf(url, shot))
  const latenciesMs: number[] = []
  const settledMs: number[] = []
  const answers = new Map<string, number>()
  let done = () => {}
  const allAnswered = new Promise<void>((resolve) => {
    done = resolve
  })
  let open = requests.length
  const began = systemClock.monotonicMs()
  for (const [n, request] of requests.entries()) {
    const due = began + n * everyMs
    const ahead = due - systemClock.monotonicMs()
    if (ahead > 1) await sleep(ahead)
    // Answers are heard between: a moment that is over already sends without giving way each time.
    else if (ahead > -1 || n % SENT_AT_ONCE === 0) await turn()
    crowd.send(request, (status) => {
      answers.set(status, (answers.get(status) ?? 0) + 1)
      const took = systemClock.monotonicMs() - due
      latenciesMs.push(took)
      if (due - began >= FIRST_MS) settledMs.push(took)
      open -= 1
      if (open === 0) done()
    })
  }
  if (open > 0) await allAnswered
  crowd.leave()
  const seconds = (systemClock.monotonicMs() - began) / 1000
  const sorted = (ms: number[]) => ms.sort((a, b) => a - b)
  return { latenciesMs: sorted(latenciesMs), settledMs: sorted(settledMs), answers, seconds }
}

const SENT_AT_ONCE = 8

/** @param share 0.99 for the 99th percentile. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

function bytesOf(url: string, { body, headers, query = '' }: Shot): Buffer {
  const { pathname, host } = new URL(url)
  const lines = Object.entries({ host, ...headers, 'content-length': String(body.byteLength) })
  const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')
  return Buffer.concat([Buffer.from(`POST ${pathname}${query} HTTP/1.1\r\n${head}\r\n`), body])
}

type Answered = (status: string) => void
type Line = { socket: Socket; answered: Answered | null; heard: string }

/**
 * Connections that stay open, one request under way on each. Node's own client takes about as long for a request as the
 * server does for its answer, which would measure the client.
 */
function createCrowd(url: string) {
  const { hostname, port } = new URL(url)
  const free: Line[] = []
  const waiting: { request: Buffer; answered: Answered }[] = []
  const lines = new Set<Line>()
  return {
    send(request: Buffer, answered: Answered): void {
      const line = free.pop() ?? (lines.size < SOCKETS_MAX ? open() : null)
      if (line) ask(line, request, answered)
      else waiting.push({ request, answered })
    },
    leave(): void {
      for (const { socket } of lines) socket.destroy()
    },
  }

  function open(): Line {
    const socket = connect({ host: hostname, port: Number(port), noDelay: true })
    const line: Line = { socket, answered: null, heard: '' }
    lines.add(line)
    socket.setEncoding('latin1')
    socket.on('data', (text: string) => {
      line.heard += text
      const status = statusIn(line.heard)
      if (status !== null) end(line, status)
    })
    // Whoever was on it has no answer; the next one opens a new connection.
    socket.on('error', () => {})
    socket.once('close', () => {
      lines.delete(line)
      const at = free.indexOf(line)
      if (at >= 0) free.splice(at, 1)
      if (line.answered) end(line, 'no answer')
    })
    return line
  }

  function ask(line: Line, request: Buffer, answered: Answered): void {
    line.heard = ''
    line.answered = answered
    line.socket.write(request)
  }

  function end(line: Line, status: string): void {
    const answered = line.answered
    line.answered = null
    if (lines.has(line)) free.push(line)
    const next = waiting.shift()
    answered?.(status)
    if (!next) return
    const other = free.pop() ?? open()
    ask(other, next.request, next.answered)
  }
}

/** The status of an answer that is whole; null while some of it is missing. Our answers all say how long they are. */
function statusIn(heard: string): string | null {
  const head = heard.indexOf('\r\n\r\n')
  if (head < 0) return null
  const length = Number(/\r\ncontent-length: (\d+)/i.exec(heard)?.[1] ?? Number.NaN)
  if (Number.isNaN(length)) return 'no length'
  return heard.length >= head + 4 + length ? heard.slice(9, 12) : null
}
