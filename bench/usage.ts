import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { parts, type Stack } from './stack.ts'

/** Ticks of the kernel a second (USER_HZ, the same on every Linux that Node runs on). */
const TICKS = 100

/** The processes of each part: a part may be several (Postgres has one for each connection). */
export function processesOf(stack: Stack): Record<string, number[]> {
  const children = childrenByParent()
  const family = (pid: number): number[] => [pid, ...(children.get(pid) ?? []).flatMap(family)]
  const found: Record<string, number[]> = {}
  for (const part of parts) {
    const pid = stack.pid(part)
    if (part === 'secondWorker' && pid === null) continue
    found[part] = pid === null ? [] : part === 'postgres' ? family(pid) : [pid]
  }
  return found
}

/** CPU seconds that each part has used so far, those of its ended children included. */
export function cpuOf(stack: Stack): Record<string, number> {
  const sums = Object.entries(processesOf(stack)).map(([part, pids]) => {
    const ticks = pids.map((pid, at) => {
      const fields = statOf(pid)
      const own = Number(fields[11] ?? 0) + Number(fields[12] ?? 0)
      const ended = Number(fields[13] ?? 0) + Number(fields[14] ?? 0)
      return at === 0 ? own + ended : own
    })
    return [part, ticks.reduce((sum, n) => sum + n, 0) / TICKS] as const
  })
  return Object.fromEntries(sums)
}

/** CPU seconds of this process and of one that it started, with that one's living children. */
export function cpuWith(pid: number | null): number {
  const children = childrenByParent()
  const family = (of: number): number[] => [of, ...(children.get(of) ?? []).flatMap(family)]
  const ticks = (pid === null ? [] : family(pid)).map((one) => {
    const fields = statOf(one)
    return Number(fields[11] ?? 0) + Number(fields[12] ?? 0)
  })
  const { user, system } = process.cpuUsage()
  return ticks.reduce((sum, n) => sum + n, 0) / TICKS + (user + system) / 1e6
}

/** CPU seconds that one process has used so far; 0 when there is none. */
export function cpuOfProcess(pid: number | null): number {
  const fields = pid === null ? [] : statOf(pid)
  return (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) / TICKS
}

/** The most memory in MB that a process ever had resident, or since `forgetPeak` (proc(5)). */
export function peakMemoryOf(pid: number | null): number {
  if (pid === null) return 0
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  return Number(/^VmHWM:\s+(\d+) kB/m.exec(status)?.[1] ?? 0) / 1024
}

export function forgetPeak(pid: number | null): void {
  if (pid !== null) writeFileSync(`/proc/${pid}/clear_refs`, '5')
}

/** Memory of a process in MB: its own pages and its share of those that it has in common with others. */
export function memoryOf(pid: number): number {
  try {
    const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8')
    return Number(/^Pss:\s+(\d+) kB/m.exec(rollup)?.[1] ?? 0) / 1024
  } catch {
    // It ended meanwhile, as Postgres' workers do.
    return 0
  }
}

function childrenByParent(): Map<number, number[]> {
  const children = new Map<number, number[]>()
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue
    const parent = Number(statOf(Number(name))[1] ?? 0)
    children.set(parent, [...(children.get(parent) ?? []), Number(name)])
  }
  return children
}

/** The fields of /proc/PID/stat after the name: state, parent, … (proc(5)); empty when it is gone. */
function statOf(pid: number): string[] {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  } catch {
    return []
  }
}
