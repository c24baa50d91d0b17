import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, existsSync, openSync, readFileSync } from 'node:fs'
import { z } from 'zod'
import { type Clock, childEnvironment, type Log, sleep } from '../../kernel/index.ts'
import { turned } from './log-file.ts'

export type ChildPlan = {
  name: string
  /** The program and its arguments, run with this Node. */
  program: string
  args: string[]
  nodeOptions: string[]
  environment: Record<string, string>
  /** Where its output goes; null: to our own standard error. */
  logFile: string | null
  /** How long it may take to come to an end after SIGTERM, in ms; then it is killed. */
  stopMs: number
  /** True: it tells by a message when it can be used. False: it cannot speak to us and counts as ready at once. */
  tells: boolean
}

/** What a child may tell. `progress` is a share from 0 to 1. */
const message = z.union([
  z.object({ ready: z.literal(true), url: z.string().optional() }),
  z.object({ progress: z.number().min(0).max(1) }),
])

export type ChildDeps = {
  clock: Clock
  log: Log
  /** Called after each start of a process and each end. */
  changed: () => void
  progress: (share: number) => void
}

/**
 * starting → ready → gone → starting …, until stopped. A child that died starts again: at once the first time, then
 * after growing waits. One that never became ready and died several times in a row is given up: something is wrong
 * that a restart does not mend.
 */
export type Child = {
  name: string
  pid(): number | null
  /** Resolves the first time it is ready, with the url that it told. Rejects with its last words when given up. */
  ready: Promise<string | null>
  /** Asks it to end, kills it after its time. */
  stop(): Promise<void>
  /** Ends it now. */
  kill(): void
  /** Lets a new process take its place. */
  renew(): void
}

const FIRST_WAIT_MS = 250
const LONGEST_WAIT_MS = 10_000
/** A process that lived so long has proved itself: the waits start over. */
const PROVED_MS = 30_000
const START_TRIES_MAX = 4
const LAST_WORDS_LINES = 15

/** How long to wait before the next start. @param deaths in a row, 1 or more. */
export function restartWaitMs(deaths: number): number {
  return deaths <= 1 ? 0 : Math.min(FIRST_WAIT_MS * 2 ** (deaths - 2), LONGEST_WAIT_MS)
}

/** Starts a child and keeps it running. */
export function keepChild(plan: ChildPlan, deps: ChildDeps): Child {
  const ending = new AbortController()
  const first: { tell: (url: string | null) => void; giveUp: (error: Error) => void } = {
    tell: () => {},
    giveUp: () => {},
  }
  const ready = new Promise<string | null>((tell, giveUp) => {
    Object.assign(first, { tell, giveUp })
  })
  // Whoever waits for it gets the rejection; nobody waiting is no reason to end the keeper.
  ready.catch(() => {})
  let running: ChildProcess | null = null
  let isProven = false
  const life = live()
  return {
    name: plan.name,
    pid: () => running?.pid ?? null,
    ready,
    kill: () => {
      ending.abort()
      running?.kill('SIGKILL')
    },
    renew: () => running?.kill('SIGTERM'),
    stop: async () => {
      ending.abort()
      running?.kill('SIGTERM')
      const patience = setTimeout(() => running?.kill('SIGKILL'), plan.stopMs)
      await life
      clearTimeout(patience)
    },
  }

  async function live(): Promise<void> {
    let deaths = 0
    while (!ending.signal.aborted) {
      const began = deps.clock.monotonicMs()
      const how = await liveOnce()
      if (ending.signal.aborted) return
      deaths = deps.clock.monotonicMs() - began > PROVED_MS ? 1 : deaths + 1
      if (!isProven && deaths >= START_TRIES_MAX) {
        first.giveUp(new Error(`${plan.name} does not start (${how})\n${lastWords(plan)}`.trim()))
        return
      }
      const waitMs = restartWaitMs(deaths)
      deps.log.warn({ child: plan.name, how, waitMs }, 'a process ended and is started again')
      await sleep(waitMs, ending.signal)
    }
  }

  /** @returns how the process ended. */
  function liveOnce(): Promise<string> {
    const child = launch(plan)
    running = child
    deps.changed()
    if (!plan.tells) tellReady(null)
    child.on('message', (said) => {
      const heard = message.safeParse(said)
      if (!heard.success) return
      if ('ready' in heard.data) tellReady(heard.data.url ?? null)
      else deps.progress(heard.data.progress)
    })
    return new Promise((done) => {
      const end = (how: string) => {
        running = null
        deps.changed()
        done(how)
      }
      child.once('error', (error) => {
        if (child.pid === undefined) end(error.message)
      })
      child.once('exit', (code, signal) => end(signal ? `signal ${signal}` : `exit code ${code}`))
    })
  }

  function tellReady(url: string | null): void {
    isProven = true
    first.tell(url)
  }
}

/**
 * A process group of its own: Ctrl-C in the terminal reaches the keeper alone, which ends its children in order. When the
 * keeper is killed the channel closes, and that is what ends them then.
 */
function launch(plan: ChildPlan): ChildProcess {
  const output = plan.logFile === null ? 2 : openSync(turned(plan.logFile), 'a', 0o600)
  const child = spawn(process.execPath, [...plan.nodeOptions, plan.program, ...plan.args], {
    env: childEnvironment(plan.environment),
    detached: process.platform !== 'win32',
    stdio: plan.tells ? ['ignore', output, output, 'ipc'] : ['pipe', output, output],
  })
  if (output !== 2) closeSync(output)
  return child
}

function lastWords({ logFile }: ChildPlan): string {
  if (logFile === null || !existsSync(logFile)) return ''
  return readFileSync(logFile, 'utf8').trim().split('\n').slice(-LAST_WORDS_LINES).join('\n')
}
