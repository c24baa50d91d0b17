import { type ChildProcess, execFileSync, fork, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import pg from 'pg'
import { afterEach, expect, type TestContext, test, vi } from 'vitest'
import { createLog, home, newId, sleep, systemClock } from '../kernel/index.ts'
import { findBinaries, hydrate } from './binaries.ts'
import { openDatabase, type Postgres, startPostgres } from './index.ts'
import { ownerOf, readLockFile } from './lock-file.ts'
import { makeOwner } from './probe.ts'

// A loaded machine may take many seconds for an initdb or a crash recovery; none of these tests is about speed.
vi.setConfig({ testTimeout: 180_000 })
const PATIENCE_MS = 90_000

const log = createLog('test', 'silent')
const isRoot = process.getuid?.() === 0
const NOBODY = 65534

const cleaning: (() => unknown)[] = []
afterEach(async () => {
  for (const clean of cleaning.splice(0).reverse()) await clean()
}, 120_000)

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'liuyuan-supervisor-'))
  cleaning.push(() => rmSync(path, { recursive: true, force: true }))
  return path
}

async function start(dataDir: string): Promise<Postgres> {
  const server = await startPostgres({ dataDir, log, clock: systemClock })
  cleaning.push(() => server.stop())
  return server
}

async function client(url: string): Promise<pg.Client> {
  const connection = new pg.Client({ connectionString: url })
  connection.on('error', () => {})
  await connection.connect()
  cleaning.push(() => connection.end().catch(() => {}))
  return connection
}

/** Starts the server from another process. */
function hold(dataDir: string, as: { uid?: number; gid?: number } = {}): ChildProcess {
  const holder = fork(join(home, 'test', 'postgres-holder.ts'), [dataDir], {
    execArgv: ['--import', 'tsx'],
    ...as,
  })
  cleaning.push(async () => {
    holder.kill('SIGKILL')
    // It may have brought the server back just before: a stop by one process is not a stop by all.
    const lock = readLockFile(join(dataDir, 'cluster'))
    if (lock && ownerOf(lock.pid, join(dataDir, 'cluster')) === 'postmaster') {
      await (await startPostgres({ dataDir, log, clock: systemClock })).stop()
    }
  })
  return holder
}

async function hears(holder: ChildProcess): Promise<{ pid: number; adopted: boolean }> {
  const [message] = await Promise.race([once(holder, 'message'), once(holder, 'exit')])
  expect(message).toMatchObject({ pid: expect.any(Number) })
  return message
}

function skipUnless(context: TestContext, condition: boolean, reason: string): void {
  if (!condition) process.stderr.write(`skipped: ${reason}\n`)
  context.skip(!condition, reason)
}

/** Writes numbered rows until the server fails. Returns the last number that was acknowledged. */
async function writeUntilItFails(url: string, padding: number): Promise<number> {
  const connection = await client(url)
  let acknowledged = 0
  try {
    for (;;) {
      const row = [acknowledged + 1, 'x'.repeat(padding)]
      await connection.query('insert into kept (no, filler) values ($1, $2)', row)
      acknowledged += 1
    }
  } catch {
    return acknowledged
  }
}

async function countKept(url: string): Promise<number> {
  const connection = await client(url)
  const { rows } = await connection.query('select count(*)::integer as count from kept')
  await connection.end()
  return rows[0].count
}

test('a fresh start makes a cluster, and the next start finds the same server at the same address', async () => {
  const dataDir = join(folder(), 'postgres')
  const first = await start(dataDir)
  expect(first.state()).toMatchObject({ phase: 'running', adopted: false, restarts: 0 })
  const owner = await client(first.url)
  await owner.query('create table kept (no integer)')
  await first.stop()
  expect(first.state().phase).toBe('stopped')
  expect(existsSync(join(dataDir, 'cluster', 'postmaster.pid'))).toBe(false)
  const second = await start(dataDir)
  expect(second.url).toBe(first.url)
  expect(await countKept(second.url)).toBe(0)
})

