import Fastify from 'fastify'
import {
  serializerCompiler,
  validatorCompiler,
  type ZodTypeProvider,
} from 'fastify-type-provider-zod'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { conflictPage, customerPage, mergePage, person } from '../../contract/customer.ts'
import { errors } from '../../contract/errors.ts'
import { permissions } from '../../contract/staff.ts'
import { tagGroups } from '../../contract/tag.ts'
import { tagJobDetail, tagJobPeople } from '../../contract/tag-job.ts'
import { type App, manualClock, Problem, readId, showId, type Tenant } from '../kernel/index.ts'
import { sql, type TestDatabase, testDatabase } from '../postgres/index.ts'
import { routes } from './routes.ts'
import { tagPeopleHandler } from './tag-job.ts'
import { event, newTenant, now, seal, take } from './world.fixture.ts'

let base: TestDatabase
let app: App
let tenant: Tenant
let current: Tenant
const audited: { action: string; detail: Record<string, unknown> }[] = []

beforeAll(async () => {
  base = await testDatabase()
  tenant = await newTenant(base.db)
  current = tenant
  app = Fastify().withTypeProvider<ZodTypeProvider>()
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  app.decorateRequest('session', {
    getter: () => ({ tenant: current, staffId: null, permissions }),
  })
  app.setErrorHandler((error, _request, reply) => {
    if (error instanceof Problem) return reply.code(errors[error.code].status).send(error.code)
    return reply.send(error)
  })
  routes(app, {
    db: base.db,
    clickhouse: { rows: async () => [] },
    clock: manualClock(now),
    seal,
    audit: async (_tx, { action, detail }) => {
      audited.push({ action, detail })
    },
    matchTags: async () => {},
    staffNames: async () => new Map(),
  })
})
afterAll(async () => {
  await app.close()
  await base.drop()
})

type Method = 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE'
async function ask(method: Method, url: string, payload?: object) {
  const answer = await app.inject({ method, url, ...(payload ? { payload } : {}) })
  return { status: answer.statusCode, text: answer.body }
}
async function get<T extends z.ZodType>(url: string, schema: T): Promise<z.infer<T>> {
  const { status, text } = await ask('GET', url)
  expect(status, text).toBe(200)
  return schema.parse(JSON.parse(text))
}
const list = (query: string) => get(`/api/customers?${query}`, customerPage)
const names = async (query: string) => (await list(query)).items.map(({ name }) => name)
const madeId = (text: string) => z.object({ id: z.string() }).parse(JSON.parse(text)).id
const identify = (claims: string, name: string, at = now) =>
  event(claims, { name: 'identify', props: { name }, at })

async function fresh(...events: ReturnType<typeof event>[]) {
  current = await newTenant(base.db)
  return take(base.db, current, events)
}

test('a customer is found by name, pinyin, initials, phone, e-mail, member number and number', async () => {
  await fresh(
    identify('phone=13912345678 email=xiaoyun@qq.com member_no=VIP88', '王晓芸'),
    identify('phone=13912345679', '张三'),
  )
  for (const typed of [
    '王',
    '晓芸',
    'wangx',
    'xiaoyun',
    'wxy',
    '139 1234 5678',
    'XiaoYun@qq.com',
    'VIP88',
    '1',
    '#1',
  ])
    expect(await names(`search=${encodeURIComponent(typed)}`), typed).toEqual(['王晓芸'])
  expect(await names('search=nobody')).toEqual([])
})

test('a list goes on where the page before ended, in every order', async () => {
  const events = Array.from({ length: 7 }, (_, i) =>
    identify(`user_id=u${i}x`, `客${i}`, new Date(now.getTime() - (i % 3) * 60_000)),
  )
  await fresh(...events)
  for (const sort of ['-lastSeen', 'lastSeen', '-firstSeen', '-total', 'orders']) {
    const all = await names(`sort=${sort}`)
    const paged: (string | null)[] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const page: z.infer<typeof customerPage> = await list(
        `sort=${sort}&limit=2${cursor === '' ? '' : `&cursor=${cursor}`}`,
      )
      paged.push(...page.items.map(({ name }) => name))
      cursor = page.next
    }
    expect(paged).toEqual(all)
    expect(new Set(paged).size).toBe(7)
  }
  expect((await list('limit=2')).total).toBe(7)
})

