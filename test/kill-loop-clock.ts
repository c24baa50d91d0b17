import { addMs, type Clock, systemClock } from '../server/kernel/index.ts'

/** As long as a call to WeCom may take by the machine's clock; a lease outlives it by half. */
const TIMEOUT_MS = 8_000

/** A clock that was right when it was born and runs `speed` times as fast since, the same in every process. */
export function fastClock(born: Date, speed: number): Clock {
  return {
    now: () => addMs(born, (systemClock.now().getTime() - born.getTime()) * speed),
    monotonicMs: () => systemClock.monotonicMs() * speed,
  }
}

export function fastTimeoutMs(speed: number): number {
  return TIMEOUT_MS / speed
}
