import { type App, createHttp } from '../server/app/http.ts'
import { addRoutes } from '../server/app/routes.ts'
import { assign, begin } from '../server/experiment/index.ts'
import { enqueueRefit } from '../server/insight/index.ts'
import { newId, readId, showId, sleep } from '../server/kernel/index.ts'
import { sql, type Tx } from '../server/postgres/index.ts'
import { batchOf } from './crawler-batch.ts'
import { broadcastSaying, sentBroadcast } from './crawler-broadcasts.ts'
import { calls } from './crawler-calls.ts'
import { acquired, library, served } from './crawler-fill.ts'
import { planJudging, RUNNING } from './crawler-journeys.ts'
import { messagesTo } from './crawler-messages.ts'
import { rehearsed } from './crawler-rehearsal.ts'
import type { Call, Ids } from './crawler-ways.ts'
import type { House, Resident } from './house.fixture.ts'

export type Answer = { status: number; text: string }
export type Ask = (method: string, call: Pick<Call, 'path' | 'body' | 'headers'>) => Promise<Answer>
export type Route = { name: string; method: string; path: string }

/** The product's own HTTP, not listening, and all routes that it has. */
export async function openApp(house: House): Promise<{ app: App; routes: Route[] }> {
  const app = await createHttp(house.deps)
  const routes: Route[] = []
  app.addHook('onRoute', ({ method, url }) => {
    for (const each of [method].flat()) {
      // Made by the framework from the others: HEAD by GET, and the browsers' question before a POST.
      if (each === 'HEAD' || each === 'OPTIONS') continue
      routes.push({ name: `${each} ${url}`, method: each, path: url })
    }
  })
  await addRoutes(app, house.deps)
  await app.ready()
  return { app, routes }
}

/** Asks as whoever the headers say. */
export function askWith(app: App, given: Record<string, string>): Ask {
  return async (method, { path, body, headers = {} }) => {
    const answer = await app.inject({
      method:
        method === 'PATCH' || method === 'PUT' || method === 'DELETE' || method === 'POST'
          ? method
          : 'GET',
      url: path,
      headers: { ...given, ...headers },
      ...(typeof body === 'string' || (typeof body === 'object' && body !== null)
        ? { payload: body }
        : {}),
    })
    return { status: answer.statusCode, text: answer.body }
  }
}

