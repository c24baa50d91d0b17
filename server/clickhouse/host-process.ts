import { type ChildProcess, fork } from 'node:child_process'
import { createRequire } from 'node:module'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { childEnvironment } from '../kernel/index.ts'
import { UV_THREADS } from './host-config.ts'
import { type HostMessage, hostMessage, type ParentMessage } from './host-wire.ts'

/** How long one host may take to open its data (loading parts included). */
const OPEN_MS = 60_000
/** How long a stop may take before the host is killed. */
const STOP_MS = 10_000

/** One life of the host. */
export type HostProcess = {
  pid: number | null
  /** Settles when the host serves (with its port) or is gone before it did (with the reason). */
  opened: Promise<{ port: number } | { reason: string }>
  /** Settles with the reason when the process is gone. */
  gone: Promise<string>
  /** Lets queries finish, kills the process when that takes too long, and waits for its end. */
  stop(): Promise<void>
}

/** Starts one host process and tells it what to open. */
export function launchHost(
  open: Omit<Extract<ParentMessage, { kind: 'open' }>, 'kind'>,
  runAs: { uid: number; gid: number } | undefined,
): HostProcess {
  const child = fork(entry(), [], {
    execArgv: [...loader(), '--max-old-space-size=512'],
    // Its logs go where ours go; results travel by HTTP, and only a few messages by IPC.
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    env: childEnvironment({ UV_THREADPOOL_SIZE: String(UV_THREADS) }),
    ...runAs,
  })
  const heard = listen(child)
  const gone = new Promise<string>((done) => {
    child.once('error', (error) => done(error.message))
    child.once('exit', (code, signal) => done(heard.reason() ?? signal ?? `exit code ${code}`))
  })
  const opening = setTimeout(() => child.kill('SIGKILL'), OPEN_MS)
  tell(child, { kind: 'open', ...open })
  return {
    pid: child.pid ?? null,
    opened: Promise.race([heard.ready, gone.then((reason) => ({ reason }))]).finally(() =>
      clearTimeout(opening),
    ),
    gone,
    stop: async () => {
      tell(child, { kind: 'stop' })
      const late = setTimeout(() => child.kill('SIGKILL'), STOP_MS)
      await gone
      clearTimeout(late)
    },
  }
}

function listen(child: ChildProcess) {
  let last: HostMessage | null = null
  const ready = new Promise<{ port: number }>((done) => {
    child.on('message', (received: unknown) => {
      last = hostMessage.parse(received)
      if (last.kind === 'ready') done({ port: last.port })
    })
  })
  const reason = () => {
    if (last?.kind === 'failed') return last.reason
    return last?.kind === 'recycle' ? `replaced at ${last.residentMb} MB` : null
  }
  return { ready, reason }
}

/** A host that is already gone cannot be told; its end is noticed elsewhere. */
function tell(child: ChildProcess, message: ParentMessage): void {
  if (child.connected) child.send(message, () => {})
}

/** The host beside this file: TypeScript when we run from the sources, JavaScript in a build. */
function entry(): string {
  return fileURLToPath(new URL(fromSources() ? './host.ts' : './host.js', import.meta.url))
}

function loader(): string[] {
  if (!fromSources()) return []
  const tsx = createRequire(import.meta.url).resolve('tsx')
  return ['--import', pathToFileURL(tsx).href]
}

function fromSources(): boolean {
  return import.meta.url.endsWith('.ts')
}
