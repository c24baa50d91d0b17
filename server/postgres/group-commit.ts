import { sleep } from '../kernel/index.ts'
import type { Database } from './database.ts'
import type { Tx } from './tx.ts'

export type GroupCommitOptions<Item> = {
  db: Pick<Database, 'inWorkspace'>
  workspaceOf: (item: Item) => string
  charactersOf: (item: Item) => number
  /** One transaction holds at most so much, so that the last of a crowd does not wait for all. */
  itemsMax: number
  charactersMax: number
  /** Writes a crowd of one workspace. */
  write: (tx: Tx, crowd: Item[], workspaceId: string) => Promise<void>
}

/** Transactions at once for one workspace: while one waits for the disk, the next one fills. */
const AT_ONCE = 2
/**
 * From the beginning of one transaction to that of the next. Whoever comes into an idle house is written down at once; a
 * crowd that comes faster than this shares, because each transaction costs five round trips and a row of the inbox,
 * whatever it holds.
 */
const PACE_MS = 8

type Waiting<Item> = { item: Item; done: () => void; failed: (error: unknown) => void }
/** `pace` resolves when the next transaction may begin. */
type Line<Item> = { waiting: Waiting<Item>[]; running: number; pace: Promise<void> }

/**
 * Commits what many requests bring together: a request that comes while others are being written waits for the next
 * transaction and shares its flush to disk. The promise resolves when the item is durable, and not before.
 */
export function createGroupCommit<Item>(options: GroupCommitOptions<Item>) {
  const lines = new Map<string, Line<Item>>()
  return {
    commit(item: Item): Promise<void> {
      const workspaceId = options.workspaceOf(item)
      const line = lines.get(workspaceId) ?? newLine()
      lines.set(workspaceId, line)
      return new Promise((done, failed) => {
        line.waiting.push({ item, done, failed })
        if (line.running < AT_ONCE) void write(line, workspaceId)
      })
    },
  }

  async function write(line: Line<Item>, workspaceId: string): Promise<void> {
    line.running += 1
    while (line.waiting.length > 0) {
      if (line.waiting.length < options.itemsMax) await turnOf(line)
      const crowd = takeCrowd(line)
      // The other transaction of this line took them.
      if (crowd.length === 0) break
      try {
        const items = crowd.map(({ item }) => item)
        await options.db.inWorkspace(workspaceId, (tx) => options.write(tx, items, workspaceId))
        for (const { done } of crowd) done()
      } catch (error) {
        for (const { failed } of crowd) failed(error)
      }
    }
    line.running -= 1
  }

  function newLine(): Line<Item> {
    return { waiting: [], running: 0, pace: Promise.resolve() }
  }

  function turnOf(line: Line<Item>): Promise<void> {
    const mine = line.pace
    line.pace = mine.then(() => sleep(PACE_MS))
    return mine
  }

  function takeCrowd(line: Line<Item>): Waiting<Item>[] {
    let characters = 0
    let count = 0
    for (const { item } of line.waiting) {
      characters += options.charactersOf(item)
      if (count > 0 && (count >= options.itemsMax || characters > options.charactersMax)) break
      count += 1
    }
    return line.waiting.splice(0, count)
  }
}
