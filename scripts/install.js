import { existsSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { INSTALL_MB, needDisk } from './checks.js'
import { hasSources, root } from './place.js'
import { run } from './run.js'
import { Sentence, secondsSince } from './terminal.js'

const REASON_LINES = 6

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
  const { code, output } = await runNpm((seconds) => say(text.still('npm', seconds)))
  if (code === 127) throw new Sentence(text.noNpm)
  if (code !== 0) throw new Sentence(text.installFailed(reasonOf(output)))
  say(text.installed(secondsSince(startMs)))
}

/**
 * `npm ci` refuses a lock file that does not list an optional package of another system, which happens where a registry
 * does not carry that one. `npm install` takes the locked versions as well and is content with what there is.
 */
async function runNpm(still) {
  const { file, first } = npm()
  const options = ['--include=dev', '--include=optional', '--no-audit', '--no-fund']
  const clean = await run(file, [...first, 'ci', ...options], { still })
  if (clean.code === 0 || !clean.output.includes('EUSAGE')) return clean
  return run(file, [...first, 'install', '--no-save', ...options], { still })
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

/** npm says first what went wrong, and then how it is used. */
function reasonOf(output) {
  const lines = output.split('\n').filter((line) => /^npm error \S/.test(line))
  return lines.slice(0, REASON_LINES).join('\n')
}
