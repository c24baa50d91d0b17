import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { manualClock, type Tenant } from '../kernel/index.ts'
import { type TestDatabase, testDatabase } from '../postgres/index.ts'
import { trackRoutes } from './routes-track.ts'
import { decodeTrack } from './track-decode.ts'
import { appOf, inboxOf, tenantIn } from './world.fixture.ts'

let base: TestDatabase
let tenant: Tenant
beforeAll(async () => {
  base = await testDatabase()
  tenant = await tenantIn(base.db)
})
afterAll(() => base.drop())

function earOf(more: { backlogEventsMax?: number } = {}) {
  const app = appOf()
  trackRoutes(app, {
    db: base.db,
    clock: manualClock('2026-11-11T09:00:00+08:00'),
    publicUrl: null,
    findWriteKey: async (key) => (key === 'w1' ? { tenant, keyId: 'key-1', name: '官网' } : null),
    ...more,
  })
  return app
}

const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`
const event = { type: 'track', event: 'Product Viewed', userId: 'u1', messageId: 'm1' }
const batch = JSON.stringify({ batch: [event] })

async function send(
  path: string,
  body: string | Buffer,
  headers: Record<string, string> = { authorization: basic('w1:') },
) {
  return earOf().inject({ method: 'POST', url: path, payload: body, headers })
}

test('the key is found in every place where an SDK puts it, and an unknown one is final', async () => {
  const keyed = JSON.stringify({ ...event, writeKey: 'w1' })
  expect((await send('/v1/t', batch.replace('batch', 'x'), {})).statusCode).toBe(401)
  expect((await send('/v1/track', keyed, {})).statusCode).toBe(200)
  expect((await send('/v1/batch', batch, { authorization: basic('w1') })).statusCode).toBe(200)
  expect((await send('/v1/batch', batch, { authorization: 'Bearer w1' })).statusCode).toBe(200)
  expect((await send('/v1/batch?writeKey=w1', batch, {})).statusCode).toBe(200)
  expect((await send('/v1/t', keyed, { authorization: basic('old:') })).json()).toMatchObject({
    code: 'unknown_write_key',
  })
})

test('a body is read as JSON whatever it is labelled, packed or not', async () => {
  const packed = {
    gzip: gzipSync(batch),
    deflate: deflateSync(batch),
    br: brotliCompressSync(batch),
  }
  for (const [encoding, bytes] of Object.entries(packed)) {
    const headers = {
      authorization: basic('w1:'),
      'content-encoding': encoding,
      'content-type': 'application/x-www-form-urlencoded',
    }
    expect((await send('/v1/batch', bytes, headers)).json()).toMatchObject({ accepted: 1 })
  }
  for (const type of ['text/plain', 'application/json; charset=utf-8', 'image/png']) {
    const headers = { authorization: basic('w1:'), 'content-type': type }
    expect((await send('/v1/batch', batch, headers)).json()).toMatchObject({ accepted: 1 })
  }
})

test('a small body that unpacks to something huge is refused, and so is a large one', async () => {
  const bomb = gzipSync(Buffer.alloc(50_000_000, 0x20))
  const headers = { authorization: basic('w1:'), 'content-encoding': 'gzip' }
  expect((await send('/v1/batch', bomb, headers)).statusCode).toBe(413)
  expect((await send('/v1/batch', ' '.repeat(600_000))).statusCode).toBe(413)
})

test('what is no JSON, no batch or not packed as it says is refused with a reason', async () => {
  expect((await send('/v1/batch', '{"batch":[')).json()).toMatchObject({ code: 'not_json' })
  expect((await send('/v1/batch', '{"events":[]}')).json()).toMatchObject({ code: 'bad_request' })
  const headers = { authorization: basic('w1:'), 'content-encoding': 'gzip' }
  expect((await send('/v1/batch', 'plain', headers)).json()).toMatchObject({ code: 'bad_request' })
})

test('an acknowledged request is a row of the inbox; a refused one leaves none', async () => {
  const before = (await inboxOf(base.db, tenant)).length
  const good = JSON.stringify({ batch: [event, { type: 'page' }] })
  expect((await send('/v1/import', good)).json()).toMatchObject({ success: true, accepted: 1 })
  const bad = await send('/v1/page', '{}')
  expect([bad.statusCode, bad.json()]).toMatchObject([400, { success: false, accepted: 0 }])
  const rows = (await inboxOf(base.db, tenant)).slice(before)
  expect(rows).toHaveLength(1)
  const [row] = rows
  if (!row) throw new Error('no row')
  expect(decodeTrack(tenant, row).events).toMatchObject([
    { name: 'Product Viewed', source: '官网' },
  ])
})

test('requests that come together are all durable, each its own row', async () => {
  const before = (await inboxOf(base.db, tenant)).length
  const ear = earOf()
  const answers = await Promise.all(
    Array.from({ length: 120 }, (_, n) =>
      ear.inject({
        method: 'POST',
        url: '/v1/track',
        payload: JSON.stringify({ ...event, messageId: `together-${n}` }),
        headers: { authorization: basic('w1:') },
      }),
    ),
  )
  expect(answers.every((answer) => answer.statusCode === 200)).toBe(true)
  const rows = (await inboxOf(base.db, tenant)).slice(before)
  const ids = rows.map((row) => decodeTrack(tenant, row).events[0]?.eventId)
  expect(new Set(ids).size).toBe(120)
})

test('a full lane asks the sender to come later', async () => {
  await send('/v1/batch', batch)
  const full = await earOf({ backlogEventsMax: 1 }).inject({
    method: 'POST',
    url: '/v1/batch',
    payload: batch,
    headers: { authorization: basic('w1:') },
  })
  expect([full.statusCode, full.headers['retry-after']]).toEqual([429, '10'])
})

test('browsers of any site may send', async () => {
  const ear = earOf()
  const asked = await ear.inject({
    method: 'OPTIONS',
    url: '/v1/t',
    headers: {
      origin: 'https://shop.example',
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'authorization,content-type,x-retry-count',
    },
  })
  expect(asked.statusCode).toBe(204)
  expect(asked.headers).toMatchObject({
    'access-control-allow-origin': 'https://shop.example',
    'access-control-allow-headers': 'authorization,content-type,x-retry-count',
  })
  const settings = await ear.inject({ url: '/v1/projects/w1/settings' })
  expect(settings.json()).toMatchObject({
    integrations: { 'Segment.io': { apiKey: 'w1', apiHost: 'localhost/v1', protocol: 'http' } },
  })
  expect((await ear.inject({ url: '/v1/projects/none/settings' })).statusCode).toBe(401)
  expect((await ear.inject({ method: 'POST', url: '/v1/m', payload: 'x' })).statusCode).toBe(200)
})
