/** What a page tells of one look at it: sums from its beginning, and the how manieth telling this is. */
export type Told = {
  no: number
  /** Seconds in which the page was seen and somebody moved. */
  seconds: number
  /** The farthest place that was seen, in per cent. */
  depth: number
  /** Seconds by section. */
  sections: readonly number[]
}
export type Heard = { toldNo: number; seconds: number; depth: number; sections: readonly number[] }

export const unheard: Heard = { toldNo: 0, seconds: 0, depth: 0, sections: [] }

/**
 * What is known of a look after one more telling. Each is a sum from the beginning, so what comes twice or late adds nothing;
 * and nobody is believed more seconds than have passed by our own clock, nor more in the sections than in all.
 * @param room.seconds what has passed since the look began; `room.sections`: how many the article has.
 */
export function heardMore(
  before: Heard,
  told: Told,
  room: { seconds: number; sections: number },
): Heard {
  if (told.no <= before.toldNo) return before
  const seconds = Math.max(before.seconds, Math.min(told.seconds, Math.max(0, room.seconds)))
  const longest = Array.from({ length: room.sections }, (_, no) =>
    Math.max(before.sections[no] ?? 0, told.sections[no] ?? 0),
  )
  return {
    toldNo: told.no,
    seconds,
    depth: Math.max(before.depth, told.depth),
    sections: within(longest, seconds),
  }
}

/** Cut from the end, so that all together are no more than `most`. */
function within(sections: readonly number[], most: number): number[] {
  let left = most
  return sections.map((seconds) => {
    const kept = Math.min(seconds, left)
    left -= kept
    return kept
  })
}
