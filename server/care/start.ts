import type { Rounds } from '../postgres/index.ts'
import { type CareDeps, startCases } from './run-clocks.ts'
import { startReplies } from './run-replies.ts'

/** Runs the clocks of cases and of answers until it is stopped. */
export function startCare(deps: CareDeps): Pick<Rounds, 'stop'> {
  const loops = [startCases(deps), startReplies(deps)]
  return {
    async stop() {
      await Promise.all(loops.map((loop) => loop.stop()))
    },
  }
}
