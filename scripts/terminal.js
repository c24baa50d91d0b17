import { languageOf, words } from './words.js'

/** A message for the person at the terminal: shown alone, without a stack. */
export class Sentence extends Error {
  isSentence = true
}

/**
 * Where a command speaks. `say` is for progress and falls silent under --json; `print` is for results.
 * @param {{ quiet?: boolean }} options
 */
export function openTerminal({ quiet = false } = {}) {
  return {
    text: words(process.env),
    language: languageOf(process.env),
    quiet,
    say: (line) => {
      if (!quiet) process.stdout.write(`${line}\n`)
    },
    print: (line) => process.stdout.write(`${line}\n`),
    complain: (line) => process.stderr.write(`${line}\n`),
  }
}

/** Seconds since `startMs` (of performance.now), with one decimal. */
export function secondsSince(startMs) {
  return ((performance.now() - startMs) / 1000).toFixed(1)
}
