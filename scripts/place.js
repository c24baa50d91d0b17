import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The package's own folder. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)))

/** False where Liuyuan was installed as a package: it comes built and npm put its dependencies beside it. */
export const hasSources =
  existsSync(join(root, 'server')) && existsSync(join(root, 'tsconfig.json'))

/** The program of an installed package, to be run with this Node: works on every system, whatever the shell. */
export function tool(packageName, program = packageName) {
  const folder = join(root, 'node_modules', packageName)
  const { bin } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  return join(folder, typeof bin === 'string' ? bin : bin[program])
}
