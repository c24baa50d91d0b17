import type { Refusal } from './answer.ts'

/**
 * What holds calls back before they leave, so that WeCom's limits are kept and nobody knocks where it has closed. Who gives
 * it to a client counts for all processes that share the limits.
 */
export type Lanes = {
  /** @returns null when a call of this path may leave now, else the instant from which it may be asked for again. */
  enter(path: string): Promise<Date | null>
  /**
   * What came of a call that left; null: all was well. Told of every one, once.
   * @param isHurried its refusal says nothing about others (see `Call`).
   */
  left(path: string, refused: Refusal | null, isHurried: boolean): Promise<void>
}
