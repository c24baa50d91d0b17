/**
 * The first check of every command, before anything else is loaded: an older Node gets a sentence, not a syntax error.
 * This file and words.js therefore keep to syntax that Node 12 could read.
 */
import { words } from './words.js'

/** @returns {string | null} one sentence when `version` (such as `20.18.3`) is older than 20.19, else null. */
export function nodeComplaint(version, text) {
  const parts = version.split('.').map(Number)
  const isNewEnough = parts[0] > 20 || (parts[0] === 20 && parts[1] >= 19)
  return isNewEnough ? null : text.nodeTooOld(version)
}

/** Loads and runs the command only when this Node can. */
export function enter(load) {
  const complaint = nodeComplaint(process.versions.node, words(process.env))
  if (complaint) {
    process.stderr.write(`${complaint}\n`)
    process.exit(1)
  }
  load().catch((error) => {
    process.stderr.write(`${error.isSentence ? error.message : error.stack}\n`)
    process.exit(1)
  })
}
