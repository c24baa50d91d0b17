import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import * as contract from '../contract/source-report.ts'
import { type Came, hangCodes, tellFollows, tellOrders } from './acquisition.fixture.ts'
import { type House, type Resident, startHouse } from './house.fixture.ts'

/** A workspace whose clock stands at the end of November; people came and went before. */
const PRESENT = new Date('2026-11-30T12:00:00Z')
const made = z.object({ id: z.string() })
let house: House
let brand: Resident
let ids: { douyin: string; campaign: string; feed: string; shops: string }
let codes: Map<string, string>

beforeAll(async () => {
  house = await startHouse()
  brand = await house.movesIn('青禾护肤', { clockAt: PRESENT })
  const douyin = await makeSource({ name: '抖音', traffic: 'ads', owner: '投放组' })
  const campaign = await makeSource({ name: '双11', parentId: douyin })
  const feed = await makeSource({ name: '信息流', parentId: campaign })
  const shops = await makeSource({ name: '门店', traffic: 'offline' })
  ids = { douyin, campaign, feed, shops }
  codes = await hangCodes(house, brand, [
    { state: 'feed_a', sourceId: feed },
    { state: 'feed_b', sourceId: feed },
    { state: 'home', sourceId: douyin },
    { state: 'till', sourceId: shops },
  ])
  await tellFollows(house, brand, people)
  await tellOrders(house, brand, [
    { who: 'wm1', at: '2026-11-02T10:00:00Z', yuan: 100 },
    { who: 'wm1', at: '2026-11-20T10:00:00Z', yuan: 60 },
    { who: 'wm2', at: '2026-11-10T10:00:00Z', yuan: 50 },
    // Before they became a friend: not what the source brought.
    { who: 'wm5', at: '2026-10-01T10:00:00Z', yuan: 999 },
    { who: 'wm5', at: '2026-11-25T10:00:00Z', yuan: 30 },
  ])
}, 120_000)
afterAll(() => house?.stop())

const people: readonly Came[] = [
  { who: 'wm1', state: 'feed_a', at: '2026-10-20T10:00:00Z' },
  { who: 'wm2', state: 'feed_a', at: '2026-10-21T10:00:00Z', leftAt: '2026-10-23T10:00:00Z' },
  { who: 'wm3', state: 'feed_b', at: '2026-10-22T10:00:00Z', leftAt: '2026-11-10T10:00:00Z' },
  { who: 'wm4', state: 'home', at: '2026-11-20T10:00:00Z' },
  { who: 'wm5', state: 'till', at: '2026-11-21T10:00:00Z' },
  { who: 'wm6', state: '', at: '2026-11-22T10:00:00Z' },
]

async function makeSource(body: object): Promise<string> {
  return made.parse((await brand.ask('POST', '/api/sources', body)).body).id
}

async function report(query = 'days=90') {
  const told = contract.sourceReport.parse(
    (await brand.ask('GET', `/api/source-report?${query}`)).body,
  )
  const node = (id: string) => {
    const found = told.nodes.find((one) => one.id === id)
    if (!found) throw new Error(`no node ${id}`)
    return found
  }
  return {
    ...told,
    node,
    named: (name: string) => told.nodes.filter((one) => one.name === name)[0],
  }
}

function leavesBelow(nodes: readonly contract.SourceNode[], id: string): contract.SourceNode[] {
  const children = nodes.filter(({ parentId }) => parentId === id)
  const self = nodes.filter((one) => one.id === id && one.kind === 'code')
  return [...self, ...children.flatMap((one) => leavesBelow(nodes, one.id))]
}

test('who came, who left early, who stayed and what they paid stands at every level, as the sum of its codes', async () => {
  const { nodes, node, total } = await report()
  expect(node(ids.feed)).toMatchObject({ people: 3, leftEarly: 1, due: 3, retained: 1, depth: 2 })
  expect(node(ids.douyin)).toMatchObject({ people: 4, leftEarly: 1, due: 3, revenue: 21_000 })
  expect(node(ids.shops)).toMatchObject({ people: 1, due: 0, buyers: 1, revenue: 3_000 })
  expect(node('unknown')).toMatchObject({ people: 1 })
  expect(total).toMatchObject({ people: 6, buyers: 3, revenue: 24_000 })
  for (const one of nodes.filter(({ kind }) => kind === 'source')) {
    const leaves = leavesBelow(nodes, one.id)
    for (const key of ['people', 'leftEarly', 'due', 'retained', 'buyers', 'revenue'] as const)
      expect(one[key]).toBe(leaves.reduce((sum, leaf) => sum + leaf[key], 0))
  }
})

