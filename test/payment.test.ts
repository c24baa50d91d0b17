import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { payAccountSettings } from '../contract/pay.ts'
import { type Sandbox, startSandbox } from '../sandbox/index.ts'
import { createPayOffice } from '../sandbox/pay-office.ts'
import { newTenant } from '../server/customer/world.fixture.ts'
import { addMs, createLog, manualClock, seededChance } from '../server/kernel/index.ts'
import { checkLedger, ofBrand, standingIn } from '../server/ledger/index.ts'
import { type TestDatabase, testDatabase } from '../server/postgres/index.ts'
import { dueTo } from '../server/reward/accounts.ts'
import { cancelGrants } from '../server/reward/index.ts'
import { storePayAccount } from '../server/reward/pay-account.ts'
import { lookAfter, type PayDeps } from '../server/reward/payment.ts'
import { createPay, readNotification, sealedBy } from '../weixin/index.ts'
import { type Brand, brandOf, seal } from './reward.fixture.ts'

const MINUTE_MS = 60_000
const AMOUNT = 500
const clock = manualClock('2026-11-11T09:00:00+08:00')
let world: TestDatabase
let sandbox: Sandbox
let brand: Brand
let rewardId: string

beforeAll(async () => {
  world = await testDatabase()
}, 60_000)
afterAll(() => world?.drop())
beforeEach(async () => {
  sandbox = await startSandbox()
  brand = brandOf(world.db, await newTenant(world.db), clock)
  const { merchantKey: _theirs, ...account } = pay().account('')
  const settings = payAccountSettings.parse(account)
  await brand.inTx((tx) =>
    storePayAccount(tx, brand.tenant, seal, { settings, by: null, now: clock.now() }),
  )
  rewardId = await brand.reward({ kind: 'payment', amount: AMOUNT })
})
afterEach(() => sandbox?.stop())

const pay = () => sandbox.stages.pay
const deps = (): PayDeps => ({
  db: world.db,
  clock,
  chance: seededChance(3),
  log: createLog('test', 'silent'),
  seal,
  tenants: async () => [brand.tenant],
  isFenced: async () => false,
  payUrl: sandbox.url,
  notifyUrl: () => null,
  openidOf: async () => ({ appId: 'ww0000000001', openid: 'oC-somebody' }),
})
async function granted(): Promise<{ grantId: string; customerId: string; billNo: string }> {
  const [customerId = ''] = await brand.people(1)
  const answer = await brand.give(rewardId, customerId)
  if (!answer.ok) throw new Error(answer.reason)
  const { grantId } = answer.value
  return { grantId, customerId, billNo: grantId.replaceAll('-', '') }
}
/** As many looks as it takes, a minute apart. */
async function pass(grantId: string, looks = 1): Promise<void> {
  for (let look = 0; look < looks; look++) {
    await lookAfter(deps(), brand.tenant, grantId)
    clock.advanceMs(2 * MINUTE_MS)
  }
}
const paid = async () => {
  const [found] = await brand.inTx((tx) => standingIn(tx, brand.tenant, [ofBrand('paid', 'fen')]))
  return found?.posted
}
const owed = async (customerId: string) => {
  const [found] = await brand.inTx((tx) => standingIn(tx, brand.tenant, [dueTo(customerId)]))
  return found?.posted
}

test('money is owed until the customer has taken it, and then it has left', async () => {
  const { grantId, customerId, billNo } = await granted()
  await pass(grantId)
  expect(await brand.stateOf(grantId)).toBe('awaiting')
  expect([await owed(customerId), await paid()]).toEqual([AMOUNT, 0])
  expect(await pay().settle(billNo, 'confirm')).toBe(true)
  await pass(grantId)
  expect(await brand.stateOf(grantId)).toBe('paid')
  expect([await owed(customerId), await paid()]).toEqual([0, AMOUNT])
})

test('what nobody takes within a day goes back to where it came from', async () => {
  const { grantId, customerId, billNo } = await granted()
  await pass(grantId)
  await pay().settle(billNo, 'overdue')
  await pass(grantId)
  expect(await brand.stateOf(grantId)).toBe('expired')
  expect([await owed(customerId), await paid()]).toEqual([0, 0])
})

test('an answer that was lost on the way pays nobody twice: it is asked about, and never sent blindly', async () => {
  const { grantId, billNo } = await granted()
  pay().manner = 'breaks_after'
  await pass(grantId, 3)
  expect(pay().asked).toBe(1)
  pay().manner = 'takes'
  await pass(grantId)
  expect(await brand.stateOf(grantId)).toBe('awaiting')
  expect(pay().asked).toBe(1)
  expect([...pay().bills.keys()]).toEqual([billNo])
})

