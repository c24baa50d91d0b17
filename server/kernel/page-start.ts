/** No list is longer than this: a cursor that says so is none of ours. */
const START_MAX = 1_000_000

/** Where a page begins, of lists whose cursor is a place; 0 for no cursor and for one that we did not make. */
export function pageStart(cursor: string | undefined): number {
  const start = Number(cursor ?? 0)
  return Number.isInteger(start) && start > 0 && start <= START_MAX ? start : 0
}
