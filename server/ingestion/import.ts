import type { ImportState } from '../../contract/import.ts'

/**
 * An import (导入) of customers or orders from a CSV file:
 *
 *   draft ──start──► queued ──► running ──► finished ──┐
 *     │                │           ├──────► failed ────┼──undo──► undoing ──► undone
 *     └──────cancel────┴───────────┴──────► cancelled ─┘
 *
 * What a failed or cancelled import took before it stopped stays until it is undone. A killed run goes on after the last
 * line that was committed.
 */
const next: Record<ImportState, readonly ImportState[]> = {
  draft: ['queued', 'cancelled'],
  queued: ['running', 'cancelled'],
  running: ['finished', 'failed', 'cancelled'],
  finished: ['undoing'],
  failed: ['undoing'],
  cancelled: ['undoing'],
  undoing: ['undone'],
  undone: [],
}

/** The states from which `to` can be reached in one step. */
export function before(to: ImportState): ImportState[] {
  return Object.entries(next).flatMap(([from, targets]) =>
    isState(from) && targets.includes(to) ? [from] : [],
  )
}

function isState(name: string): name is ImportState {
  return name in next
}

/** The `source` under which an import's rows go into the inbox; by it they are found again when it is undone. */
export function sourceOf(no: number): string {
  return `import:${no}`
}