test('the server is durable, private and speaks the built-in collation', async () => {
  const dataDir = join(folder(), 'postgres')
  const server = await start(dataDir)
  const owner = await client(server.url)
  const show = async (name: string) =>
    (await owner.query('select current_setting($1) as value', [name])).rows[0].value
  for (const name of ['fsync', 'full_page_writes', 'synchronous_commit', 'data_checksums']) {
    expect(await show(name)).toBe('on')
  }
  expect(await show('wal_level')).toBe('logical')
  expect(await show('listen_addresses')).toBe('127.0.0.1')
  const { rows } = await owner.query(`
    select datlocprovider as provider, datlocale as locale, pg_encoding_to_char(encoding) as encoding
    from pg_database
    where datname = current_database()`)
  expect(rows).toEqual([{ provider: 'b', locale: 'C.UTF-8', encoding: 'UTF8' }])
  expect(statSync(join(dataDir, 'password')).mode & 0o777).toBe(0o600)
  expect(statSync(dataDir).mode & 0o777).toBe(0o700)
  const stranger = new URL(server.url)
  stranger.password = 'wrong'
  await expect(client(stranger.href)).rejects.toThrow('password authentication failed')
})

test('the superuser’s address is refused by the application', async () => {
  const server = await start(join(folder(), 'postgres'))
  const opening = openDatabase(server.adminUrl, { log, role: null, maxConnections: 1 })
  await expect(opening).rejects.toThrow('the database role postgres is a superuser')
})

test('a lost password is said at once, not waited for', async () => {
  const dataDir = join(folder(), 'postgres')
  const server = await start(dataDir)
  writeFileSync(join(dataDir, 'password'), 'another')
  const starting = startPostgres({ dataDir, log, clock: systemClock })
  await expect(starting).rejects.toThrow('does not take the password')
  await server.stop()
  const again = startPostgres({ dataDir, log, clock: systemClock })
  await expect(again).rejects.toThrow('does not take the password')
  // A start that failed leaves nothing running.
  expect(existsSync(join(dataDir, 'cluster', 'postmaster.pid'))).toBe(false)
})

test('when our process is killed the server lives on and the next process adopts it', async () => {
  const dataDir = join(folder(), 'postgres')
  const holder = hold(dataDir)
  const { pid } = await hears(holder)
  holder.kill('SIGKILL')
  await once(holder, 'exit')
  const server = await start(dataDir)
  expect(server.pid()).toBe(pid)
  expect(server.state().adopted).toBe(true)
  // An adopted server is watched and brought back like one of our own.
  process.kill(pid, 'SIGKILL')
  await vi.waitFor(() => expect(server.state().restarts).toBe(1), PATIENCE_MS)
  await vi.waitFor(() => expect(server.state().phase).toBe('running'), PATIENCE_MS)
  expect(server.pid()).not.toBe(pid)
  await client(server.url)
})

test('when the server is killed it comes back by itself with every acknowledged row', async () => {
  const server = await start(join(folder(), 'postgres'))
  const owner = await client(server.url)
  await owner.query('create table kept (no integer, filler text)')
  let acknowledged = 0
  for (let round = 1; round <= 3; round++) {
    await owner.end().catch(() => {})
    const writing = writeUntilItFails(server.url, 10)
    await sleep(200)
    process.kill(server.pid() ?? 0, 'SIGKILL')
    acknowledged += await writing
    await vi.waitFor(() => expect(server.state().restarts).toBe(round), PATIENCE_MS)
    await vi.waitFor(() => expect(server.state().phase).toBe('running'), PATIENCE_MS)
    // A row that was written but not acknowledged may be there: one a round.
    const kept = await countKept(server.url)
    expect(kept).toBeGreaterThanOrEqual(acknowledged)
    expect(kept).toBeLessThanOrEqual(acknowledged + round)
  }
  expect(acknowledged).toBeGreaterThan(0)
})

