import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { holidays } from '../contract/almanac.ts'
import { type BroadcastPlan, broadcastPlan } from '../contract/broadcast.ts'
import * as contract from '../contract/calendar.ts'
import { segment } from '../contract/segment-view.ts'
import { doorOf } from '../demo/door.ts'
import { sleep } from '../server/kernel/index.ts'
import { type House, type Resident, startHouse } from './house.fixture.ts'

const made = z.object({ id: z.string() })
let house: House
let brand: Resident
let hangzhou: string
/** Days of the coming year, which is not over whenever this runs. */
let year: number

beforeAll(async () => {
  house = await startHouse()
  brand = await house.movesIn('青禾护肤')
  year = house.deps.clock.now().getUTCFullYear() + 1
  const batch = ['M1', 'M2', 'M3'].map((userId) => ({
    type: 'identify',
    messageId: `i-${userId}`,
    userId,
    traits: { city: '杭州', birthday: '1990-06-01' },
  }))
  await doorOf(house.url, brand).track(batch)
  await house.settled(brand.tenant)
  const tree = { kind: 'trait', key: 'city', test: { op: 'is', anyOf: ['杭州'] } }
  hangzhou = idOf(await brand.owner('POST', '/api/segments', { name: '杭州', tree, isLive: true }))
  await computed()
}, 120_000)
afterAll(() => house?.stop())

const idOf = ({ body }: { body: unknown }) => made.parse(body).id

async function computed(): Promise<void> {
  for (let look = 0; look < 200; look += 1) {
    const { body } = await brand.owner('GET', `/api/segments/${hangzhou}`)
    if (segment.parse(body).size !== null) return
    await sleep(50)
  }
  throw new Error('the segment was not computed')
}

/** A draft for everybody in Hangzhou, at ten in the morning of a day in Shanghai. */
async function drafted(name: string, on: string, purpose: BroadcastPlan['purpose'] = 'value') {
  const plan = broadcastPlan.parse({
    segmentId: hangzhou,
    carrier: 'wecom_mass',
    purpose,
    variants: [{ id: 'a', share: 100, content: { text: '您好' } }],
    start: { kind: 'at', at: `${on}T02:00:00.000Z` },
    control: { kind: 'none', reason: '测试' },
  })
  return idOf(await brand.owner('POST', '/api/broadcasts', { name, plan }))
}

const spanned = (path: string, from: string, to = from) =>
  brand.owner('GET', `${path}?from=${from}&to=${to}`)
const planned = async (from: string, to = from) =>
  contract.calendar.parse((await spanned('/api/calendar', from, to)).body)
const clashes = async (from: string, to = from) =>
  contract.collisions.parse((await spanned('/api/calendar-collisions', from, to)).body).items
const move = (kind: string, id: string, to: string) =>
  brand.owner('PUT', '/api/calendar-moves', { kind, id, to })

test('two broadcasts of a day to the same people collide; put on another day, at the same hour, they do not; back again they do', async () => {
  const [on, later] = [`${year}-06-18`, `${year}-06-20`]
  const first = await drafted('618 预热', on)
  const second = await drafted('618 返场', on)
  const { entries } = await planned(on)
  expect(entries).toMatchObject([
    { kind: 'broadcast', on, state: 'draft', canMove: true },
    { kind: 'broadcast', on, state: 'draft', canMove: true },
  ])
  expect(new Set(entries.map(({ subject }) => subject))).toEqual(new Set([first, second]))
  expect(await clashes(on)).toMatchObject([{ kind: 'overlap', on, people: 3 }])
  const moved = await move('broadcast', second, later)
  expect(moved).toMatchObject({ status: 200, body: { was: on } })
  expect((await planned(later)).entries).toMatchObject([
    { subject: second, at: `${later}T02:00:00.000Z` },
  ])
  expect(await clashes(on, later)).toEqual([])
  await move('broadcast', second, on)
  expect(await clashes(on)).toMatchObject([{ kind: 'overlap' }])
})

test('what is promoted on a day of mourning is told, what only serves is not; nothing goes to a day that is over', async () => {
  const on = `${year}-12-13`
  const id = await drafted('年末大促', on, 'promotion')
  expect(await clashes(on)).toMatchObject([{ kind: 'mourning', festival: 'nanjing' }])
  await move('broadcast', id, `${year}-12-14`)
  await drafted('护肤小贴士', on)
  expect(await clashes(on)).toEqual([])
  expect(await move('broadcast', id, '2020-01-01')).toMatchObject({
    status: 409,
    body: { code: 'calendar_past' },
  })
})

test('a hook ends on its day, and on another one once it is put there', async () => {
  const [on, later] = [`${year}-03-08`, `${year}-03-15`]
  const asset = { title: '护肤三步', words: '慢慢看', url: null }
  const body = {
    name: '三步卡',
    pain: '换季泛红',
    kind: 'file',
    rule: 'anyone',
    asset,
    untilOn: on,
  }
  const id = idOf(await brand.owner('POST', '/api/hooks', body))
  expect(await move('hook_end', id, later)).toMatchObject({ status: 200, body: { was: on } })
  expect((await planned(on, later)).entries).toMatchObject([
    { kind: 'hook_end', subject: id, on: later, canMove: true },
  ])
})

test('a day says its lunar date, its festivals and whether people work; what the operator writes counts', async () => {
  const { days, unknownYears } = await planned('2026-02-14', '2026-02-17')
  expect(unknownYears).toEqual([])
  expect(days[0]).toMatchObject({ arranged: { is: 'work', name: '春节' } })
  expect(days[3]).toMatchObject({
    lunar: '正月',
    festivals: ['lunar_new_year'],
    arranged: { is: 'rest' },
  })
  expect((await planned('2098-01-01')).unknownYears).toEqual([2098])
  const written = [{ on: '2098-01-01', is: 'rest', name: '元旦' }]
  await brand.owner('PUT', '/api/holidays/2098', { days: written })
  expect(await planned('2098-01-01')).toMatchObject({
    unknownYears: [],
    days: [{ arranged: { is: 'rest', name: '元旦' } }],
  })
  await brand.owner('DELETE', '/api/holidays/2098')
  const read = holidays.parse((await brand.owner('GET', '/api/holidays/2098')).body)
  expect(read).toMatchObject({ from: 'none', days: [] })
})
