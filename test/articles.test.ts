import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import * as contract from '../contract/article.ts'
import { materialPage } from '../contract/content.ts'
import { person } from '../contract/customer.ts'
import { hookDetail } from '../contract/hook.ts'
import { linksOf } from '../server/app/links.ts'
import { ok, readId } from '../server/kernel/index.ts'
import { sql } from '../server/postgres/index.ts'
import { settleReadings, tellAssociates } from '../server/reading/index.ts'
import { tellFollows } from './acquisition.fixture.ts'
import { browserAt, PUBLIC, planOf, written } from './form.fixture.ts'
import { type House, type Resident, startHouse } from './house.fixture.ts'
import { until } from './loop.fixture.ts'

const made = z.object({ id: z.string() })
const HOUR_MS = 3_600_000
const BYTES_MAX = 60_000
const SAFARI = 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) Safari/604.1'
const BODY = `换季皮肤容易泛红。
# 先别做的三件事
- 别刷酸
- 别换全套
**温和**最要紧，[看看成分](https://brand.test/list)
![第一天](https://pictures.test/a.jpg)
![第七天](https://pictures.test/b.jpg)
# 再做这一件
<script>alert(1)</script>`
let house: House
let brand: Resident
let tagId: string

beforeAll(async () => {
  house = await startHouse({ publicUrl: PUBLIC })
  brand = await house.movesIn('青禾护肤')
  const group = made.parse((await brand.owner('POST', '/api/tag-groups', { name: '肤质' })).body)
  const tag = await brand.owner('POST', '/api/tags', { groupId: group.id, name: '敏感肌' })
  tagId = made.parse(tag.body).id
}, 120_000)
afterAll(() => house?.stop())

const got = async (path: string) => (await brand.owner('GET', path)).body
const settled = () => house.settled(brand.tenant)
const one = async (id: string) => contract.article.parse(await got(`/api/articles/${id}`))
const readersOf = async (id: string, query = '') =>
  contract.readers.parse(await got(`/api/articles/${id}/readers${query}`)).items

async function write(more: Partial<contract.ArticleBody> = {}) {
  const body = { title: '换季怎么护', summary: '', body: BODY, tagIds: [tagId], hookId: null }
  const answer = await brand.owner('POST', '/api/articles', { ...body, ...more })
  expect(answer).toMatchObject({ status: 201 })
  const { id } = made.parse(answer.body)
  expect(await brand.owner('PUT', `/api/articles/${id}/published`, { draftNo: 1 })).toMatchObject({
    status: 200,
  })
  return one(id)
}

/** What the script of an opened page would tell. */
async function tell(page: string, url: string, said: Record<string, string>, agent = SAFARI) {
  const v = /data-view="([^"]*)"/.exec(page)?.[1] ?? ''
  return fetch(`${house.url}${new URL(url).pathname}/read`, {
    method: 'POST',
    headers: { 'user-agent': agent },
    body: new URLSearchParams({ v, n: '1', s: '0', d: '0', p: '', ...said }),
  })
}
const shareIn = (page: string) => /data-share="([^"]*)"/.exec(page)?.[1] ?? ''

/** As if the looks that are there had begun so long ago, and nobody had spoken since. */
async function passed(ms: number, { tenant }: Pick<Resident, 'tenant'> = brand) {
  await house.deps.db.inWorkspace(tenant.id, async (tx) => {
    await tx.run(sql`
      update reading.view set began_at = began_at - ${`${ms} ms`}::interval
    `)
    await tx.run(sql`
      update reading.opening
      set began_at = began_at - ${`${ms} ms`}::interval, settle_at = settle_at - ${`${ms} ms`}::interval
    `)
  })
}

