import { useState } from 'react'

/** Changes that can be taken back. */
const STEPS_MAX = 100

type Steps<T> = { past: readonly T[]; now: T; future: readonly T[] }

export type Undoable<T> = {
  now: T
  change: (next: T) => void
  undo: (() => void) | undefined
  redo: (() => void) | undefined
}

/** A value whose changes can be taken back and done again. */
export function useSteps<T>(first: T): Undoable<T> {
  const [{ past, now, future }, setSteps] = useState<Steps<T>>({ past: [], now: first, future: [] })
  const before = past.at(-1)
  const after = future[0]
  return {
    now,
    change: (next) => setSteps({ past: [...past, now].slice(-STEPS_MAX), now: next, future: [] }),
    undo:
      before === undefined
        ? undefined
        : () => setSteps({ past: past.slice(0, -1), now: before, future: [now, ...future] }),
    redo:
      after === undefined
        ? undefined
        : () => setSteps({ past: [...past, now], now: after, future: future.slice(1) }),
  }
}
