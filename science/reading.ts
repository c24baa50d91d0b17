/** Characters of Chinese that somebody reads in a second at an ordinary pace: 300 to 500 a minute are measured for screens. */
const ORDINARY_PACE = 8
/** Whoever is three times as fast has skimmed, and not read. */
const FASTEST = 3 * ORDINARY_PACE

/**
 * How far somebody read, 0 to 1: as far as they came down the page, but no further than their time allows. Who flung a page of
 * 2,400 characters to its end in ten seconds has read a tenth of it.
 * @param read.depth the farthest place that was seen, in per cent.
 */
export function shareRead(read: { depth: number; seconds: number; characters: number }): number {
  const seen = Math.min(1, Math.max(0, read.depth / 100))
  const allowed = read.characters <= 0 ? 1 : (read.seconds * FASTEST) / read.characters
  return Math.min(seen, Math.max(0, allowed))
}