/** A job of tagging, done to its end as the queue would have it done. */
async function finish(jobId: string): Promise<void> {
  const deps = { db: base.db, clock: manualClock(now), tenants: async () => [current] }
  await tagPeopleHandler(deps)({
    id: '1',
    workspaceId: current.id,
    payload: { jobId: readId('tagJob', jobId) },
    tries: 1,
    signal: new AbortController().signal,
  })
}

test('one tag on many is done in the background, says what came of each person, and is taken back as a whole', async () => {
  const { who } = await fresh(identify('user_id=ja', '甲'), identify('user_id=jb', '乙'))
  const group = madeId((await ask('POST', '/api/tag-groups', { name: '活动' })).text)
  const tag = madeId((await ask('POST', '/api/tags', { groupId: group, name: '双十一' })).text)
  const customerIds = who.map((one) => showId('customer', one?.id ?? ''))
  const id = madeId((await ask('POST', '/api/tag-jobs', { tagId: tag, customerIds })).text)
  const path = `/api/tag-jobs/${id}`
  expect(await get(path, tagJobDetail)).toMatchObject({ total: 2, done: 0, endedAt: null })
  await finish(id)
  expect(await get(path, tagJobDetail)).toMatchObject({
    done: 2,
    here: [{ outcome: 'tagged', count: 2 }],
    // The group is kept here only.
    inWecom: [{ outcome: 'own', count: 2 }],
  })
  await finish(id)
  expect((await names(`tags=${tag}`)).sort()).toEqual(['乙', '甲'])
  expect((await get('/api/tag-groups', tagGroups)).items[0]?.tags[0]?.customers).toBe(2)
  // Shared from now on: who follows nobody cannot wear it in WeCom, and stands in the file of errors.
  await ask('PUT', `/api/tag-groups/${group}/sharing`, { isShared: true })
  expect(await get(`${path}/people?inWecom=no_friend`, tagJobPeople)).toMatchObject({ total: 2 })
  const file = await ask('GET', `${path}/errors.csv`)
  expect(file.text.split('\r\n')).toHaveLength(4)
  expect(file.text).toContain('不是任何导购的好友')
  expect((await ask('PUT', `${path}/undo`)).status).toBe(200)
  expect((await ask('PUT', `${path}/undo`)).status).toBe(404)
  await finish(id)
  expect(await names(`tags=${tag}`)).toEqual([])
  expect(await get(path, tagJobDetail)).toMatchObject({ here: [{ outcome: 'undone', count: 2 }] })
})

