/** A line in which things wait their turn, so many under way at a time, begun in the order in which they came. */
export type Line<T> = { push(one: T): void; open(): number }

/** What was taken is cut off in pieces: taking it away one by one is slow for thousands. */
const CUT_AT = 4_096

export function createLine<T>(atOnce: () => number, work: (one: T) => Promise<void>): Line<T> {
  const waiting: T[] = []
  let taken = 0
  let running = 0

  function next(): T | undefined {
    const one = waiting[taken]
    taken = one === undefined ? taken : taken + 1
    if (one === undefined || taken === CUT_AT) {
      waiting.splice(0, taken)
      taken = 0
    }
    return one
  }

  function pull(): void {
    while (running < atOnce()) {
      const one = next()
      if (one === undefined) return
      running += 1
      void work(one).finally(() => {
        running -= 1
        pull()
      })
    }
  }

  return {
    open: () => waiting.length - taken + running,
    push(one) {
      waiting.push(one)
      pull()
    },
  }
}
