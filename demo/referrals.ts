import { z } from 'zod'
import { readyPlan } from '../contract/poster-ready.ts'
import { sleep } from '../server/kernel/index.ts'
import { everybody } from './codes.ts'
import type { Door } from './door.ts'
import type { Street } from './sandbox.ts'
import { type Wechat, wechatOf } from './wechat.ts'

const made = z.object({ id: z.string() })
const listed = z.object({ total: z.number().nullable() })
const named = z.object({ items: z.array(z.object({ id: z.string(), name: z.string() })) })
const shown = z.object({ url: z.string().nullable() })
const NAME = '好东西介绍给朋友'
const COUPON = '满 300 减 40 券'
const SOURCE = '老客介绍'
/** Friends whom each of the first customers brings. */
const BRINGING = [3, 1, 2, 0, 1]
const LOOK_MS = 500
const LOOKS_MAX = 60
const HAND = /name="v" value="([^"]+)"/
const CODE = /src="([^"]+\/code)"/

type Life = { owner: Door; street: Street; signal: AbortSignal }

/**
 * What a brand whose customers bring friends would find: a campaign with people who take part on phones of their own, friends
 * who came by their codes, one who has left again, and one who was added on the phone of whoever invited. Safe to do again.
 */
export async function makeReferrals({ owner, street, signal }: Life): Promise<void> {
  const { total } = listed.parse(await owner.get('/api/referrals?limit=1'))
  if (total !== 0) return
  const id = await launch(owner)
  const { url } = shown.parse(await owner.get(`/api/referrals/${id}`))
  if (url === null) return
  for (const [no, inviter] of (await inviters(street)).entries()) {
    if (signal.aborted) return
    const phone = wechatOf(inviter)
    const page = await phone.open(url)
    await phone.send(url, { v: HAND.exec(page)?.[1] ?? '' })
    const brings = BRINGING[no] ?? 0
    if (brings > 0) await bring({ street, signal, phone, url, brings, no })
  }
}

async function launch(owner: Door): Promise<string> {
  const points = made.parse(
    await owner.post('/api/rewards', {
      kind: 'points',
      name: '介绍礼 100 积分',
      words: '谢谢您把我们介绍给朋友。积分可在小程序里换小样。',
      points: 100,
      cost: 100,
      holdDays: 7,
    }),
  )
  const { items } = named.parse(await owner.get('/api/rewards?limit=100'))
  const coupon = items.find(({ name }) => name === COUPON) ?? points
  const source = made.parse(await owner.post('/api/sources', { name: SOURCE }))
  const wanted = { name: '老友邀请', plan: readyPlan('friend', 'zh') }
  const poster = made.parse(await owner.post('/api/posters', wanted))
  const { id } = made.parse(
    await owner.post('/api/referrals', {
      name: NAME,
      headline: '把用得好的，介绍给朋友',
      story: '您用得好，才值得说给朋友听。朋友自己决定加不加；TA 留下来，我们谢谢您。',
      welcome:
        '{{customer}}您好，我是{{brand}}的{{associate}}，您的朋友把我介绍给您。肤质上有什么想问的，直接发我就好。',
      posterId: poster.id,
      sourceId: source.id,
      userids: everybody.slice(0, 3),
      tiers: [
        { people: 1, rewardId: points.id },
        { people: 3, rewardId: coupon.id },
      ],
      friendRewardId: points.id,
      stayDays: 7,
      needsOrder: false,
      friendsMax: 50,
      from: null,
      until: null,
    }),
  )
  await owner.post(`/api/referrals/${id}/launch`)
  return id
}

/** Customers who are friends of associates. */
async function inviters(street: Street): Promise<string[]> {
  const [first = '', second = ''] = everybody
  const chats = [
    ...(await street.associate(first)).chats.slice(0, 3),
    ...(await street.associate(second)).chats.slice(0, 3),
  ]
  const friends = chats.filter(({ relation }) => relation === 'friend')
  return [...new Set(friends.map(({ externalUserId }) => externalUserId))].slice(0, BRINGING.length)
}

type Bringing = {
  street: Street
  signal: AbortSignal
  phone: Wechat
  url: string
  brings: number
  no: number
}

async function bring(life: Bringing): Promise<void> {
  const { street, signal, phone, url, brings, no } = life
  const state = await codeOf(life)
  if (state === null) return
  for (let friend = 0; friend < brings; friend++) {
    if (signal.aborted) return
    const { person, userid } = await street.scan(state)
    const pair = { userid, externalUserId: person.externalUserId }
    const isFake = no === 0 && friend === 2
    if (isFake) {
      // Added on the very phone of whoever invited.
      phone.become(person.externalUserId)
      await phone.open(url)
    } else if (no === 2 && friend === 1) await street.leave(pair)
    else await street.chat({ ...pair, from: 'customer', text: '你好，朋友推荐我来的' })
  }
}

/** Waits until the page shows their code. @returns its parameter, by which a friend is somebody's. */
async function codeOf({ street, phone, url, signal }: Bringing): Promise<string | null> {
  for (let look = 0; look < LOOKS_MAX && !signal.aborted; look++) {
    // Whoever took part last has the newest code.
    if (CODE.test(await phone.open(url)))
      return (await street.codes()).findLast(({ remark }) => remark === NAME)?.state ?? null
    await sleep(LOOK_MS, signal)
  }
  return null
}
