import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { z } from 'zod'
import { type Sandbox, startSandbox } from '../sandbox/index.ts'
import { addMs, newId, readId } from '../server/kernel/index.ts'
import { createLinkTracker, type LinkTracker } from '../server/page/index.ts'
import { sql } from '../server/postgres/index.ts'
import { runGrants } from '../server/reward/run.ts'
import { changeWorkspace, getWorkspace } from '../server/staff/index.ts'
import { type House, type Resident, startHouse } from './house.fixture.ts'
import { connectCorp, until } from './loop.fixture.ts'
import { codeIn, plan } from './poster.fixture.ts'

/** Answers are looked at where they are used. */
const loose = z.any()
const MORNING = new Date('2026-11-11T10:00:00+08:00')
const DAY_MS = 86_400_000
const BROWSER = 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) Safari/604.1'
let sandbox: Sandbox
let house: House
let brand: Resident
let links: LinkTracker
let present = MORNING
/** Friends of before, who may invite. */
const inviters: string[] = []
let coupon: string
let points: string

beforeAll(async () => {
  sandbox = await startSandbox({ seed: 31 })
  house = await startHouse({ wecomUrl: sandbox.url })
  for (const name of ['唐晓雯', '何佳', '老周']) {
    const { externalUserId } = sandbox.deeds.makePerson({ name })
    sandbox.deeds.befriend(externalUserId, 'chenlan', { createdAt: addMs(MORNING, -30 * DAY_MS) })
    inviters.push(externalUserId)
  }
  brand = await house.movesIn('青禾护肤', { clockAt: MORNING })
  sandbox.world.clock.set(MORNING, true)
  await connectCorp(house, brand, sandbox)
  await until('the company is known', async () => {
    const { items } = await ok('GET', '/api/associates')
    return items.some(({ userid }: { userid: string }) => userid === 'chenlan')
  })
  links = createLinkTracker({ seal: house.deps.seal, base: house.url })
  coupon = await makeReward({ kind: 'coupon', name: '满 100 减 30', cost: 3_000 })
  await ok('POST', `/api/rewards/${coupon}/codes/generation`, { count: 50, prefix: 'T' })
  points = await makeReward({ kind: 'points', name: '100 积分', points: 100, cost: 100 })
}, 120_000)
afterAll(async () => {
  await house?.stop()
  await sandbox?.stop()
})
/** Time goes on from test to test, as it does. */
beforeEach(() => moveTo(addMs(present, 20 * DAY_MS)))

async function ok(method: string, path: string, body?: unknown) {
  const answer = await brand.owner(method, path, body)
  expect(answer.status, `${method} ${path}: ${answer.text}`).toBeLessThan(300)
  return loose.parse(answer.body)
}
async function makeReward(wanted: object): Promise<string> {
  return (await ok('POST', '/api/rewards', { words: '', ...wanted })).id
}

async function moveTo(at: Date) {
  present = at
  sandbox.world.clock.set(at, true)
  const { db } = house.deps
  await db.inWorkspace(brand.tenant.id, (tx) =>
    changeWorkspace(tx, brand.tenant.id, { clockAt: at }),
  )
}

const later = (days: number) => moveTo(addMs(present, days * DAY_MS))

type Campaign = { id: string; link: string }
async function campaign(more: object = {}): Promise<Campaign> {
  const { id } = await ok('POST', '/api/referrals', {
    name: `老带新 ${newId().slice(-6)}`,
    headline: '把用得好的介绍给朋友',
    story: '',
    welcome: '',
    sourceId: null,
    userids: ['chenlan'],
    tiers: [{ people: 2, rewardId: coupon }],
    friendRewardId: null,
    stayDays: 7,
    needsOrder: false,
    friendsMax: 50,
    from: null,
    until: null,
    ...more,
  })
  await ok('POST', `/api/referrals/${id}/launch`)
  const uuid = readId('referral', id) ?? ''
  return { id, link: links.urlOf(brand.tenant, { kind: 'invite', id: uuid }) ?? '' }
}

async function rows<T>(statement: ReturnType<typeof sql<T>>): Promise<T[]> {
  return house.deps.db.inWorkspace(brand.tenant.id, (tx) => tx.rows(statement))
}

async function customerOf(contact: string): Promise<{ id: string; no: number } | null> {
  const [found] = await rows(sql<{ id: string; no: number }>`
    select c.id, c.no
    from customer.follow f
    join customer.customer c on c.id = f.customer_id
    where f.external_userid = ${contact}
  `)
  return found ?? null
}

