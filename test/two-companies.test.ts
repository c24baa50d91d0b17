import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { z } from 'zod'
import {
  SANDBOX_CORP,
  SANDBOX_SECRET,
  type Sandbox,
  type Stage,
  startSandbox,
} from '../sandbox/index.ts'
import { sleep } from '../server/kernel/index.ts'
import { sql } from '../server/postgres/index.ts'
import { type House, type Resident, startHouse } from './house.fixture.ts'

/** Answers are looked at where they are used. */
const loose = z.any()
const SECOND = 'ww00000000second'
const SECOND_SECRET = 'the secret of the second company'
const OLD = new Date('2026-01-05T10:00:00+08:00')
let sandbox: Sandbox
let house: House
let brand: Resident
/** The two companies of the brand, as WeCom knows them. */
let north: Stage
let south: Stage
/** Their addresses here. */
let northUrl: string
let southUrl: string
/** Somebody of the north, and somebody else of the south under the very same id. */
let twin: string
/** One and the same person, by unionid, in both. */
let both: { north: string; south: string }

beforeAll(async () => {
  sandbox = await startSandbox({ seed: 15 })
  north = sandbox
  south = sandbox.stages.found({ corpId: SECOND, secret: SECOND_SECRET })
  twin = north.deeds.makePerson({ name: '北边的李女士', unionid: 'union-north' }).externalUserId
  const other = south.deeds.makePerson({ name: '南边的王女士', unionid: 'union-south' })
  south.world.corp.persons.set(twin, { ...other, externalUserId: twin })
  both = {
    north: north.deeds.makePerson({ name: '两边的客', unionid: 'union-both' }).externalUserId,
    south: south.deeds.makePerson({ name: '两边的客', unionid: 'union-both' }).externalUserId,
  }
  for (const stage of [north, south]) stage.deeds.befriend(twin, 'chenlan', { createdAt: OLD })
  north.deeds.befriend(both.north, 'chenlan', { createdAt: OLD })
  south.deeds.befriend(both.south, 'chenlan', { createdAt: OLD })
  house = await startHouse({ wecomUrl: sandbox.url })
  brand = await house.movesIn('青禾护肤')
  northUrl = await connect({ corpId: SANDBOX_CORP, secret: SANDBOX_SECRET, name: '北区' })
  southUrl = await connect({ corpId: SECOND, secret: SECOND_SECRET, name: '南区' })
}, 120_000)
afterAll(async () => {
  await house?.stop()
  await sandbox?.stop()
})

/** A request of the owner, signed in as at the console; the answer is looked at where it is used. */
async function owner(method: string, path: string, body?: unknown) {
  const answer = await brand.owner(method, path, body)
  return { status: answer.status, body: loose.parse(answer.body) }
}

/** @returns the address of the company here; its callbacks arrive from now on. */
async function connect(wanted: { corpId: string; secret: string; name: string }): Promise<string> {
  const { body } = await owner('POST', '/api/corps', { ...wanted, agentId: 1000002 })
  const url = `/api/corps/${body.id}`
  const keys = (await owner('POST', `${url}/callback-keys`)).body
  expect(await receiver(wanted.corpId, keys)).toEqual({ isVerified: true })
  return url
}

async function receiver(corpId: string, keys: unknown): Promise<unknown> {
  const answer = await fetch(`${sandbox.url}/sandbox/receiver?corp=${corpId}`, {
    method: 'POST',
    body: JSON.stringify(keys),
  })
  return answer.json()
}

/** Looks again until there is something. */
const until = <T>(look: () => Promise<T>) => vi.waitUntil(look, { timeout: 20_000, interval: 100 })

function rows<T>(statement: ReturnType<typeof sql<T>>): Promise<T[]> {
  return house.deps.db.inWorkspace(brand.tenant.id, (tx) => tx.rows(statement))
}

type Edge = { person: string; userid: string; contact: string; company: string }
const edges = () =>
  rows<Edge>(sql`
    select c.person_id as person, f.userid, f.external_userid as contact, f.company
    from customer.follow f
    join customer.customer c on c.id = f.customer_id
    where f.left_at is null and f.removed_at is null
    order by f.company, f.external_userid
  `)
