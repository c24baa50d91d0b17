import { type Chance, newId, sleep } from '../server/kernel/index.ts'

/** What the sender knows: what it sent, and what it was told is safe. */
export type Book = {
  sent: Set<string>
  acknowledged: Set<string>
  /** Order ids by message id of the order's event. */
  orders: Map<string, string>
  /** Numbers of orders in files whose import was begun. */
  imported: Set<string>
  answers: Map<string, number>
  resent: number
}

export type Sender = { book: Book; stop(): Promise<void> }

const EVENTS_MAX = 40
const PAUSE_MS = 30
const PATIENCE_MS = 20_000
const PEOPLE = 300
const RESENDS = 0.1
/** After a failure: how many senders give up, so that what was not acknowledged is not always sent again. */
const GIVES_UP = 0.3

/** What every order costs. */
export const ORDER_FEN = 10_000

type Batch = { ids: string[]; body: string }

/** Sends batches one after the other until it is stopped; about a tenth of what it sends was sent before. */
export function startSender(url: string, writeKey: string, chance: Chance): Sender {
  const book: Book = {
    sent: new Set(),
    acknowledged: new Set(),
    orders: new Map(),
    imported: new Set(),
    answers: new Map(),
    resent: 0,
  }
  const stopping = new AbortController()
  const authorization = `Basic ${Buffer.from(`${writeKey}:`).toString('base64')}`
  const past: Batch[] = []
  const running = run()
  return {
    book,
    async stop() {
      stopping.abort()
      await running
    },
  }

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      const old = past[Math.floor(chance.fraction() * past.length)]
      const again = old && chance.fraction() < RESENDS
      const batch = again ? old : newBatch(chance, book)
      if (again) book.resent += batch.ids.length
      for (const id of batch.ids) book.sent.add(id)
      await deliver(batch)
      past.push(batch)
      if (past.length > 500) past.shift()
      await sleep(PAUSE_MS * chance.fraction(), stopping.signal)
    }
  }

  /** As an SDK: again and again until somebody says that it is safe, or until it gives up. */
  async function deliver(batch: Batch): Promise<void> {
    while (!stopping.signal.aborted) {
      const status = await post(batch.body)
      book.answers.set(status, (book.answers.get(status) ?? 0) + 1)
      if (status === '200') {
        for (const id of batch.ids) book.acknowledged.add(id)
        return
      }
      if (chance.fraction() < GIVES_UP) return
      await sleep(100, stopping.signal)
    }
  }

  async function post(body: string): Promise<string> {
    try {
      const answer = await fetch(`${url}/v1/batch`, {
        method: 'POST',
        headers: { authorization, 'content-type': 'application/json' },
        body,
        signal: AbortSignal.timeout(PATIENCE_MS),
      })
      await answer.arrayBuffer()
      return String(answer.status)
    } catch {
      return 'no answer'
    }
  }
}

function newBatch(chance: Chance, book: Book): Batch {
  const batch = Array.from({ length: 1 + Math.floor(chance.fraction() * EVENTS_MAX) }, () =>
    newMessage(chance, book),
  )
  // The same event twice in one batch counts once, too.
  const first = batch[0]
  if (first && chance.fraction() < RESENDS) batch.push(first)
  return { ids: batch.map((message) => message.messageId), body: JSON.stringify({ batch }) }
}

function newMessage(chance: Chance, book: Book) {
  const messageId = newId()
  const who = { userId: `QH${Math.floor(chance.fraction() * PEOPLE)}` }
  if (chance.fraction() < 0.9) {
    const properties = { sku: `QH-${Math.floor(chance.fraction() * 10)}`, price: 89 }
    return { type: 'track', messageId, event: 'Product Viewed', ...who, properties }
  }
  const order_id = `A-${messageId}`
  book.orders.set(messageId, order_id)
  const properties = { order_id, revenue: ORDER_FEN / 100, currency: 'CNY' }
  return { type: 'track', messageId, event: 'Order Completed', ...who, properties }
}