const browsers = new Map<string, string>()

/** Opens a page as a customer in whose own message the link came, and takes part. */
async function takePart(contact: string, { link }: Campaign): Promise<Standing> {
  const customer = await until('the customer is known', () => customerOf(contact))
  const person = links.tokenOf(brand.tenant, { kind: 'person', id: customer.id })
  // Each customer keeps one browser: in another one, their link would have been passed on.
  const cookie = `liuyuan_visitor_${brand.tenant.no}=${browsers.get(contact) ?? ''}`
  const headers = { 'user-agent': BROWSER, cookie }
  const seen = await (await fetch(`${link}?p=${person}`, { headers })).text()
  const v = /name="v" value="([^"]+)"/.exec(seen)?.[1] ?? ''
  expect(v, seen).not.toBe('')
  browsers.set(contact, v)
  const joined = await fetch(link, { method: 'POST', headers, body: new URLSearchParams({ v }) })
  expect(joined.status).toBe(200)
  const state = await until('the code is made', async () => {
    const [found] = await rows(sql<{ state: string }>`
      select state
      from referral.inviter
      where customer_id = ${customer.id}
        and code_phase = 'live'
      order by joined_at desc, id desc
    `)
    return found?.state ?? null
  })
  return { customer, state, v }
}
type Standing = { customer: { id: string; no: number }; state: string; v: string }

/** Strangers scan somebody's code. */
function come(state: string, count: number): string[] {
  return Array.from({ length: count }, (_, no) => {
    const scanned = sandbox.deeds.scan(
      { state },
      sandbox.deeds.makePerson({ name: `新朋友${no}` }).externalUserId,
    )
    if (!scanned) throw new Error('nobody made this code')
    return scanned.person.externalUserId
  })
}

async function friends({ id }: Campaign, query = ''): Promise<Friend[]> {
  return (await ok('GET', `/api/referrals/${id}/friends?limit=100${query}`)).items
}
type Friend = {
  id: string
  state: string
  refusal: string | null
  suspicion: string
  reasons: string[]
}

async function promises({ id }: Campaign): Promise<{ people: number; state: string }[]> {
  const { items } = await ok('GET', `/api/referrals/${id}/inviters`)
  return items.flatMap((one: { promises: { people: number; state: string }[] }) => one.promises)
}
const promised = (one: Campaign, state: string) =>
  until(`a promise is ${state}`, async () =>
    (await promises(one)).some((each) => each.state === state),
  )

async function freeCodes(): Promise<number> {
  return (await ok('GET', `/api/rewards/${coupon}`)).stock.free
}

test('a customer takes part, two new friends come and stay: the reward is held at once and given after seven days', async () => {
  const one = await campaign({ friendRewardId: points })
  const free = await freeCodes()
  const { state } = await takePart(inviters[0] ?? '', one)
  come(state, 2)
  await promised(one, 'pending')
  expect(await freeCodes()).toBe(free - 1)
  expect((await friends(one)).map((friend) => friend.state)).toEqual(['waiting', 'waiting'])
  await later(8)
  await promised(one, 'posted')
  expect((await friends(one)).map((friend) => friend.state)).toEqual(['counted', 'counted'])
  const [line] = (await ok('GET', '/api/referrals')).items
  expect(line).toMatchObject({ inviters: 1, friends: 2, counted: 2, suspicious: 0 })
}, 90_000)

test('a long stop gives nothing away: what was held through it waits until every friend has been looked at', async () => {
  const one = await campaign()
  const { state } = await takePart(inviters[0] ?? '', one)
  const [first = ''] = come(state, 2)
  await promised(one, 'pending')
  // She left, and WeCom's word of it got lost: she is found gone when her time has come.
  await rows(sql`
    update customer.follow
    set left_at = ${present}
    where external_userid = ${first}
    returning id
  `)
  await later(30)
  // The hands that give rewards may be back before those that look at friends.
  await runGrants(house.deps, await getWorkspace(house.deps.db, brand.tenant.id))
  await until('both were looked at', async () => {
    const states = (await friends(one)).map((friend) => friend.state).toSorted()
    return states.join() === 'counted,left'
  })
  await until('nothing is promised', async () => (await promises(one)).length === 0)
  const given = await rows(sql<{ state: string }>`
    select state
    from reward.reward_grant
    where campaign_id = ${readId('referral', one.id)}
  `)
  expect(given.map((each) => each.state)).toEqual(['cancelled'])
}, 90_000)

