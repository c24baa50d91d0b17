import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  chmodSync,
  chownSync,
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { childEnvironment } from '../kernel/index.ts'
import { type Binaries, findBinaries } from './binaries.ts'
import { type Runner, unprivileged } from './unprivileged.ts'

/** The files of one embedded server under its data directory. */
export type Cluster = {
  binaries: Binaries
  run: Runner
  /** PGDATA. */
  folder: string
  /** Private folder of the unix socket; null when its path would be longer than the 107 bytes a socket may have. */
  socketFolder: string | null
  logFile: string
  portFile: string
  password: string
}

/** The superuser that only the supervisor, backup and restore use. */
export const ADMIN = 'postgres'
/** The login role that owns the database and migrates: not a superuser, as on most hosted servers. */
export const OWNER = 'liuyuan'

const SOCKET_PATH_BYTES = 107

/** Makes what is missing under `dataDir` (folders, password, cluster) and says where everything is. Safe to run twice at once. */
export async function prepareCluster(dataDir: string): Promise<Cluster> {
  const binaries = findBinaries()
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  const base = realpathSync(dataDir)
  const run = unprivileged(base, binaries.postgres)
  const socketFolder = join(base, 'socket')
  mkdirSync(socketFolder, { recursive: true, mode: 0o700 })
  likeItsFolder(base, socketFolder)
  const socket = Buffer.byteLength(join(socketFolder, '.s.PGSQL.65535.lock')) <= SOCKET_PATH_BYTES
  const cluster = {
    binaries,
    run,
    folder: join(base, 'cluster'),
    socketFolder: socket ? socketFolder : null,
    logFile: join(base, 'server.log'),
    portFile: join(base, 'port'),
    password: writeOnce(join(base, 'password'), randomBytes(24).toString('base64url')),
  }
  if (!existsSync(cluster.folder)) await initialize(base, cluster)
  return cluster
}

/** `postgres://` address of a role on the loopback. */
export function addressOf(cluster: Cluster, port: number, role: string, database: string): string {
  return `postgres://${role}:${cluster.password}@127.0.0.1:${port}/${database}`
}

/** The remembered port, or a free one that is remembered from now on. */
export async function rememberedPort(cluster: Cluster): Promise<number> {
  const remembered = existsSync(cluster.portFile) ? Number(readFileSync(cluster.portFile)) : 0
  if (remembered > 0) return remembered
  return Number(writeOnce(cluster.portFile, String(await freePort(0))))
}

/** Forgets a port that somebody else has taken and remembers another. */
export async function replacePort(cluster: Cluster): Promise<number> {
  const port = await freePort(0)
  writeFileSync(cluster.portFile, String(port), { mode: 0o600 })
  return port
}

/** The port when it is free on the loopback (0: any free one); 0 when it is taken. */
export function freePort(port: number): Promise<number> {
  return new Promise((done) => {
    const probe = createServer()
    probe.once('error', () => done(0))
    probe.listen(port, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => done(typeof address === 'object' && address ? address.port : 0))
    })
  })
}

/** A file of one value that the first writer decides: it appears whole or not at all. */
function writeOnce(file: string, value: string): string {
  if (!existsSync(file)) {
    const draft = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`
    writeFileSync(draft, value, { mode: 0o600, flush: true })
    try {
      linkSync(draft, file)
    } catch (error) {
      if (!existsSync(file)) throw error
    } finally {
      rmSync(draft)
    }
  }
  return readFileSync(file, 'utf8').trim()
}

/**
 * Runs initdb in a folder of its own that takes the final name when it is complete, so that a kill in the middle
 * leaves nothing that looks like a cluster, and of two starters one wins and the other uses what it made.
 */
async function initialize(base: string, cluster: Cluster): Promise<void> {
  const scratch = mkdtempSync(join(base, 'new-'))
  const passwordFile = join(scratch, 'password')
  const draft = join(scratch, 'cluster')
  likeItsFolder(base, scratch)
  writeFileSync(passwordFile, cluster.password, { mode: 0o600 })
  likeItsFolder(base, passwordFile)
  try {
    await runInitdb(cluster, draft, passwordFile)
    chmodSync(draft, 0o700)
    renameSync(draft, cluster.folder)
  } catch (error) {
    if (!existsSync(join(cluster.folder, 'PG_VERSION'))) throw error
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
}

/** The built-in C.UTF-8 collation is the same on every server; the packaged ICU 60 is not. */
function runInitdb(cluster: Cluster, folder: string, passwordFile: string): Promise<void> {
  const { file, args, as } = cluster.run(cluster.binaries.initdb, [
    ...['-D', folder, '-U', ADMIN, `--pwfile=${passwordFile}`, '--auth=scram-sha-256'],
    ...['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'],
    ...['--no-instructions'],
  ])
  return new Promise((done, fail) => {
    const child = spawn(file, args, {
      ...as,
      cwd: '/',
      env: childEnvironment({ LC_ALL: 'C' }),
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    let said = ''
    child.stderr.on('data', (chunk) => {
      said = `${said}${chunk}`.slice(-2000)
    })
    child.once('error', fail)
    child.once('close', (code) => {
      if (code === 0) done()
      else fail(new Error(`PostgreSQL could not make its data folder ${folder}: ${said.trim()}`))
    })
  })
}

/** When root runs the server as another account, what root makes for it belongs to that account. */
function likeItsFolder(folder: string, path: string): void {
  const { uid, gid } = statSync(folder)
  if (process.getuid?.() === 0) chownSync(path, uid, gid)
}