/** Waits until no reading that is over waits: the house tells of them by itself as well, and may be in the middle of it. */
async function allToldOf({ tenant }: Pick<Resident, 'tenant'> = brand) {
  await settleReadings(house.deps, tenant)
  await until('what was read is told', () =>
    house.deps.db.inWorkspace(tenant.id, async (tx) => {
      const waiting = await tx.rows(sql<{ id: string }>`
        select id
        from reading.opening
        where settle_at <= ${house.deps.clock.now()}
      `)
      return waiting.length === 0
    }),
  )
  await house.settled(tenant)
}

test('an article is read without a script, weighs little, and nothing in it is HTML but what we wrote', async () => {
  const { url } = await write()
  const { status, text, headers } = await browserAt(house.url, url ?? '').open()
  expect(status).toBe(200)
  expect(Buffer.byteLength(text)).toBeLessThan(BYTES_MAX)
  expect(text).toContain('<h2>先别做的三件事</h2>')
  expect(text).toContain('<li>别刷酸</li><li>别换全套</li>')
  expect(text).toContain('<strong>温和</strong>')
  expect(text).toContain('<a href="https://brand.test/list" rel="noopener">看看成分</a>')
  expect(text).toMatch(/a\.jpg.*b\.jpg/s)
  expect(text).toContain('&lt;script&gt;alert(1)&lt;/script&gt;')
  expect(headers.get('content-security-policy')).toContain("default-src 'none'")
})

test('a draft and what was put away cannot be read; what is published stays until the next draft is', async () => {
  const draft = await brand.owner('POST', '/api/articles', {
    ...{ title: '草稿', summary: '', body: '还没写完', tagIds: [], hookId: null },
  })
  const { id } = made.parse(draft.body)
  expect(await one(id)).toMatchObject({ state: 'draft', url: null })
  const { url, ...article } = await write({ title: '两版' })
  const phone = browserAt(house.url, url ?? '')
  const change = { title: '两版', summary: '', body: '第二版', tagIds: [], hookId: null }
  const put = (draftNo: number) =>
    brand.owner('PUT', `/api/articles/${article.id}`, { ...change, draftNo })
  expect(await put(1)).toMatchObject({ status: 200 })
  expect(await put(1)).toMatchObject({ status: 409, body: { code: 'article_changed' } })
  expect((await phone.open()).text).toContain('换季皮肤容易泛红')
  expect(await one(article.id)).toMatchObject({ published: { no: 1, isBehind: true } })
  await brand.owner('PUT', `/api/articles/${article.id}/published`, { draftNo: 2 })
  expect((await phone.open()).text).toContain('第二版')
  await brand.owner('PUT', `/api/articles/${article.id}/archived`, { isArchived: true })
  expect((await phone.open()).status).toBe(404)
})

test('nobody has read longer than has passed by our clock, and what is told twice or late is told once', async () => {
  const { id, url } = await write({ title: '说谎的页面' })
  const page = (await browserAt(house.url, url ?? '').open()).text
  await passed(40_000)
  await tell(page, url ?? '', { n: '3', s: '80000', d: '100', p: '50000.40000.9999' })
  const [liar] = await readersOf(id)
  expect(liar?.seconds).toBeGreaterThanOrEqual(40)
  expect(liar?.seconds).toBeLessThan(80)
  await passed(40_000)
  await tell(page, url ?? '', { n: '3', s: '80000', d: '100' })
  await tell(page, url ?? '', { n: '1', s: '80000', d: '100' })
  expect((await readersOf(id))[0]?.seconds).toBe(liar?.seconds)
  await tell(page, url ?? '', { n: '4', s: 'x' })
  await tell('data-view="made-up"', url ?? '', { n: '9', s: '70' })
  expect((await readersOf(id))[0]?.seconds).toBe(liar?.seconds)
  const { published } = await one(id)
  const spent = published?.sections.reduce((sum, { seconds }) => sum + seconds, 0) ?? 0
  expect(spent).toBeLessThanOrEqual(liar?.seconds ?? 0)
})