const showCus = (id: string) => `cus_${id.replaceAll('-', '')}`

test('the same userid and the same id of a contact in two companies stay two', async () => {
  const all = await until(async () => {
    const found = await edges()
    return found.length === 4 && found
  })
  const twins = all.filter(({ contact }) => contact.endsWith(twin))
  expect(twins).toMatchObject([
    { userid: 'chenlan', contact: twin, company: '' },
    { userid: `${SECOND}/chenlan`, contact: `${SECOND}/${twin}`, company: SECOND },
  ])
  expect(new Set(twins.map(({ person }) => person)).size).toBe(2)
  const { items } = (await owner('GET', '/api/associates')).body
  const lans = items.filter((one: { userid: string }) => one.userid.endsWith('chenlan'))
  expect(lans.map((one: { corp: string; customers: number }) => [one.corp, one.customers])).toEqual(
    expect.arrayContaining([
      ['北区', 2],
      ['南区', 2],
    ]),
  )
})

test('who is a customer of both is one person with two friendships', async () => {
  const mine = (await edges()).filter(
    ({ contact }) => contact.endsWith(both.north) || contact.endsWith(both.south),
  )
  expect(mine.map(({ userid }) => userid)).toEqual(['chenlan', `${SECOND}/chenlan`])
  expect(new Set(mine.map(({ person }) => person)).size).toBe(1)
})

test('each company is brought in, and shows itself, by itself', async () => {
  const { items } = (
    await until(async () => {
      const found = await owner('GET', '/api/corps')
      return (
        found.body.items.every(({ syncedAt }: { syncedAt: string | null }) => syncedAt) && found
      )
    })
  ).body
  expect(items).toMatchObject([
    { corpId: SANDBOX_CORP, name: '北区', company: '', follows: 2 },
    { corpId: SECOND, name: '南区', company: SECOND, follows: 2 },
  ])
  expect((await owner('POST', `${southUrl}/checkup`)).body.checks[0]).toMatchObject({
    key: 'secret',
    outcome: 'good',
  })
  const limits = (await owner('GET', `${southUrl}/limits`)).body.items
  expect(limits).toContainEqual({ key: 'relations', used: 2, allowed: 50_000, whose: '' })
})

test('a callback of one company is refused at the address of the other', async () => {
  const ofNorth = (await owner('POST', `${northUrl}/callback-keys`)).body
  const ofSouth = (await owner('POST', `${southUrl}/callback-keys`)).body
  expect(await receiver(SANDBOX_CORP, { ...ofNorth, url: ofSouth.url })).toEqual({
    isVerified: false,
  })
  // With the other's keys in hand it is still not the other.
  expect(await receiver(SANDBOX_CORP, ofSouth)).toEqual({ isVerified: false })
  expect(await receiver(SANDBOX_CORP, ofNorth)).toEqual({ isVerified: true })
})

test('what happens in one company is heard as that company’s', async () => {
  south.deeds.edit({ userid: 'chenlan', externalUserId: twin }, { remark: '南边改的' })
  await until(async () => {
    const [one] = await rows(sql`select 1 from customer.follow where remark = '南边改的'`)
    return one
  })
  const changed = await rows(sql`select company from customer.follow where remark <> ''`)
  expect(changed).toEqual([{ company: SECOND }])
})

