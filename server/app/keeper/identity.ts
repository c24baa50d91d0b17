import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

/**
 * What tells a process from a later one that got the same number: the boot and the tick at which it began (Linux,
 * field 22 of /proc/pid/stat), or its start time as ps shows it. Null when no such process lives; a zombie does not.
 */
export function identityOf(pid: number): string | null {
  if (process.platform === 'linux') return fromProc(pid)
  if (process.platform === 'win32') return lives(pid) ? 'alive' : null
  return fromPs(pid)
}

function fromProc(pid: number): string | null {
  try {
    // The name in parentheses may hold spaces and parentheses, so fields are counted after the last one.
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
    return fields[0] === 'Z' || fields[0] === 'X' ? null : `${boot}/${fields[19]}`
  } catch {
    return null
  }
}

function fromPs(pid: number): string | null {
  try {
    const said = execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' })
    return said.trim() || null
  } catch {
    return null
  }
}

function lives(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
