import { afterAll, beforeAll, expect, test } from 'vitest'
import { customerPage } from '../contract/customer.ts'
import type { SegmentNode } from '../contract/segment.ts'
import * as contract from '../contract/segment-view.ts'
import { sleep } from '../server/kernel/index.ts'
import { type House, type Resident, startHouse } from './house.fixture.ts'

let house: House
let brand: Resident

beforeAll(async () => {
  house = await startHouse()
  brand = await house.movesIn('青禾护肤')
  await tell([
    ...['M1', 'M2', 'M3', 'M4'].map((userId, i) => ({
      type: 'identify',
      messageId: `i-${userId}`,
      userId,
      traits: { name: `客户${userId}`, city: i < 2 ? '杭州' : '上海' },
    })),
    bought('M1', 'A', 300),
    bought('M1', 'B', 200),
    bought('M3', 'C', 900),
  ])
}, 120_000)
afterAll(() => house?.stop())

function bought(userId: string, order: string, yuan: number) {
  const properties = { order_id: order, revenue: yuan, currency: 'CNY' }
  return { type: 'track', messageId: `o-${order}`, userId, event: 'Order Completed', properties }
}

async function tell(batch: unknown[]): Promise<void> {
  const answer = await fetch(`${house.url}/v1/batch`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Basic ${Buffer.from(`${brand.writeKey}:`).toString('base64')}`,
    },
    body: JSON.stringify({ batch }),
  })
  expect(answer.status).toBe(200)
  await house.settled(brand.tenant)
}

const inHangzhou: SegmentNode = {
  kind: 'trait',
  key: 'city',
  test: { op: 'is', anyOf: ['杭州'] },
}
const boughtTwice: SegmentNode = {
  kind: 'order',
  window: { kind: 'ever' },
  measure: { of: 'count', test: { op: 'gte', value: 2 } },
}

async function made(name: string, tree: SegmentNode, isLive = true): Promise<string> {
  const { status, body, text } = await brand.ask('POST', '/api/segments', { name, tree, isLive })
  expect(status, text).toBe(201)
  return contract.madeSegment.parse(body).id
}

async function read(id: string): Promise<contract.Segment> {
  return contract.segment.parse((await brand.ask('GET', `/api/segments/${id}`)).body)
}

/** Waits until the loop has computed a segment. */
async function computed(id: string): Promise<contract.Segment> {
  for (let look = 0; look < 200; look += 1) {
    const segment = await read(id)
    if (segment.size !== null) return segment
    await sleep(50)
  }
  throw new Error('the segment was not computed')
}

async function refusal(answer: Promise<{ status: number; body: unknown }>) {
  const { status, body } = await answer
  return { status, body }
}

async function customer(name: string): Promise<string> {
  const path = `/api/customers?search=${encodeURIComponent(name)}`
  const [found] = customerPage.parse((await brand.ask('GET', path)).body).items
  return found?.id ?? ''
}

test('a preview counts every condition and says why each person of the sample matches', async () => {
  const tree: SegmentNode = { kind: 'any', of: [inHangzhou, { kind: 'not', of: boughtTwice }] }
  const { body, text } = await brand.ask('POST', '/api/segments/preview', { tree })
  const preview = contract.segmentPreview.parse(body, { error: () => text })
  expect(preview).toMatchObject({ total: 4, everybody: 4 })
  expect(preview.counts).toEqual([
    { path: '', count: 4 },
    { path: '0', count: 2 },
    { path: '1', count: 3 },
    { path: '1.0', count: 1 },
  ])
  expect(preview.sample.map(({ customer: { name } }) => name)).toEqual([
    '客户M4',
    '客户M3',
    '客户M2',
    '客户M1',
  ])
  expect(preview.sample[3]?.reasons).toEqual([
    { path: '', holds: true, fact: { kind: 'nothing' } },
    { path: '0', holds: true, fact: { kind: 'text', text: '杭州' } },
    { path: '1', holds: false, fact: { kind: 'nothing' } },
    { path: '1.0', holds: true, fact: { kind: 'number', value: 2 } },
  ])
})

test('a live segment is computed by itself; its members are listed, sought and exported', async () => {
  const id = await made('杭州客户', inHangzhou)
  expect(await computed(id)).toMatchObject({ size: 2, state: 'live', revision: 1, usedBy: [] })
  const page = contract.memberPage.parse(
    (await brand.ask('GET', `/api/segments/${id}/members?limit=1`)).body,
  )
  expect(page).toMatchObject({ items: [{ name: '客户M2' }], total: 2 })
  const rest = contract.memberPage.parse(
    (await brand.ask('GET', `/api/segments/${id}/members?limit=1&cursor=${page.next}`)).body,
  )
  expect(rest).toMatchObject({ items: [{ name: '客户M1' }], next: null })
  const sought = (name: string) =>
    brand.ask('GET', `/api/segments/${id}/members?search=${encodeURIComponent(name)}`)
  expect((await sought('客户M1')).body).toMatchObject({ items: [{ name: '客户M1' }], total: 1 })
  expect((await sought('客户M3')).body).toMatchObject({ items: [], total: 0 })
  const file = await brand.ask('GET', `/api/segments/${id}/members.csv`)
  expect(file.text.split('\r\n')).toHaveLength(4)
  expect(file.text).toContain('客户M1')
  const history = contract.segmentHistory.parse(
    (await brand.ask('GET', `/api/segments/${id}/history?days=7`)).body,
  )
  expect(history.items.at(-1)).toMatchObject({ size: 2, entered: 0, left: 0 })
})

test('why somebody is in and somebody else is not, with the facts; and which segments a person is in', async () => {
  const id = await made('买过两次的杭州客户', { kind: 'all', of: [inHangzhou, boughtTwice] })
  await computed(id)
  const why = async (name: string) =>
    contract.segmentWhy.parse(
      (await brand.ask('GET', `/api/segments/${id}/why?customerId=${await customer(name)}`)).body,
    )
  expect(await why('客户M1')).toMatchObject({
    isMember: true,
    holds: true,
    reasons: [{ holds: true }, { holds: true }, { holds: true, fact: { value: 2 } }],
  })
  expect(await why('客户M3')).toMatchObject({
    isMember: false,
    holds: false,
    reasons: [
      { path: '', holds: false },
      { path: '0', holds: false, fact: { kind: 'text', text: '上海' } },
      { path: '1', holds: false, fact: { kind: 'number', value: 1 } },
    ],
  })
  const mine = await brand.ask('GET', `/api/customers/${await customer('客户M1')}/segments`)
  expect(contract.segmentsOfPerson.parse(mine.body).items).toContainEqual({
    id,
    name: '买过两次的杭州客户',
  })
})

test('two editors notice each other, and a name is taken once', async () => {
  const id = await made('回头客', boughtTwice, false)
  const change = { name: '回头客', tree: boughtTwice, isLive: true, revision: 1 }
  expect((await brand.ask('PUT', `/api/segments/${id}`, change)).status).toBe(200)
  expect(await refusal(brand.ask('PUT', `/api/segments/${id}`, change))).toMatchObject({
    status: 409,
    body: { code: 'conflict' },
  })
  expect(await computed(id)).toMatchObject({ state: 'live', size: 1, revision: 2 })
  const copies = `/api/segments/${id}/copies`
  expect(await refusal(brand.ask('POST', copies, { name: '回头客' }))).toMatchObject({
    status: 409,
    body: { code: 'segment_name_taken' },
  })
  const copy = contract.madeSegment.parse(
    (await brand.ask('POST', copies, { name: '回头客 副本' })).body,
  )
  expect(await read(copy.id)).toMatchObject({ state: 'draft', size: null, tree: boughtTwice })
})

test('a tree that cannot be is refused with the place at fault', async () => {
  const id = await made('甲', inHangzhou)
  const around = await made('乙', { kind: 'all', of: [{ kind: 'segment', segmentId: id }] })
  const tree = { kind: 'any', of: [boughtTwice, { kind: 'segment', segmentId: around }] }
  const circle = brand.ask('PUT', `/api/segments/${id}`, {
    name: '甲',
    tree,
    isLive: true,
    revision: 1,
  })
  expect(await refusal(circle)).toMatchObject({
    status: 409,
    body: { code: 'segment_circle', params: { node: '2', name: '乙' } },
  })
  const preview = (tree: unknown) => refusal(brand.ask('POST', '/api/segments/preview', { tree }))
  const unknown = { kind: 'tag', tagId: 'tag_gone', level: 'any' }
  expect(
    await preview({ kind: 'all', of: [inHangzhou, { kind: 'not', of: unknown }] }),
  ).toMatchObject({ status: 404, body: { code: 'segment_unknown_ref', params: { node: '2.1' } } })
  const many = { kind: 'all', of: Array.from({ length: 30 }, () => inHangzhou) }
  expect(await preview({ kind: 'all', of: [many, many, inHangzhou] })).toMatchObject({
    status: 400,
    body: { code: 'segment_too_large', params: { node: '3' } },
  })
  // As text, because no program could write it down from an object.
  const abyss = `${'{"kind":"not","of":'.repeat(20_000)}{}${'}'.repeat(20_000)}`
  const answer = await fetch(`${house.url}/api/segments/preview`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${brand.apiToken}` },
    body: `{"tree":${abyss}}`,
  })
  expect(await answer.json()).toMatchObject({ status: 400, code: 'segment_too_large' })
})

