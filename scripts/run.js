import { spawn } from 'node:child_process'
import { root } from './place.js'

const TAIL_CHARACTERS = 20_000
/** A person who sees nothing move for longer than this thinks that it hangs. */
const STILL_MS = 10_000

/**
 * Runs a program to its end and keeps what it says.
 * @param {string} file
 * @param {string[]} args
 * @param {{ env?: Record<string, string | undefined>, show?: boolean, still?: (seconds: number) => void }} options
 *   `show`: its output goes to the terminal at once. `still`: called every ten seconds while it runs.
 * @returns {Promise<{ code: number, output: string }>}
 */
export function run(file, args, { env = {}, show = false, still } = {}) {
  return new Promise((done) => {
    const startMs = performance.now()
    const child = spawn(file, args, {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: show ? ['ignore', 'inherit', 'inherit'] : ['ignore', 'pipe', 'pipe'],
    })
    let output = ''
    const keep = (chunk) => {
      output = (output + chunk).slice(-TAIL_CHARACTERS)
    }
    child.stdout?.on('data', keep)
    child.stderr?.on('data', keep)
    const ticking = still
      ? setInterval(() => still(Math.round((performance.now() - startMs) / 1000)), STILL_MS)
      : undefined
    child.once('error', (error) => {
      clearInterval(ticking)
      done({ code: 127, output: error.message })
    })
    child.once('close', (code) => {
      clearInterval(ticking)
      done({ code: code ?? 1, output })
    })
  })
}

/** Runs a JavaScript program with this Node. */
export function runNode(program, args, options) {
  return run(process.execPath, [program, ...args], options)
}
