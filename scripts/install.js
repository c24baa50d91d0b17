import { existsSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { INSTALL_MB, needDisk } from './checks.js'
import { hasSources, root } from './place.js'
import { run } from './run.js'
import { Sentence, secondsSince } from './terminal.js'

const TAIL_LINES = 12

/**
 * Installs the packages when what lies in node_modules is not what package-lock.json says.
 * @throws Sentence with the end of npm's words when it fails.
 */
export async function install(terminal) {
  const { text, say } = terminal
  if (!hasSources || isInstalled()) return
  needDisk(root, INSTALL_MB, text)
  say(text.installing)
  const startMs = performance.now()
  const { file, first } = npm()
  const args = ['ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund']
  const still = (seconds) => say(text.still('npm ci', seconds))
  const { code, output } = await run(file, [...first, ...args], { still })
  if (code === 127) throw new Sentence(text.noNpm)
  if (code !== 0) throw new Sentence(text.installFailed(tailOf(output)))
  say(text.installed(secondsSince(startMs)))
}

/**
 * npm writes node_modules/.package-lock.json last, so it tells what is there, also after a broken installation.
 * Optional packages for other systems are missing by design and do not count.
 */
export function isInstalled(folder = root) {
  const there = join(folder, 'node_modules', '.package-lock.json')
  if (!existsSync(there)) return false
  const installed = readPackages(there)
  const wanted = readPackages(join(folder, 'package-lock.json'))
  return Object.entries(wanted).every(([path, { version, optional, devOptional, link, peer }]) => {
    const found = installed[path]
    if (path === '' || link) return true
    return found ? found.version === version : Boolean(optional || devOptional || peer)
  })
}

function readPackages(file) {
  return JSON.parse(readFileSync(file, 'utf8')).packages
}

/** The npm that runs us, when one does: it may not be on the PATH. */
function npm() {
  const running = process.env.npm_execpath
  if (running && basename(running).startsWith('npm-cli')) {
    return { file: process.execPath, first: [running] }
  }
  return { file: process.platform === 'win32' ? 'npm.cmd' : 'npm', first: [] }
}

function tailOf(output) {
  return output
    .split('\n')
    .filter((line) => line.trim() && !line.includes('Unknown user config'))
    .slice(-TAIL_LINES)
    .join('\n')
}
