import { encrypt, sign } from '../wecom/index.ts'
import { eventXml, type Fields } from './event-xml.ts'
import { happens, type Weather } from './faults.ts'
import { createLine } from './line.ts'
import { type Fraction, machineNow, pause } from './machine.ts'
import { createPost } from './post.ts'
import type { World } from './world.ts'

/** WeCom waits this long for an answer and tries this often in all (document 90930). */
const ANSWER_MS = 5_000
const TRIES = 3
const PAUSE_MS = 200
/** A callback that is overtaken waits this long. */
const OVERTAKEN_MS = 400
/** Connections that are kept. */
const SOCKETS_MAX = 64
/** Deliveries that can be sent again, as somebody would who has recorded them. */
const RECORDED_MAX = 1_000

export type Order = 'same' | 'reversed' | 'shuffled'
type Happening = { fields: Fields; at: Date }
type Recorded = { url: string; body: string }
export type Posting = {
  post(fields: Fields): void
  /** Deliveries that are not finished. */
  open(): number
  counts: { delivered: number; lost: number; failed: number; tries: number }
  /** Keeps what happens from now on, until it is let go. */
  hold(): void
  /** Lets go of what was held, in an order of one's choice. @returns how many. */
  release(order?: Order): number
  /** Sends the last deliveries again, byte for byte. @returns the receiver's answers. */
  replay(count: number): Promise<number[]>
  stop(): void
}

/** Delivers encrypted callbacks in the order in which they happened, unless the weather says otherwise. */
export function createPosting(
  world: World,
  weather: Weather,
  luck: Fraction,
  seal: typeof sealed = sealed,
): Posting {
  const counts = { delivered: 0, lost: 0, failed: 0, tries: 0 }
  const post = createPost(SOCKETS_MAX)
  const recorded: Recorded[] = []
  const line = createLine<Happening>(() => weather.callbacksAtOnce, deliver)
  let apart = 0
  let held: Happening[] | null = null

  return {
    counts,
    open: () => line.open() + apart,
    post(fields) {
      const { faults } = weather
      if (happens(faults.callbackLost, luck)) {
        counts.lost += 1
        return
      }
      const one = { fields, at: world.clock.now() }
      const copies = happens(faults.callbackDoubled, luck) ? 2 : 1
      for (let n = 0; n < copies; n++) {
        if (held) held.push(one)
        else if (happens(faults.callbackLate, luck)) later(one, weather.callbackLateMs)
        else if (happens(faults.callbackReordered, luck)) later(one, OVERTAKEN_MS)
        else line.push(one)
      }
    },
    hold() {
      held ??= []
    },
    release(order = 'same') {
      const all = inOrder(held ?? [], order, luck)
      held = null
      for (const one of all) line.push(one)
      return all.length
    },
    replay: (count) =>
      Promise.all(recorded.slice(-count).map(({ url, body }) => post.send(url, body, ANSWER_MS))),
    stop: post.stop,
  }

  function later(one: Happening, ms: number): void {
    apart += 1
    void pause(ms).then(() => {
      apart -= 1
      line.push(one)
    })
  }

  async function deliver({ fields, at }: Happening): Promise<void> {
    const letter = seal(world, fields, at)
    if (letter) {
      recorded.push(letter)
      if (recorded.length > 2 * RECORDED_MAX) recorded.splice(0, RECORDED_MAX)
    }
    for (let tries = 1; letter && tries <= TRIES; tries++) {
      counts.tries += 1
      const status = await post.send(letter.url, letter.body, ANSWER_MS)
      if (status === 200) {
        counts.delivered += 1
        return
      }
      if (tries < TRIES) await pause(PAUSE_MS * tries)
    }
    counts.failed += 1
  }
}

/** A delivery, signed and encrypted; null: nobody is to hear of it. */
function sealed(world: World, fields: Fields, at: Date): Recorded | null {
  const { receiver, corpId } = world.corp
  if (!receiver) return null
  const xml = eventXml(corpId, Math.floor(at.getTime() / 1000), fields)
  const ciphertext = encrypt(receiver.aesKey, xml, corpId)
  const body = `<xml><ToUserName><![CDATA[${corpId}]]></ToUserName><AgentID><![CDATA[]]></AgentID><Encrypt><![CDATA[${ciphertext}]]></Encrypt></xml>`
  return { url: signedUrl(world, receiver, ciphertext), body }
}

function inOrder(all: Happening[], order: Order, luck: Fraction): Happening[] {
  switch (order) {
    case 'same':
      return all
    case 'reversed':
      return [...all].reverse()
    case 'shuffled':
      return all
        .map((one) => ({ one, at: luck() }))
        .sort((a, b) => a.at - b.at)
        .map(({ one }) => one)
    default: {
      const never: never = order
      return never
    }
  }
}

/** Asks the receiver to prove that it holds token and key, as WeCom does when the address is saved. */
export async function verifyReceiver(world: World): Promise<boolean> {
  const { receiver, corpId } = world.corp
  if (!receiver) return false
  const secret = String(1_000_000 + Math.floor(world.chance() * 8_999_999))
  const echostr = encrypt(receiver.aesKey, secret, corpId)
  const url = `${signedUrl(world, receiver, echostr)}&echostr=${encodeURIComponent(echostr)}`
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(ANSWER_MS) })
    return response.status === 200 && (await response.text()) === secret
  } catch {
    return false
  }
}

/** Signed with the machine's present: a request is of now, wherever the clock of the world was moved to. */
function signedUrl(
  world: World,
  receiver: { url: string; token: string },
  ciphertext: string,
): string {
  const timestamp = String(Math.floor(machineNow().getTime() / 1000))
  const nonce = String(1_000_000_000 + Math.floor(world.chance() * 1_000_000_000) + world.next())
  const signature = sign(receiver.token, timestamp, nonce, ciphertext)
  const begin = receiver.url.includes('?') ? '&' : '?'
  return `${receiver.url}${begin}msg_signature=${signature}&timestamp=${timestamp}&nonce=${nonce}`
}
