import { type ChildProcess, spawn } from 'node:child_process'
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { identityOf } from '../server/app/keeper/identity.ts'
import { childEnvironment, createLog, home, sleep, systemClock } from '../server/kernel/index.ts'
import { startPostgres } from '../server/postgres/index.ts'
import { compileInto } from './built.fixture.ts'

/**
 * The real keeper with real engines, compiled into a folder of its own; only what it keeps (api, worker, demo) is
 * replaced by programs that do nothing but say that they are ready, so that killing them costs nobody anything.
 */
const API = `
import { createServer } from 'node:http'
const end = () => process.exit(0)
process.on('disconnect', end)
process.on('SIGTERM', end)
const { LIUYUAN_ROLE, PORT, HOST } = process.env
if (process.env.BREAK === LIUYUAN_ROLE) throw new Error('broken on purpose')
if (LIUYUAN_ROLE === 'api') {
  const answer = (request, response) => response.end(String(process.pid))
  createServer(answer).listen(Number(PORT), HOST, () => process.send({ ready: true, url: 'http://' + HOST + ':' + PORT }))
} else {
  setInterval(() => {}, 1000)
  process.send({ ready: true })
}`
const DEMO = `
import { writeFileSync } from 'node:fs'
const end = () => process.exit(0)
process.on('disconnect', end)
process.on('SIGTERM', end)
const known = { login: 'demo', password: 'secret', writeKey: 'wk', apiToken: 'at' }
writeFileSync(process.env.DATA_DIR + '/run/demo.json', JSON.stringify(known))
process.send({ progress: 0.5 })
process.send({ ready: true })
setInterval(() => {}, 1000)`
const RUN = `
import { keep } from './dist/server/app/keeper/keep.js'
const line = (text) => process.stdout.write(text + '\\n')
process.exitCode = await keep({
  command: 'demo', role: 'all', port: 0, isJson: true, isReset: process.argv[2] === 'reset', logs: 'files', logLevel: 'silent',
  language: 'en', say: () => {}, print: line, complain: line,
})`

let folder = ''
let dataDir = ''
const started: ChildProcess[] = []

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'liuyuan-keeper-'))
  dataDir = join(folder, 'data')
  for (const name of ['node_modules', 'db']) symlinkSync(join(home, name), join(folder, name))
  copyFileSync(join(home, 'package.json'), join(folder, 'package.json'))
  const dist = join(folder, 'dist')
  await compileInto(dist)
  mkdirSync(join(dist, 'demo'), { recursive: true })
  writeFileSync(join(dist, 'server', 'app', 'main.js'), API)
  writeFileSync(join(dist, 'demo', 'main.js'), DEMO)
  writeFileSync(join(folder, 'run.mjs'), RUN)
}, 120_000)

afterAll(async () => {
  for (const child of started) child.kill('SIGKILL')
  const log = createLog('test', 'silent')
  const server = await startPostgres({
    dataDir: join(dataDir, 'postgres'),
    log,
    clock: systemClock,
  })
  await server.stop()
  rmSync(folder, { recursive: true, force: true })
}, 60_000)

type Kept = { child: ChildProcess; said(): string; ended: Promise<number | null> }

function keeper(args: string[] = [], environment: Record<string, string> = {}): Kept {
  const env = childEnvironment({
    DATA_DIR: dataDir,
    DATABASE_URL: '',
    CLICKHOUSE_URL: '',
    ...environment,
  })
  const child = spawn(process.execPath, [join(folder, 'run.mjs'), ...args], { env })
  started.push(child)
  let said = ''
  child.stdout.on('data', (chunk) => {
    said += chunk
  })
  const ended = new Promise<number | null>((done) => child.once('exit', (code) => done(code)))
  return { child, said: () => said, ended }
}

/** Looks until it is so; the test's own time limit ends it. */
async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isSo())) await sleep(50)
}

async function ready(kept: Kept): Promise<Record<string, string>> {
  await until(() => kept.said().includes('\n') || kept.child.exitCode !== null)
  return JSON.parse(kept.said())
}

function processes(): Record<string, { pid: number; identity: string }> {
  return JSON.parse(readFileSync(join(dataDir, 'run', 'state.json'), 'utf8')).processes
}

function isAlive(name: string, among: ReturnType<typeof processes>): boolean {
  const one = among[name]
  return one !== undefined && identityOf(one.pid) === one.identity
}

async function answer(url: string | undefined): Promise<string> {
  try {
    return await (await fetch(url ?? '')).text()
  } catch {
    return ''
  }
}

test('the keeper says one line when all is ready, replaces what is killed, and ends everything in order', async () => {
  const kept = keeper()
  const line = await ready(kept)
  expect(kept.said().trim().split('\n')).toHaveLength(1)
  expect(line).toMatchObject({ login: 'demo', password: 'secret', writeKey: 'wk', apiToken: 'at' })
  const before = processes()
  expect(Object.keys(before).sort()).toEqual([
    'api',
    'demo',
    'engineHost',
    'keeper',
    'postgres',
    'sandbox',
    'worker',
  ])
  expect(await answer(`${line.sandboxUrl}/sandbox/state`)).toContain('wwliuyuansandbox')

  const killed = String(before.api?.pid)
  expect(await answer(line.url)).toBe(killed)
  process.kill(Number(killed), 'SIGKILL')
  await until(async () => !['', killed].includes(await answer(line.url)))
  expect(String(processes().api?.pid)).toBe(await answer(line.url))

  const second = keeper()
  expect(await second.ended).toBe(1)
  expect(second.said()).toContain(`Another Liuyuan (process ${kept.child.pid})`)
  expect(second.said()).toContain(line.url)

  // npm passes a Ctrl-C on that the terminal has sent already: both are one wish.
  const last = processes()
  kept.child.kill('SIGINT')
  kept.child.kill('SIGINT')
  expect(await kept.ended).toBe(0)
  expect(Object.keys(last).filter((name) => isAlive(name, last))).toEqual([])
}, 90_000)

test('a killed keeper leaves nothing but Postgres, which the next one adopts', async () => {
  const first = keeper()
  await ready(first)
  const left = processes()
  first.child.kill('SIGKILL')
  await until(
    () => !['api', 'worker', 'demo', 'sandbox', 'engineHost'].some((name) => isAlive(name, left)),
  )
  expect(isAlive('postgres', left)).toBe(true)

  const next = keeper()
  await ready(next)
  expect(processes().postgres).toEqual(left.postgres)
  next.child.kill('SIGTERM')
  expect(await next.ended).toBe(0)
  expect(isAlive('postgres', left)).toBe(false)
}, 90_000)

test('a process that never starts ends the start with its last words, and no engine stays behind', async () => {
  const kept = keeper([], { BREAK: 'worker' })
  expect(await kept.ended).toBe(1)
  expect(kept.said()).toContain('worker does not start')
  expect(kept.said()).toContain('broken on purpose')
  const left = processes()
  expect(Object.keys(left).filter((name) => isAlive(name, left))).toEqual([])
}, 90_000)

test('a reset removes the demo’s data and nothing else in the folder', async () => {
  writeFileSync(join(dataDir, 'mine.txt'), 'keep')
  const password = readFileSync(join(dataDir, 'postgres', 'password'), 'utf8')
  const kept = keeper(['reset'])
  await ready(kept)
  kept.child.kill('SIGTERM')
  expect(await kept.ended).toBe(0)
  expect(readFileSync(join(dataDir, 'mine.txt'), 'utf8')).toBe('keep')
  expect(readFileSync(join(dataDir, 'postgres', 'password'), 'utf8')).not.toBe(password)
}, 90_000)
