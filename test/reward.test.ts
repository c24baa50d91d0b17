import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { newTenant } from '../server/customer/world.fixture.ts'
import { addMs, manualClock, newId, seededChance } from '../server/kernel/index.ts'
import { checkLedger, standingIn } from '../server/ledger/index.ts'
import { sql, type TestDatabase, testDatabase } from '../server/postgres/index.ts'
import { budgetOf, pointsOf, stockOf } from '../server/reward/accounts.ts'
import { changeBudget } from '../server/reward/budget.ts'
import { addressOf, keepAddress, noteSent } from '../server/reward/gift.ts'
import {
  cancelGrants,
  freezeGrants,
  grantRewards,
  grantsOfPerson,
  isReward,
  releaseGrants,
  setCampaignBudget,
} from '../server/reward/index.ts'
import { resumeReward } from '../server/reward/pause.ts'
import { runGrants } from '../server/reward/run.ts'
import { type Brand, brandOf, seal } from './reward.fixture.ts'

const DAY_MS = 24 * 3_600_000
const clock = manualClock('2026-11-11T09:00:00+08:00')
let world: TestDatabase
let brand: Brand

beforeAll(async () => {
  world = await testDatabase()
}, 60_000)
afterAll(() => world?.drop())
beforeEach(async () => {
  brand = brandOf(world.db, await newTenant(world.db), clock)
})

const inDays = (days: number) => addMs(clock.now(), days * DAY_MS)
const run = () => runGrants({ db: world.db, clock }, brand.tenant)
const grantIdIn = (answer: Awaited<ReturnType<Brand['give']>>) => {
  if (!answer.ok) throw new Error(answer.reason)
  return answer.value.grantId
}
const deed = (reason: string, ...grantIds: string[]) => ({ grantIds, reason, by: null })
const standing = async (...refs: Parameters<typeof standingIn>[2]) =>
  brand.inTx((tx) => standingIn(tx, brand.tenant, refs))

/** What must hold of every reward at any time: no piece is lost, and the ledger says the same. */
async function sound(rewardId: string): Promise<void> {
  const stock = await brand.stock(rewardId)
  const { granted } = await brand.inTx((tx) =>
    tx.one(sql<{ granted: number }>`
      select count(*) as granted
      from reward.reward_grant
      where reward_id = ${rewardId}
        and holds_unit
    `),
  )
  expect(stock?.granted).toBe(granted)
  expect(stock?.initial).toBe((stock?.free ?? 0) + granted + (stock?.retired ?? 0))
  const [own] = await standing(stockOf(rewardId))
  expect((own?.posted ?? 0) - (own?.held ?? 0)).toBe(stock?.free)
  const check = await brand.inTx((tx) =>
    checkLedger(tx, brand.tenant, { by: null, now: clock.now() }),
  )
  expect(check.differences).toEqual([])
}

test('a coupon is held for a week, then it is the customer’s; nobody waits for a hold that is over', async () => {
  const rewardId = await brand.reward({ kind: 'coupon' }, 3)
  const [who = ''] = await brand.people(1)
  const id = grantIdIn(await brand.give(rewardId, who, { holdUntil: inDays(7) }))
  expect(await run()).toBe(false)
  expect(await brand.stateOf(id)).toBe('pending')
  clock.set(inDays(7))
  expect(await run()).toBe(true)
  expect(await brand.stateOf(id)).toBe('posted')
  expect(await brand.stock(rewardId)).toEqual({ initial: 3, free: 2, granted: 1, retired: 0 })
  const [own] = await brand.inTx((tx) => grantsOfPerson(tx, brand.tenant, [who]))
  expect(own).toMatchObject({ id, state: 'posted', rewardName: '到店礼', cost: 500 })
  expect(await brand.inTx((tx) => isReward(tx, brand.tenant, rewardId))).toBe(true)
  expect(await brand.inTx((tx) => isReward(tx, brand.tenant, who))).toBe(false)
  await sound(rewardId)
})

