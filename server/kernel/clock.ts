/**
 * The only place that reads the machine's clock. Everything else is given a `Clock`, so that a test,
 * a replay and a workspace that lives in 1998 all run the same code.
 */
export type Clock = {
  /** The present instant (UTC). */
  now(): Date
  /** Milliseconds that never run backwards; for measuring, never for storing. */
  monotonicMs(): number
}

export const systemClock: Clock = {
  now: () => new Date(),
  monotonicMs: () => performance.now(),
}

export type ManualClock = Clock & { set(at: Date | string): void; advanceMs(ms: number): void }

/** A clock that stands still until it is moved. @param start ISO instant with an offset, e.g. `2026-11-11T09:00+08:00`. */
export function manualClock(start: Date | string): ManualClock {
  let at = new Date(start).getTime()
  return {
    now: () => new Date(at),
    monotonicMs: () => at,
    set: (next) => {
      at = new Date(next).getTime()
    },
    advanceMs: (ms) => {
      at += ms
    },
  }
}

/** `at` plus `ms` milliseconds. */
export function addMs(at: Date, ms: number): Date {
  return new Date(at.getTime() + ms)
}

/** Waits in real time. Only for back-off between tries; due work is a row with an instant. */
export function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((done) => {
    const end = () => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', end)
      done()
    }
    const timer = setTimeout(end, ms)
    if (signal?.aborted) end()
    else signal?.addEventListener('abort', end, { once: true })
  })
}
