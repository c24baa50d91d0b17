import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { type Outcome, ok, refused } from '../../kernel/index.ts'
import { identityOf } from './identity.ts'

export type KeeperLock = { release(): void }

const holder = z.object({ pid: z.number().int().positive(), identity: z.string() })
type Holder = z.infer<typeof holder>

const TRIES_MAX = 5

/**
 * One keeper at a time has a data folder open. The lock file names its process and when that began, so that a lock
 * left behind by a kill, or by a container whose numbers begin anew, is not taken for a living keeper.
 * @param runDir `data/run`; made when missing. @returns refused `held` with the pid of the other.
 */
export function takeLock(runDir: string): Outcome<KeeperLock, 'held'> {
  // The folder holds addresses with passwords, tokens and logs.
  mkdirSync(runDir, { recursive: true, mode: 0o700 })
  const file = join(runDir, 'keeper.lock')
  const mine: Holder = { pid: process.pid, identity: identityOf(process.pid) ?? '' }
  for (let tries = 0; tries < TRIES_MAX; tries += 1) {
    if (put(file, mine)) return ok({ release: () => release(file, mine) })
    const other = readHolder(file)
    if (other && identityOf(other.pid) === other.identity)
      return refused('held', { pid: other.pid })
    takeAway(file, other)
  }
  return refused('held', { pid: readHolder(file)?.pid ?? 0 })
}

/** The living keeper of a data folder, or null. */
export function keeperPid(runDir: string): number | null {
  const found = readHolder(join(runDir, 'keeper.lock'))
  return found && identityOf(found.pid) === found.identity ? found.pid : null
}

/** The file appears whole or not at all: a reader never meets an empty one. */
function put(file: string, mine: Holder): boolean {
  const draft = `${file}.${mine.pid}`
  writeFileSync(draft, JSON.stringify(mine), { mode: 0o600 })
  try {
    linkSync(draft, file)
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw error
  } finally {
    rmSync(draft, { force: true })
  }
}

/**
 * Moves a lock without a keeper aside. When another starter was quicker, what was moved is that one's: it is put back.
 */
function takeAway(file: string, judged: Holder | null): void {
  const aside = `${file}.${process.pid}.old`
  try {
    renameSync(file, aside)
  } catch {
    return
  }
  const moved = readHolder(aside)
  if (moved && moved.identity !== judged?.identity) {
    try {
      linkSync(aside, file)
    } catch {
      // A third one has put its own there meanwhile; the next look decides.
    }
  }
  rmSync(aside, { force: true })
}

function release(file: string, mine: Holder): void {
  if (readHolder(file)?.identity === mine.identity) rmSync(file, { force: true })
}

function readHolder(file: string): Holder | null {
  try {
    return holder.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    return null
  }
}
