import { type Answer, BUSY, CONFLICT, type Refusal, TOO_MANY_AT_ONCE, VERSIONS } from './answer.ts'
import type { Call } from './ask.ts'

/** How to wait, and a fraction from 0 to 1 so that those who wait do not all come back at once. */
export type Patience = { wait(ms: number): Promise<void>; chance(): number }

const TRIES = 3
const FIRST_WAIT_MS = 400
/**
 * Nobody is kept longer than this before the last try: who writes down that a call is under way also writes down until when
 * it can be.
 */
const PATIENCE_MS = 3_000
/** Several writers at once, or several versions: not carried out, and better a moment later. */
const WORTH_WAITING = new Set<number | null>([TOO_MANY_AT_ONCE, CONFLICT, VERSIONS])

/**
 * Repeats a call that WeCom asks to be repeated, at most twice, each time after a longer pause (document 90313): always when
 * it was surely not carried out, and "busy" (-1) only for what changes nothing, because it may have been.
 */
export async function patiently<T>(
  { patience, clock }: { patience?: Patience; clock: { now(): Date } },
  call: Call,
  ask: () => Promise<Answer<T>>,
): Promise<Answer<T>> {
  const begunAt = clock.now().getTime()
  for (let tries = 1; ; tries += 1) {
    const answer = await ask()
    if (answer.ok || !patience || tries >= TRIES || !isWorth(answer, call)) return answer
    const waitMs = FIRST_WAIT_MS * 2 ** (tries - 1) * (0.5 + patience.chance())
    if (clock.now().getTime() - begunAt + waitMs > PATIENCE_MS) return answer
    await patience.wait(waitMs)
  }
}

function isWorth({ errcode }: Refusal, { isRead, isHurried = false }: Call): boolean {
  if (isHurried) return false
  return WORTH_WAITING.has(errcode) || (isRead && errcode === BUSY)
}
