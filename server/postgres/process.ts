import { spawn } from 'node:child_process'
import { closeSync, existsSync, openSync, readFileSync, renameSync, statSync } from 'node:fs'
import { childEnvironment } from '../kernel/index.ts'
import type { Cluster } from './cluster.ts'
import { serverArguments } from './settings.ts'

/** A server process that is watched. */
export type Running = {
  pid: number
  /** Resolves when the process is gone, with how. */
  gone: Promise<string>
  /** Ends the watching, not the process. */
  forget(): void
}

/** How soon the death of an adopted server is noticed. The death of a child is told by the system at once. */
const WATCH_MS = 150
const LOG_LIMIT_BYTES = 8 * 1024 * 1024

/**
 * Starts `postgres` itself, not through pg_ctl, which would overwrite PG_GRANDPARENT_PID. The server gets a process
 * group of its own, so that Ctrl-C in a terminal does not stop it under the running application.
 * @param how `proven`: the pid in a stale lock file that is not a postmaster.
 */
export function spawnServer(
  cluster: Cluster,
  port: number,
  how: { settings: Record<string, string>; proven: number | null },
): { running: Running; lastWords(): string } {
  const { file, args, as } = cluster.run(
    cluster.binaries.postgres,
    serverArguments(cluster, port, how.settings),
  )
  const began = turnLog(cluster.logFile)
  const output = openSync(cluster.logFile, 'a', 0o600)
  const grandparent: Record<string, string> =
    how.proven === null ? {} : { PG_GRANDPARENT_PID: String(how.proven) }
  const child = spawn(file, args, {
    ...as,
    cwd: cluster.folder,
    detached: true,
    env: childEnvironment({ LC_ALL: 'C', ...grandparent }),
    stdio: ['ignore', output, output],
  })
  closeSync(output)
  child.unref()
  const gone = new Promise<string>((done) => {
    child.once('error', (error) => done(error.message))
    child.once('exit', (code, signal) => done(signal ? `signal ${signal}` : `exit code ${code}`))
  })
  return {
    running: { pid: child.pid ?? 0, gone, forget: () => {} },
    lastWords: () => lastWords(cluster.logFile, began),
  }
}

/** Watches a server that is not our child. @param isAlive looks at the process. */
export function watchAdopted(pid: number, isAlive: () => boolean): Running {
  let timer: NodeJS.Timeout | undefined
  const gone = new Promise<string>((done) => {
    timer = setInterval(() => {
      if (isAlive()) return
      clearInterval(timer)
      done('the adopted process ended')
    }, WATCH_MS).unref()
  })
  return { pid, gone, forget: () => clearInterval(timer) }
}

/** Keeps one older log beside the present one. Returns where the present one goes on, in bytes. */
function turnLog(file: string): number {
  if (!existsSync(file)) return 0
  const { size } = statSync(file)
  if (size < LOG_LIMIT_BYTES) return size
  renameSync(file, `${file}.1`)
  return 0
}

/** The gravest line the server wrote since it was started. */
function lastWords(file: string, from: number): string {
  const lines = readFileSync(file).subarray(from).toString('utf8').trim().split('\n')
  const grave = lines.filter((line) => /(FATAL|PANIC|could not|error while loading)/.test(line))
  return (grave.at(-1) ?? lines.at(-1) ?? '').replace(/^.*?(FATAL|PANIC|LOG):\s*/, '').slice(0, 500)
}
