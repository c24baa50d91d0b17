import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { identityOf } from './identity.ts'

const processState = z.object({ pid: z.number(), identity: z.string() })

/** What the keeper tells about itself in `data/run/state.json` (mode 0600: the addresses carry passwords). */
const runState = z.object({
  url: z.string().nullable(),
  startedAt: z.string(),
  databaseUrl: z.string(),
  clickhouseUrl: z.string(),
  /** By name: keeper, api, worker, demo, console, postgres, engineHost. */
  processes: z.record(z.string(), processState),
})
export type RunState = z.infer<typeof runState>

const FILE = 'state.json'

export function writeRunState(
  runDir: string,
  state: Omit<RunState, 'processes'>,
  pids: Record<string, number | null>,
): void {
  const processes = Object.fromEntries(
    Object.entries(pids).flatMap(([name, pid]) => {
      const identity = pid === null ? null : identityOf(pid)
      return pid === null || identity === null ? [] : [[name, { pid, identity }]]
    }),
  )
  const draft = join(runDir, `${FILE}.new`)
  writeFileSync(draft, `${JSON.stringify({ ...state, processes }, null, 2)}\n`, { mode: 0o600 })
  renameSync(draft, join(runDir, FILE))
}

/** Null when there is none or it cannot be read: it is a hint, never the truth. */
export function readRunState(runDir: string): RunState | null {
  try {
    return runState.parse(JSON.parse(readFileSync(join(runDir, FILE), 'utf8')))
  } catch {
    return null
  }
}

/** Children that outlived a killed keeper (stopped in a debugger, say) would hold its port: they are ended. */
export function endLeftovers(runDir: string, names: readonly string[]): number[] {
  const processes = readRunState(runDir)?.processes ?? {}
  const left = names.flatMap((name) => processes[name] ?? [])
  return left.flatMap(({ pid, identity }) => {
    if (identityOf(pid) !== identity) return []
    process.kill(pid, 'SIGKILL')
    return [pid]
  })
}
