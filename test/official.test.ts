import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { z } from 'zod'
import {
  SANDBOX_CORP,
  SANDBOX_OFFICIAL,
  SANDBOX_OFFICIAL_SECRET,
  SANDBOX_SECRET,
  type Sandbox,
  startSandbox,
} from '../sandbox/index.ts'
import { sql } from '../server/postgres/index.ts'
import { encrypt, sign } from '../wecom/index.ts'
import { type House, type Resident, startHouse } from './house.fixture.ts'

/** The product connected to a pretend official account by its public doors, and people who follow, write and leave. */
const loose = z.any()
let sandbox: Sandbox
let house: House
let brand: Resident
let accountUrl: string
let keys: { url: string; token: string; aesKey: string }
let sourceId: string
let ticket: string

beforeAll(async () => {
  sandbox = await startSandbox({ seed: 11 })
  house = await startHouse({ wecomUrl: sandbox.url })
  brand = await house.movesIn('青禾护肤')
}, 120_000)
afterAll(async () => {
  await house?.stop()
  await sandbox?.stop()
})

async function owner(method: string, path: string, body?: unknown) {
  const answer = await brand.owner(method, path, body)
  return { status: answer.status, body: loose.parse(answer.body) }
}

const until = <T>(look: () => Promise<T>) => vi.waitUntil(look, { timeout: 24_000, interval: 80 })

function rows<T>(statement: ReturnType<typeof sql<T>>): Promise<T[]> {
  return house.deps.db.inWorkspace(brand.tenant.id, (tx) => tx.rows(statement))
}

const account = {
  appId: SANDBOX_OFFICIAL,
  name: '青禾护肤服务号',
  kind: 'service',
  secret: SANDBOX_OFFICIAL_SECRET,
}

test('a wrong secret and an address that is not listed are refused by WeChat itself, and nothing is kept', async () => {
  const wrong = { ...account, secret: 'a wrong secret of some length' }
  expect(await owner('POST', '/api/official-accounts', wrong)).toMatchObject({
    status: 400,
    body: { code: 'official_refused_secret' },
  })
  sandbox.world.corp.official.isIpListed = false
  expect(await owner('POST', '/api/official-accounts', account)).toMatchObject({
    body: { code: 'official_refused_address' },
  })
  sandbox.world.corp.official.isIpListed = true
  expect((await owner('GET', '/api/official-accounts')).body).toEqual({ items: [] })
})

test('connected by the owner: each prerequisite is tried, both directions prove themselves, secrets are sealed', async () => {
  const told = await owner('POST', '/api/official-accounts', account)
  expect(told).toMatchObject({
    status: 201,
    body: { appId: SANDBOX_OFFICIAL, asked: { errcode: 0 } },
  })
  accountUrl = `/api/official-accounts/${told.body.id}`
  keys = (await owner('POST', `${accountUrl}/callback-keys`)).body
  const heard = await fetch(`${sandbox.url}/sandbox/official-receiver`, {
    method: 'POST',
    body: JSON.stringify(keys),
  })
  expect(await heard.json()).toEqual({ isVerified: true })
  const { checks } = (await owner('POST', `${accountUrl}/checkup`)).body
  expect(
    Object.fromEntries(
      checks.map((one: { key: string; outcome: string }) => [one.key, one.outcome]),
    ),
  ).toEqual({
    secret: 'good',
    address: 'good',
    followers_right: 'good',
    unionid: 'unknown',
    templates: 'good',
    callback: 'good',
    mode: 'unknown',
  })
  const [stored] = await rows(
    sql<{ all: string }>`select row_to_json(a)::text as all from official.account a`,
  )
  expect(stored?.all).not.toContain(SANDBOX_OFFICIAL_SECRET)
  expect(stored?.all).not.toContain(keys.token)
})

test('who follows by a code is the same person as in WeCom, with the source of the code', async () => {
  await owner('POST', '/api/corps', { corpId: SANDBOX_CORP, secret: SANDBOX_SECRET })
  const friend = sandbox.deeds.makePerson({ name: '春日迟迟' })
  sandbox.deeds.befriend(friend.externalUserId, 'chenlan')
  const [corp] = (await owner('GET', '/api/corps')).body.items
  await owner('POST', `/api/corps/${corp.id}/sync`)
  sourceId = (await owner('POST', '/api/sources', { name: '包裹卡' })).body.id
  const made = await owner('POST', `${accountUrl}/codes`, {
    name: '七夕包裹卡',
    sourceId,
    days: 30,
  })
  expect(made).toMatchObject({
    status: 201,
    body: { items: [{ name: '七夕包裹卡', subscribed: 0 }] },
  })
  ticket = [...sandbox.world.corp.official.codes.keys()][0] ?? ''
  sandbox.official.subscribe(friend.externalUserId, ticket)
  const personId = await until(async () => {
    const found = (await owner('GET', '/api/customers?search=春日迟迟')).body.items
    const [one] = found
    const person = one && (await owner('GET', `/api/customers/${one.id}`)).body
    const kinds = person?.identities.map(({ kind }: { kind: string }) => kind) ?? []
    return ['unionid', 'external_userid', 'openid'].every((kind) => kinds.includes(kind)) && one.id
  })
  const { items } = (await owner('GET', `/api/customers/${personId}/subscriptions`)).body
  expect(items).toMatchObject([
    {
      account: { name: '青禾护肤服务号' },
      endedAt: null,
      code: '七夕包裹卡',
      source: { id: sourceId, name: '包裹卡' },
      hasUnionid: true,
    },
  ])
  const listed = (await owner('GET', `${accountUrl}/codes`)).body.items
  expect(listed).toMatchObject([{ subscribed: 1, left: 0 }])
})