test('two hundred who claim fifty coupons at once get fifty, each one, and no coupon is lost', async () => {
  const rewardId = await brand.reward({ kind: 'coupon', personLimit: 1 }, 50)
  const people = await brand.people(100)
  // Everybody taps twice: the same cause, at the same time.
  const taps = people.flatMap((who) => [who, who])
  const answers = await Promise.all(
    taps.map((who) => brand.give(rewardId, who, { cause: ['claim', rewardId, who] })),
  )
  const served = new Set(answers.flatMap((one) => (one.ok ? [one.value.grantId] : [])))
  expect(served.size).toBe(50)
  expect(await brand.stock(rewardId)).toEqual({ initial: 50, free: 0, granted: 50, retired: 0 })
  await sound(rewardId)
}, 60_000)

test('twenty who ask for the same cause get one grant and use up one piece', async () => {
  const rewardId = await brand.reward({ kind: 'gift' }, 40)
  const [who = ''] = await brand.people(1)
  for (let round = 1; round <= 10; round++) {
    const cause = ['invite', String(round)]
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => brand.give(rewardId, who, { cause })),
    )
    expect(new Set(answers.map(grantIdIn)).size).toBe(1)
    expect(await brand.stock(rewardId)).toMatchObject({ free: 40 - round, granted: round })
  }
})

test('one who asks for twenty causes at once gets as many as a person may have; so do two who are one person', async () => {
  const rewardId = await brand.reward({ kind: 'coupon', personLimit: 2 }, 20)
  const [who = '', other = ''] = await brand.people(2)
  await brand.inTx((tx) =>
    tx.run(sql`update customer.customer set person_id = ${who} where id = ${other}`),
  )
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, i) => brand.give(rewardId, i % 2 === 0 ? who : other)),
  )
  expect(answers.filter((one) => one.ok)).toHaveLength(2)
  expect(answers.find((one) => !one.ok)).toMatchObject({ reason: 'over_person_limit' })
  await sound(rewardId)
})

test('a budget is not exceeded by forty at once; what is let go can be given again', async () => {
  const rewardId = await brand.reward({ kind: 'coupon', cost: 300 }, 100)
  await brand.inTx((tx) => changeBudget(tx, brand.ctx(), { rewardId, amount: 1_000, by: null }))
  const people = await brand.people(40)
  const answers = await Promise.all(
    people.map((who) => brand.give(rewardId, who, { holdUntil: inDays(7) })),
  )
  const served = answers.filter((one) => one.ok).map(grantIdIn)
  expect(served).toHaveLength(3)
  expect(answers.find((one) => !one.ok)).toMatchObject({ reason: 'over_budget' })
  const budget = budgetOf({ kind: 'reward', id: rewardId })
  expect(await standing(budget)).toEqual([{ posted: 1_000, held: 900 }])
  await brand.inTx((tx) => cancelGrants(tx, brand.ctx(), deed('退货了', served[0] ?? '')))
  expect(await brand.give(rewardId, people[0] ?? '')).toMatchObject({ ok: true })
  await sound(rewardId)
})

test('a campaign with a budget of its own gives from that and not from the reward’s', async () => {
  const rewardId = await brand.reward({ kind: 'points', points: 100, cost: 100 })
  const campaign = { kind: 'referral' as const, id: newId() }
  await brand.inTx((tx) => changeBudget(tx, brand.ctx(), { rewardId, amount: 500, by: null }))
  await brand.inTx((tx) => setCampaignBudget(tx, brand.ctx(), { campaign, amount: 150, by: null }))
  const [who = ''] = await brand.people(1)
  expect(await brand.give(rewardId, who, { campaign })).toMatchObject({ ok: true })
  expect(await brand.give(rewardId, who, { campaign })).toMatchObject({ reason: 'over_budget' })
  expect(await brand.give(rewardId, who)).toMatchObject({ ok: true })
  const own = budgetOf({ kind: 'campaign', id: campaign.id })
  expect(await standing(own, pointsOf(who))).toEqual([
    { posted: 50, held: 0 },
    { posted: 200, held: 0 },
  ])
})

test('a day has its own budget, and tomorrow is another day', async () => {
  const rewardId = await brand.reward({ kind: 'points', points: 10, cost: 100, dayBudget: 250 })
  const people = await brand.people(10)
  const today = await Promise.all(people.map((who) => brand.give(rewardId, who)))
  expect(today.filter((one) => one.ok)).toHaveLength(2)
  clock.set(inDays(1))
  expect(await brand.give(rewardId, people[0] ?? '')).toMatchObject({ ok: true })
})

