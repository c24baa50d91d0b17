import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { type Stack, startStack } from '../bench/stack.ts'
import { home } from '../server/kernel/index.ts'

const run = promisify(execFile)

/**
 * The real processes from a build of their own: a process that is killed and started again must not read sources that
 * somebody is changing, and the build that others use must not be touched.
 */
export async function startBuiltStack({
  hasSecondWorker,
}: {
  hasSecondWorker: boolean
}): Promise<Stack> {
  // Below the package, so that its dependencies are found.
  await mkdir(join(home, '.cache'), { recursive: true })
  const built = await mkdtemp(join(home, '.cache', 'stack-'))
  const compiler = join(
    dirname(createRequire(import.meta.url).resolve('typescript/package.json')),
    'bin',
    'tsc',
  )
  const options = [
    '-p',
    join(home, 'tsconfig.build.json'),
    '--outDir',
    built,
    '--sourceMap',
    'false',
    '--noCheck',
  ]
  try {
    await run(process.execPath, [compiler, ...options])
    const stack = await startStack({ built, hasSecondWorker })
    const stop = stack.stop
    // Not a copy: its addresses may change.
    return Object.assign(stack, {
      stop: () => stop().finally(() => rm(built, { recursive: true, force: true })),
    })
  } catch (error) {
    await rm(built, { recursive: true, force: true })
    throw error
  }
}
