import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { type Sandbox, startSandbox } from '../sandbox/index.ts'
import { createHttp } from '../server/app/http.ts'
import { newId, type Tenant } from '../server/kernel/index.ts'
import {
  codePicture,
  createLinkTracker,
  createVisitors,
  html,
  type LinkTracker,
  languageOf,
  lookOf,
  noHtml,
  pageGone,
  routes,
  sendPage,
  tellOfVisitor,
  type Visitor,
} from '../server/page/index.ts'
import { sql } from '../server/postgres/index.ts'
import { type House, type Resident, startHouse } from './house.fixture.ts'
import { connectCorp, until } from './loop.fixture.ts'

const MORNING = new Date('2026-11-11T10:00:00+08:00')
const WECHAT = 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) MicroMessenger/8.0.54'
const BROWSER = 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) Safari/604.1'
const seen = z.object({
  id: z.string(),
  token: z.string(),
  customer: z.object({ id: z.string(), no: z.number() }).nullable(),
  sharedBy: z.object({ id: z.string(), no: z.number() }).nullable(),
  isRobot: z.boolean(),
})
let sandbox: Sandbox
let house: House
let brand: Resident
let pages: Pages
let hers: string
let second: string

/** The pages of this test: one that tells who looks, with the ways that a room's own pages have. */
type Pages = { url: string; links: LinkTracker; close(): Promise<void> }

async function openPages(): Promise<Pages> {
  const { deps } = house
  const app = await createHttp(deps)
  const links = createLinkTracker({ seal: deps.seal, base: 'http://127.0.0.1' })
  const pageDeps = { ...deps, links, frame: sandbox.url }
  const visitors = createVisitors(pageDeps)
  routes(app, pageDeps)
  app.get('/f/:token', async (request, reply) => {
    const visitor = await visitors.of(request, reply, brand.tenant)
    return visitor ? reply.send(visitor) : reply
  })
  app.post('/f/:token', { schema: { body: z.object({ v: z.string() }) } }, async (request) =>
    tell(await visitors.ofForm(request, brand.tenant, request.body.v), brand.tenant),
  )
  app.get('/l/:token', async (request, reply) => {
    const look = await deps.db.inWorkspace(brand.tenant.id, (tx) => lookOf(tx, brand.tenant))
    const shown = { tenant: { name: '<青禾>' }, language: languageOf(request), ...look }
    const body = html`<p>${'<script>'}</p>${codePicture('https://go.brand.test')}${noHtml}`
    return links.read(lastOf(request.url))
      ? sendPage(reply, pageDeps, { ...shown, title: 't', body })
      : pageGone(pageDeps, request, reply, brand.tenant)
  })
  return { url: await app.listen({ port: 0 }), links, close: () => app.close() }
}

const lastOf = (path: string) => path.split('/').at(-1) ?? ''

async function tell(visitor: Visitor, tenant: Tenant) {
  const now = house.deps.clock.now()
  await house.deps.db.inWorkspace(tenant.id, (tx) =>
    tellOfVisitor(
      tx,
      tenant,
      { visitor, name: 'form.tried', at: now, messageId: `try ${visitor.id}`, props: {} },
      now,
    ),
  )
  return visitor
}

beforeAll(async () => {
  sandbox = await startSandbox({ seed: 23 })
  hers = sandbox.deeds.makePerson({ name: '唐晓雯' }).externalUserId
  sandbox.deeds.befriend(hers, 'chenlan', { createdAt: new Date('2026-11-01T10:00:00+08:00') })
  second = sandbox.deeds.makePerson({ name: '周宁' }).externalUserId
  sandbox.deeds.befriend(second, 'chenlan', { createdAt: new Date('2026-11-01T10:00:00+08:00') })
  house = await startHouse({ wecomUrl: sandbox.url })
  brand = await house.movesIn('青禾护肤', { clockAt: MORNING })
  await connectCorp(house, brand, sandbox)
  await until('both are known', async () => {
    const known = [await customerOf(hers), await customerOf(second)]
    return known.every((one) => one !== null)
  })
  pages = await openPages()
}, 120_000)
afterAll(async () => {
  await pages?.close()
  await house?.stop()
  await sandbox?.stop()
})

async function customerOf(contact: string) {
  return house.deps.db.inWorkspace(brand.tenant.id, (tx) =>
    tx.maybe(sql<{ id: string; no: number }>`
      select c.id, c.no
      from customer.identity i
      join customer.customer c
        on c.id = i.customer_id
      where i.kind = 'external_userid'
        and i.value = ${contact}
    `),
  )
}

/** A browser: it keeps cookies, follows every redirect and is somebody where WeCom asks. */
function browser({
  as = '',
  agent = BROWSER,
  headers = {},
}: {
  as?: string
  agent?: string
  headers?: Record<string, string>
}) {
  const jar = new Map<string, string>()
  const asked: string[] = []
  return {
    jar,
    asked,
    async open(path: string) {
      let address = new URL(path, pages.url)
      for (let step = 0; step < 6; step++) {
        if (address.pathname.startsWith('/connect/')) {
          asked.push(address.href)
          address.searchParams.set('as', as)
        }
        const answer = await fetch(address, {
          redirect: 'manual',
          headers: {
            'user-agent': agent,
            cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; '),
            ...headers,
          },
        })
        for (const cookie of answer.headers.getSetCookie()) {
          const [name = '', value = ''] = cookie.split(';')[0]?.split('=') ?? []
          jar.set(name, value)
        }
        const location = answer.headers.get('location')
        if (location === null)
          return { address: address.href, seen: seen.parse(await answer.json()) }
        address = new URL(location, address)
      }
      throw new Error('it goes round in circles')
    },
  }
}