test('a friend who leaves before the time takes the promise back, and the piece is free again', async () => {
  const one = await campaign()
  const free = await freeCodes()
  const { state } = await takePart(inviters[0] ?? '', one)
  const [first = ''] = come(state, 2)
  await promised(one, 'pending')
  sandbox.deeds.deleteStaff({ userid: 'chenlan', externalUserId: first })
  await until('the promise is gone', async () => (await promises(one)).length === 0)
  expect(await freeCodes()).toBe(free)
  expect((await friends(one)).map((friend) => friend.state).toSorted()).toEqual(['left', 'waiting'])
  // Another one makes up the number: a new promise, held for as long as the later one has to stay.
  await later(3)
  come(state, 1)
  await promised(one, 'pending')
  await later(5)
  await until('one is counted', async () => (await friends(one, '&state=counted')).length === 1)
  expect((await promises(one)).map((each) => each.state)).toEqual(['pending'])
  await later(3)
  await promised(one, 'posted')
}, 90_000)

test('earlier friends, the inviter herself and friends of a campaign that is paused do not count', async () => {
  const one = await campaign()
  const { state } = await takePart(inviters[0] ?? '', one)
  const [known = ''] = come(state, 1)
  // Callbacks overtake each other: who is told to be gone first has never come.
  await until('the first has come', async () => (await friends(one)).length === 1)
  sandbox.deeds.deleteCustomer({ userid: 'chenlan', externalUserId: known })
  await until('the first has left', async () => (await friends(one, '&state=left')).length === 1)
  // Whoever left and comes back is no new friend of a second inviter either.
  const second = await takePart(inviters[1] ?? '', one)
  sandbox.deeds.scan({ state: second.state }, known)
  await house.settled(brand.tenant)
  expect((await friends(one)).map(({ state: how }) => how)).toEqual(['left'])
  await ok('POST', `/api/referrals/${one.id}/pause`)
  come(state, 1)
  const refused = await until('one was refused', async () => {
    const found = await friends(one, '&state=refused')
    return found.length > 0 && found
  })
  expect(refused.map(({ refusal }) => refusal)).toEqual(['not_live'])
  expect(await promises(one)).toEqual([])
}, 90_000)

test('a suspicious friend freezes the promise that needs them until somebody has looked; nobody else is held up', async () => {
  const one = await campaign()
  const { state, customer } = await takePart(inviters[0] ?? '', one)
  const [fake = ''] = come(state, 2)
  await promised(one, 'pending')
  await sameWechat(customer.id, (await customerOf(fake))?.id ?? '')
  await touch(one)
  await promised(one, 'frozen')
  const [suspect] = await friends(one, '&suspicion=open')
  expect(suspect?.reasons).toContain('same_wechat')
  const { needs } = await ok('GET', '/api/overview')
  expect(needs).toContainEqual({ kind: 'friends_suspicious', count: 1, to: '/referrals' })
  // Time does not give what is frozen.
  await later(8)
  await until('both are counted', async () => (await friends(one, '&state=counted')).length === 2)
  expect((await promises(one)).map((each) => each.state)).toEqual(['frozen'])
  const verdict = { ids: [suspect?.id], isReal: true, note: '母女同用一部手机，打过电话' }
  await ok('POST', `/api/referrals/${one.id}/verdicts`, verdict)
  await promised(one, 'posted')
}, 90_000)

test('a friend who is found to be fake never counts, and what needed them is taken back', async () => {
  const one = await campaign()
  const { state, customer } = await takePart(inviters[0] ?? '', one)
  const [fake = ''] = come(state, 2)
  await promised(one, 'pending')
  await sameWechat(customer.id, (await customerOf(fake))?.id ?? '')
  await touch(one)
  await promised(one, 'frozen')
  const [suspect] = await friends(one, '&suspicion=open')
  const verdict = { ids: [suspect?.id], isReal: false, note: '同一部手机连续加了两次' }
  await ok('POST', `/api/referrals/${one.id}/verdicts`, verdict)
  await until('nothing is promised', async () => (await promises(one)).length === 0)
}, 90_000)

