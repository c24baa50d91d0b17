import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Tenant } from '../event/index.ts'
import { sql, type TestDatabase, testDatabase } from '../postgres/index.ts'
import { event, everything, newTenant, now, partition, take } from './world.fixture.ts'

let base: TestDatabase
let other: Tenant
beforeAll(async () => {
  base = await testDatabase()
  other = await newTenant(base.db, '别的品牌')
})
afterAll(() => base.drop())

const fresh = () => newTenant(base.db)
const rows = <Row>(tenant: Tenant, statement: ReturnType<typeof sql<Row>>) =>
  base.db.inWorkspace(tenant.id, (tx) => tx.rows(statement))

test('the same phone number, however it is written, is the same customer', async () => {
  const tenant = await fresh()
  const spaced = event('', { claims: [{ kind: 'phone', value: '+86 139-1234 5678' }] })
  const { nos } = await take(base.db, tenant, [event('phone=13912345678'), spaced])
  expect(nos).toEqual([1, 1])
})

test('customers are numbered without gaps, over batches', async () => {
  const tenant = await fresh()
  const first = await take(base.db, tenant, [event('user_id=a'), event(''), event('user_id=b')])
  const second = await take(base.db, tenant, [event('user_id=c'), event('user_id=a')])
  expect([first.nos, second.nos]).toEqual([
    [1, 0, 2],
    [3, 1],
  ])
})

test('placeholder values identify nobody', async () => {
  const tenant = await fresh()
  const nothing = ['null', 'undefined', ' - ', '未知', '0', '[object Object]', '13800138000', '无']
  const events = nothing.map((value) => event('', { claims: [{ kind: 'user_id', value }] }))
  const phones = ['13800138000', '10000000000', '11111111111', '12345'].map((value) =>
    event('', { claims: [{ kind: 'phone', value }] }),
  )
  const { nos } = await take(base.db, tenant, [...events, ...phones])
  expect(new Set(nos)).toEqual(new Set([0]))
})

test('two customers who turn out to share a phone become one person, the older one', async () => {
  const tenant = await fresh()
  const { nos, facts, landings } = await take(base.db, tenant, [
    event('phone=13912345678'),
    event('openid=o1'),
    event('openid=o1 phone=13912345678'),
    event('openid=o1'),
  ])
  // Events keep the customer to whom their first identity belongs, so that undoing the merge moves nothing back.
  expect(nos).toEqual([1, 2, 2, 2])
  expect(await partition(base.db, tenant)).toEqual(
    new Map([
      [1, 1],
      [2, 1],
    ]),
  )
  expect(facts.map(({ name, props }) => ({ name, ...props }))).toEqual([
    { name: 'identity.merged', kept: 1, gone: 2, reason: 'shared_identity' },
  ])
  expect(landings[0]?.rows).toContainEqual({
    workspace: tenant.no,
    customer: 2,
    person: 1,
    gone: 0,
    version: 1,
  })
})

test('a phone that two members share is a conflict, not a merge, and fills the queue once', async () => {
  const tenant = await fresh()
  const both = [event('member_no=M1 phone=13912345678'), event('member_no=M2 phone=13912345678')]
  const { nos, facts } = await take(base.db, tenant, both)
  expect(nos).toEqual([1, 2])
  await take(base.db, tenant, [event('member_no=M2 phone=13912345678'), event('phone=13912345678')])
  expect(await partition(base.db, tenant)).toEqual(
    new Map([
      [1, 1],
      [2, 2],
    ]),
  )
  expect(facts.map(({ name }) => name)).toEqual(['identity.conflicted'])
  const conflicts = await rows(
    tenant,
    sql<{ reason: string; times: number }>`select reason, times from customer.conflict`,
  )
  expect(conflicts).toEqual([{ reason: 'contradiction', times: 2 }])
})

