import type { Answer } from '../../wecom/index.ts'
import { type Clock, type Outcome, ok, refused } from '../kernel/index.ts'

/** How a job waits: as long as it takes, but not when the process is to stop. */
export type Patience = {
  clock: Clock
  signal: AbortSignal
  /** Waits; comes back early when the signal is given. */
  pause: (ms: number, signal: AbortSignal) => Promise<void>
}

/** Thrown between two pages when the process is to stop: whoever takes the job next goes on there. */
export class Stopped extends Error {}

/** A page is asked for so often in a row before the job is put off; the client itself has asked up to three times each time. */
const ROUNDS_MAX = 5
const RETRY_AFTER_MS = 500

/**
 * Asks WeCom for something that may be asked twice and can wait: while there is no room for the call it waits for that, what
 * is busy or silent is asked again after a while, what WeCom refuses for good is told at once.
 * @returns on refusal `errcode` (null: silence), `errmsg` and `isRetried`: whether asking later may help.
 * @throws Stopped when the process is to stop.
 */
export async function askPatiently<T>(
  { clock, signal, pause }: Patience,
  call: () => Promise<Answer<T>>,
): Promise<Outcome<T, 'no_answer'>> {
  for (let rounds = 1; ; ) {
    if (signal.aborted) throw new Stopped('stopped between two pages')
    const answer = await call()
    if (answer.ok) return ok(answer.value)
    const { errcode, errmsg, retry, heldUntil } = answer
    if (heldUntil) {
      await pause(heldUntil.getTime() - clock.now().getTime(), signal)
      continue
    }
    const isRetried = retry !== 'never'
    if (!isRetried || rounds >= ROUNDS_MAX)
      return refused('no_answer', { errcode, errmsg, isRetried })
    await pause(RETRY_AFTER_MS * 2 ** (rounds - 1), signal)
    rounds += 1
  }
}
