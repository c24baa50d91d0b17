import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { type Sandbox, startSandbox } from '../sandbox/index.ts'
import { sql } from '../server/postgres/index.ts'
import { type House, type Resident, startHouse } from './house.fixture.ts'
import { connectCorp, until } from './loop.fixture.ts'

/** Answers are looked at where they are used. */
const loose = z.any()
const MORNING = new Date('2026-11-11T10:00:00+08:00')
const createdAt = new Date('2026-11-01T10:00:00+08:00')
let sandbox: Sandbox
let house: House
let brand: Resident
/** The company, as its sidebar is called. */
let corp: string
/** Customers as WeCom knows them: one of chenlan's, one of linxia's. */
let hers: string
let others: string

beforeAll(async () => {
  sandbox = await startSandbox({ seed: 21 })
  hers = sandbox.deeds.makePerson({ name: '唐晓雯' }).externalUserId
  others = sandbox.deeds.makePerson({ name: '别人的客户' }).externalUserId
  const [chenlan, second] = [...sandbox.world.corp.members.keys()]
  if (!chenlan || !second) throw new Error('the sandbox has no members')
  sandbox.deeds.befriend(hers, 'chenlan', { createdAt })
  sandbox.deeds.befriend(others, second === 'chenlan' ? chenlan : second, { createdAt })
  house = await startHouse({ wecomUrl: sandbox.url })
  brand = await house.movesIn('青禾护肤', { clockAt: MORNING })
  await connectCorp(house, brand, sandbox)
  corp = loose.parse((await brand.owner('GET', '/api/corps')).body).items[0].id
  await until('both are known', async () => {
    const found = await brand.ask('GET', '/api/customers?limit=10')
    return loose.parse(found.body).items.length === 2
  })
}, 120_000)
afterAll(async () => {
  await house?.stop()
  await sandbox?.stop()
})

type Cookie = string

/** Goes the way that WeCom sends a member: asked who they are, and back with a code. */
async function enter(as: string, to = ''): Promise<{ cookie: Cookie; lands: string }> {
  const begun = await fetch(`${house.url}/api/sidebar/enter?corp=${corp}&to=${to}`, {
    redirect: 'manual',
  })
  const state = cookieOf(begun)
  const asked = new URL(begun.headers.get('location') ?? '')
  asked.searchParams.set('as', as)
  const said = await fetch(asked, { redirect: 'manual' })
  const returned = await fetch(said.headers.get('location') ?? '', {
    redirect: 'manual',
    headers: { cookie: state },
  })
  const session = returned.headers.getSetCookie().find((one) => one.startsWith('liuyuan_sidebar='))
  return {
    cookie: session?.split(';')[0] ?? '',
    lands: (returned.headers.get('location') ?? '').replace(/\?corp=crp_\w+$/, ''),
  }
}

function cookieOf(answer: Response): Cookie {
  return answer.headers.getSetCookie()[0]?.split(';')[0] ?? ''
}