test('more than anybody expected pauses the reward, until somebody lets it go on', async () => {
  const velocity = { max: 5, minutes: 10 }
  const rewardId = await brand.reward({ kind: 'points', points: 10, cost: 0, velocity })
  const people = await brand.people(20)
  const answers = await Promise.all(people.map((who) => brand.give(rewardId, who)))
  expect(answers.filter((one) => one.ok)).toHaveLength(5)
  expect(answers.find((one) => !one.ok)).toMatchObject({ reason: 'paused' })
  clock.set(addMs(clock.now(), 11 * 60_000))
  expect(await brand.give(rewardId, people[0] ?? '')).toMatchObject({ reason: 'paused' })
  await brand.inTx((tx) => resumeReward(tx, brand.ctx(), { rewardId, by: null }))
  expect(await brand.give(rewardId, people[0] ?? '')).toMatchObject({ ok: true })
})

test('what is frozen is not posted however late it is; released, it is; a cancelled one never', async () => {
  const rewardId = await brand.reward({ kind: 'coupon' }, 3)
  const people = await brand.people(3)
  const held = { holdUntil: inDays(1) }
  const ids = await Promise.all(
    people.map(async (who) => grantIdIn(await brand.give(rewardId, who, held))),
  )
  const [good = '', bad = '', plain = ''] = ids
  await brand.inTx((tx) => freezeGrants(tx, brand.ctx(), deed('同一台手机', good, bad)))
  clock.set(inDays(2))
  await run()
  expect(await Promise.all(ids.map(brand.stateOf))).toEqual(['frozen', 'frozen', 'posted'])
  await brand.inTx((tx) => releaseGrants(tx, brand.ctx(), deed('核实过了', good)))
  await brand.inTx((tx) => cancelGrants(tx, brand.ctx(), deed('刷的', bad)))
  await run()
  expect(await Promise.all([good, bad, plain].map(brand.stateOf))).toEqual([
    'posted',
    'cancelled',
    'posted',
  ])
  expect(await brand.stock(rewardId)).toEqual({ initial: 3, free: 1, granted: 2, retired: 0 })
  await sound(rewardId)
})

test('what was posted is clawed back as a movement of its own; a code that was shown is given to nobody else', async () => {
  const coupon = await brand.reward({ kind: 'coupon' }, 2)
  const points = await brand.reward({ kind: 'points', points: 80, cost: 0 })
  const [who = ''] = await brand.people(1)
  const ids = [grantIdIn(await brand.give(coupon, who)), grantIdIn(await brand.give(points, who))]
  const gone = await brand.inTx((tx) => cancelGrants(tx, brand.ctx(), deed('退款', ...ids)))
  expect(gone).toMatchObject({ cancelled: [], kept: [] })
  expect([...gone.clawedBack].sort()).toEqual([...ids].sort())
  expect(await brand.stock(coupon)).toEqual({ initial: 2, free: 1, granted: 0, retired: 1 })
  expect(await standing(pointsOf(who))).toEqual([{ posted: 0, held: 0 }])
  await sound(coupon)
  // A second time takes nothing more.
  const again = await brand.inTx((tx) => cancelGrants(tx, brand.ctx(), deed('退款', ...ids)))
  expect(again).toEqual({ cancelled: [], clawedBack: [], kept: [] })
})

test('a gift that nobody fetches goes back into stock', async () => {
  const rewardId = await brand.reward({ kind: 'gift', validDays: 10 }, 1)
  const [who = ''] = await brand.people(1)
  const id = grantIdIn(await brand.give(rewardId, who))
  clock.set(inDays(11))
  await run()
  expect(await brand.stateOf(id)).toBe('expired')
  expect(await brand.stock(rewardId)).toEqual({ initial: 1, free: 1, granted: 0, retired: 0 })
  await sound(rewardId)
})