test('a stop in the middle of a recovery leaves no server behind', async () => {
  const dataDir = join(folder(), 'postgres')
  const server = await start(dataDir)
  process.kill(server.pid() ?? 0, 'SIGKILL')
  await vi.waitFor(() => expect(server.state().phase).toBe('recovering'), { interval: 1 })
  await server.stop()
  expect(server.state().phase).toBe('stopped')
  const again = await start(dataDir)
  expect(again.state().adopted).toBe(false)
})

test('of two processes that start at once on an empty folder one starts the server and the other adopts it', async () => {
  const dataDir = join(folder(), 'postgres')
  const holders = [hold(dataDir), hold(dataDir)]
  const told = await Promise.all(holders.map(hears))
  expect(told[0]?.pid).toBe(told[1]?.pid)
  expect(told.map((one) => one.adopted).sort()).toEqual([false, true])
  for (const holder of holders) {
    const gone = once(holder, 'exit')
    holder.kill('SIGKILL')
    await gone
  }
  const server = await start(dataDir)
  expect(server.pid()).toBe(told[0]?.pid)
})

test('starters that find a server without our role and database make them once, without a clash', async () => {
  const server = await start(join(folder(), 'postgres'))
  const address = new URL(server.adminUrl)
  const password = decodeURIComponent(address.password)
  address.pathname = '/postgres'
  const admin = await client(address.href)
  await admin.query('drop database liuyuan')
  await Promise.all(Array.from({ length: 12 }, () => makeOwner(address.href, password)))
  expect((await admin.query("select from pg_roles where rolname = 'liuyuan'")).rowCount).toBe(1)
  await client(server.url)
})

test('a lock file that names a foreign process or a zombie does not keep the server down', async () => {
  const dataDir = join(folder(), 'postgres')
  const first = await start(dataDir)
  const lockFile = join(dataDir, 'cluster', 'postmaster.pid')
  const lines = readFileSync(lockFile, 'utf8').split('\n')
  await first.stop()
  const foreign = spawn('sleep', ['600'])
  // `exec` replaces the shell that would have reaped its child, so the child stays a zombie; it must not die before that.
  const parent = spawn('sh', ['-c', 'sleep 2 & echo $!; exec sleep 600'])
  cleaning.push(
    () => foreign.kill('SIGKILL'),
    () => parent.kill('SIGKILL'),
  )
  const [printed] = await once(parent.stdout, 'data')
  const zombie = Number(String(printed).trim())
  await vi.waitFor(() => expect(readFileSync(`/proc/${zombie}/stat`, 'utf8')).toContain(') Z '), {
    timeout: 20_000,
  })
  for (const pid of [foreign.pid, zombie]) {
    writeFileSync(lockFile, [pid, ...lines.slice(1)].join('\n'), { mode: 0o600 })
    const server = await start(dataDir)
    expect(server.pid()).not.toBe(pid)
    expect(server.state()).toMatchObject({ phase: 'running', adopted: false })
    await server.stop()
  }
  expect(foreign.exitCode).toBe(null)
})

test('the library links that a forbidden install script would make are made at the start', () => {
  const native = dirname(dirname(findBinaries().postgres))
  const copy = join(folder(), 'package', 'native')
  const filter = (path: string) => !lstatSync(path).isSymbolicLink()
  cpSync(native, copy, { recursive: true, filter })
  const version = () => spawnSync(join(copy, 'bin', 'postgres'), ['--version']).status
  expect(version()).not.toBe(0)
  hydrate(copy)
  expect(version()).toBe(0)
  hydrate(copy)
  expect(version()).toBe(0)
})

test('root runs the server below a private folder, its own or somebody else’s', async (context) => {
  skipUnless(context, isRoot, 'this is about root, and we are not')
  const own = folder()
  expect(statSync(own).mode & 0o777).toBe(0o700)
  const server = await start(join(own, 'postgres'))
  const { uid } = statSync(`/proc/${server.pid()}`)
  const seen = readFileSync(`/proc/${server.pid()}/status`, 'utf8')
  // Whatever the way (a namespace or another account), the server holds no capability of root.
  expect(seen).toMatch(/CapEff:\t0{16}/)
  expect(statSync(join(own, 'postgres', 'cluster')).uid).toBe(uid)

  const theirs = folder()
  chownSync(theirs, NOBODY, NOBODY)
  const other = await start(join(theirs, 'postgres'))
  expect(other.state().phase).toBe('running')
  expect(readFileSync(`/proc/${other.pid()}/status`, 'utf8')).toMatch(/CapEff:\t0{16}/)
})

