import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './place.js'

const LOOK_MS = 500

/**
 * Installing and building by two commands at once would spoil both: they take turns.
 * @param {{ waiting: () => void }} told called once when another command is at it.
 * @param {() => Promise<void>} work
 */
export async function inTurn({ waiting }, work) {
  const folder = join(root, '.cache')
  const file = join(folder, 'turn')
  mkdirSync(folder, { recursive: true })
  let isTold = false
  while (!take(file)) {
    if (!isTold) waiting()
    isTold = true
    await new Promise((done) => setTimeout(done, LOOK_MS))
  }
  try {
    await work()
  } finally {
    rmSync(file, { force: true })
  }
}

function take(file) {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' })
    return true
  } catch (error) {
    if (error.code !== 'EEXIST') throw error
    if (!isHeld(file)) rmSync(file, { force: true })
    return false
  }
}

function isHeld(file) {
  try {
    const pid = Number(readFileSync(file, 'utf8'))
    // Empty: the other has made the file and is about to write its number into it.
    if (!pid) return true
    process.kill(pid, 0)
    return pid !== process.pid
  } catch (error) {
    return error.code === 'EPERM'
  }
}
