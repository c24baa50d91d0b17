import { receive } from '../event/index.ts'
import type { Database } from '../postgres/index.ts'

/** One transaction holds at most so much, so that the last of a crowd does not wait for all. */
const ROWS_MAX = 32
const CHARACTERS_MAX = 4_000_000
/** Transactions at once for one workspace: while one waits for the disk, the next one fills. */
const AT_ONCE = 2

export type Row = Parameters<typeof receive>[1]
type Waiting = { row: Row; done: () => void; failed: (error: unknown) => void }
type Line = { waiting: Waiting[]; running: number }

/**
 * Commits rows of many requests together: a request that comes while others are being written waits for the next
 * transaction and shares its flush to disk. The promise resolves when the row is durable, and not before.
 */
export function createGroupCommit(db: Database) {
  const lines = new Map<string, Line>()
  return {
    commit(row: Row): Promise<void> {
      const line = lines.get(row.tenantId) ?? { waiting: [], running: 0 }
      lines.set(row.tenantId, line)
      return new Promise((done, failed) => {
        line.waiting.push({ row, done, failed })
        if (line.running < AT_ONCE) void write(line, row.tenantId)
      })
    },
  }

  async function write(line: Line, tenantId: string): Promise<void> {
    line.running += 1
    while (line.waiting.length > 0) {
      const crowd = takeCrowd(line)
      try {
        await db.inWorkspace(tenantId, async (tx) => {
          for (const { row } of crowd) await receive(tx, row)
        })
        for (const { done } of crowd) done()
      } catch (error) {
        for (const { failed } of crowd) failed(error)
      }
    }
    line.running -= 1
    if (line.running === 0) lines.delete(tenantId)
  }
}

function takeCrowd(line: Line): Waiting[] {
  let characters = 0
  let count = 0
  for (const { row } of line.waiting) {
    characters += row.body.length
    if (count > 0 && (count >= ROWS_MAX || characters > CHARACTERS_MAX)) break
    count += 1
  }
  return line.waiting.splice(0, count)
}
