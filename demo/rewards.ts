import { z } from 'zod'
import { newId } from '../server/kernel/index.ts'
import type { Door } from './door.ts'

const listed = z.object({ total: z.number().nullable() })
const people = z.object({ items: z.array(z.object({ id: z.string() })) })
const made = z.object({ id: z.string() })
const FEN = 100

const shared = { personLimit: 1, dayBudget: null, velocity: null, validDays: null }
const coupon = {
  ...shared,
  ...{ kind: 'coupon', name: '满 300 减 40 券', cost: 40 * FEN, holdDays: 7, validDays: 30 },
  words: '小程序和全部门店可用，不与其他优惠同享。',
  velocity: { max: 100, minutes: 10 },
}
const gift = {
  ...shared,
  ...{ kind: 'gift', name: '敏感肌旅行装', cost: 28 * FEN, holdDays: 0, validDays: 14 },
  words: '洁面 30ml + 保湿乳 30ml，填好地址后三天内寄出。',
}
const points = {
  ...shared,
  ...{ kind: 'points', name: '到店体验 200 积分', points: 200, cost: 2 * FEN, holdDays: 0 },
  words: '积分可在小程序里换小样。',
  personLimit: null,
}
const REASONS = ['带朋友来店里体验', '写了一篇很用心的使用心得', '双十一老客回馈', '耐心等了补货']

/**
 * What a brand that has given rewards for a while would find: a coupon with a budget of which some are held and one is looked
 * at, a gift that waits for addresses, points that people have. Safe to do again.
 */
export async function makeRewards(owner: Door): Promise<void> {
  const { total } = listed.parse(await owner.get('/api/rewards?limit=1&state=all'))
  if (total !== 0) return
  const { items } = people.parse(await owner.get('/api/customers?limit=24'))
  const somebody = items.map(({ id }) => id)
  const couponId = await make(owner, coupon, { amount: 6_000 * FEN })
  await owner.post(`/api/rewards/${couponId}/codes/generation`, { count: 300, prefix: 'QH' })
  const giftId = await make(owner, gift, { amount: 1_400 * FEN })
  await owner.post(`/api/rewards/${giftId}/pieces`, { count: 50 })
  const pointsId = await make(owner, points, null)
  const held = await give(owner, couponId, somebody.slice(0, 9))
  await give(owner, giftId, somebody.slice(4, 9))
  await give(owner, pointsId, somebody.slice(2, 20))
  const [first, second] = held
  await owner.put(`/api/reward-grants/${first}/freeze`, {
    reason: '同一台手机一小时内领了三次，先看一看',
  })
  await owner.put(`/api/reward-grants/${second}/cancellation`, { reason: '订单已整单退款' })
}

async function make(
  owner: Door,
  wanted: unknown,
  budget: { amount: number } | null,
): Promise<string> {
  const { id } = made.parse(await owner.post('/api/rewards', wanted))
  if (budget) await owner.post(`/api/rewards/${id}/budget`, budget)
  return id
}

async function give(owner: Door, rewardId: string, customers: readonly string[]) {
  const grants: string[] = []
  for (const [at, customerId] of customers.entries()) {
    const wanted = { customerId, key: newId(), reason: REASONS[at % REASONS.length] }
    grants.push(made.parse(await owner.post(`/api/rewards/${rewardId}/grants`, wanted)).id)
  }
  return grants
}