test('where user namespaces are forbidden root runs the server as another account, or says plainly why not', async (context) => {
  skipUnless(context, isRoot, 'this is about root, and we are not')
  // Without `unshare` no namespace can be made, as in a container that forbids it.
  vi.stubEnv('PATH', '/nonexistent')
  cleaning.push(() => vi.unstubAllEnvs())
  const closed = folder()
  await expect(start(join(closed, 'postgres'))).rejects.toThrow(
    'PostgreSQL does not run as root and no ordinary account can reach',
  )
  const open = folder()
  chmodSync(open, 0o755)
  const server = await start(join(open, 'postgres'))
  expect(statSync(`/proc/${server.pid()}`).uid).not.toBe(0)
  await server.stop()
  // Also when namespaces are allowed later, the files stay with the account that has them.
  vi.unstubAllEnvs()
  const again = await start(join(open, 'postgres'))
  expect(statSync(`/proc/${again.pid()}`).uid).not.toBe(0)
})

test('an ordinary user runs the server without any trick', async (context) => {
  skipUnless(context, isRoot, 'only root can become another user; the other tests run as one')
  const readable = spawnSync('test', ['-r', join(home, 'package.json')], {
    uid: NOBODY,
    gid: NOBODY,
  })
  skipUnless(context, readable.status === 0, 'the program lies where nobody else may read it')
  const theirs = folder()
  chownSync(theirs, NOBODY, NOBODY)
  const holder = hold(join(theirs, 'postgres'), { uid: NOBODY, gid: NOBODY })
  const { pid } = await hears(holder)
  expect(statSync(`/proc/${pid}`).uid).toBe(NOBODY)
  holder.send('stop')
  await once(holder, 'exit')
  expect(existsSync(join(theirs, 'postgres', 'cluster', 'postmaster.pid'))).toBe(false)
})

test('a full disk loses no acknowledged row, and the server comes back when there is space', async (context) => {
  const disk = folder()
  const mounted = isRoot && spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=160m', newId(), disk])
  skipUnless(context, mounted !== false && mounted.status === 0, 'a small disk cannot be mounted')
  cleaning.push(() => execFileSync('umount', ['-l', disk]))
  mkdirSync(join(disk, 'data'), { mode: 0o700 })
  const ballast = join(disk, 'ballast')
  writeFileSync(ballast, Buffer.alloc(40 * 1024 * 1024))
  const server = await start(join(disk, 'data', 'postgres'))
  const owner = await client(server.url)
  await owner.query('create table kept (no integer, filler text)')
  // Kept in the row as it is, so that every row takes its place on the disk.
  await owner.query('alter table kept alter column filler set storage external')
  let acknowledged = 0
  // A table that cannot grow fails alone; the log that cannot grow ends the server.
  await vi.waitFor(
    async () => {
      acknowledged += await writeUntilItFails(server.url, 200_000).catch(() => 0)
      expect(server.state().restarts).toBeGreaterThan(0)
    },
    { timeout: PATIENCE_MS, interval: 50 },
  )
  expect(acknowledged).toBeGreaterThan(0)
  rmSync(ballast)
  const kept = await vi.waitFor(() => countKept(server.url), {
    timeout: PATIENCE_MS,
    interval: 100,
  })
  expect(kept).toBeGreaterThanOrEqual(acknowledged)
  await vi.waitFor(() => expect(server.state().phase).toBe('running'), PATIENCE_MS)
  const again = await client(server.url)
  await again.query(`insert into kept (no, filler) values (0, 'after')`)
})
