/** A statement that is seen so often is worth a plan of its own on each connection. */
const OFTEN = 8
/** A plan lives in each connection's memory: about 30 KB. */
const STATEMENTS_MAX = 200
/** Texts that are written anew each time would be counted without end. */
const COUNTED_MAX = 2_000
/**
 * A plan that is kept is made without the values: it takes a list for ten long. For a longer one it would be wrong, so a
 * statement with one is planned each time.
 */
const LIST_MAX = 16

/**
 * The names of statements that a connection prepares once. Of a short statement planning is the larger part (of 1,500
 * single claims of a coupon: 8.2 s of planning, 4 s of everything else in the server), because row-level security and
 * foreign keys are looked up anew each time. The server still plans anew where the values would make a better plan.
 */
export function preparedNames() {
  const seen = new Map<string, number>()
  const names = new Map<string, string>()
  return {
    /** @returns the name by which this text is prepared, or null: it is planned this time. */
    nameOf(text: string, values: readonly unknown[]): string | null {
      if (values.some((value) => Array.isArray(value) && value.length > LIST_MAX)) return null
      const known = names.get(text)
      if (known !== undefined || names.size >= STATEMENTS_MAX) return known ?? null
      const times = (seen.get(text) ?? 0) + 1
      if (times >= OFTEN) {
        seen.delete(text)
        const name = `liuyuan_${names.size}`
        names.set(text, name)
        return name
      }
      if (seen.size >= COUNTED_MAX) seen.clear()
      seen.set(text, times)
      return null
    },
  }
}