test('what something rests on is not archived; what is archived comes back as it was', async () => {
  const id = await made('上海客户', {
    kind: 'trait',
    key: 'city',
    test: { op: 'is', anyOf: ['上海'] },
  })
  const other = await made('上海回头客', {
    kind: 'all',
    of: [{ kind: 'segment', segmentId: id }, boughtTwice],
  })
  const place = `/api/segments/${id}/archived`
  expect((await read(id)).usedBy).toEqual([{ kind: 'segment', id: other, name: '上海回头客' }])
  expect(await refusal(brand.ask('PUT', place))).toMatchObject({
    status: 409,
    body: { code: 'segment_used', params: { count: 1, places: '上海回头客' } },
  })
  expect((await brand.ask('PUT', `/api/segments/${other}/archived`)).status).toBe(200)
  expect((await brand.ask('PUT', place)).status).toBe(200)
  const list = async (state: string) => {
    const { body } = await brand.ask('GET', `/api/segments?state=${state}`)
    return contract.segmentPage.parse(body).items.map(({ name }) => name)
  }
  expect(await list('archived')).toEqual(expect.arrayContaining(['上海客户', '上海回头客']))
  expect(await list('live')).not.toContain('上海客户')
  expect((await brand.ask('DELETE', place)).status).toBe(200)
  expect(await list('live')).toContain('上海客户')
})

test('what conditions can be made of is what has happened here', async () => {
  const { body } = await brand.ask('GET', '/api/segment-vocabulary')
  const words = contract.segmentVocabulary.parse(body)
  expect(words.events).toContainEqual({ name: 'Order Completed', count: 3 })
  expect(words.traits).toContainEqual({ key: 'city', people: 4 })
  const said = async (query: string) =>
    contract.segmentWords.parse(
      (await brand.ask('GET', `/api/segment-vocabulary/words?${query}`)).body,
    ).items
  expect(await said('trait=city')).toEqual([
    { text: '上海', count: 2 },
    { text: '杭州', count: 2 },
  ])
  expect((await said('event=Order%20Completed')).map(({ text }) => text)).toContain('revenue')
  expect(await said('event=Order%20Completed&property=currency')).toEqual([
    { text: 'CNY', count: 3 },
  ])
})
