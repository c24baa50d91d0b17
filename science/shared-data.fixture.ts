import { existsSync, readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { parse } from 'csv-parse/sync'

const root = new URL('../../shared/data/', import.meta.url)

/** Why a test against reference data is skipped: the data are not part of the repository. */
export const absent = existsSync(root) ? false : 'skipped: ../shared/data is absent'

/** A reference file, or undefined fields' worth of nothing when it is absent (the test then skips). */
export function readJson(path: string): unknown {
  return JSON.parse(readFileSync(new URL(path, root), 'utf8'))
}

/** Rows of a gzipped csv by column name. */
export function readCsv(path: string): Record<string, string>[] {
  return parse(gunzipSync(readFileSync(new URL(path, root))), { columns: true })
}

/** Day number (days since 1970-01-01) of an ISO date or date-time, as written. */
export const dayNumber = (text: string): number =>
  Math.floor(Date.parse(`${text.slice(0, 10)}T00:00:00Z`) / 86_400_000)
