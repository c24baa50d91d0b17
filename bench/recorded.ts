import { createServer, type Server } from 'node:http'
import { gunzipSync, gzipSync } from 'node:zlib'
import RudderAnalytics from '@rudderstack/rudder-sdk-node'
import { Analytics } from '@segment/analytics-node'
import { simulateYear } from '../demo/simulate.ts'
import { type Message, messagesOf, orderMessage } from '../demo/tracking.ts'
import { seededChance, sleep } from '../server/kernel/index.ts'

export const EVENTS_A_BODY = 100

/** A request as an SDK sent it, taken apart so that it can be sent again as something new. */
export type Recorded = {
  headers: Record<string, string>
  /** The body unpacked. */
  bytes: Buffer
  isPacked: boolean
  /** Where the numbers begin that make a message, or an order, a new one. */
  idsAt: number[]
}

/** Lets the real SDKs send the demo brand's messages to a server of ours and keeps what they sent. */
export async function record(bodiesOfEach: number): Promise<Recorded[]> {
  const messages = shopMessages(bodiesOfEach * EVENTS_A_BODY)
  const recorder = await openRecorder()
  try {
    await sendWithSegment(recorder.url, messages)
    await sendWithRudder(recorder.url, messages, () =>
      recorder.bodies.filter(isOfRudder).reduce((sum, { bytes }) => sum + countOf(bytes), 0),
    )
    return recorder.bodies.filter(({ bytes }) => countOf(bytes) === EVENTS_A_BODY)
  } finally {
    await new Promise((closed) => recorder.server.close(closed))
  }
}

/** A body that nobody has sent before. @param from a number not used before; as many as events are used up. */
export function renew(recorded: Recorded, from: number): Buffer {
  const bytes = Buffer.from(recorded.bytes)
  recorded.idsAt.forEach((at, n) => {
    bytes.write(String(from + n).padStart(DIGITS, '0'), at, 'latin1')
  })
  return recorded.isPacked ? gzipSync(bytes) : bytes
}

const DIGITS = 10
const ORDERS_KEPT = 5
const LOOKS = 500

/** The shop's year in order of time, views and forms and orders together, from the middle on: people are known by then. */
function shopMessages(count: number): Message[] {
  const world = simulateYear(
    seededChance(20261124),
    new Date('2025-11-24T00:00:00Z'),
    new Date('2026-11-24T00:00:00Z'),
  )
  // The simulated brand shows few views for each order; a web shop has an order for every 25 events or so.
  const orders = world.orders.filter((_, n) => n % ORDERS_KEPT === 0).map(orderMessage)
  const all = [...messagesOf(world), ...orders].sort((a, b) =>
    a.timestamp.localeCompare(b.timestamp),
  )
  return all.slice(-count)
}

async function openRecorder() {
  const bodies: Recorded[] = []
  const server: Server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) if (Buffer.isBuffer(chunk)) chunks.push(chunk)
    const raw = Buffer.concat(chunks)
    const isPacked = raw[0] === 0x1f && raw[1] === 0x8b
    const bytes = isPacked ? gunzipSync(raw) : raw
    const { 'content-type': type = '', 'content-encoding': encoding } = request.headers
    bodies.push({
      headers: { 'content-type': type, ...(encoding ? { 'content-encoding': encoding } : {}) },
      bytes,
      isPacked,
      idsAt: [...placesOf(bytes, '"messageId":"'), ...placesOf(bytes, '"order_id":"QH')],
    })
    response.end('{"success":true}')
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  return { bodies, server, url: `http://127.0.0.1:${port}` }
}

/** Behind each `key`: the first place of the value. */
function placesOf(bytes: Buffer, key: string): number[] {
  const places: number[] = []
  for (let at = bytes.indexOf(key); at >= 0; at = bytes.indexOf(key, at + key.length)) {
    places.push(at + key.length)
  }
  return places
}

function countOf(bytes: Buffer): number {
  return placesOf(bytes, '"messageId":"').length
}

async function sendWithSegment(url: string, messages: Message[]): Promise<void> {
  const sdk = new Analytics({
    writeKey: 'recorded',
    host: url,
    flushAt: EVENTS_A_BODY,
    maxEventsInBatch: EVENTS_A_BODY,
  })
  for (const { messageId: _own, timestamp, type, name, event = '', ...message } of messages) {
    const said = { ...message, ...whoOf(message), timestamp: new Date(timestamp) }
    if (type === 'identify') sdk.identify(said)
    else if (type === 'page') sdk.page({ ...said, ...(name ? { name } : {}) })
    else sdk.track({ ...said, event })
  }
  await sdk.closeAndFlush()
}

/** RudderStack's SDK labels its JSON as a form. */
function isOfRudder({ headers }: Recorded): boolean {
  return headers['content-type']?.includes('urlencoded') ?? false
}

async function sendWithRudder(
  url: string,
  messages: Message[],
  arrived: () => number,
): Promise<void> {
  const sdk = new RudderAnalytics('recorded', {
    dataPlaneUrl: url,
    flushAt: EVENTS_A_BODY,
    maxQueueSize: 10_000_000,
    flushInterval: 60_000,
  })
  for (let from = 0; from < messages.length; from += EVENTS_A_BODY) {
    for (const message of messages.slice(from, from + EVENTS_A_BODY)) {
      const { timestamp, type, name = '', event = '', userId = '', anonymousId = '' } = message
      // The SDK's types know JSON only.
      const { traits, properties } = JSON.parse(JSON.stringify(message))
      const said = { userId, anonymousId, originalTimestamp: new Date(timestamp) }
      if (type === 'identify') sdk.identify({ ...said, traits })
      else if (type === 'page') sdk.page({ ...said, name, properties })
      else sdk.track({ ...said, event, properties })
    }
    // It sends by itself at a hundred; too far ahead it would drop what does not fit.
    await until(() => arrived() >= from)
  }
  await new Promise<void>((done, failed) => {
    void sdk.flush((error) => (error ? failed(error) : done()))
  })
  // Its flush answers before everything has arrived, and a server that is gone then ends the process.
  await until(() => arrived() >= messages.length)
}

async function until(isSo: () => boolean): Promise<void> {
  for (let look = 0; look < LOOKS && !isSo(); look += 1) await sleep(20)
}

function whoOf({ userId, anonymousId }: Pick<Message, 'userId' | 'anonymousId'>) {
  return userId
    ? { userId, ...(anonymousId ? { anonymousId } : {}) }
    : { anonymousId: anonymousId ?? '' }
}
