import { expect, test } from 'vitest'
import { PRIVATE, type Tenant } from '../event/index.ts'
import { decodeTrack } from './track-decode.ts'
import { type Envelope, judge } from './track-message.ts'

const tenant: Tenant = {
  id: '01900000-0000-7000-8000-000000000001',
  no: 1,
  name: '青禾护肤',
  timeZone: 'Asia/Shanghai',
  currency: 'CNY',
  clockAt: null,
  isDemo: false,
}
const receivedAt = new Date('2026-11-11T01:00:00Z')

function read(type: Envelope['type'], request: unknown, keyId = 'k1') {
  const judged = judge({ keyId, type }, JSON.stringify(request), request)
  if (judged === 'not_a_batch') throw new Error(judged)
  const body = judged.stored ?? ''
  return {
    ...judged,
    ...decodeTrack(tenant, { id: 1, kind: 'track', source: '官网', body, receivedAt }),
  }
}

test('the time of an event is corrected by what the sender clock read when it sent', () => {
  const { events } = read('track', {
    event: 'Product Viewed',
    userId: 'u1',
    originalTimestamp: '2026-11-10T20:00:00Z',
    sentAt: '2026-11-10T20:00:30Z',
  })
  expect(events[0]?.at).toEqual(new Date('2026-11-11T00:59:30Z'))
})

test('an event from the future happened now, and says what it claimed', () => {
  const { events } = read('track', {
    event: 'Product Viewed',
    userId: 'u1',
    timestamp: '2036-01-01T00:00:00Z',
  })
  expect(events[0]).toMatchObject({
    at: receivedAt,
    props: { $said_at: '2036-01-01T00:00:00.000Z' },
  })
})

test('an event of years ago keeps its time', () => {
  const { events } = read('track', { event: 'a', userId: 'u1', timestamp: '2019-05-01T00:00:00Z' })
  expect(events[0]?.at).toEqual(new Date('2019-05-01T00:00:00Z'))
})

test('a message without an id is the same message when it says the same, whenever it is sent', () => {
  const said = { event: 'Product Viewed', userId: 'u1', timestamp: '2026-11-10T20:00:00Z' }
  const first = read('track', { ...said, sentAt: '2026-11-10T20:00:30Z' }).events[0]
  const again = read('batch', {
    sentAt: '2026-11-10T21:00:00Z',
    batch: [{ ...said, type: 'track' }],
  })
  expect(first?.eventId).toMatch(/-8/)
  const resent = read('track', { ...said, sentAt: '2026-11-10T22:00:00Z' }).events[0]
  expect(resent?.eventId).toBe(first?.eventId)
  expect(again.events).toHaveLength(1)
})

test('the same message id under another key is another event', () => {
  const said = { event: 'a', userId: 'u1', messageId: 'm1' }
  expect(read('track', said, 'k1').events[0]?.eventId).not.toBe(
    read('track', said, 'k2').events[0]?.eventId,
  )
})

test('names, phones and e-mails serve identification and never land', () => {
  const traits = { name: '林知夏', phone: '13912345678', email: 'a@b.cn', city: '上海' }
  const { events } = read('identify', { userId: 7, anonymousId: 'w', traits })
  const { [PRIVATE]: hidden, ...landed } = events[0]?.props ?? {}
  expect(landed).toEqual({ city: '上海' })
  expect(hidden).toEqual({ traits })
  expect(events[0]?.claims).toEqual([
    { kind: 'user_id', value: '7' },
    { kind: 'anonymous_id', value: 'w' },
    { kind: 'phone', value: '13912345678' },
    { kind: 'email', value: 'a@b.cn' },
  ])
  const form = read('track', {
    event: 'Form Submitted',
    userId: 'u',
    properties: { form: '肤质', mobile: '13912345678', contact: { email: 'a@b.cn', city: '上海' } },
  })
  expect(form.events[0]?.props).toEqual({ form: '肤质', contact: { city: '上海' } })
})

test('money is taken exactly, through the noise of binary numbers, and never from another currency', () => {
  const of = (properties: unknown) =>
    read('track', { event: 'Order Completed', userId: 'u', properties })
  expect(of({ order_id: '1', revenue: 12.34 + 7.6 }).events[0]?.value).toBe(1994)
  expect(of({ order_id: '1', total: '1,234.50', revenue: 5 }).events[0]?.value).toBe(123450)
  expect(of({ order_id: '1', total: 1.005 })).toMatchObject({ events: [], poison: [{}] })
  const foreign = of({ order_id: '1', total: 5, currency: 'USD' })
  expect(foreign.events).toEqual([])
  expect(foreign.poison[0]?.error).toContain('other_currency')
  const view = { event: 'Product Viewed', userId: 'u', properties: { value: 5, currency: 'USD' } }
  expect(read('track', view).events[0]?.value).toBeNull()
})