test('who leaves is shown as gone, and coming back is another beginning; a doubled callback changes nothing', async () => {
  const { externalUserId } = sandbox.deeds.makePerson({ name: '晚风' })
  const fan = sandbox.official.subscribe(externalUserId, null)
  const state = async () => {
    const [row] = await rows(sql<{ ended: boolean; scene: string }>`
      select ended_at is not null as ended, scene
      from official.subscription
      where openid = ${fan?.openid ?? ''}
    `)
    return row
  }
  await until(async () => (await state()) !== undefined)
  sandbox.world.clock.advanceMs(2_000)
  sandbox.official.unsubscribe(externalUserId)
  await until(async () => (await state())?.ended === true)
  await sandbox.officialPosting.replay(2)
  sandbox.world.clock.advanceMs(2_000)
  sandbox.official.subscribe(externalUserId, ticket)
  await until(async () => (await state())?.ended === false)
  expect((await state())?.scene).not.toBe('')
  await house.settled(brand.tenant)
  const told = await house.deps.clickhouse.rows<{ name: string; times: number }>({
    sql: `
      select name, toInt32(count()) as times
      from event
      where workspace = {workspace:UInt32}
        and name like 'subscription.%'
        and JSONExtractString(props, 'openid') = {openid:String}
      group by name
      order by name`,
    params: { workspace: brand.tenant.no, openid: fan?.openid ?? '' },
    comment: 'test',
  })
  expect(told).toEqual([
    { name: 'subscription.ended', times: 1 },
    { name: 'subscription.started', times: 2 },
  ])
})

/** A callback as WeChat seals it; anything of it may be another's. */
function sealed(
  change: Partial<{ appId: string; token: string; atMs: number; content: string }> = {},
) {
  const { appId = SANDBOX_OFFICIAL, token = keys.token, atMs = Date.now() } = change
  const seconds = Math.floor(atMs / 1000)
  const content =
    change.content ??
    `<xml><ToUserName>gh_1</ToUserName><FromUserName>oForged</FromUserName><CreateTime>${seconds}</CreateTime><MsgType>event</MsgType><Event>subscribe</Event></xml>`
  const [timestamp, nonce] = [String(seconds), '918273645']
  const secret = encrypt(keys.aesKey, content, appId)
  return {
    query: {
      signature: sign(token, timestamp, nonce, ''),
      timestamp,
      nonce,
      encrypt_type: 'aes',
      msg_signature: sign(token, timestamp, nonce, secret),
    },
    body: `<xml><ToUserName>gh_1</ToUserName><Encrypt>${secret}</Encrypt></xml>`,
  }
}

async function post({ query, body }: { query: Record<string, string>; body: string }) {
  const answer = await fetch(`${keys.url}?${new URLSearchParams(query)}`, { method: 'POST', body })
  return { status: answer.status, text: await answer.text() }
}

test('what is not WeChat’s own, meant for this account and of now, is refused; what is, is answered with nothing', async () => {
  expect(await post(sealed())).toEqual({ status: 200, text: '' })
  const good = sealed()
  const flipped = good.body.replace(
    /<Encrypt>(.)/,
    (_all, first) => `<Encrypt>${first === 'A' ? 'B' : 'A'}`,
  )
  const plain = { ...good, body: '<xml><FromUserName>o1</FromUserName></xml>' }
  const bad = [
    { ...good, body: flipped },
    { ...good, query: { ...good.query, nonce: '1' } },
    { ...good, query: { ...good.query, msg_signature: good.query.signature } },
    sealed({ token: 'AnotherToken' }),
    sealed({ appId: 'wx0000000000000000' }),
    sealed({ atMs: Date.now() - 11 * 60_000 }),
    plain,
  ]
  for (const one of bad) expect((await post(one)).status).toBe(403)
  const entity = `<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><xml><FromUserName>&e;</FromUserName><CreateTime>1790000000</CreateTime><MsgType>event</MsgType><Event>subscribe</Event></xml>`
  expect((await post(sealed({ content: entity }))).status).toBe(200)
  await until(async () => {
    const parked = (await owner('GET', '/api/parked')).body.items
    return parked.length === 1
  })
  const [state] = (await owner('GET', '/api/official-accounts')).body.items
  expect(state.refused.reason).not.toBe('')
})

test('the connection is given up: its callbacks are not known any more, what was learned stays', async () => {
  expect((await owner('DELETE', accountUrl)).status).toBe(200)
  await until(async () => (await post(sealed())).status === 404)
  const [{ n } = { n: 0 }] = await rows(
    sql<{ n: number }>`select count(*)::int as n from official.subscription`,
  )
  expect(n).toBeGreaterThan(1)
})
