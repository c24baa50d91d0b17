import { realpathSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { enter } from './gate.js'

/** Builds what is missing or stale; with --force everything. */
async function main() {
  const { openTerminal } = await import('./terminal.js')
  const { prepare } = await import('./prepare.js')
  await prepare(openTerminal(), { force: process.argv.includes('--force') })
}

if (realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) enter(main)