test('filters mean the same together: tags, sources, days and sums', async () => {
  const { who } = await fresh(
    identify('user_id=ua', '甲'),
    event('user_id=ub', {
      name: 'identify',
      props: { name: '乙' },
      source: 'shop',
      at: new Date('2026-10-01T16:30:00Z'),
    }),
  )
  const group = madeId((await ask('POST', '/api/tag-groups', { name: '肤质' })).text)
  const tag = madeId((await ask('POST', '/api/tags', { groupId: group, name: '干皮' })).text)
  const [a] = who.map((one) => showId('customer', one?.id ?? ''))
  const tagged = await ask('POST', `/api/customers/${a}/taggings`, {
    tagId: tag,
    quote: '冬天脸疼',
  })
  expect(tagged.status).toBe(201)
  expect(await names(`tags=${tag}`)).toEqual(['甲'])
  expect(await names(`tagsNone=${tag}`)).toEqual(['乙'])
  expect(await names('source=shop')).toEqual(['乙'])
  // 16:30 UTC on 1 October is the 2nd in Shanghai.
  expect(await names('firstFrom=2026-10-02&firstTo=2026-10-02')).toEqual(['乙'])
  expect(await names('ordersMin=1')).toEqual([])
  expect(await names(`tags=${tag}&source=shop`)).toEqual([])
  const shown = await get(`/api/customers/${a}`, person)
  expect(shown.needs[0]).toMatchObject({
    tag: '干皮',
    group: '肤质',
    level: 'weak',
    evidenceCount: 1,
  })
  expect(shown.needs[0]?.evidence[0]?.quote).toBe('冬天脸疼')
  const tagging = shown.needs[0]?.evidence[0]?.id
  expect((await ask('DELETE', `/api/taggings/${tagging}`)).status).toBe(200)
  expect(await names(`tags=${tag}`)).toEqual([])
  const back = { taggingIds: [tagging], isWithdrawn: false }
  expect((await ask('POST', '/api/taggings/withdrawal', back)).status).toBe(200)
  expect(await names(`tags=${tag}`)).toEqual(['甲'])
  const job = await ask('POST', '/api/tag-jobs', { tagId: tag, filter: { source: 'shop' } })
  expect(job.status).toBe(201)
  await finish(madeId(job.text))
  expect((await names(`tags=${tag}`)).sort()).toEqual(['乙', '甲'])
  const groups = await get('/api/tag-groups', tagGroups)
  expect(groups.items[0]?.tags[0]?.customers).toBe(2)
  const twin = await ask('POST', '/api/tags', { groupId: group, name: '干皮' })
  expect(twin).toEqual({ status: 409, text: 'tag_name_taken' })
})

test('a phone number is shown to who says why, and the log keeps the reason but not the number', async () => {
  const { who } = await fresh(identify('phone=13912345678', '王晓芸'))
  const id = showId('customer', who[0]?.id ?? '')
  const shown = await get(`/api/customers/${id}`, person)
  expect(shown.identities[0]?.masked).toBe('139****5678')
  const asked = { identityId: shown.identities[0]?.id, reason: '客户要求回电' }
  const { text } = await ask('POST', `/api/customers/${id}/reveal`, asked)
  expect(JSON.parse(text)).toEqual({ value: '+8613912345678' })
  expect(audited.at(-1)).toEqual({
    action: 'identity.revealed',
    detail: { kind: 'phone', reason: '客户要求回电' },
  })
})

test('a conflict is decided once: kept apart, opened again, or merged and undone', async () => {
  await fresh(
    identify('member_no=M100 phone=13912345678', '甲'),
    identify('member_no=M200 phone=13912345678', '乙'),
  )
  const open = await get('/api/conflicts', conflictPage)
  expect(open.items).toMatchObject([
    { reason: 'contradiction', customers: [{ name: '甲' }, { name: '乙' }] },
  ])
  const path = `/api/conflicts/${open.items[0]?.id}/resolution`
  expect((await ask('PUT', path, { resolution: 'kept_apart' })).status).toBe(200)
  expect(await ask('PUT', path, { resolution: 'merged' })).toEqual({
    status: 409,
    text: 'conflict_resolved',
  })
  expect((await ask('DELETE', path)).status).toBe(200)
  expect((await ask('PUT', path, { resolution: 'merged' })).status).toBe(200)
  expect(await names('')).toEqual(['甲'])
  const merges = await get('/api/merges', mergePage)
  const undone = await ask('DELETE', `/api/merges/${merges.items[0]?.id}`, { reason: '看错了' })
  expect(undone.status).toBe(200)
  expect((await names('sort=firstSeen')).sort()).toEqual(['乙', '甲'])
})

