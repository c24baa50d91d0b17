import { spawnSync } from 'node:child_process'
import { readFileSync, realpathSync } from 'node:fs'
import { join } from 'node:path'

/** What `postmaster.pid` says: line 1 the pid, line 4 the port (missing until the server has bound it). */
export type LockFile = { pid: number; port: number | null }

/** Whose process a pid is: our postmaster, a zombie or foreign process, or nobody's. `unknown` when it cannot be told. */
export type Owner = 'postmaster' | 'other' | 'nobody' | 'unknown'

/** Reads `postmaster.pid` of a cluster; null when there is none or its first line is not a pid. Never removes it. */
export function readLockFile(cluster: string): LockFile | null {
  let lines: string[]
  try {
    lines = readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n')
  } catch {
    return null
  }
  const pid = Number(lines[0])
  if (!Number.isInteger(pid) || pid <= 0) return null
  const port = Number(lines[3])
  return { pid, port: Number.isInteger(port) && port > 0 ? port : null }
}

/**
 * Tells a live postmaster of this cluster from a zombie, a recycled pid and nothing. A zombie still answers
 * `kill(pid, 0)`, so PostgreSQL itself believes that the lock is held (19 of 30 immediate restarts failed so).
 */
export function ownerOf(pid: number, cluster: string): Owner {
  if (!exists(pid)) return 'nobody'
  if (process.platform === 'linux') return ownerFromProc(pid, cluster)
  if (process.platform === 'win32') return 'unknown'
  const { stdout } = spawnSync('ps', ['-o', 'state=,command=', '-p', String(pid)], {
    encoding: 'utf8',
  })
  if (!stdout) return 'unknown'
  if (stdout.trim().startsWith('Z')) return 'other'
  return stdout.includes(cluster) ? 'postmaster' : 'other'
}

function ownerFromProc(pid: number, cluster: string): Owner {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The name in parentheses may hold anything, so the state is looked for after the last one.
    const state = stat.slice(stat.lastIndexOf(')') + 2, stat.lastIndexOf(')') + 3)
    if (state === 'Z' || state === 'X') return 'other'
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')
    const folder = command[command.indexOf('-D') + 1]
    const ours = folder !== undefined && command.includes('-D') && same(folder, cluster)
    return ours && command.some((word) => /(^|\/)postgres$/.test(word)) ? 'postmaster' : 'other'
  } catch {
    return exists(pid) ? 'unknown' : 'nobody'
  }
}

function same(one: string, other: string): boolean {
  if (one === other) return true
  try {
    return realpathSync(one) === realpathSync(other)
  } catch {
    return false
  }
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