/** What a workspace of the crawl is filled with: all of it carries the mark. */
export async function fill(
  house: House,
  resident: Resident,
  { mark, ask, routes }: { mark: string; ask: Ask; routes: Route[] },
): Promise<void> {
  const key = `Basic ${Buffer.from(`${resident.writeKey}:`).toString('base64')}`
  const told = await ask('POST', {
    path: '/v1/batch',
    headers: { authorization: key },
    body: { batch: historyOf(mark) },
  })
  if (told.status !== 200) throw new Error(`history: ${told.status} ${told.text}`)
  await house.settled(resident.tenant)
  const has = (name: string) => routes.some((route) => route.name === name)
  const make = async (path: string, body: unknown, headers?: Record<string, string>) => {
    const made = await ask('POST', { path, body, ...(headers ? { headers } : {}) })
    if (made.status >= 300) throw new Error(`${path}: ${made.status} ${made.text}`)
    return idsIn(made.text)
  }
  await make('/api/keys', { kind: 'write', name: `${mark}的钥匙` })
  const hook = { name: `${mark}的系统`, url: 'https://nowhere.example/hook', events: [`${mark}.*`] }
  const endpoint = (await make('/api/endpoints', hook)).ept?.[0]
  await make(`/api/endpoints/${endpoint}/test`, {})
  if (has('POST /api/imports')) {
    const file = `订单号,会员号,下单时间,金额\n${mark}-9,${mark}M1,2026-01-05 10:00,88.00\nbad,,,\n`
    await make(`/api/imports?kind=orders&fileName=${encodeURIComponent(mark)}.csv`, file, {
      'content-type': 'text/csv',
    })
  }
  if (has('POST /api/retrospectives')) {
    await make('/api/retrospectives', { experimentId: await experimentOf(house, resident, mark) })
  }
  if (has('POST /api/sources')) {
    const source = (await make('/api/sources', { name: `${mark}的来源` })).src?.[0] ?? ''
    const cost = { amount: 100, fromOn: '2026-01-01', toOn: '2026-01-31', note: mark }
    await make(`/api/sources/${source}/costs`, cost)
    await acquired(make, mark)
    await connectCorp(house, resident, { mark, source })
  }
  // The message has had its first try by now; the next would change the workspace in the middle of the crawl.
  await make(`/api/endpoints/${endpoint}/stop`, {})
  if (!has('POST /api/tag-groups')) return
  const group = (await make('/api/tag-groups', { name: `${mark}的组` })).tgg?.[0]
  const tag = (await make('/api/tags', { groupId: group, name: `${mark}的标签` })).tag?.[0]
  if (has('POST /api/segments'))
    await make('/api/segments', {
      name: `${mark}的人群`,
      tree: { kind: 'tag', tagId: tag, level: 'any' },
      isLive: true,
    })
  if (has('POST /api/materials')) await library(make, mark, tag)
  const people = idsIn((await ask('GET', { path: '/api/customers?limit=100' })).text).cus ?? []
  for (const customer of people) {
    await make(`/api/customers/${customer}/taggings`, { tagId: tag, quote: `${mark}说过` })
  }
  const [anybody] = people
  if (has('POST /api/customers/:id/consent')) {
    const word = { kind: 'opt_out', purpose: 'promotion', reason: `${mark}不想收` }
    await make(`/api/customers/${anybody}/consent`, word)
    const stop = { scope: 'carrier', subject: 'wecom_welcome', reason: `${mark}停一停` }
    await make('/api/channel/pauses', stop)
    await messagesTo(house, resident, mark, anybody ?? '')
  }
  await served(house, resident, { make, mark, people, has })
  await make('/api/tag-jobs', { tagId: tag, customerIds: [anybody] })
  await tagged(house, resident)
  if (has('POST /api/journeys')) {
    const plan = planJudging(`${mark}好久不见`)
    const draft = (await make('/api/journeys', { name: `${mark}的草稿`, plan })).jny?.[0]
    const wish = { draftNo: 1, withThoseInside: false, audience: 0, reason: `${mark}想发` }
    await make(`/api/journeys/${draft}/approvals`, wish)
    await rehearsed(house, resident, { make, journey: draft ?? '' })
    const sop = (await make('/api/journeys', { name: RUNNING, plan })).jny?.[0]
    await make(`/api/journeys/${sop}/versions`, { draftNo: 1, withThoseInside: false, audience: 0 })
    await make(`/api/journeys/${sop}/admissions`, { customerIds: [people[2]] })
  }
  if (has('POST /api/broadcasts')) {
    await make('/api/broadcasts', { name: `${mark}的群发`, plan: broadcastSaying(`${mark}会员日`) })
    await sentBroadcast(house, resident, mark)
  }
  // Not the two who contradict each other: their conflict is to stay.
  const [one, other] = people
  await make('/api/merges', { customerId: one, otherId: other })
  await house.settled(resident.tenant)
  await valued(house, resident)
}

/** Waits until the tagging of many is over: it must not happen in the middle of the crawl. */
async function tagged({ deps }: House, { tenant }: Resident): Promise<void> {
  for (let look = 0; look < 120; look += 1) {
    const { open } = await deps.db.inWorkspace(tenant.id, (tx) =>
      tx.one(sql<{ open: number }>`
        select count(*)::int as open from customer.tag_job where ended_at is null
      `),
    )
    if (open === 0) return
    await sleep(250)
  }
  throw new Error('nobody was tagged')
}

/** Values people now. It would happen by itself a minute after the merge, in the middle of the crawl. */
async function valued({ deps }: House, { tenant }: Resident): Promise<void> {
  await deps.db.inWorkspace(tenant.id, (tx) => enqueueRefit(tx, tenant))
  for (let look = 0; look < 120; look += 1) {
    const { fits } = await deps.db.inWorkspace(tenant.id, (tx) =>
      tx.one(sql<{ fits: number }>`select count(*) as fits from insight.value_fit`),
    )
    if (fits > 0) return
    await sleep(250)
  }
  throw new Error('nobody was valued')
}

