import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { customerPage } from '../contract/customer.ts'
import { madeGrant, rewardGrantDetail } from '../contract/reward.ts'
import { doorOf } from '../demo/door.ts'
import { createPayOffice } from '../sandbox/pay-office.ts'
import { newId, readId } from '../server/kernel/index.ts'
import { createLinkTracker, personalUrl } from '../server/page/index.ts'
import { sealedBy } from '../weixin/index.ts'
import { type Browser, browserAt, PUBLIC } from './form.fixture.ts'
import { type House, type Resident, startHouse } from './house.fixture.ts'

const made = z.object({ id: z.string() })
let house: House
let brand: Resident
let people: string[]

beforeAll(async () => {
  house = await startHouse({ publicUrl: PUBLIC })
  brand = await house.movesIn('青禾护肤')
  await doorOf(house.url, brand).track(
    ['M1', 'M2'].map((userId) => ({ type: 'identify', messageId: newId(), userId, traits: {} })),
  )
  await house.settled(brand.tenant)
  const { body } = await brand.owner('GET', '/api/customers?limit=10')
  people = customerPage.parse(body).items.map(({ id }) => id)
}, 120_000)
afterAll(() => house?.stop())

const links = () => createLinkTracker({ seal: house.deps.seal, base: PUBLIC })
const does = async (method: string, path: string, body?: unknown) => {
  const answer = await brand.owner(method, path, body)
  expect([200, 201], answer.text).toContain(answer.status)
  return answer.body
}

/** A reward that somebody has got, as an operator gives it. @returns the grant and the address of its page. */
async function given(wanted: Record<string, unknown>, stock: string, body: unknown) {
  const rules = { cost: 100, holdDays: 0, personLimit: 1 }
  const { id } = made.parse(await does('POST', '/api/rewards', { ...rules, ...wanted }))
  if (stock !== '') await does('POST', `/api/rewards/${id}/${stock}`, body)
  const to = { customerId: people[0], key: newId(), reason: '写了很用心的心得' }
  const grant = madeGrant.parse(await does('POST', `/api/rewards/${id}/grants`, to))
  const grantId = readId('grant', grant.id) ?? ''
  const url = links().urlOf(brand.tenant, { kind: 'reward', id: grantId }) ?? ''
  return { shown: grant.id, url, rewardId: id }
}
/** The one browser of each: a personal link is believed of whoever opens it first. */
const browsers = new Map<string, Browser>()
async function openAs(whose: string | undefined, url: string): Promise<Browser> {
  const customerId = readId('customer', whose ?? '')
  const own = personalUrl(links(), brand.tenant, { url, customerId })
  const browser = browsers.get(whose ?? '')?.at(url) ?? browserAt(house.url, url)
  browsers.set(whose ?? '', browser)
  await browser.open(new URL(own).search)
  return browser
}

test('a code is shown to whom it was given, and to nobody else who has the link', async () => {
  const { url } = await given({ kind: 'coupon', name: '满减券' }, 'codes', { codes: 'QH-9KX7' })
  expect((await openAs(people[0], url)).page().text).toContain('QH-9KX7')
  const stranger = await browserAt(house.url, url).open()
  expect(stranger.status).toBe(200)
  expect(stranger.text).toContain('满减券')
  expect(stranger.text).not.toContain('QH-9KX7')
  expect((await openAs(people[1], url)).page().text).not.toContain('QH-9KX7')
})

test('who won a gift gives an address without any script; the operator reads it by name and sends it once', async () => {
  const { url, shown } = await given({ kind: 'gift', name: '旅行装' }, 'pieces', { count: 3 })
  const browser = await openAs(people[0], url)
  const address = { name: '林小满', phone: '139123', address: '杭州市文三路 1 号' }
  expect(await browser.send([], address)).toMatchObject({ status: 422 })
  await browser.send([], { ...address, phone: '13912345678' })
  const read = await brand.owner('POST', `/api/reward-grants/${shown}/address`)
  expect(read.body).toEqual({ ...address, phone: '13912345678' })
  await does('PUT', `/api/reward-grants/${shown}/parcel`, { parcel: 'SF100' })
  const again = await brand.owner('PUT', `/api/reward-grants/${shown}/parcel`, { parcel: 'SF101' })
  expect(again.status).toBe(409)
  expect((await openAs(people[0], url)).page().text).toContain('SF100')
  const { body } = await brand.owner('GET', `/api/reward-grants/${shown}`)
  const kinds = rewardGrantDetail.parse(body).entries.map(({ kind }) => kind)
  expect(kinds).toEqual(['sent', 'address', 'posted', 'granted'])
})

test('the person’s page and the ledger tell what was given; the books agree and go out as a file', async () => {
  const { rewardId } = await given({ kind: 'points', name: '到店积分', points: 80 }, '', null)
  const { body } = await brand.owner('GET', `/api/customers/${people[0]}/rewards`)
  expect(body).toMatchObject({ points: 80 })
  const entries = await brand.owner(
    'GET',
    `/api/ledger/entries?customerId=${people[0]}&unit=points`,
  )
  expect(entries.body).toMatchObject({
    items: [
      { phase: 'post', amount: 80, credit: { kind: 'points' } },
      { phase: 'hold', amount: 80, resolution: 'post' },
    ],
  })
  const campaign = await brand.owner('GET', `/api/ledger/entries?campaignId=${rewardId}`)
  expect(campaign.body).toMatchObject({ total: 4 })
  const file = await brand.owner('GET', `/api/ledger/entries.csv?customerId=${people[0]}`)
  expect(file.text.split('\r\n')[0]).toContain('链上序号')
  expect((await brand.owner('POST', '/api/ledger/audits')).body).toMatchObject({ isEqual: true })
  const early = await brand.owner('PUT', '/api/ledger/months/2999-01/closing')
  expect(early).toMatchObject({ status: 409, body: { code: 'month_not_over' } })
})

test('who asks twice by hand gives once, and is told why a second is too many', async () => {
  const { rewardId } = await given({ kind: 'coupon', name: '试用券' }, 'codes/generation', {
    count: 5,
  })
  const to = { customerId: people[1], key: newId(), reason: '带朋友来' }
  const first = await does('POST', `/api/rewards/${rewardId}/grants`, to)
  expect(await does('POST', `/api/rewards/${rewardId}/grants`, to)).toEqual(first)
  const more = await brand.owner('POST', `/api/rewards/${rewardId}/grants`, { ...to, key: newId() })
  expect(more).toMatchObject({ status: 409, body: { code: 'reward_over_person_limit' } })
})

test('WeChat Pay is heard when it signed what it says, and nobody else is', async () => {
  const office = createPayOffice()
  const { merchantKey: _theirs, ...account } = office.account('')
  await does('PUT', '/api/pay-account', account)
  const shown = await brand.owner('GET', '/api/pay-account')
  expect(shown.text).not.toContain('PRIVATE KEY')
  const hook = links().urlOf(brand.tenant, { kind: 'pay', id: brand.tenant.id }) ?? ''
  const bill = JSON.stringify({ out_bill_no: 'a1', state: 'SUCCESS' })
  const resource = sealedBy(account.apiKey, bill, 'nonce1234567')
  const body = JSON.stringify({ event_type: 'MCHTRANSFER.BILL.FINISHED', resource })
  const post = (text: string) =>
    fetch(house.url + new URL(hook).pathname, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...office.headersFor(body) },
      body: text,
    })
  expect((await post(body)).status).toBe(204)
  expect((await post(`${body} `)).status).toBe(401)
})
