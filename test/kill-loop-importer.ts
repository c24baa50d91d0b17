import { z } from 'zod'
import type { Settled } from '../bench/stack.ts'
import { sleep } from '../server/kernel/index.ts'
import { type Book, ORDER_FEN } from './kill-loop-sender.ts'

const ROWS = 3_000
const PATIENCE_MS = 20_000
const LOOK_MS = 300
/** After the storm: how long an import may take to be taken over and to end. */
const END_LOOKS = 600

const view = z.object({ id: z.string(), state: z.string() })
type View = z.infer<typeof view>

export type Importer = {
  /** Begins no more files and waits until those that were begun have ended. @returns how many there were. */
  stop(): Promise<number>
}

/** Imports one file of orders after the other, as somebody at the console would who tries again when nothing answers. */
export function startImporter(url: string, { apiToken }: Settled, book: Book): Importer {
  const stopping = new AbortController()
  let files = 0
  const running = run()
  return {
    async stop() {
      stopping.abort()
      await running
      return files
    },
  }

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      const numbers = Array.from({ length: ROWS }, (_, n) => `I-${files}-${n}`)
      const draft = await ask('/api/imports?kind=orders&fileName=orders.csv', fileOf(numbers))
      // What was uploaded while the answer was lost stays a draft, and brings nothing.
      if (!draft) continue
      if (!(await begin(draft.id))) return
      for (const number of numbers) book.imported.add(number)
      files += 1
      await untilEnded(draft.id)
    }
  }

  /** @returns false when it was told to stop before anything was begun. */
  async function begin(id: string): Promise<boolean> {
    for (;;) {
      await ask(`/api/imports/${id}/start`, '')
      const seen = await ask(`/api/imports/${id}`)
      if (seen && seen.state !== 'draft') return true
      if (seen && stopping.signal.aborted) return false
      await sleep(LOOK_MS)
    }
  }

  async function untilEnded(id: string): Promise<void> {
    for (let looks = 0; looks < END_LOOKS; ) {
      const seen = await ask(`/api/imports/${id}`)
      if (seen?.state === 'finished') return
      if (seen && !['queued', 'running'].includes(seen.state)) throw new Error(seen.state)
      if (stopping.signal.aborted) looks += 1
      await sleep(LOOK_MS)
    }
    throw new Error('an import did not end')
  }

  async function ask(path: string, body?: string): Promise<View | null> {
    try {
      const answer = await fetch(url + path, {
        method: body === undefined ? 'GET' : 'POST',
        headers: {
          authorization: `Bearer ${apiToken}`,
          ...(body ? { 'content-type': 'application/octet-stream' } : {}),
        },
        ...(body ? { body } : {}),
        signal: AbortSignal.timeout(PATIENCE_MS),
      })
      return view.parse(await answer.json())
    } catch {
      await sleep(LOOK_MS)
      return null
    }
  }
}

function fileOf(numbers: string[]): string {
  const lines = numbers.map((number, n) => {
    const day = `2026-0${1 + (n % 9)}-1${n % 10} 10:00`
    return `${number},QH${n % 400},${day},${(ORDER_FEN / 100).toFixed(2)}`
  })
  return `order_no,user_id,date,amount\n${lines.join('\n')}\n`
}
