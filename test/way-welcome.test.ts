import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { contactWayDetail } from '../contract/acquisition.ts'
import { showId } from '../server/kernel/index.ts'
import { sql } from '../server/postgres/index.ts'
import { type Came, hangCodes, tellFollows } from './acquisition.fixture.ts'
import { type House, type Resident, startHouse } from './house.fixture.ts'

/** The clock stands on a Monday at 21:30 in Shanghai. */
const NIGHT = '2026-11-30T13:30:00Z'
const DAYS = [1, 2, 3, 4, 5, 6, 7]
const made = z.object({ id: z.string() })
let house: House
let brand: Resident
let path: string

beforeAll(async () => {
  house = await startHouse()
  brand = await house.movesIn('青禾护肤', { clockAt: new Date(NIGHT) })
  const source = made.parse((await brand.ask('POST', '/api/sources', { name: '门店' })).body)
  const ids = await hangCodes(house, brand, [{ state: 'till', sourceId: source.id }])
  path = `/api/contact-ways/${showId('contactWay', ids.get('till') ?? '')}`
}, 120_000)
afterAll(() => house?.stop())

const open = { weekdays: DAYS, hours: null, comer: null, language: null }

test('welcomes by hour, comer and language are kept in their order, and are looked through from the top', async () => {
  const welcomes = [
    { ...open, comer: 'of_another', words: '{{customer}}，我是她的同事' },
    { ...open, language: 'en', words: 'Hello {{customer}}' },
    { ...open, comer: 'back', words: '又见面了' },
    { ...open, hours: { from: '21:00', to: '09:00' }, words: '打烊了，明早回你' },
  ]
  const change = { welcomes, welcomeNew: '白天好', welcomeReturning: '回来了' }
  expect((await brand.owner('PATCH', path, change)).status).toBe(200)
  expect(contactWayDetail.parse((await brand.ask('GET', path)).body).welcomes).toEqual(welcomes)
})

test('hours that are no hours, and words that are missing, are refused', async () => {
  for (const wrong of [
    { hours: { from: '25:00', to: '09:00' } },
    { words: ' ' },
    { weekdays: [8] },
  ])
    expect(
      (await brand.owner('PATCH', path, { welcomes: [{ ...open, words: '好', ...wrong }] })).status,
    ).toBe(400)
})

/** A file of customers or the web shop told which language somebody speaks. */
async function speaks(who: string, language: string): Promise<void> {
  const told = JSON.stringify({ language: { v: language, at: Date.parse(hour('08:00:00')) } })
  await house.deps.db.inWorkspace(brand.tenant.id, (tx) =>
    tx.run(sql`
      update customer.customer c
      set traits = c.traits || ${told}::jsonb
      from customer.identity i
      where c.workspace_id = ${brand.tenant.id}
        and i.workspace_id = c.workspace_id
        and i.customer_id = c.id
        and i.key = ${who}
    `),
  )
}

const hour = (time: string) => `2026-11-30T${time}+08:00`

test('in one burst each hears the words for the hour, for who they are and for their language', async () => {
  const friends: Came[] = [
    { who: 'wm_back', state: 'till', at: hour('08:00:00'), leftAt: hour('09:00:00') },
    { who: 'wm_en', state: 'till', at: hour('08:00:00'), leftAt: hour('09:00:00') },
    { who: 'wm_other', state: '', at: hour('08:00:00'), userid: 'zhou' },
  ]
  await tellFollows(house, brand, friends)
  await speaks('wm_en', 'en-US')
  await tellFollows(house, brand, [
    { who: 'wm_day', state: 'till', at: hour('14:00:00'), welcomeCode: 'W1' },
    { who: 'wm_night', state: 'till', at: hour('21:30:00'), welcomeCode: 'W2' },
    { who: 'wm_back', state: 'till', at: hour('21:30:01'), welcomeCode: 'W3' },
    { who: 'wm_other', state: 'till', at: hour('21:30:02'), welcomeCode: 'W4' },
    { who: 'wm_en', state: 'till', at: hour('21:30:03'), welcomeCode: 'W5' },
  ])
  const said = await house.deps.db.inWorkspace(brand.tenant.id, (tx) =>
    tx.rows(sql<{ code: string; text: string }>`
      select welcome_code as code, text
      from channel.delivery
      where workspace_id = ${brand.tenant.id}
        and welcome_code is not null
      order by welcome_code
    `),
  )
  expect(said).toEqual([
    { code: 'W1', text: '白天好' },
    { code: 'W2', text: '打烊了，明早回你' },
    { code: 'W3', text: '又见面了' },
    { code: 'W4', text: '朋友，我是她的同事' },
    { code: 'W5', text: 'Hello 朋友' },
  ])
})
