import { createHash } from 'node:crypto'

/** Characters of a UUIDv7 that hold its instant: `xxxxxxxx-xxxx-`. */
const INSTANT_CHARACTERS = 14

/**
 * The key of the one effect that a step has on a person each time they come to it: always the same for the same three.
 * It begins with the instant of the enrollment, so that the keys of a crowd lie side by side in the index of deliveries.
 */
export function effectKey(enrollmentId: string, step: string, occurrence: number): string {
  const hex = createHash('md5').update(`${enrollmentId} ${step} ${occurrence}`).digest('hex')
  const instant = enrollmentId.slice(0, INSTANT_CHARACTERS)
  return `${instant}8${hex.slice(0, 3)}-8${hex.slice(3, 6)}-${hex.slice(6, 18)}`
}

/** Where chance puts somebody between 0 and 1; always the same for the same seed and number. */
export function lotOf(seed: string, customerNo: number): number {
  const hex = createHash('md5').update(`${seed}:${customerNo}`).digest('hex')
  return Number.parseInt(hex.slice(0, 8), 16) / 2 ** 32
}