/** A connection to WeCom with an associate and a code, as they stand when WeCom has answered. */
async function connectCorp(
  { deps }: House,
  { tenant }: Resident,
  { mark, source }: { mark: string; source: string },
): Promise<void> {
  const now = deps.clock.now()
  const closed = deps.seal.close(mark)
  const way = newId()
  await deps.db.inWorkspace(tenant.id, async (tx) => {
    await tx.run(sql`
      insert into corp.corp (
        workspace_id, id, corp_id, company, secret, callback_token, callback_aes_key, connected_at, changed_at, sync_asked_at
      )
      values (${tenant.id}, ${newId()}, ${mark}, '', ${closed}, ${closed}, ${closed}, ${now}, ${now}, ${now})
    `)
    await tx.run(sql`
      insert into corp.associate (workspace_id, userid, name, is_active, first_seen_at, changed_at)
      values (${tenant.id}, ${mark}, ${mark}, true, ${now}, ${now})
    `)
    await tx.run(sql`
      insert into acquisition.contact_way (
        workspace_id, id, name, source_id, userids, state, phase, qr_url, created_at, changed_at
      )
      values (
        ${tenant.id}, ${way}, ${mark}, ${readId('source', source)}, ${[mark]}::text[], ${mark}, 'live',
        ${'https://nowhere.example/code.png'}, ${now}, ${now}
      )
    `)
    await batchOf(tx, tenant, { way, mark, now })
    await tx.run(sql`
      insert into official.account (
        workspace_id, id, app_id, name, kind, secret, callback_token, callback_aes_key, connected_at, changed_at
      )
      values (${tenant.id}, ${newId()}, ${mark}, ${mark}, 'service', ${closed}, ${closed}, ${closed}, ${now}, ${now})
    `)
    await tx.run(sql`
      insert into official.code (workspace_id, id, app_id, name, source_id, scene, ticket, url, made_at)
      values (${tenant.id}, ${newId()}, ${mark}, ${mark}, ${readId('source', source)}, ${mark}, ${mark}, ${mark}, ${now})
    `)
    const groupId = newId()
    await tx.run(sql`
      insert into "group".group_chat (workspace_id, id, chat_id, name, owner, notice, created_at)
      values (${tenant.id}, ${groupId}, ${mark}, ${mark}, ${mark}, ${mark}, ${now})
    `)
    await tx.run(sql`
      insert into "group".membership (
        workspace_id, id, group_id, member, is_staff, name, nickname, joined_at, join_scene, invited_by, state, is_told
      )
      values (${tenant.id}, ${newId()}, ${groupId}, ${mark}, false, ${mark}, ${mark}, ${now}, 1, ${mark}, ${mark}, true)
    `)
  })
}

/** An experiment with one person in it. @returns its id as it is shown */
async function experimentOf(house: House, { tenant }: Resident, mark: string): Promise<string> {
  const now = house.deps.clock.now()
  const subject = { kind: 'journey' as const, id: newId(), version: 1 }
  const id = await house.deps.db.inWorkspace(tenant.id, async (tx) => {
    const asked = {
      subject,
      holdoutShare: 0.5,
      metric: 'orders' as const,
      windowDays: 300,
      title: mark,
    }
    const begun = await begin(tx, { tenant, now }, asked)
    await assign(tx, { tenant, now }, begun, { customerIds: [newId()], customerNos: [1] })
    return begun
  })
  return showId('experiment', id)
}

/** People who contradict each other, orders, an event of the brand's own, and an order that cannot be read. */
function historyOf(mark: string) {
  const person = (no: number, phone: string) => ({
    type: 'identify',
    messageId: `${mark}-i${no}`,
    userId: `${mark}M${no}`,
    traits: { name: `${mark}${no}`, phone, member_no: `${mark}M${no}`, city: `${mark}城` },
  })
  const track = (no: number, event: string, properties: object) => ({
    type: 'track',
    messageId: `${mark}-${event}-${no}`,
    userId: `${mark}M${no}`,
    event,
    properties,
  })
  return [
    person(1, '13912345678'),
    person(2, '13912345678'),
    person(3, '13912345670'),
    person(4, '13912345671'),
    ...[1, 2, 3, 4].map((no) =>
      track(no, 'Order Completed', {
        order_id: `${mark}-${no}`,
        revenue: 10 * no,
        currency: 'CNY',
      }),
    ),
    track(1, `${mark}看过`, { page: `${mark}页` }),
    track(1, 'Order Completed', { order_id: `${mark}-X`, revenue: 9, currency: 'USD' }),
    track(2, 'Order Completed', { order_id: `${mark}-Y`, revenue: 9, currency: 'USD' }),
  ]
}

const SHOWN = /\b([a-z]{3})_[0-9a-f]{32}\b/g
/** The id of an event that could not be read is none. */
const NOBODY = /_0{32}$/
const IDENTITY = /"identities":\[(.*?)\]/g

/** Every id that stands in a text, by kind. Ids of identities have no prefix; they are the `id`s of `identities`. */
export function idsIn(...texts: string[]): Ids {
  const found: Record<string, Set<string>> = {}
  for (const text of texts) {
    for (const [id, prefix = ''] of text.matchAll(SHOWN)) {
      if (NOBODY.test(id)) continue
      found[prefix] ??= new Set()
      found[prefix].add(id)
    }
    for (const [, list = ''] of text.matchAll(IDENTITY)) {
      for (const [, id = ''] of list.matchAll(/"id":"([^"]+)"/g)) {
        found.identity ??= new Set()
        found.identity.add(id)
      }
    }
  }
  return Object.fromEntries(Object.entries(found).map(([kind, ids]) => [kind, [...ids]]))
}