test('where a gift goes is sealed, it is sent once, and then it can neither lapse nor be had back', async () => {
  const rewardId = await brand.reward({ kind: 'gift', validDays: 10 }, 1)
  const [who = ''] = await brand.people(1)
  const grantId = grantIdIn(await brand.give(rewardId, who))
  const sent = () =>
    brand.inTx((tx) => noteSent(tx, brand.ctx(), { grantId, by: null, parcel: 'SF100' }))
  expect(await sent()).toBe(false)
  const address = { name: '林小满', phone: '13912345678', address: '杭州市文三路 1 号' }
  await brand.inTx((tx) => keepAddress(tx, brand.ctx(), seal, { grantId, address }))
  const { stored } = await brand.inTx((tx) =>
    tx.one(sql<{ stored: Buffer }>`
      select address as stored from reward.reward_grant where id = ${grantId}
    `),
  )
  expect(stored.toString('utf8')).not.toContain('13912345678')
  expect(await brand.inTx((tx) => addressOf(tx, brand.tenant, seal, grantId))).toEqual(address)
  expect([await sent(), await sent()]).toEqual([true, false])
  clock.set(inDays(30))
  await run()
  const gone = await brand.inTx((tx) => cancelGrants(tx, brand.ctx(), deed('退款', grantId)))
  expect(gone).toEqual({ cancelled: [], clawedBack: [], kept: [grantId] })
  await sound(rewardId)
})

test('the database itself lets no grant go that still keeps a piece, and gives no piece to two', async () => {
  const rewardId = await brand.reward({ kind: 'coupon' }, 2)
  const people = await brand.people(2)
  const [one = '', other = ''] = await Promise.all(
    people.map(async (who) => grantIdIn(await brand.give(rewardId, who))),
  )
  const lost = brand.inTx((tx) =>
    tx.run(sql`update reward.reward_grant set state = 'cancelled' where id = ${one}`),
  )
  await expect(lost).rejects.toThrow(/foreign key/)
  const twice = brand.inTx((tx) =>
    tx.run(sql`
      update reward.reward_grant
      set unit_id = (select g.unit_id from reward.reward_grant g where g.id = ${one})
      where id = ${other}
    `),
  )
  await expect(twice).rejects.toThrow(/grant_of_unit/)
})

test('whatever happens in whatever order, no piece is lost and nothing is given twice', async () => {
  const chance = seededChance(11)
  const coupon = await brand.reward({ kind: 'coupon', cost: 100, validDays: 3 }, 60)
  const gift = await brand.reward({ kind: 'gift', cost: 900, validDays: 2 }, 30)
  await brand.inTx((tx) =>
    changeBudget(tx, brand.ctx(), { rewardId: gift, amount: 9_000, by: null }),
  )
  const people = await brand.people(40)
  const given: string[] = []
  const some = () => given.filter(() => chance.fraction() < 0.2)
  for (let round = 0; round < 25; round++) {
    const asked = Array.from({ length: 20 }, (_, i) => ({
      rewardId: chance.fraction() < 0.6 ? coupon : gift,
      customerId: people[Math.floor(chance.fraction() * people.length)] ?? '',
      cause: ['round', String(Math.floor(chance.fraction() * round)), String(i)],
      campaign: { kind: 'manual' as const, id: coupon },
      holdUntil: chance.fraction() < 0.3 ? null : inDays(2 * chance.fraction()),
    }))
    const halves = [asked.slice(0, 12), asked.slice(8)]
    const answers = await Promise.all([
      ...halves.map((half) => brand.inTx((tx) => grantRewards(tx, brand.ctx(), half))),
      brand.inTx((tx) => freezeGrants(tx, brand.ctx(), deed('看看', ...some()))).then(() => []),
      run().then(() => []),
    ])
    given.push(...answers.flat().flatMap((one) => (one.ok ? [one.value.grantId] : [])))
    await brand.inTx((tx) => releaseGrants(tx, brand.ctx(), deed('好的', ...some())))
    await brand.inTx((tx) => cancelGrants(tx, brand.ctx(), deed('不行', ...some().slice(0, 4))))
    clock.advanceMs(DAY_MS / 4)
    await sound(coupon)
    await sound(gift)
  }
  const [budget] = await standing(budgetOf({ kind: 'reward', id: gift }))
  expect(budget?.posted).toBeGreaterThanOrEqual(0)
}, 120_000)