test('every number opens exactly its people', async () => {
  const { nodes } = await report()
  for (const node of nodes) {
    for (const [kind, key] of [
      ['people', 'people'],
      ['left_early', 'leftEarly'],
      ['retained', 'retained'],
      ['buyers', 'buyers'],
    ] as const) {
      const path = `/api/source-report/${node.id}/people?days=90&kind=${kind}`
      const found = contract.sourcePeople.parse((await brand.ask('GET', path)).body)
      expect([node.name, kind, found.items.length]).toEqual([node.name, kind, node[key]])
      if (kind !== 'buyers') continue
      expect(found.items.reduce((sum, one) => sum + one.revenue, 0)).toBe(node.revenue)
    }
  }
})

test('a cost divided among codes adds up, counts once on the way up, and tells when it is paid back', async () => {
  const cost = { amount: 20_001, fromOn: '2026-11-01', toOn: '2026-11-10', divided: 'by_people' }
  const none = await brand.ask('POST', `/api/sources/${ids.campaign}/costs`, cost)
  expect(none.status).toBe(201)
  const even = { ...cost, amount: 100, divided: 'evenly' }
  await brand.ask('POST', `/api/sources/${ids.douyin}/costs`, even)
  const { node, total } = await report()
  const [a, b, home] = ['feed_a', 'feed_b', 'home'].map(
    (state) => node(`cwy_${codes.get(state)?.replaceAll('-', '')}`).cost,
  )
  // Nobody came in these ten days: the codes share evenly.
  expect([a, b, home]).toEqual([10_001 + 34, 10_000 + 33, 33])
  expect(node(ids.feed).cost).toBe(20_001 + 67)
  expect(node(ids.douyin)).toMatchObject({ cost: 20_101, paidBackOn: '2026-11-20' })
  expect(node(ids.douyin).costPerPerson).toBe(Math.round(20_101 / 4))
  expect(total.cost).toBe(20_101)
  // Half of its days: half of it.
  const part = await report('days=25')
  expect(part.node(ids.campaign).cost).toBeLessThan(10_200)
})

test('a source stands three levels deep at most and never below itself', async () => {
  const deep = await brand.ask('POST', '/api/sources', { name: '更深', parentId: ids.feed })
  expect(deep).toMatchObject({ status: 409, body: { code: 'source_too_deep' } })
  const circle = await brand.ask('PATCH', `/api/sources/${ids.douyin}`, { parentId: ids.campaign })
  expect(circle).toMatchObject({ status: 409, body: { code: 'source_in_itself' } })
  const carried = await brand.ask('PATCH', `/api/sources/${ids.douyin}`, { parentId: ids.shops })
  expect(carried).toMatchObject({ status: 409, body: { code: 'source_too_deep' } })
})

test('a bill goes in line by line, once, says what it cannot read, and is taken back whole', async () => {
  const text = [
    '推广计划,消耗(元),日期,备注',
    '抖音/双11/信息流,"1,234.56",2026-11-03,周三',
    'feed_b,10.00,2026/11/4,',
    '门店,12.345,2026-11-05,',
    '没有的,1,2026-11-05,',
    '门店,1,昨天,',
    '',
  ].join('\n')
  const body = { fileName: '十一月.csv', text }
  const seen = contract.billPreview.parse(
    (await brand.ask('POST', '/api/source-bills/preview', body)).body,
  )
  expect(seen.lines.map(({ path, amount }) => [path.join('/'), amount])).toEqual([
    ['抖音/双11/信息流', 123_456],
    ['抖音/双11/信息流/码 feed_b', 1_000],
  ])
  expect(seen.faults.map(({ line, fault }) => [line, fault])).toEqual([
    [4, 'bad_amount'],
    [5, 'no_source'],
    [6, 'bad_day'],
  ])
  const before = (await report()).node(ids.douyin).cost
  const bill = made.parse((await brand.ask('POST', '/api/source-bills', body)).body).id
  expect((await report()).node(ids.douyin).cost).toBe(before + 124_456)
  expect(await brand.ask('POST', '/api/source-bills', body)).toMatchObject({
    status: 409,
    body: { code: 'bill_known' },
  })
  await brand.ask('PUT', `/api/source-bills/${bill}/withdrawal`)
  expect((await report()).node(ids.douyin).cost).toBe(before)
  await brand.ask('DELETE', `/api/source-bills/${bill}/withdrawal`)
  expect((await report()).node(ids.douyin).cost).toBe(before + 124_456)
})