const formPath = () =>
  new URL(pages.links.urlOf(brand.tenant, { kind: 'form', id: newId() }) ?? '').pathname
const ownLinkOf = (customerId: string) =>
  `${formPath()}?p=${pages.links.tokenOf(brand.tenant, { kind: 'person', id: customerId })}`

test('inside WeChat nobody is asked who they are, and a contact is known', async () => {
  const known = await customerOf(hers)
  const phone = browser({ as: `customer:${hers}`, agent: WECHAT })
  const first = await phone.open(formPath())
  expect(first.seen.customer).toEqual(known)
  expect(phone.asked).toHaveLength(1)
  // The next page knows her by the cookie.
  const again = await phone.open(formPath())
  expect(again.seen).toMatchObject({ id: first.seen.id, customer: known })
  expect(phone.asked).toHaveLength(1)
})

test('the way back from WeCom works once: who is sent the address is not her', async () => {
  const phone = browser({ as: `customer:${hers}`, agent: WECHAT })
  const { address } = await phone.open(formPath())
  expect(address).toContain('v=')
  const { pathname, search } = new URL(address)
  const friend = browser({ agent: BROWSER })
  expect((await friend.open(pathname + search)).seen.customer).toBeNull()
})

test('a customer’s own link is hers in the browser that opens it first; in any other it was passed on', async () => {
  const customer = await customerOf(second)
  if (!customer) throw new Error('nobody')
  const own = browser({})
  expect((await own.open(ownLinkOf(customer.id))).seen).toMatchObject({ customer, sharedBy: null })
  const friend = browser({})
  expect((await friend.open(ownLinkOf(customer.id))).seen).toMatchObject({
    customer: null,
    sharedBy: customer,
  })
  // WeCom's word goes before the link's.
  const other = browser({ as: `customer:${hers}`, agent: WECHAT })
  expect((await other.open(ownLinkOf(customer.id))).seen).toMatchObject({
    customer: await customerOf(hers),
    sharedBy: customer,
  })
})

test('a phone that is lent is somebody else’s while it is', async () => {
  const stranger = sandbox.deeds.makePerson({ name: '路人' }).externalUserId
  const lent = { as: `customer:${hers}`, agent: WECHAT }
  const phone = browser(lent)
  const own = (await phone.open(formPath())).seen
  const frame = { referer: `${sandbox.url}/`, 'sec-fetch-dest': 'iframe' }
  const pretend = browser({ as: `customer:${stranger}`, headers: frame })
  for (const [name, value] of phone.jar) pretend.jar.set(name, value)
  const borrowed = (await pretend.open(formPath())).seen
  expect(borrowed.customer).toBeNull()
  expect(borrowed.id).not.toBe(own.id)
})

test('a form says who sent it without any cookie, and what it says becomes theirs', async () => {
  const stranger = browser({})
  const { seen: visitor } = await stranger.open(formPath())
  const answer = await fetch(new URL(formPath(), pages.url), {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'user-agent': BROWSER },
    body: JSON.stringify({ v: visitor.token }),
  })
  expect(seen.parse(await answer.json()).id).toBe(visitor.id)
  await house.settled(brand.tenant)
  const again = await stranger.open(formPath())
  expect(again.seen.customer).not.toBeNull()
})

test('a robot is shown the page and leaves no trace', async () => {
  const count = () =>
    house.deps.db.inWorkspace(brand.tenant.id, (tx) =>
      tx.one(sql<{ visitors: number }>`select count(*) as visitors from page.visitor`),
    )
  const before = await count()
  const robot = browser({ agent: 'curl/8.5.0' })
  expect((await robot.open(formPath())).seen.isRobot).toBe(true)
  expect(robot.jar.size).toBe(0)
  expect(await count()).toEqual(before)
})

test('an answer that nobody asked for leads nowhere', async () => {
  const answer = await fetch(`${pages.url}/pages/return?code=x&state=abc`, {
    redirect: 'manual',
    headers: {
      cookie: `liuyuan_page_ask=abc.1.crp_x.${newId()}.${Buffer.from('//evil.example').toString('base64url')}`,
    },
  })
  expect(answer.status).toBe(404)
})

test('a page weighs little and lets nothing of anybody else’s run', async () => {
  const { pathname } = new URL(formPath(), pages.url)
  const answer = await fetch(`${pages.url}/l/${lastOf(pathname)}`)
  const text = await answer.text()
  expect(Buffer.byteLength(text)).toBeLessThan(12_000)
  expect(text).not.toContain('<script>')
  expect(text).toContain('&lt;青禾&gt;')
  const policy = answer.headers.get('content-security-policy') ?? ''
  expect(policy).toContain("default-src 'none'")
  expect(policy).toContain(`frame-ancestors ${sandbox.url}`)
  const gone = await fetch(`${pages.url}/l/x`, { headers: { 'accept-language': 'en' } })
  expect(gone.status).toBe(404)
  expect(await gone.text()).toContain('This page is gone')
})
