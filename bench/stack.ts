import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdirSync, openSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { readRunState } from '../server/app/keeper/run-state.ts'
import {
  childEnvironment,
  createLog,
  readId,
  sleep,
  systemChance,
  systemClock,
} from '../server/kernel/index.ts'
import { openDatabase } from '../server/postgres/index.ts'
import { makeKey, makeWorkspace } from '../server/staff/index.ts'

/** What a kill may hit. The keeper and the second worker are started again by the stack, as a supervisor would. */
export const parts = ['api', 'worker', 'secondWorker', 'postgres', 'engineHost', 'keeper'] as const
export type Part = (typeof parts)[number]

export type Stack = {
  url: string
  databaseUrl: string
  clickhouseUrl: string
  dataDir: string
  /** The process of a part now; null between two. */
  pid(part: Part): number | null
  /** A workspace. The first one is made by the set-up token, as a person would. */
  settle(name: string): Promise<Settled>
  /** What the processes wrote to standard error. */
  logs(): string
  /** Ends everything as Ctrl-C would, and removes the data. @throws Error when a process is left behind. */
  stop(): Promise<void>
}

export type Settled = {
  workspaceId: string
  writeKey: string
  writeKeyId: string
  apiToken: string
}

export type StackOptions = {
  /** The folder of a build, such as `dist`; by default the one that this file is in. */
  built?: string
  logLevel?: string
  environment?: Record<string, string>
  /** A worker more, as an operator would start one on another machine. */
  hasSecondWorker?: boolean
}

const LOGIN = 'owner@example.test'
const PASSWORD = 'a long enough password'
const LOOK_MS = 50
const START_MS = 90_000
const STOP_MS = 40_000
/** A second worker that died is started again after this long. */
const AGAIN_MS = 300

/**
 * Starts the real processes (keeper, Postgres, engine host, api, worker) over an empty data folder, on a free port.
 */
export async function startStack({
  built = fileURLToPath(new URL('..', import.meta.url)),
  logLevel = 'info',
  hasSecondWorker = false,
  environment = {},
}: StackOptions = {}): Promise<Stack> {
  const dataDir = await mkdtemp(join(tmpdir(), 'liuyuan-stack-'))
  const run = join(dataDir, 'run')
  const port = await freePort()
  const log = openLog(dataDir, { ...environment, LOG_LEVEL: logLevel })
  const ended = new AbortController()
  let isOpen = false
  const program = [join(built, 'bench', 'stack-keeper.js'), logLevel, String(port)]
  const keeper = keepRunning(
    () => start(program, log),
    ended.signal,
    () => isOpen,
  )
  const second = await secondOf({ built, dataDir, hasSecondWorker, log, signal: ended.signal })
  const pids = { keeper: keeper.pid, secondWorker: second.pid }
  const stop = async () => {
    ended.abort()
    await second.end()
    const left = await end(keeper.child(), dataDir)
    await rm(dataDir, { recursive: true, force: true })
    return left
  }
  try {
    const { url } = await untilOpen(keeper.child(), run, log.read)
    isOpen = true
    return {
      url,
      // A keeper that was started again may have found other ports for its engines.
      get databaseUrl() {
        return readRunState(run)?.databaseUrl ?? ''
      },
      get clickhouseUrl() {
        return readRunState(run)?.clickhouseUrl ?? ''
      },
      dataDir,
      logs: log.read,
      pid: (part) =>
        part === 'keeper' || part === 'secondWorker' ? pids[part]() : pidOf(part, dataDir),
      settle: (name) => settle({ url, run }, name),
      async stop() {
        const left = await stop()
        if (left.length > 0) throw new Error(`processes were left behind: ${left.join(', ')}`)
      },
    }
  } catch (error) {
    await stop()
    throw error
  }
}

type LogFile = { file: number; environment: Record<string, string | undefined>; read(): string }

