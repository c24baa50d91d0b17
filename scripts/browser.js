import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { run } from './run.js'
import { openTerminal } from './terminal.js'

const { text } = openTerminal()
/** With a font for Chinese: without it every character on a screenshot is an empty box. */
const PACKAGES = ['chromium', 'fonts-noto-cjk']

/** The path of chromium, or null. */
export function findBrowser() {
  return onPath('chromium')
}

/** Installs a browser for the browser stories where that may be done: as root, with apt-get. Else says why not. */
export async function installBrowser() {
  if (findBrowser()) return { code: 0, output: '' }
  if (process.getuid?.() !== 0 || !onPath('apt-get')) return skip(text.browserNotRoot)
  const env = { DEBIAN_FRONTEND: 'noninteractive' }
  const updated = await run('apt-get', ['update', '-q'], { env })
  const args = ['install', '-y', '-q', '--no-install-recommends', ...PACKAGES]
  const installed = updated.code === 0 ? await run('apt-get', args, { env }) : updated
  if (installed.code === 0 && findBrowser()) return installed
  return skip(`${text.browserFailed}: ${installed.output.trim().split('\n').at(-1)}`)
}

function skip(reason) {
  return { code: 0, output: '', skipped: text.noBrowser(reason) }
}

function onPath(name) {
  const folders = (process.env.PATH ?? '').split(delimiter)
  return folders.map((folder) => join(folder, name)).find(isExecutable) ?? null
}

function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}
