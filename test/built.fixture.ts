import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { home } from '../server/kernel/index.ts'

const run = promisify(execFile)

/** Compiled programs in a folder of their own. */
export type Built = { folder: string; remove(): Promise<void> }

/**
 * Compiles the house for one test: a process that is killed and started again must not read sources that somebody is
 * changing, the build that others use must not be touched, and what is compiled starts in a fifth of the time. Types are
 * judged elsewhere.
 * @param programs of the test itself, as `test/name.ts`; they lie in the folder as `test/name.js`.
 */
export async function buildHouse(programs: readonly string[] = []): Promise<Built> {
  // Below the package, so that its dependencies are found.
  await mkdir(join(home, '.cache'), { recursive: true })
  const folder = await mkdtemp(join(home, '.cache', 'built-'))
  const remove = () => rm(folder, { recursive: true, force: true })
  try {
    await compileInto(folder, programs)
    return { folder, remove }
  } catch (error) {
    await remove()
    throw error
  }
}

/** Compiles the house, and programs of a test, into a folder. @throws with the compiler's words. */
export async function compileInto(folder: string, programs: readonly string[] = []): Promise<void> {
  const typescript = dirname(createRequire(import.meta.url).resolve('typescript/package.json'))
  await mkdir(folder, { recursive: true })
  const plan = join(folder, 'tsconfig.json')
  const compilerOptions = { outDir: folder, sourceMap: false, noCheck: true }
  const files = programs.map((program) => join(home, program))
  const extended = join(home, 'tsconfig.build.json')
  await writeFile(
    plan,
    JSON.stringify({
      extends: extended,
      compilerOptions,
      ...(files.length > 0 ? { files } : {}),
    }),
  )
  await run(process.execPath, [join(typescript, 'bin', 'tsc'), '-p', plan])
}