function openLog(dataDir: string, more: Record<string, string>): LogFile {
  const path = join(dataDir, 'stack.log')
  const environment = childEnvironment({ ...more, DATA_DIR: dataDir })
  for (const name of ['DATABASE_URL', 'CLICKHOUSE_URL', 'PORT']) delete environment[name]
  return { file: openSync(path, 'a'), environment, read: () => readFileSync(path, 'utf8') }
}

function start(program: string[], { file, environment }: LogFile): ChildProcess {
  return spawn(process.execPath, program, {
    env: environment,
    stdio: ['ignore', file, file, 'ipc'],
  })
}

/** Starts a process again whenever it dies. @param mayRestart false: a first start that fails is told instead. */
function keepRunning(begin: () => ChildProcess, signal: AbortSignal, mayRestart: () => boolean) {
  let current = begin()
  const watch = () =>
    current.once('exit', () => {
      if (signal.aborted || !mayRestart()) return
      setTimeout(() => {
        if (signal.aborted) return
        current = begin()
        watch()
      }, AGAIN_MS)
    })
  watch()
  const pid = () => (current.pid && lives(current.pid) ? current.pid : null)
  return { child: () => current, pid }
}

/** A worker beside the keeper's: it follows the addresses of the engines, also after these have changed. */
async function secondOf(options: {
  built: string
  dataDir: string
  hasSecondWorker: boolean
  log: LogFile
  signal: AbortSignal
}) {
  const { built, dataDir, hasSecondWorker, log, signal } = options
  let child: ChildProcess | null = null
  let address = ''
  const look = () => {
    const state = readRunState(join(dataDir, 'run'))
    if (!state?.url || signal.aborted) return
    const isGone = child === null || child.exitCode !== null || child.signalCode !== null
    if (!isGone && address === state.clickhouseUrl + state.databaseUrl) return
    child?.kill('SIGKILL')
    address = state.clickhouseUrl + state.databaseUrl
    const engines = { DATABASE_URL: state.databaseUrl, CLICKHOUSE_URL: state.clickhouseUrl }
    const environment = { ...log.environment, ...engines, LIUYUAN_ROLE: 'worker' }
    child = start([join(built, 'server', 'app', 'main.js')], { ...log, environment })
  }
  const timer = hasSecondWorker ? setInterval(look, AGAIN_MS) : null
  return {
    pid: () => (child?.pid && lives(child.pid) ? child.pid : null),
    async end() {
      if (timer) clearInterval(timer)
      const last = child
      if (!last || last.exitCode !== null || last.signalCode !== null) return
      const gone = new Promise((done) => last.once('exit', done))
      last.kill('SIGKILL')
      await gone
    },
  }
}

/** A port that nobody listens on now. */
export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const address = server.address()
  await new Promise((done) => server.close(done))
  return typeof address === 'object' && address ? address.port : 0
}

async function untilOpen(keeper: ChildProcess, run: string, logs: () => string) {
  for (let waitedMs = 0; waitedMs < START_MS; waitedMs += LOOK_MS) {
    if (keeper.exitCode !== null) break
    const state = readRunState(run)
    if (state?.url) return { url: state.url }
    await sleep(LOOK_MS)
  }
  throw new Error(`the house did not open:\n${logs().slice(-4_000)}`)
}

/** The keeper tells of its children; Postgres, which it restarts silently, is asked for by its own lock file. */
function pidOf(part: KeptPart, dataDir: string): number | null {
  const pid =
    part === 'postgres'
      ? postmasterOf(dataDir)
      : (readRunState(join(dataDir, 'run'))?.processes[part]?.pid ?? null)
  return pid !== null && lives(pid) ? pid : null
}

type KeptPart = Exclude<Part, 'keeper' | 'secondWorker'>
const keptParts: KeptPart[] = ['api', 'worker', 'postgres', 'engineHost']