test('tags of one company are never written into the other', async () => {
  const wanted = { name: '肤质', isShared: true, company: SECOND }
  const group = (await owner('POST', '/api/tag-groups', wanted)).body.id
  const tag = (await owner('POST', '/api/tags', { groupId: group, name: '干性' })).body.id
  const [{ person }] = z
    .tuple([z.object({ person: z.string() })])
    .rest(z.unknown())
    .parse((await edges()).filter(({ contact }) => contact.endsWith(both.south)))
  const [shown] = (await owner('GET', '/api/customers')).body.items.filter(
    (one: { id: string }) => one.id === showCus(person),
  )
  await owner('POST', `/api/customers/${shown?.id ?? showCus(person)}/taggings`, { tagId: tag })
  const worn = (stage: Stage, contact: string) =>
    stage.world.corp.follows.get(`chenlan/${contact}`)?.tagIds.size
  await until(async () => worn(south, both.south) === 1)
  expect(worn(north, both.north)).toBe(0)
  expect(south.world.corp.tagGroups.map(({ name }) => name)).toEqual(['肤质'])
  expect(north.world.corp.tagGroups).toEqual([])
  // What was brought is noted a moment after WeCom has it; nothing may go on waiting for the other company.
  await until(async () => {
    const due = await rows(sql`select 1 from customer.tag_mark where due_at is not null`)
    return due.length === 0
  })
  expect(worn(north, both.north)).toBe(0)
})

test('a code is of one company, and who scans it is welcomed by that company', async () => {
  const source = (await owner('POST', '/api/sources', { name: '门店' })).body.id
  const way = { name: '南区门店码', sourceId: source, welcomeNew: '你好，这里是南区' }
  const mixed = { ...way, userids: ['chenlan', `${SECOND}/chenlan`] }
  expect(await owner('POST', '/api/contact-ways', mixed)).toMatchObject({
    status: 400,
    body: { code: 'several_corps' },
  })
  const made = await owner('POST', '/api/contact-ways', { ...way, userids: [`${SECOND}/chenlan`] })
  expect(made.body).toMatchObject({ phase: 'live' })
  expect([north.world.corp.ways.size, south.world.corp.ways.size]).toEqual([0, 1])
  south.deeds.scan({ state: made.body.state }, null)
  const welcome = await until(async () =>
    south.effects.read().find(({ kind }) => kind === 'welcome'),
  )
  expect(welcome).toMatchObject({ userid: 'chenlan', text: '你好，这里是南区' })
  expect(north.effects.read().filter(({ kind }) => kind === 'welcome')).toEqual([])
})

test('whoever signs in by scanning chooses the company, and is its member only', async () => {
  const { companies } = (await owner('GET', '/api/session/wecom')).body
  expect(companies.map(({ name }: { name: string }) => name)).toEqual(['北区', '南区'])
  const plain = { redirect: 'manual' } as const
  expect((await fetch(`${house.url}/api/session/wecom/begin`, plain)).status).toBe(404)
  const { items } = (await owner('GET', '/api/staff')).body
  await owner('PUT', `/api/staff/${items[0].id}/wecom`, { userid: `${SECOND}/chenlan` })
  const scanned = async (corp: string) => {
    const begun = await fetch(`${house.url}/api/session/wecom/begin?corp=${corp}`, plain)
    const asked = begun.headers
      .getSetCookie()
      .map((one) => one.split(';')[0])
      .join('; ')
    const page = begun.headers.get('location') ?? ''
    const back = (await fetch(`${page}&as=member:chenlan`, plain)).headers.get('location') ?? ''
    const came = await fetch(back, { ...plain, headers: { cookie: asked } })
    return came.headers.get('location')
  }
  expect(await scanned(companies[1].id)).toBe('/')
  expect(await scanned(companies[0].id)).toBe('/sign-in?wecom=unbound')
})

test('one company is disconnected and the other lives', async () => {
  const keys = (await owner('POST', `${southUrl}/callback-keys`)).body
  expect((await owner('DELETE', southUrl)).status).toBe(200)
  await sleep(2_100)
  expect(await receiver(SECOND, keys)).toEqual({ isVerified: false })
  north.deeds.edit({ userid: 'chenlan', externalUserId: twin }, { remark: '北边还在' })
  await until(async () => {
    const [one] = await rows(sql`select 1 from customer.follow where remark = '北边还在'`)
    return one
  })
  expect((await owner('GET', '/api/corps')).body.items).toMatchObject([{ corpId: SANDBOX_CORP }])
  // Connected again it takes up where it stood, address included.
  const wanted = { corpId: SECOND, secret: SECOND_SECRET }
  const again = (await owner('POST', '/api/corps', wanted)).body
  expect(again).toMatchObject({ company: SECOND, name: '南区', callbackUrl: keys.url })
})