test('two tabs at once are not twice the time', async () => {
  const { id, url } = await write({ title: '两个标签页' })
  const phone = browserAt(house.url, url ?? '')
  const pages = [(await phone.open()).text, (await phone.open()).text]
  await passed(30_000)
  for (const page of pages) await tell(page, url ?? '', { s: '30', d: '60' })
  expect(await readersOf(id)).toMatchObject([{ times: 2, depth: 60 }])
  expect((await readersOf(id))[0]?.seconds).toBeLessThan(45)
})

test('previews, crawlers and prefetching open nothing and read nothing', async () => {
  const { id, url } = await write({ title: '机器人' })
  const path = new URL(url ?? '').pathname
  const phone = browserAt(house.url, url ?? '')
  for (const agent of [
    'curl/8',
    'Googlebot/2.1',
    'WhatsApp/2.23 A',
    'Slackbot-LinkExpanding 1.0',
  ]) {
    const page = (await phone.open('', agent)).text
    expect(page).toContain('换季皮肤容易泛红')
    expect(page).toContain('data-view=""')
  }
  const headers = { 'user-agent': SAFARI, 'sec-purpose': 'prefetch;prerender' }
  await fetch(`${house.url}${path}`, { headers })
  await fetch(`${house.url}${path}`, { method: 'HEAD', headers: { 'user-agent': SAFARI } })
  expect((await one(id)).counts.openers).toBe(0)
  const page = (await browserAt(house.url, url ?? '').open()).text
  await passed(20_000)
  await tell(page, url ?? '', { s: '20', d: '100' }, 'curl/8')
  expect((await one(id)).counts).toMatchObject({ openers: 1, readers: 0 })
})

test('who reads is told once, and has shown the need by how far they read', async () => {
  const words = '春天皮肤容易敏感，先做减法。'.repeat(20)
  const { id, url } = await write({ title: '说明需求', body: words })
  const page = (await browserAt(house.url, url ?? '').open()).text
  await settled()
  await passed(60_000)
  await tell(page, url ?? '', { s: '60', d: '50', p: '60' })
  await passed(HOUR_MS)
  await allToldOf()
  await tell(page, url ?? '', { n: '2', s: '90', d: '100', p: '90' })
  await passed(HOUR_MS)
  await allToldOf()
  const [reader] = await readersOf(id)
  const customerId = reader?.person?.id
  const { needs } = person.parse(await got(`/api/customers/${customerId}`))
  expect(needs).toMatchObject([
    { tag: '敏感肌', evidence: [{ source: 'article', quote: '说明需求' }] },
  ])
  expect(needs[0]?.evidence[0]?.weight).toBeCloseTo(0.2)
  const names = z.object({ items: z.array(z.object({ name: z.string(), props: z.unknown() })) })
  const told = names.parse(await got(`/api/customers/${customerId}/timeline`)).items
  expect(told.filter(({ name }) => name === 'article.opened')).toHaveLength(1)
  const reads = told.filter(({ name }) => name === 'article.read')
  expect(reads).toMatchObject([{ props: { article: '说明需求', seconds: 60, depth: 50, far: 50 } }])
  expect(await got(`/api/customers/${customerId}/readings`)).toMatchObject({
    items: [{ title: '说明需求', seconds: 90, depth: 100, hasFinished: true }],
  })
})