test('what WeChat Pay never heard of is asked for again under the same number', async () => {
  const { grantId, billNo } = await granted()
  pay().manner = 'breaks_before'
  await pass(grantId)
  pay().manner = 'takes'
  await pass(grantId, 2)
  expect(await brand.stateOf(grantId)).toBe('awaiting')
  expect([...pay().bills.keys()]).toEqual([billNo])
})

test('without money at WeChat Pay it is still owed, and can be called back as long as nobody was asked', async () => {
  const { grantId, customerId } = await granted()
  pay().manner = 'not_enough'
  await pass(grantId)
  expect(await brand.stateOf(grantId)).toBe('posted')
  expect(await owed(customerId)).toBe(AMOUNT)
  const deed = { grantIds: [grantId], reason: '退款', by: null }
  const gone = await brand.inTx((tx) => cancelGrants(tx, brand.ctx(), deed))
  expect(gone.clawedBack).toEqual([grantId])
  expect(await owed(customerId)).toBe(0)
  pay().manner = 'takes'
  await pass(grantId)
  expect(pay().bills.size).toBe(0)
})

test('money that is on its way is not called back', async () => {
  const { grantId } = await granted()
  await pass(grantId)
  const deed = { grantIds: [grantId], reason: '退款', by: null }
  const gone = await brand.inTx((tx) => cancelGrants(tx, brand.ctx(), deed))
  expect(gone).toEqual({ cancelled: [], clawedBack: [], kept: [grantId] })
})

test('whatever breaks in whatever order, each is paid once or not at all, and the books say what the bank says', async () => {
  const chance = seededChance(20261129)
  const manners = ['takes', 'breaks_before', 'breaks_after', 'fails', 'not_enough'] as const
  const all = await Promise.all(Array.from({ length: 12 }, granted))
  for (let round = 0; round < 30; round++) {
    const isEnd = round >= 26
    pay().manner = isEnd
      ? 'takes'
      : (manners[Math.floor(chance.fraction() * manners.length)] ?? 'takes')
    clock.advanceMs(2 * MINUTE_MS)
    // Two workers at once: whoever has the row has it alone.
    await Promise.all(
      all.flatMap(({ grantId }) => [
        lookAfter(deps(), brand.tenant, grantId),
        lookAfter(deps(), brand.tenant, grantId),
      ]),
    )
    for (const { billNo } of all)
      if (isEnd || chance.fraction() < 0.1)
        await pay().settle(billNo, chance.fraction() < 0.7 ? 'confirm' : 'overdue')
  }
  clock.advanceMs(2 * MINUTE_MS)
  for (const { grantId } of all) await lookAfter(deps(), brand.tenant, grantId)
  const bills = [...pay().bills.values()]
  expect(bills).toHaveLength(all.length)
  const states = await Promise.all(all.map(({ grantId }) => brand.stateOf(grantId)))
  expect(states.every((state) => state === 'paid' || state === 'expired')).toBe(true)
  expect(await paid()).toBe(bills.filter(({ state }) => state === 'SUCCESS').length * AMOUNT)
  const check = await brand.inTx((tx) =>
    checkLedger(tx, brand.tenant, { by: null, now: clock.now() }),
  )
  expect(check.differences).toEqual([])
}, 120_000)

test('only what WeChat Pay signed lately and whole is believed', () => {
  const account = pay().account('')
  const bill = { out_bill_no: 'a1', state: 'SUCCESS' }
  const resource = sealedBy(account.apiKey, JSON.stringify(bill), 'nonce1234567')
  const body = JSON.stringify({ event_type: 'MCHTRANSFER.BILL.FINISHED', resource })
  const headers: Record<string, string> = pay().headersFor(body)
  const header = (name: string) => headers[name] ?? ''
  const now = new Date()
  expect(readNotification(account, { header, body, now })).toMatchObject(bill)
  expect(readNotification(account, { header, body: `${body} `, now })).toBe(null)
  expect(readNotification(account, { header, body, now: addMs(now, 10 * MINUTE_MS) })).toBe(null)
  const other = { ...account, apiKey: '0'.repeat(32) }
  expect(readNotification(other, { header, body, now })).toBe(null)
})

test('a transfer that the merchant did not sign is refused, and what is not signed by WeChat Pay is no answer', async () => {
  const account = pay().account('ww0000000001')
  const options = { baseUrl: sandbox.url, now: () => new Date(), nonce: () => 'n' }
  const { privateKey } = createPayOffice().account('')
  const forged = createPay({ ...account, privateKey }, options)
  expect(await forged.bill('abcde')).toMatchObject({
    certainty: 'not_executed',
    code: 'SIGN_ERROR',
  })
  const deaf = createPay({ ...account, platformKey: account.merchantKey }, options)
  expect(await deaf.bill('abcde')).toMatchObject({ certainty: 'unknown', code: 'NOT_SIGNED' })
})