test('an inviter’s poster bears their own code; what it promises for sharing keeps a campaign from being launched', async () => {
  const { id: posterId } = await ok('POST', '/api/posters', { name: '邀请', plan })
  const one = await campaign({ posterId })
  const { v } = await takePart(inviters[1] ?? '', one)
  const cookie = `liuyuan_visitor_${brand.tenant.no}=${v}`
  const page = await (await fetch(one.link, { headers: { 'user-agent': BROWSER, cookie } })).text()
  const path = /src="([^"]+\/poster)"/.exec(page)?.[1] ?? ''
  expect(path, page).not.toBe('')
  const bytesOf = async (at: string) =>
    Buffer.from(await (await fetch(new URL(at, one.link))).arrayBuffer())
  const own = await codeIn(await bytesOf(path.replace(/poster$/, 'code')))
  expect(own).not.toBeNull()
  expect(await codeIn(await bytesOf(path))).toBe(own)
  const layers = plan.layers.map((layer) =>
    layer.kind === 'text' ? { ...layer, text: '转发朋友圈领红包' } : layer,
  )
  const bad = await ok('POST', '/api/posters', { name: '诱导', plan: { ...plan, layers } })
  await expect(campaign({ posterId: bad.id })).rejects.toThrow(/induced_sharing/)
}, 90_000)

test('a friend who invites in turn is one step further; a circle cannot be written down', async () => {
  const one = await campaign({ tiers: [{ people: 1, rewardId: points }] })
  const first = await takePart(inviters[0] ?? '', one)
  const [friend = ''] = come(first.state, 1)
  await until('the friend has come', async () => (await friends(one)).length === 1)
  const second = await takePart(friend, one)
  come(second.state, 1)
  await until('the second friend has come', async () => (await friends(one)).length === 2)
  const people = await rows(sql<{ id: string; generation: number }>`
    select i.id, i.generation
    from referral.inviter i
    where i.campaign_id = ${readId('referral', one.id)}
    order by i.generation
  `)
  expect(people.map(({ generation }) => generation)).toEqual([0, 1])
  const [top, below] = people
  await expect(
    rows(sql`
      update referral.inviter
      set invited_by = ${below?.id}, generation = 1
      where id = ${top?.id}
      returning id
    `),
  ).rejects.toThrow(/foreign key|violates/)
  const tree = await ok('GET', `/api/referrals/${one.id}/tree`)
  expect(tree.nodes).toMatchObject([{ children: 1, descendants: 2 }])
}, 90_000)

test('whoever is no friend cannot take part, and a link that was passed on is nobody’s', async () => {
  const one = await campaign()
  const { v } = await takePart(inviters[2] ?? '', one)
  expect(v).not.toBe('')
  const stranger = await fetch(one.link, { headers: { 'user-agent': BROWSER } })
  const text = await stranger.text()
  expect(text).toContain('先加我们为好友')
  expect(text).not.toContain('我要参加')
  const token = /name="v"/.exec(text)
  expect(token).toBeNull()
  const draft = await ok('POST', '/api/referrals', {
    name: '草稿',
    headline: '转发朋友圈即送',
    story: '',
    welcome: '',
    sourceId: null,
    userids: ['chenlan'],
    tiers: [{ people: 2, rewardId: coupon }],
    friendRewardId: null,
    stayDays: 0,
    needsOrder: false,
    friendsMax: 50,
    from: null,
    until: null,
  })
  const { problems } = await ok('GET', `/api/referrals/${draft.id}`)
  expect(problems.map(({ code }: { code: string }) => code)).toEqual(['induced_sharing', 'no_stay'])
  const launched = await brand.owner('POST', `/api/referrals/${draft.id}/launch`)
  expect(launched.status).toBe(422)
}, 60_000)

/** Two people were seen in one WeChat account. */
async function sameWechat(...customerIds: string[]): Promise<void> {
  for (const id of customerIds)
    await rows(sql`
      insert into page.visitor (workspace_id, id, customer_id, customer_no, openid, first_at, last_at)
      select ${brand.tenant.id}, ${newId()}, c.id, c.no, 'one-and-the-same', ${present}, ${addMs(present, DAY_MS * 400)}
      from customer.customer c
      where c.id = ${id}
      returning id
    `)
}

/** Something happens in a campaign, so that it is looked at anew. */
async function touch({ id }: Campaign): Promise<void> {
  await rows(sql`
    update referral.inviter
    set stale_at = ${present}
    where campaign_id = ${readId('referral', id)}
    returning id
  `)
}
