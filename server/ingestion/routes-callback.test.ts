import { afterAll, beforeAll, expect, test } from 'vitest'
import { createCorpFinder } from '../corp/index.ts'
import { addMs, createSeal, manualClock, type Tenant } from '../kernel/index.ts'
import { type Database, sql, type TestDatabase, testDatabase } from '../postgres/index.ts'
import { SKEW_MAX_MS } from './believe-callback.ts'
import { decodeWecom } from './callback-decode.ts'
import { callbackRoutes } from './routes-callback.ts'
import { contactXml, corp, type Delivery, delivery } from './wecom.fixture.ts'
import { appOf, tenantIn } from './world.fixture.ts'

const clock = manualClock('2026-11-11T09:00:00+08:00')
const seal = createSeal(Buffer.alloc(32, 7))
const ADDRESS = '01900000-0000-7000-8000-00000000c001'
const OTHER_ADDRESS = '01900000-0000-7000-8000-00000000c002'
const path = (id = ADDRESS) => `/callbacks/wecom/crp_${id.replaceAll('-', '')}`

let own: TestDatabase
let db: Database
let tenant: Tenant
let other: Tenant
let app: ReturnType<typeof appOf>

beforeAll(async () => {
  own = await testDatabase()
  db = own.db
  tenant = await tenantIn(db)
  other = await tenantIn(db, { id: '01900000-0000-7000-8000-000000000002', name: '另一家' })
  await connected(tenant, ADDRESS, corp)
  await connected(other, OTHER_ADDRESS, {
    ...corp,
    corpId: 'wwffffffffffffffff',
    token: 'AnotherToken2026',
  })
  app = appOf()
  callbackRoutes(app, { db, clock, corps: createCorpFinder({ db, clock, seal }) })
  await app.ready()
})
afterAll(async () => {
  await app.close()
  await own.drop()
})

async function connected(
  { id: workspaceId }: Tenant,
  id: string,
  keys: { corpId: string; token: string; aesKey: string },
): Promise<void> {
  await db.inWorkspace(workspaceId, (tx) =>
    tx.run(sql`
      insert into corp.corp (
        workspace_id, id, corp_id, company, secret, callback_token, callback_aes_key, connected_at, changed_at
      )
      values (
        ${workspaceId}, ${id}, ${keys.corpId}, '', ${seal.close('secret')}, ${seal.close(keys.token)},
        ${seal.close(keys.aesKey)}, ${clock.now()}, ${clock.now()}
      )
    `),
  )
}

async function post(
  { query, body }: Delivery,
  to = path(),
): Promise<{ status: number; text: string }> {
  const answer = await app.inject({
    method: 'POST',
    url: to,
    query,
    headers: { 'content-type': 'text/xml' },
    payload: body,
  })
  return { status: answer.statusCode, text: answer.body }
}

/** What is in the inbox, as the events that it would become. */
async function heard(of = tenant): Promise<string[]> {
  const rows = await db.inWorkspace(of.id, (tx) =>
    tx.rows(sql<{ id: number; kind: string; source: string; body: string; receivedAt: Date }>`
      select id, kind, source, body, received_at as "receivedAt"
      from event.inbox
      order by id
    `),
  )
  return rows
    .flatMap((row) => decodeWecom(of, row).events)
    .map(({ name, props, at }) => `${name} ${props.external_userid} ${at.toISOString()}`)
}

const second = (n: number) => addMs(clock.now(), n * 1000)

test('the address proves itself: the bare text comes back, and the settings know', async () => {
  const { query, body } = delivery('3141592653589793238', clock.now())
  const echostr = /CDATA\[([^\]]+)\]\]><\/Encrypt>/.exec(body)?.[1] ?? ''
  const answer = await app.inject({ method: 'GET', url: path(), query: { ...query, echostr } })
  expect([answer.statusCode, answer.body]).toEqual([200, '3141592653589793238'])
  const { verified } = await db.inWorkspace(tenant.id, (tx) =>
    tx.one(sql<{ verified: Date }>`select verified_at as verified from corp.corp`),
  )
  expect(verified).toEqual(clock.now())
})

test('a callback is durable before it is answered with nothing', async () => {
  const before = await heard()
  const content = contactXml('add_external_contact', second(0), { contact: 'wmDurable' })
  expect(await post(delivery(content, clock.now()))).toEqual({ status: 200, text: '' })
  expect(await heard()).toEqual([...before, `contact.added wmDurable ${second(0).toISOString()}`])
})

