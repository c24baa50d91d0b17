import { idFrom } from '../server/kernel/index.ts'
import { brand } from './brand.ts'
import type { Answer, Order, Person, Visit, World } from './simulate.ts'

/** One message of the Segment HTTP API, as the web shop's snippet sends it. */
export type Message = {
  type: 'identify' | 'track' | 'page'
  messageId: string
  timestamp: string
  anonymousId?: string
  userId?: string
  event?: string
  name?: string
  traits?: Record<string, unknown>
  properties?: Record<string, unknown>
}

/** What the web shop saw in the year: who looked at what, who signed in, who answered the form. In order of time. */
export function messagesOf(world: World): Message[] {
  const signedIn = new Set<number>()
  const visits = [...world.visits].sort((a, b) => a.at.getTime() - b.at.getTime())
  const messages = visits.flatMap((visit) => {
    const first = !signedIn.has(visit.person.no)
    signedIn.add(visit.person.no)
    return visitMessages(visit, first)
  })
  // Whoever answers the form is signed in: the same message id makes a second sign-in count once.
  messages.push(
    ...world.answers.flatMap((answer) => [
      identifyMessage(answer.person, answer.at),
      answerMessage(answer),
    ]),
  )
  return messages.sort((a, b) => a.timestamp.localeCompare(b.timestamp))
}

/** A page, the products seen on it, and at the first visit the sign-in that tells who it was. */
export function visitMessages(visit: Visit, signsIn: boolean): Message[] {
  const { person, at } = visit
  const key = `${person.no}-${at.getTime()}`
  const base = { anonymousId: person.anonymousId, timestamp: at.toISOString() }
  const seen = visit.viewed.map(
    (product, n): Message => ({
      ...base,
      type: 'track',
      messageId: messageId(`view-${key}-${n}`),
      event: 'Product Viewed',
      properties: {
        sku: product.sku,
        name: product.name,
        price: product.priceFen / 100,
        concern: product.concern,
      },
    }),
  )
  const page: Message = {
    ...base,
    type: 'page',
    messageId: messageId(`page-${key}`),
    name: '首页',
    properties: { path: '/', referrer: person.source },
  }
  return [page, ...seen, ...(signsIn ? [identifyMessage(person, at)] : [])]
}

export function identifyMessage(person: Person, at: Date): Message {
  return {
    type: 'identify',
    messageId: messageId(`identify-${person.no}`),
    timestamp: at.toISOString(),
    anonymousId: person.anonymousId,
    userId: person.memberNo,
    traits: {
      name: person.name,
      phone: person.phone,
      unionid: person.unionid,
      city: person.city,
      肤质: person.skinType,
    },
  }
}

export function answerMessage(answer: Answer): Message {
  return {
    type: 'track',
    messageId: messageId(`answer-${answer.person.no}`),
    timestamp: answer.at.toISOString(),
    userId: answer.person.memberNo,
    event: 'Form Submitted',
    properties: { form: '肤质问卷', concern: answer.concern, worry: answer.worry },
  }
}

/** An order of the web shop while the demo lives on, in the words of the e-commerce events (v2). */
export function orderMessage(order: Order): Message {
  return {
    type: 'track',
    messageId: messageId(`order-${order.no}`),
    timestamp: order.orderedAt.toISOString(),
    userId: order.person.memberNo,
    anonymousId: order.person.anonymousId,
    event: 'Order Completed',
    properties: {
      order_id: order.no,
      revenue: order.paidFen / 100,
      currency: brand.currency,
      products: order.items.map(({ product, quantity }) => ({
        sku: product.sku,
        name: product.name,
        price: product.priceFen / 100,
        quantity,
      })),
    },
  }
}

/** Derived from what happened, so that a demo that is started again sends the same messages under the same ids. */
function messageId(cause: string): string {
  return idFrom('demo', cause)
}