test('the export masks identities and lets no cell run as a formula', async () => {
  await fresh(identify('phone=13912345678', '=HYPERLINK("http://x")'))
  const { text } = await ask('GET', '/api/customers.csv')
  expect(text.startsWith('\ufeff客户号')).toBe(true)
  expect(text).toContain('139****5678')
  expect(text).not.toContain('13912345678')
  expect(text).toMatch(/'=HYPERLINK/)
})

test('what belongs to another workspace is not found, read or changed by any route', async () => {
  const { who } = await fresh(
    identify('member_no=M100 phone=13912345678', '甲'),
    identify('member_no=M200 phone=13912345678', '乙'),
  )
  const owner = current
  const [one, other] = who.map((each) => showId('customer', each?.id ?? ''))
  const group = madeId((await ask('POST', '/api/tag-groups', { name: '来源' })).text)
  const tag = madeId((await ask('POST', '/api/tags', { groupId: group, name: '小红书' })).text)
  const tagging = madeId((await ask('POST', `/api/customers/${one}/taggings`, { tagId: tag })).text)
  const shown = await get(`/api/customers/${one}`, person)
  const conflict = (await get('/api/conflicts', conflictPage)).items[0]?.id
  const merge = madeId((await ask('POST', '/api/merges', { customerId: one, otherId: other })).text)
  const before = await state(owner)
  current = await newTenant(base.db)
  const { who: strangers } = await take(base.db, current, [identify('user_id=zz9', '外人')])
  const own = showId('customer', strangers[0]?.id ?? '')
  const identityId = shown.identities[0]?.id
  const asked: [Method, string, object?][] = [
    ['GET', `/api/customers/${one}`],
    ['PATCH', `/api/customers/${one}`, { traits: { city: '北京' } }],
    ['GET', `/api/customers/${one}/timeline`],
    ['POST', `/api/customers/${one}/reveal`, { identityId, reason: '好奇' }],
    ['POST', `/api/customers/${own}/reveal`, { identityId, reason: '好奇' }],
    ['POST', `/api/customers/${one}/taggings`, { tagId: tag }],
    ['POST', `/api/customers/${own}/taggings`, { tagId: tag }],
    ['POST', '/api/tag-jobs', { tagId: tag, customerIds: [own] }],
    ['DELETE', `/api/taggings/${tagging}`],
    ['POST', '/api/taggings/withdrawal', { taggingIds: [tagging] }],
    ['POST', '/api/tag-jobs', { tagId: tag, filter: {} }],
    ['POST', '/api/merges', { customerId: one, otherId: own }],
    ['GET', `/api/merges?customerId=${one}`],
    ['DELETE', `/api/merges/${merge}`, { reason: '不是' }],
    ['PUT', `/api/conflicts/${conflict}/resolution`, { resolution: 'dismissed' }],
    ['DELETE', `/api/conflicts/${conflict}/resolution`],
    ['POST', '/api/tags', { groupId: group, name: '抖音' }],
    ['PATCH', `/api/tags/${tag}`, { name: '改名' }],
    ['PATCH', `/api/tag-groups/${group}`, { isArchived: true }],
  ]
  for (const [method, url, body] of asked)
    expect(await ask(method, url, body), `${method} ${url}`).toEqual({
      status: 404,
      text: 'not_found',
    })
  expect(await names(`tags=${tag}`)).toEqual([])
  expect(await names('search=13912345678')).toEqual([])
  expect((await get('/api/conflicts', conflictPage)).total).toBe(0)
  expect(await state(owner)).toEqual(before)
})

async function state(of: Tenant): Promise<unknown> {
  return base.db.inWorkspace(of.id, (tx) =>
    tx.rows(sql`
      select 'customer' as what, to_jsonb(c) as it from customer.customer c
      union all select 'merge', to_jsonb(m) from customer.merge m
      union all select 'conflict', to_jsonb(f) from customer.conflict f
      union all select 'tag', to_jsonb(t) from customer.tag t
      union all select 'group', to_jsonb(g) from customer.tag_group g
      union all select 'tagging', to_jsonb(a) from customer.tagging a
      order by what, it
    `),
  )
}