test('who came by whose sharing is kept along the chain, and nobody is taken for who shared', async () => {
  const form = { name: '留号码', plan: planOf([written('phone', '手机号', 'phone')]) }
  const formId = made.parse((await brand.owner('POST', '/api/forms', form)).body).id
  await brand.owner('POST', `/api/forms/${formId}/published`, { draftNo: 1 })
  const asks = z.object({ url: z.string() }).parse(await got(`/api/forms/${formId}`))
  const { id, url } = await write({ title: '转发' })
  const [known, tablet] = [browserAt(house.url, asks.url), browserAt(house.url, asks.url)]
  for (const device of [known, tablet]) {
    await device.open()
    await device.send(['13761230009'])
    await settled()
  }
  const shared = shareIn((await known.at(url ?? '').open()).text)
  await settled()
  const friend = browserAt(house.url, url ?? '')
  const further = shareIn((await friend.open(shared)).text)
  await friend.open(shared)
  await browserAt(house.url, url ?? '').open(further)
  // Somebody who opens what they shared themselves was brought by nobody, on another device of theirs neither.
  await known.at(url ?? '').open(further)
  await friend.open(further)
  await tablet.at(url ?? '').open(shared)
  await settled()
  const all = await readersOf(id)
  const byGeneration = (no: number) => all.filter(({ generation }) => generation === no)
  const [first] = byGeneration(0)
  expect(all).toHaveLength(4)
  expect(new Set(byGeneration(0).map((one) => one.person?.id)).size).toBe(1)
  expect(byGeneration(1)).toMatchObject([{ from: { person: { id: first?.person?.id } } }])
  expect(byGeneration(2)).toMatchObject([{ brought: 0 }])
  expect(byGeneration(1)[0]?.person?.id).not.toBe(first?.person?.id)
  expect((await readersOf(id, '?how=shared')).map(({ brought }) => brought)).toEqual([1, 1])
  const csv = (await brand.owner('GET', `/api/articles/${id}/readers.csv?how=came_shared`)).text
  expect(csv.trim().split('\r\n')).toHaveLength(3)
})

test('a hook at the end is claimed by its own rule, and counted for the article', async () => {
  const hook = {
    ...{ name: '文末手册', pain: '换季泛红', kind: 'file', rule: 'anyone' },
    asset: { title: '换季手册', words: '', url: 'https://brand.test/book.pdf' },
  }
  const hookId = made.parse((await brand.owner('POST', '/api/hooks', hook)).body).id
  const { id, url } = await write({ title: '带抓手', hookId })
  const page = (await browserAt(house.url, url ?? '').open()).text
  const action = /<form method="post" action="([^"]+)"/.exec(page)?.[1] ?? ''
  const words = [...page.matchAll(/name="(v|page)" value="([^"]+)"/g)]
  const body = new URLSearchParams(
    words.map(([, name = '', value = '']): [string, string] => [name, value]),
  )
  const claimed = await fetch(house.url + action, {
    method: 'POST',
    headers: { 'user-agent': SAFARI },
    body,
  })
  expect(await claimed.text()).toContain('换季手册')
  expect(await one(id)).toMatchObject({ hook: { name: '文末手册', claimed: 1 } })
  expect(hookDetail.parse(await got(`/api/hooks/${hookId}`))).toMatchObject({ claimed: 1 })
  await brand.owner('PATCH', `/api/hooks/${hookId}`, { isArchived: true })
  expect((await browserAt(house.url, url ?? '').open()).text).not.toContain('文末手册')
})

