/** The machine that the sandbox runs on: the one place here that touches its clock, its chance and its environment. */
export type SandboxClock = {
  now(): Date
  /** Moves to an instant and goes on from there, or stands there. */
  set(at: Date, stands: boolean): void
  advanceMs(ms: number): void
}

/** @param start where the clock begins; without it, the present. */
export function movableClock(start?: Date): SandboxClock {
  let offsetMs = start ? start.getTime() - Date.now() : 0
  let standing: number | null = null
  const now = () => standing ?? Date.now() + offsetMs
  return {
    now: () => new Date(now()),
    set(at, stands) {
      standing = stands ? at.getTime() : null
      offsetMs = at.getTime() - Date.now()
    },
    advanceMs(ms) {
      if (standing !== null) standing += ms
      offsetMs += ms
    },
  }
}

/** A fraction from 0 to 1, the same row of fractions for the same seed (mulberry32). */
export type Fraction = () => number

export function seeded(seed: number): Fraction {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

/** The machine's own present, which the sandbox's clock may have left: requests are signed with it. */
export function machineNow(): Date {
  return new Date()
}

/** Waits in real time: the network of the sandbox is slow in seconds of the machine, whatever its clock says. */
export function pause(ms: number): Promise<void> {
  return new Promise((done) => setTimeout(done, ms))
}

/** Does something over and over; keeps no process alive. */
export function every(ms: number, run: () => void): { end(): void } {
  const timer = setInterval(run, ms)
  timer.unref()
  return { end: () => clearInterval(timer) }
}

export type Settings = { port: number; seed: number; dir: string | null; phoneDir: string | null }

export function readSettings(): Settings {
  const { PORT, SANDBOX_SEED, SANDBOX_DIR, SANDBOX_PHONE } = process.env
  return {
    port: Number(PORT ?? 3100),
    seed: Number(SANDBOX_SEED ?? 1),
    dir: SANDBOX_DIR ?? null,
    phoneDir: SANDBOX_PHONE ?? null,
  }
}

/** FNV-1a, 32 bits. */
export function hashOf(text: string): number {
  let value = 0x811c9dc5
  for (const byte of Buffer.from(text)) value = Math.imul(value ^ byte, 0x01000193) >>> 0
  return value
}
