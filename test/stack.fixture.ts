import { type Stack, startStack } from '../bench/stack.ts'
import { buildHouse } from './built.fixture.ts'

/** The real processes from a build of their own. */
export async function startBuiltStack({
  hasSecondWorker,
}: {
  hasSecondWorker: boolean
}): Promise<Stack> {
  const built = await buildHouse()
  try {
    const stack = await startStack({ built: built.folder, hasSecondWorker })
    const stop = stack.stop
    // Not a copy: its addresses may change.
    return Object.assign(stack, { stop: () => stop().finally(built.remove) })
  } catch (error) {
    await built.remove()
    throw error
  }
}