/** All ids of a workspace, gathered from its own answers: lists first, then what the lists name. */
export async function idsOf(ask: Ask, routes: Route[]): Promise<Ids> {
  const texts: string[] = []
  for (const { method, path } of routes) {
    if (method !== 'GET' || path.includes(':') || !path.startsWith('/api/')) continue
    texts.push((await ask('GET', { path })).text)
  }
  for (const [kind, paths] of Object.entries(DEEPER))
    for (const id of idsIn(...texts)[kind] ?? [])
      for (const path of paths)
        texts.push((await ask('GET', { path: path.replace(':id', id) })).text)
  return idsIn(...texts)
}

/** What is told of a thing of each kind on pages of its own only. */
const DEEPER: Record<string, string[]> = {
  cus: ['/api/customers/:id', '/api/customers/:id/consent'],
  ept: ['/api/endpoints/:id/messages'],
  jny: ['/api/journeys/:id/people'],
  hov: ['/api/handovers/:id/moves'],
  gpo: ['/api/group-posts/:id', '/api/group-posts/:id/targets'],
  gpl: ['/api/group-plans/:id'],
  rfl: ['/api/referrals/:id/inviters', '/api/referrals/:id/friends'],
  prd: ['/api/products/:id'],
}

/** What differs from one asking to the next: instants and the request's own id. */
const PASSING = /"\d{4}-\d\d-\d\dT[\d:.]+Z"|(?<="requestId":)"[^"]*"/g

/** What the workspace is answered when it asks for nothing in particular. */
export async function answersOf(ask: Ask, routes: Route[]): Promise<Record<string, string>> {
  const answers: Record<string, string> = {}
  for (const { name, method, path } of routes) {
    if (method !== 'GET' || path.includes(':') || !path.startsWith('/api/')) continue
    for (const call of calls[name]?.({}, {}) ?? []) {
      const { status, text } = await ask('GET', call)
      if (status >= 500) throw new Error(`${call.path}: ${status} ${text}`)
      answers[call.path] = `${status} ${text.replaceAll(PASSING, '"…"')}`
    }
  }
  return answers
}

/** Waits until the answers no longer change by themselves (a fit that is still computed, a count that lags). */
export async function restingAnswers(ask: Ask, routes: Route[]): Promise<Record<string, string>> {
  let before = await answersOf(ask, routes)
  for (let look = 0; look < 60; look += 1) {
    await sleep(500)
    const now = await answersOf(ask, routes)
    if (JSON.stringify(now) === JSON.stringify(before)) return now
    before = now
  }
  throw new Error('the answers do not come to rest')
}

/** The tables that belong to workspaces. */
export function tablesOfWorkspaces(tx: Tx): Promise<{ name: string }[]> {
  return tx.rows(sql<{ name: string }>`
    select c.oid::regclass::text as name
    from pg_class c
    join pg_attribute a on a.attrelid = c.oid
    where a.attname = 'workspace_id'
      and not a.attisdropped
      and c.relkind in ('r', 'p')
    order by 1
  `)
}

/** A hash of every row that the workspace has, in both engines, by table. */
export async function hashOf(house: House, resident: Resident): Promise<Record<string, string>> {
  const { id, no } = resident.tenant
  const hashes: Record<string, string> = {}
  await house.deps.db.inWorkspace(id, async (tx) => {
    for (const { name } of await tablesOfWorkspaces(tx)) {
      const { hash, rows } = await tx.one(sql<{ hash: string | null; rows: number }>`
        select md5(string_agg(t::text, '|' order by t::text)) as hash, count(*) as rows
        from ${sql.raw(name)} as t
        where workspace_id = ${id}
      `)
      hashes[name] = `${rows} ${hash}`
    }
  })
  for (const table of [
    'event',
    'customer_order',
    'customer_override',
    'customer_value',
    'customer_layer',
  ]) {
    const [row] = await house.deps.clickhouse.rows<{ rows: number; hash: string }>({
      sql: `
        select count() as rows, toString(sum(cityHash64(*))) as hash
        from ${table}
        where workspace = {workspace:UInt32}`,
      params: { workspace: no },
      comment: 'test',
    })
    hashes[`clickhouse.${table}`] = `${row?.rows} ${row?.hash}`
  }
  return hashes
}
