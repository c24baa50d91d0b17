import { existsSync, mkdirSync, renameSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { createLog, type Log } from '../../kernel/index.ts'
import type { KeepOptions } from './house.ts'

const LOG_LIMIT_BYTES = 8 * 1024 * 1024

/** The keeper's own log: a file beside those of its children, or standard error. */
export function openKeeperLog(
  { logs, logLevel }: Pick<KeepOptions, 'logs' | 'logLevel'>,
  runDir: string,
): Log {
  if (logs === 'shown') return createLog('liuyuan keeper', logLevel)
  mkdirSync(runDir, { recursive: true, mode: 0o700 })
  return createLog('liuyuan keeper', logLevel, turned(join(runDir, 'keeper.log')))
}

/** Keeps one older log beside the present one. @returns the file, which may be written to now. */
export function turned(file: string): string {
  if (existsSync(file) && statSync(file).size > LOG_LIMIT_BYTES) renameSync(file, `${file}.1`)
  return file
}
