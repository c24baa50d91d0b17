/** The wish to stop, from a signal: once, and once more for those in a hurry. */
export type Ending = {
  /** Resolves when somebody wants an end. */
  wished: Promise<void>
  isWished(): boolean
  /** Gives the signals back. */
  forget(): void
}

/**
 * npm passes a Ctrl-C on to us although the terminal has sent it already, and so may other wrappers: what follows within
 * this time is the same wish, not a second one.
 */
const ECHO_MS = 1_000

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/**
 * Listens for SIGINT, SIGTERM and SIGHUP.
 * @param monotonicMs the clock. @param hurry called on the second wish. @param first called on the first.
 */
export function listenForEnd(told: {
  monotonicMs: () => number
  first: () => void
  hurry: () => void
}): Ending {
  let wishedAt: number | null = null
  let grant: () => void = () => {}
  const wished = new Promise<void>((done) => {
    grant = done
  })
  const heard = () => {
    const now = told.monotonicMs()
    if (wishedAt === null) {
      wishedAt = now
      told.first()
      grant()
    } else if (now - wishedAt > ECHO_MS) {
      told.hurry()
    }
  }
  for (const signal of SIGNALS) process.on(signal, heard)
  return {
    wished,
    isWished: () => wishedAt !== null,
    forget: () => {
      for (const signal of SIGNALS) process.off(signal, heard)
    },
  }
}