test('what could not be read can be read again alone', () => {
  const broken = read('batch', {
    sentAt: '2026-11-11T00:59:00Z',
    batch: [
      { type: 'track', event: 'ok', userId: 'u' },
      {
        type: 'track',
        event: 'Order Completed',
        userId: 'u',
        messageId: 'm',
        properties: { total: 'x' },
      },
    ],
  })
  expect([broken.events.length, broken.poison.length]).toEqual([1, 1])
  const item = broken.poison[0]?.item.replace('"x"', '"8.00"') ?? ''
  const again = decodeTrack(tenant, {
    id: 2,
    kind: 'track',
    source: '官网',
    body: item,
    receivedAt,
  })
  expect(again.events[0]).toMatchObject({ name: 'Order Completed', value: 800 })
})

test('characters that no database holds are dropped', () => {
  const { events } = read('track', { event: 'a', userId: 'u', properties: { x: 'a\0b\ud800c' } })
  expect(events[0]?.props.x).toBe('ab�c')
  const named = read('track', { event: 'a', userId: 'u', properties: { 'x\0': { 'y\ud800': 1 } } })
  expect(named.events[0]?.props).toEqual({ x: { 'y�': 1 } })
})

test('an order below nothing is set aside: it would make its buyer look poorer', () => {
  const of = (event: string) =>
    read('track', { event, userId: 'u', properties: { order_id: '1', total: -5 } })
  expect(of('Order Completed').events).toEqual([])
  expect(of('Order Completed').poison[0]?.error).toContain('negative_amount')
  expect(of('Order Refunded').events).toHaveLength(1)
})

test('what lies too deep within itself is refused by name, however deep', () => {
  const nested = (levels: number) => JSON.parse(`{"x":${'['.repeat(levels)}${']'.repeat(levels)}}`)
  const refusedAt = (levels: number) => {
    const event = { event: 'a', userId: 'u', properties: nested(levels) }
    const judged = judge({ keyId: 'k1', type: 'track' }, '', event)
    return judged === 'not_a_batch' ? judged : judged.answer.refused.map(({ code }) => code)
  }
  expect(refusedAt(50)).toEqual([])
  expect(refusedAt(15_000)).toEqual(['too_deep'])
})

test('each item is judged alone and the sender reads which was refused and why', () => {
  const { answer, items } = read('batch', {
    batch: [
      { type: 'track', event: 'ok', userId: 'u' },
      { type: 'track', userId: 'u', messageId: 'm2' },
      { type: 'page' },
      { type: 'group', userId: 'u' },
      { type: 'alias', userId: 'u' },
      { type: 'dance', userId: 'u' },
      'text',
      { type: 'track', event: 'ok', userId: 'u', timestamp: 'yesterday' },
      { type: 'track', event: 'ok', userId: 'u', messageId: 'x'.repeat(101) },
      { type: 'track', event: 'ok', userId: 'u', properties: { x: '长'.repeat(11_000) } },
    ],
  })
  expect(items).toBe(1)
  expect(answer).toMatchObject({ success: true, accepted: 1 })
  expect(answer.refused.map(({ index, code }) => [index, code])).toEqual([
    [1, 'no_event_name'],
    [2, 'no_identity'],
    [3, 'no_group'],
    [4, 'no_previous_id'],
    [5, 'unknown_type'],
    [6, 'not_an_object'],
    [7, 'bad_timestamp'],
    [8, 'message_id_too_long'],
    [9, 'event_too_large'],
  ])
  expect(answer.refused[0]?.messageId).toBe('m2')
})

test('the 2,501st event of a batch is refused, the others are taken', () => {
  const batch = Array.from({ length: 2_502 }, () => ({ type: 'page', userId: 'u' }))
  const { answer, items } = read('batch', { batch })
  expect(items).toBe(2_500)
  expect(answer.refused.map(({ code }) => code)).toEqual(['too_many_events', 'too_many_events'])
})

test('the sender text is kept as it came when nothing is refused', () => {
  const text = '{ "batch": [ {"type":"page","userId":"u","messageId":"1"} ] }'
  const judged = judge({ keyId: 'k', type: 'batch' }, text, JSON.parse(text))
  expect(judged).toMatchObject({ stored: `{"keyId":"k","type":"batch"}\n${text}`, items: 1 })
})
