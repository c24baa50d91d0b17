import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdirSync, openSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { readRunState } from '../server/app/keeper/run-state.ts'
import { childEnvironment, readId, sleep } from '../server/kernel/index.ts'

/** What a kill may hit. The keeper itself is not among them: somebody must start the others again. */
export const parts = ['api', 'worker', 'postgres', 'engineHost'] as const
export type Part = (typeof parts)[number]

export type Stack = {
  url: string
  databaseUrl: string
  clickhouseUrl: string
  dataDir: string
  /** The process of a part now; null between two. */
  pid(part: Part): number | null
  keeperPid: number
  /** The first workspace, made by the set-up token as a person would. */
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

const LOOK_MS = 50
const START_MS = 90_000
const STOP_MS = 40_000

/**
 * Starts the real processes (keeper, Postgres, engine host, api, worker) over an empty data folder, on a free port.
 * @param built the folder of a build, such as `dist`; by default the one that this file is in.
 */
export async function startStack({
  built = fileURLToPath(new URL('..', import.meta.url)),
  logLevel = 'info',
} = {}): Promise<Stack> {
  const dataDir = await mkdtemp(join(tmpdir(), 'liuyuan-stack-'))
  const logFile = join(dataDir, 'stack.log')
  const log = openSync(logFile, 'a')
  const environment = childEnvironment({ DATA_DIR: dataDir, LOG_LEVEL: logLevel })
  for (const name of ['DATABASE_URL', 'CLICKHOUSE_URL', 'PORT']) delete environment[name]
  const keeper = spawn(process.execPath, [join(built, 'bench', 'stack-keeper.js'), logLevel], {
    env: environment,
    stdio: ['ignore', log, log, 'ipc'],
  })
  const logs = () => readFileSync(logFile, 'utf8')
  const run = join(dataDir, 'run')
  try {
    const state = await untilOpen(keeper, run, logs)
    return {
      ...state,
      dataDir,
      keeperPid: keeper.pid ?? 0,
      logs,
      pid: (part) => pidOf(part, dataDir),
      settle: (name) => settle(state.url, run, name),
      async stop() {
        const left = await end(keeper, dataDir)
        await rm(dataDir, { recursive: true, force: true })
        if (left.length > 0) throw new Error(`processes were left behind: ${left.join(', ')}`)
      },
    }
  } catch (error) {
    await end(keeper, dataDir)
    await rm(dataDir, { recursive: true, force: true })
    throw error
  }
}

async function untilOpen(keeper: ChildProcess, run: string, logs: () => string) {
  for (let waitedMs = 0; waitedMs < START_MS; waitedMs += LOOK_MS) {
    if (keeper.exitCode !== null) break
    const state = readRunState(run)
    if (state?.url) {
      const { url, databaseUrl, clickhouseUrl } = state
      return { url, databaseUrl, clickhouseUrl }
    }
    await sleep(LOOK_MS)
  }
  throw new Error(`the house did not open:\n${logs().slice(-4_000)}`)
}

/** The keeper tells of its children; Postgres, which it restarts silently, is asked for by its own lock file. */
function pidOf(part: Part, dataDir: string): number | null {
  const pid =
    part === 'postgres'
      ? postmasterOf(dataDir)
      : (readRunState(join(dataDir, 'run'))?.processes[part]?.pid ?? null)
  return pid !== null && lives(pid) ? pid : null
}

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
  const known = parts.flatMap((part) => {
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

/** As a person does it: the token from the data folder, a sign-in, two keys. */
async function settle(url: string, run: string, name: string): Promise<Settled> {
  mkdirSync(run, { recursive: true })
  await fetch(`${url}/api/setup`)
  const opened = await post(url, '/api/setup', {
    token: readFileSync(join(run, 'setup-token'), 'utf8').trim(),
    workspaceName: name,
    name: '林知夏',
    login: 'owner@example.test',
    password: 'a long enough password',
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

async function post(url: string, path: string, body: unknown, cookie = ''): Promise<Response> {
  const answer = await fetch(url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-liuyuan': '1', cookie },
    body: JSON.stringify(body),
  })
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
  return answer
}