test('I-22: a callback with any bit turned changes nothing', async () => {
  const before = await heard()
  const right = delivery(
    contactXml('add_external_contact', second(1), { contact: 'wmBit' }),
    clock.now(),
  )
  const encrypted = /CDATA\[([^\]]+)\]\]><\/Encrypt>/.exec(right.body)?.[1] ?? ''
  const bytes = Buffer.from(encrypted, 'base64')
  const turned = Array.from({ length: bytes.length }, (_, at) => {
    const copy = Buffer.from(bytes)
    copy[at] = (copy[at] ?? 0) ^ (1 << (at % 8))
    return { ...right, body: right.body.replace(encrypted, copy.toString('base64')) }
  })
  const otherWords = [
    {
      ...right.query,
      msg_signature: right.query.msg_signature?.replace(/^./, (c) => (c === '0' ? '1' : '0')) ?? '',
    },
    { ...right.query, nonce: `${right.query.nonce}0` },
    { ...right.query, timestamp: String(Number(right.query.timestamp) + 1) },
  ].map((query) => ({ ...right, query }))
  for (const wrong of [...turned, ...otherWords]) {
    expect((await post(wrong)).status).toBe(403)
  }
  expect(await heard()).toEqual(before)
  expect((await post(right)).status).toBe(200)
})

test('I-22: a callback that is replayed, under any nonce, changes nothing', async () => {
  const content = contactXml('add_external_contact', second(2), { contact: 'wmReplay' })
  const sent = delivery(content, clock.now())
  await post(sent)
  const before = await heard()
  const answers = await Promise.all([
    post(sent),
    post(sent),
    post(delivery(content, clock.now(), { nonce: 'another' })),
    post(delivery(content, second(3))),
  ])
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200])
  expect(await heard()).toEqual(before)
  const rows = await db.inWorkspace(tenant.id, (tx) => tx.rows(sql`select id from event.inbox`))
  expect(rows).toHaveLength(before.length)
})

test('I-22: a callback that is meant for another corp, or sent to another address, changes nothing', async () => {
  const before = [await heard(), await heard(other)]
  const content = contactXml('add_external_contact', second(4), { contact: 'wmSwap' })
  const swapped = delivery(content, clock.now(), { receiver: 'wwffffffffffffffff' })
  expect((await post(swapped)).status).toBe(403)
  const ours = delivery(content, clock.now())
  expect((await post(ours, path(OTHER_ADDRESS))).status).toBe(403)
  expect((await post(ours, path('01900000-0000-7000-8000-00000000c003'))).status).toBe(404)
  expect((await post(ours, '/callbacks/wecom/anything')).status).toBe(404)
  expect([await heard(), await heard(other)]).toEqual(before)
})

test('I-22: a callback of another hour changes nothing, though its signature is right', async () => {
  const before = await heard()
  for (const at of [-SKEW_MAX_MS - 1000, SKEW_MAX_MS + 1000]) {
    const content = contactXml('add_external_contact', second(5), { contact: 'wmStale' })
    expect((await post(delivery(content, addMs(clock.now(), at)))).status).toBe(403)
  }
  expect(await heard()).toEqual(before)
})

test('what is no callback at all is refused, and what is too large is not read', async () => {
  const before = await heard()
  const { query } = delivery('x', clock.now())
  for (const body of ['', 'nothing', '<xml></xml>', '<!DOCTYPE x><xml><Encrypt>a</Encrypt></xml>'])
    expect((await post({ query, body })).status).toBe(403)
  expect((await post({ query: {}, body: '' })).status).toBe(404)
  expect((await post({ query, body: 'a'.repeat(70_000) })).status).toBeGreaterThanOrEqual(400)
  // Right in every way, and still no event: it is kept, and parked by the pump.
  expect((await post(delivery('not xml', clock.now()))).status).toBe(200)
  expect(await heard()).toEqual(before)
})

test('a contact that changes twice in one second is read once more, though both callbacks have the same words', async () => {
  const waiting = async () => {
    const rows = await db.inWorkspace(tenant.id, (tx) =>
      tx.rows(sql<{ id: string }>`select wire_id as id from ingestion.wish`),
    )
    return rows.map(({ id }) => id)
  }
  const changed = () =>
    delivery(contactXml('edit_external_contact', second(7), { contact: 'wmAgain' }), clock.now())
  await post(changed())
  expect(await waiting()).not.toContain('wmAgain')
  await post(changed())
  expect(await waiting()).toContain('wmAgain')
})

test('two callbacks of one second that say different things are two', async () => {
  const before = await heard()
  const contact = { contact: 'wmTwo' }
  await Promise.all([
    post(delivery(contactXml('add_external_contact', second(6), contact), clock.now())),
    post(delivery(contactXml('edit_external_contact', second(6), contact), clock.now())),
  ])
  expect((await heard()).slice(before.length).sort()).toEqual([
    `contact.added wmTwo ${second(6).toISOString()}`,
    `contact.changed wmTwo ${second(6).toISOString()}`,
  ])
})

test('the settings say why a callback was not believed', async () => {
  clock.advanceMs(60_000)
  await post(delivery('x', clock.now(), { keys: { ...corp, token: 'CopiedWrongly' } }))
  const { reason } = await db.inWorkspace(tenant.id, (tx) =>
    tx.one(sql<{ reason: string }>`select refused_reason as reason from corp.corp`),
  )
  expect(reason).toBe('signature')
})
