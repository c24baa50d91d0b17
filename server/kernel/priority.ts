import { setPriority } from 'node:os'

/**
 * How much the hands give way to the ear (nice, setpriority(2)): they get a third of the processor time of somebody who
 * does not, where there is not enough for both, and all of it where there is. Never so little that whoever waits for a lock
 * of theirs waits long.
 */
export const YIELDING_NICE = 5

/** Lets other processes come first. One that is gone, or not ours to change, stays as it is. */
export function lowerPriority(pid: number): void {
  try {
    setPriority(pid, YIELDING_NICE)
  } catch {
    // Its speed is all that it loses or keeps.
  }
}
