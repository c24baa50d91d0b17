import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

/**
 * The installation's secret: given by the environment, or kept in a file (mode 0600) that is made at the first start.
 * Losing it loses the phone numbers and e-mail addresses, so `liuyuan doctor` says where it is.
 */
export function installationSecret(given: string | null, file: string): Buffer {
  if (given) return Buffer.from(given, 'base64')
  if (!existsSync(file)) {
    mkdirSync(dirname(file), { recursive: true })
    // 'wx': when two processes start at once, one writes and the other reads what was written.
    try {
      writeFileSync(file, randomBytes(32).toString('base64'), { mode: 0o600, flag: 'wx' })
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
    }
  }
  return Buffer.from(readFileSync(file, 'utf8').trim(), 'base64')
}
