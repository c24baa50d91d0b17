import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The package's own folder, from the sources as from the build: where `db/`, `dist/` and `package.json` are. */
export const home = find(dirname(fileURLToPath(import.meta.url)))

function find(from: string): string {
  if (existsSync(join(from, 'package.json')) && existsSync(join(from, 'db'))) return from
  const up = dirname(from)
  if (up === from) throw new Error('the package folder was not found')
  return find(up)
}