function postmasterOf(dataDir: string): number | null {
  const file = join(dataDir, 'postgres', 'cluster', 'postmaster.pid')
  if (!existsSync(file)) return null
  return Number(readFileSync(file, 'utf8').split('\n')[0]) || null
}

/** A zombie is nobody. */
function lives(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return !/\) [ZX] /.test(stat)
  } catch {
    return false
  }
}

async function end(keeper: ChildProcess, dataDir: string): Promise<string[]> {
  const known = keptParts.flatMap((part) => {
    const pid = pidOf(part, dataDir)
    return pid === null ? [] : [{ part, pid }]
  })
  const gone = new Promise<void>((done) => {
    if (keeper.exitCode !== null || keeper.signalCode !== null) done()
    else keeper.once('exit', () => done())
  })
  keeper.kill('SIGTERM')
  const patience = setTimeout(() => keeper.kill('SIGKILL'), STOP_MS)
  await gone
  clearTimeout(patience)
  const left = known.filter(({ pid }) => lives(pid))
  for (const { pid } of left) process.kill(pid, 'SIGKILL')
  return left.map(({ part, pid }) => `${part} ${pid}`)
}

const madeKey = z.object({ id: z.string(), secret: z.string() })
const me = z.object({ workspace: z.object({ id: z.string() }) })

/** As a person does it: the token from the data folder, a sign-in, two keys. A second brand is let in by the operator. */
async function settle({ url, run }: { url: string; run: string }, name: string): Promise<Settled> {
  mkdirSync(run, { recursive: true })
  await fetch(`${url}/api/setup`)
  const tokenFile = join(run, 'setup-token')
  if (!existsSync(tokenFile)) return letIn(readRunState(run)?.databaseUrl ?? '', name)
  const opened = await post(url, '/api/setup', {
    token: readFileSync(tokenFile, 'utf8').trim(),
    workspaceName: name,
    name: '林知夏',
    login: LOGIN,
    password: PASSWORD,
  })
  const cookie = opened.headers.get('set-cookie')?.split(';')[0] ?? ''
  const id = me.parse(await opened.json()).workspace.id
  const keyOf = async (kind: 'write' | 'api') => {
    const made = await post(url, '/api/keys', { kind, name: kind }, cookie)
    return madeKey.parse(await made.json())
  }
  const write = await keyOf('write')
  const api = await keyOf('api')
  return {
    workspaceId: readId('workspace', id) ?? '',
    writeKey: write.secret,
    writeKeyId: readId('key', write.id) ?? '',
    apiToken: api.secret,
  }
}

async function letIn(databaseUrl: string, name: string): Promise<Settled> {
  const log = createLog('stack', 'silent')
  const db = await openDatabase(databaseUrl, { log, role: 'liuyuan_app', maxConnections: 1 })
  const like = { name, timeZone: 'Asia/Shanghai', currency: 'CNY', isDemo: false }
  const workspaceId = await makeWorkspace(db, systemClock, like)
  const wanted = { by: null, now: systemClock.now(), chance: systemChance }
  const { write, api } = await db.inWorkspace(workspaceId, async (tx) => ({
    write: await makeKey(tx, workspaceId, { ...wanted, kind: 'write', name: 'write' }),
    api: await makeKey(tx, workspaceId, { ...wanted, kind: 'api', name: 'api' }),
  }))
  await db.close()
  const { id: writeKeyId, secret: writeKey } = write
  return { workspaceId, writeKey, writeKeyId, apiToken: api.secret }
}

/** Signs in as the owner whom the first workspace was made with: a token may not do all that a person may. @returns the cookie. */
export async function signedIn(url: string): Promise<string> {
  const answer = await post(url, '/api/session', { login: LOGIN, password: PASSWORD })
  return answer.headers.get('set-cookie')?.split(';')[0] ?? ''
}

async function post(url: string, path: string, body: unknown, cookie = ''): Promise<Response> {
  const answer = await fetch(url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-liuyuan': '1', cookie },
    body: JSON.stringify(body),
  })
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
  return answer
}