test('a visitor is claimed by the first identity that comes with the visit', async () => {
  const tenant = await fresh()
  const { nos } = await take(base.db, tenant, [
    event('anonymous_id=a1'),
    event('anonymous_id=a1 user_id=u1'),
    event('user_id=u1'),
  ])
  expect(nos).toEqual([1, 1, 1])
})

test('a visitor who turns out to be a known customer becomes part of that customer', async () => {
  const tenant = await fresh()
  await take(base.db, tenant, [event('anonymous_id=a1'), event('user_id=u1')])
  const { facts } = await take(base.db, tenant, [event('anonymous_id=a1 user_id=u1')])
  expect(await partition(base.db, tenant)).toEqual(
    new Map([
      [1, 2],
      [2, 2],
    ]),
  )
  expect(facts[0]?.props).toEqual({ kept: 2, gone: 1, reason: 'anonymous_claimed' })
})

test('somebody else at a known customer’s device is a customer of their own', async () => {
  const tenant = await fresh()
  const { nos } = await take(base.db, tenant, [
    event('anonymous_id=shop user_id=u1'),
    event('anonymous_id=shop user_id=u2'),
    event('anonymous_id=shop'),
  ])
  expect(nos).toEqual([1, 2, 1])
  expect(await partition(base.db, tenant)).toEqual(
    new Map([
      [1, 1],
      [2, 2],
    ]),
  )
})

test('an event that names more than ten persons is a conflict and joins nobody', async () => {
  const tenant = await fresh()
  const ids = Array.from({ length: 11 }, (_, i) => `openid=o${i}`)
  await take(
    base.db,
    tenant,
    ids.map((id) => event(id)),
  )
  const { facts } = await take(base.db, tenant, [event(ids.join(' '))])
  expect(new Set((await partition(base.db, tenant)).values()).size).toBe(11)
  expect(facts.map(({ props }) => props)).toEqual([{ reason: 'too_many' }])
})

test('the same events again change nothing', async () => {
  const tenant = await fresh()
  const batch = [
    event('openid=o1 phone=13912345678'),
    event('anonymous_id=a1 user_id=u1'),
    event('user_id=u1 phone=13912345678'),
  ]
  await take(base.db, tenant, batch)
  const before = await everything(base.db, tenant)
  const again = await take(base.db, tenant, batch)
  expect(await everything(base.db, tenant)).toEqual(before)
  expect(again.facts).toEqual([])
})

test('customers of another workspace are never found', async () => {
  const tenant = await fresh()
  await take(base.db, other, [event('phone=13700137001')])
  const { nos } = await take(base.db, tenant, [event('phone=13700137001')])
  expect(nos).toEqual([1])
  expect(await partition(base.db, tenant)).toEqual(new Map([[1, 1]]))
})

test('phones and e-mail addresses are stored sealed, with a mask to show', async () => {
  const tenant = await fresh()
  await take(base.db, tenant, [event('phone=13912345678 email=Xiao@Yun.cn openid=o1')])
  const stored = await rows(
    tenant,
    sql<{ kind: string; value: string | null; masked: string }>`
      select kind, value, masked from customer.identity order by kind
    `,
  )
  expect(stored).toEqual([
    { kind: 'email', value: null, masked: 'x***@yun.cn' },
    { kind: 'openid', value: 'o1', masked: 'o1' },
    { kind: 'phone', value: null, masked: '139****5678' },
  ])
})

test('what a customer did last goes by when it happened, not by when it came', async () => {
  const tenant = await fresh()
  const late = new Date('2026-10-01T00:00:00Z')
  await take(base.db, tenant, [event('user_id=u1', { name: 'order.paid' })])
  await take(base.db, tenant, [event('user_id=u1', { name: 'page.viewed', at: late })])
  const [row] = await rows(
    tenant,
    sql<{ first: Date; last: Date; event: string }>`
      select first_seen_at as first, last_seen_at as last, last_event as event from customer.customer
    `,
  )
  expect(row).toEqual({ first: late, last: now, event: 'order.paid' })
})
