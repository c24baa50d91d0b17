import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { dataPaths, home } from '../../kernel/index.ts'
import type { ChildPlan } from './child.ts'

export type Roles = {
  command: 'demo' | 'start' | 'dev'
  role: 'all' | 'api' | 'worker'
  port: number
  host: string
  dataDir: string
  logs: 'files' | 'shown'
  databaseUrl: string
  clickhouseUrl: string
  /** The demo's pretend WeCom; null: the real one, or wherever the environment says. */
  sandboxPort: number | null
}

/** All stops together stay below 15 s: api and demo at once, then the worker, then the engines. */
const API_STOP_MS = 6_000
const WORKER_STOP_MS = 4_000
const CONSOLE_STOP_MS = 1_000
const SANDBOX_STOP_MS = 3_000

/**
 * Small young generations: the processes idle most of the time, and three of them with Node's 16 MB semi-spaces would
 * keep some 100 MB that nobody uses.
 */
const MEMORY_OPTIONS = ['--max-semi-space-size=4']

/** The program's own files, from the sources as from the build. */
const isSource = import.meta.url.endsWith('.ts')

/** The server process for HTTP. */
export function apiPlan(roles: Roles): ChildPlan {
  return serverPlan(roles, 'api', API_STOP_MS)
}

/** The server process for the river and for jobs. */
export function workerPlan(roles: Roles): ChildPlan {
  return serverPlan(roles, 'worker', WORKER_STOP_MS)
}

/** The demo brand's life. @param url where the api listens. */
export function demoPlan(roles: Roles, url: string): ChildPlan {
  const plan = serverPlan(roles, 'demo', API_STOP_MS)
  const environment = { ...plan.environment, LIUYUAN_ROLE: 'worker', LIUYUAN_URL: url }
  return { ...plan, ...programOf('demo/main', roles.command), environment }
}

/** The demo's pretend WeCom, whose world is kept beside the data. */
export function sandboxPlan({ command, dataDir }: Roles, port: number): ChildPlan {
  const { run, sandbox } = dataPaths(dataDir)
  return {
    name: 'sandbox',
    ...programOf('sandbox/main', command),
    args: [],
    environment: {
      PORT: String(port),
      SANDBOX_DIR: sandbox,
      SANDBOX_PHONE: join(home, 'dist', 'web', 'phone'),
      MALLOC_ARENA_MAX: '2',
    },
    logFile: join(run, 'sandbox.log'),
    stopMs: SANDBOX_STOP_MS,
    tells: true,
  }
}

/** Where the sandbox listens. */
export function sandboxUrl(port: number): string {
  return `http://127.0.0.1:${port}`
}

/** Vite's server with hot reload, in development. @param at where it listens. @param apiUrl where it asks for data. */
export function consolePlan(at: { host: string; port: number }, apiUrl: string): ChildPlan {
  return {
    name: 'console',
    program: join(home, 'node_modules', 'vite', 'bin', 'vite.js'),
    args: [
      ...['--config', join(home, 'vite.config.ts'), '--clearScreen', 'false'],
      // The address was printed already: another port, taken in silence, would make it untrue.
      ...['--host', at.host, '--port', String(at.port), '--strictPort'],
    ],
    nodeOptions: [],
    environment: { LIUYUAN_URL: apiUrl },
    logFile: null,
    stopMs: CONSOLE_STOP_MS,
    tells: false,
  }
}

function serverPlan(roles: Roles, name: 'api' | 'worker' | 'demo', stopMs: number): ChildPlan {
  const { command, dataDir } = roles
  return {
    name,
    ...programOf('server/app/main', command),
    args: [],
    environment: {
      DATABASE_URL: roles.databaseUrl,
      CLICKHOUSE_URL: roles.clickhouseUrl,
      DATA_DIR: dataDir,
      PORT: String(roles.port),
      HOST: roles.host,
      LIUYUAN_ROLE: name === 'demo' ? 'worker' : name,
      LIUYUAN_DEMO: command === 'demo' ? '1' : '0',
      ...(roles.sandboxPort === null ? {} : { WECOM_BASE_URL: sandboxUrl(roles.sandboxPort) }),
      // glibc keeps an arena per thread otherwise, and hands little back.
      MALLOC_ARENA_MAX: '2',
    },
    logFile: roles.logs === 'files' ? join(dataPaths(dataDir).run, `${name}.log`) : null,
    stopMs,
    tells: true,
  }
}

/** In development the sources themselves run, so that a change counts without a build. */
function programOf(name: string, command: Roles['command']) {
  if (command !== 'dev' && !isSource) return { program: built(name), nodeOptions: MEMORY_OPTIONS }
  const tsx = createRequire(import.meta.url).resolve('tsx')
  const nodeOptions = [...MEMORY_OPTIONS, '--import', pathToFileURL(tsx).href]
  return { program: join(home, `${name}.ts`), nodeOptions }
}

/** Beside this file's own build: a copy of the build in another folder runs its own programs. */
function built(name: string): string {
  return fileURLToPath(new URL(`../../../${name}.js`, import.meta.url))
}
