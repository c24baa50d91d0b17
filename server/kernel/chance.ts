import { randomBytes, randomInt } from 'node:crypto'

/** Chance as an argument: the machine's own in production, a seeded one in tests and simulations. */
export type Chance = {
  /** Uniform in [0, 1). */
  fraction(): number
  /** `length` random bytes. */
  bytes(length: number): Uint8Array
}

export const systemChance: Chance = {
  fraction: () => randomInt(0, 2 ** 47) / 2 ** 47,
  bytes: (length) => randomBytes(length),
}

/** A repeatable source (mulberry32): the same seed gives the same sequence. Not for secrets. */
export function seededChance(seed: number): Chance {
  let state = seed >>> 0
  const fraction = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
  return { fraction, bytes: (length) => Uint8Array.from({ length }, () => fraction() * 256) }
}