async function ask(
  cookie: Cookie,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = { 'x-liuyuan': '1' },
) {
  const answer = await fetch(`${house.url}/api/sidebar${path}`, {
    method,
    headers: {
      cookie,
      ...headers,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await answer.text()
  return { status: answer.status, body: loose.parse(text === '' ? null : JSON.parse(text)) }
}

test('WeCom says who she is, and she is in', async () => {
  const { cookie, lands } = await enter('member:chenlan', 'tasks')
  expect(lands).toBe('/sidebar/tasks')
  const { body } = await ask(cookie, 'GET', '/me')
  expect(body).toMatchObject({
    associate: { userid: 'chenlan', name: '陈兰' },
    isSandbox: true,
    brand: '青禾护肤',
  })
  const { body: signed } = await ask(cookie, 'GET', `/signatures?url=${house.url}/sidebar/`)
  expect(signed.agent.signature).toMatch(/^[0-9a-f]{40}$/)
})

test('a customer who opens the address is nobody here, and no link leads elsewhere', async () => {
  expect(await enter(`customer:${hers}`)).toEqual({
    cookie: '',
    lands: '/sidebar/refused?why=unknown',
  })
  expect((await enter('member:chenlan', '//evil.example')).lands).toBe('/sidebar/')
})

test('without a session there is nothing to see', async () => {
  for (const path of ['/me', '/tasks', '/materials', `/customers/${hers}`])
    expect((await ask('', 'GET', path)).status, path).toBe(401)
})

test('she sees her own customers and nobody else’s', async () => {
  const { cookie } = await enter('member:chenlan')
  const { body } = await ask(cookie, 'GET', `/customers/${hers}`)
  expect(body.person).toMatchObject({ name: '唐晓雯', orders: 0, next: { kind: 'ask_needs' } })
  for (const [method, path, sent] of [
    ['GET', `/customers/${others}`, undefined],
    ['GET', `/customers/${others}/materials`, undefined],
    ['POST', `/customers/${others}/promises`, { text: '寄小样', dueOn: null }],
  ] as const) {
    const answer = await ask(cookie, method, path, sent)
    expect([path, answer.status, answer.body.code]).toEqual([path, 404, 'not_your_customer'])
  }
})

test('her session opens nothing of the console, and another site cannot use it', async () => {
  const { cookie } = await enter('member:chenlan')
  const console = await fetch(`${house.url}/api/customers`, { headers: { cookie } })
  expect(console.status).toBe(401)
  const promised = { text: '周三寄小样', dueOn: '2026-11-13' }
  const foreign = { 'x-liuyuan': '1', origin: 'https://evil.example' }
  const path = `/customers/${hers}/promises`
  expect((await ask(cookie, 'POST', path, promised, foreign)).status).toBe(403)
  expect((await ask(cookie, 'POST', path, promised, {})).status).toBe(403)
  expect((await ask(cookie, 'GET', path)).body.items).toEqual([])
})

test('a promise is given, kept, taken back, and let go', async () => {
  const { cookie } = await enter('member:chenlan')
  const path = `/customers/${hers}/promises`
  const given = await ask(cookie, 'POST', path, { text: '周三寄小样', dueOn: '2026-11-10' })
  expect(given.status).toBe(201)
  const [one] = (await ask(cookie, 'GET', path)).body.items
  expect(one).toMatchObject({ text: '周三寄小样', madeBy: '陈兰', keptAt: null, isOverdue: true })
  const next = async () => (await ask(cookie, 'GET', `/customers/${hers}`)).body.person.next.kind
  expect(await next()).toBe('promise')
  await ask(cookie, 'PUT', `${path}/${one.id}`, { state: 'kept' })
  expect(await next()).not.toBe('promise')
  await ask(cookie, 'PUT', `${path}/${one.id}`, { state: 'open' })
  expect(await next()).toBe('promise')
  await ask(cookie, 'PUT', `${path}/${one.id}`, { state: 'dropped' })
  expect((await ask(cookie, 'GET', path)).body.items).toEqual([])
})

test('a need is noted with her words, is evidence of a person who met them, and is taken back', async () => {
  const group = loose.parse((await brand.ask('POST', '/api/tag-groups', { name: '需求' })).body)
  const tag = loose.parse(
    (await brand.ask('POST', '/api/tags', { groupId: group.id, name: '敏感肌' })).body,
  )
  const { cookie } = await enter('member:chenlan')
  const path = `/customers/${hers}/taggings`
  const noted = await ask(cookie, 'POST', path, { tagId: tag.id, quote: '一换季脸就红' })
  const [need] = (await ask(cookie, 'GET', `/customers/${hers}`)).body.person.needs
  expect(need).toMatchObject({
    tag: '敏感肌',
    evidence: [{ source: 'staff', quote: '一换季脸就红' }],
  })
  expect(
    (await ask(cookie, 'DELETE', `/customers/${others}/taggings/${noted.body.id}`)).status,
  ).toBe(404)
  expect((await ask(cookie, 'DELETE', `${path}/${noted.body.id}`)).status).toBe(200)
  expect((await ask(cookie, 'GET', `/customers/${hers}`)).body.person.needs).toEqual([])
})

test('a remark goes to WeCom, and comes back from there', async () => {
  const { cookie } = await enter('member:chenlan')
  const said = await ask(cookie, 'PUT', `/customers/${hers}/remark`, { remark: '唐姐 敏感肌' })
  expect(said.status).toBe(200)
  await until('the remark came back', async () => {
    const { body } = await ask(cookie, 'GET', `/customers/${hers}`)
    return body.person.remark === '唐姐 敏感肌'
  })
})

test('who has left the company is let in no longer, whatever the browser holds', async () => {
  const { cookie } = await enter('member:chenlan')
  expect((await ask(cookie, 'GET', '/me')).status).toBe(200)
  await house.deps.db.inWorkspace(brand.tenant.id, (tx) =>
    tx.run(sql`update corp.associate set is_active = false where userid = 'chenlan'`),
  )
  expect((await ask(cookie, 'GET', '/me')).status).toBe(401)
  expect((await enter('member:chenlan')).lands).toBe('/sidebar/refused?why=not_active')
  await house.deps.db.inWorkspace(brand.tenant.id, (tx) =>
    tx.run(sql`update corp.associate set is_active = true where userid = 'chenlan'`),
  )
})