test('an associate hears once a day that her customer read, while she is at work, and never of strangers', async () => {
  const night = new Date('2026-06-03T14:30:00Z')
  const shop = await house.movesIn('夜读', { clockAt: night })
  const came = { who: 'wmReader', state: '', at: '2026-06-01T02:00:00Z' }
  await tellFollows(house, shop, [came])
  const listed = z.object({ items: z.array(z.object({ id: z.string() })) })
  const [follower] = listed.parse((await shop.owner('GET', '/api/customers')).body).items
  const links = linksOf(house.deps)
  const person = readId('customer', follower?.id ?? '') ?? ''
  const own = links.tokenOf(shop.tenant, { kind: 'person', id: person })
  for (const title of ['第一篇', '第二篇']) {
    const body = { title, summary: '', body: BODY, tagIds: [], hookId: null }
    const { id } = made.parse((await shop.owner('POST', '/api/articles', body)).body)
    await shop.owner('PUT', `/api/articles/${id}/published`, { draftNo: 1 })
    const { url } = contract.article.parse((await shop.owner('GET', `/api/articles/${id}`)).body)
    const pages = [
      (await browserAt(house.url, url ?? '').open(`?p=${own}`)).text,
      (await browserAt(house.url, url ?? '').open()).text,
    ]
    await house.settled(shop.tenant)
    await passed(90_000, shop)
    for (const page of pages) await tell(page, url ?? '', { s: '80', d: '100', p: '80' })
    await passed(HOUR_MS, shop)
    await allToldOf(shop)
  }
  const told: string[] = []
  const at = async (clockAt: Date) => {
    const deps = {
      ...house.deps,
      isFenced: async () => false,
      staffWayOf: async () => ({
        agentId: 1,
        tasksUrl: null,
        wecom: {
          updateCard: async () => ok(null),
          sendToStaff: async ({ to, content }: { to: unknown; content: unknown }) => {
            told.push(JSON.stringify([to, content]))
            return { ok: true as const, value: { msgid: '1' } }
          },
        },
      }),
    }
    await tellAssociates(deps, { ...shop.tenant, clockAt })
  }
  await at(night)
  expect(told).toEqual([])
  await at(new Date('2026-06-04T02:00:00Z'))
  await at(new Date('2026-06-04T02:05:00Z'))
  expect(told).toHaveLength(1)
  expect(told[0]).toContain('lan')
  expect(told[0]).toContain('《第一篇》：1 分 20 秒，读完了')
})

test('a story is told only while its customer allows it, and offered where somebody has the worry that it answers', async () => {
  await tellFollows(house, brand, [{ who: 'wmStory', state: '', at: '2026-06-01T02:00:00Z' }])
  const rows = z.object({ items: z.array(z.object({ id: z.string() })) })
  const customerId = rows.parse(await got('/api/customers')).items[0]?.id ?? ''
  const put = (id: string, path: string, body: object) =>
    brand.owner('PUT', `/api/articles/${id}/${path}`, body)
  const body = { summary: '她用了七天', body: '第一天又红又烫。', hookId: null, kind: 'story' }
  const write = async (title: string, tagIds: string[]) =>
    made.parse((await brand.owner('POST', '/api/articles', { ...body, title, tagIds })).body).id
  const given = { customerId, how: 'chat', proof: '可以发，别写名字。', givenOn: '2026-06-01' }
  const needless = await write('没有需求的故事', [])
  await put(needless, 'permission', given)
  const draft = { draftNo: 1 }
  expect(await put(needless, 'published', draft)).toMatchObject({ body: { code: 'story_need' } })

  const id = await write('七天不泛红', [tagId])
  const refused = { status: 409, body: { code: 'story_permission' } }
  expect(await put(id, 'published', draft)).toMatchObject(refused)
  expect(await put(id, 'offered', { isOffered: true })).toMatchObject({ status: 409 })
  expect(await put(id, 'permission', given)).toMatchObject({ status: 200 })
  expect(await put(id, 'permission', given)).toMatchObject({ status: 409 })
  expect(await put(id, 'published', draft)).toMatchObject({ status: 200 })
  expect(await put(id, 'offered', { isOffered: true })).toMatchObject({ status: 200 })
  const told = await one(id)
  expect(told).toMatchObject({ isOffered: true, permission: { proof: given.proof } })
  const phone = browserAt(house.url, told.url ?? '')
  expect((await phone.open()).text).toContain('经客户本人同意发布')
  const offered = async () =>
    materialPage
      .parse(await got('/api/materials?state=offered'))
      .items.filter(({ title }) => title === '七天不泛红')
  expect(await offered()).toMatchObject([{ tagIds: [tagId], link: { url: told.url } }])

  await put(id, 'permission/withdrawal', { why: '不想公开了' })
  expect((await phone.open()).status).toBe(404)
  expect(await offered()).toEqual([])
  expect(await one(id)).toMatchObject({ url: null, permission: null, isOffered: false })
  expect(await put(id, 'offered', { isOffered: true })).toMatchObject({ status: 409 })
  expect(await put(id, 'published', draft)).toMatchObject(refused)
})
