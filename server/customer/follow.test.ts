import { afterAll, beforeAll, expect, test } from 'vitest'
import { PRIVATE, type ResolvedEvent, type RiverEvent, type Tenant } from '../event/index.ts'
import { type Database, sql, type TestDatabase, testDatabase } from '../postgres/index.ts'
import { followStep } from './apply-follows.ts'
import { createResolve } from './resolve.ts'
import { sendersOf } from './senders.ts'
import { event, newTenant, now, seal } from './world.fixture.ts'

let own: TestDatabase
let db: Database
const SOURCE = '01900000-0000-7000-8000-00000000f001'
const step = followStep({
  sourcesOf: async (_tx, _tenant, states) =>
    new Map(states.filter((state) => state === 'store_1').map((state) => [state, SOURCE])),
})
const resolve = createResolve({ seal })

beforeAll(async () => {
  own = await testDatabase()
  db = own.db
})
afterAll(() => own.drop())

const second = (n: number) => new Date(now.getTime() - 86_400_000 * 30 + n * 1000)

/** What a callback says, as the decoder gives it. */
function sign(
  name: 'contact.added' | 'contact.requested' | 'contact.left' | 'contact.removed',
  n: number,
  { contact = 'wm1', userid = 'lan', ...props }: Record<string, unknown> = {},
): RiverEvent {
  return event('', {
    name,
    at: second(n),
    claims: [{ kind: 'external_userid', value: String(contact) }],
    props: { userid, external_userid: contact, ...props },
  })
}

type Told = { userid: string; started_at: Date; state?: string; add_way?: number; remark?: string }

function reading(n: number, follows: Told[], contact = 'wm1'): RiverEvent {
  const all = follows.map((follow) => ({
    state: '',
    add_way: null,
    remark: '',
    description: '',
    tag_ids: [],
    ...follow,
  }))
  return event('', {
    name: 'contact.told',
    at: second(n),
    claims: [{ kind: 'external_userid', value: contact }],
    props: { external_userid: contact, [PRIVATE]: { follows: all } },
  })
}

/** One batch as the pump would take it. @returns the facts, as `name userid`. */
async function take(tenant: Tenant, ...events: RiverEvent[]) {
  return db.inWorkspace(tenant.id, async (tx) => {
    const context = { tenant, batchNo: 1, now }
    const { who } = await resolve(tx, context, events)
    const resolved = events.map(
      (one, i): ResolvedEvent => ({
        ...one,
        customerId: who[i]?.id ?? null,
        customerNo: who[i]?.no ?? 0,
      }),
    )
    return (await step.apply(tx, context, resolved)).facts
  })
}

async function follows(tenant: Tenant) {
  return db.inWorkspace(tenant.id, (tx) =>
    tx.rows(sql<Record<string, unknown>>`
      select userid, state, source_id, started_at, ended_at, ended_by, confirmed_at is not null as confirmed, remark
      from customer.follow
      order by started_at, userid
    `),
  )
}

test('a stranger who scans a code is a follow with its source, told once however often the callback comes', async () => {
  const tenant = await newTenant(db)
  const scan = sign('contact.added', 0, { state: 'store_1', welcome_code: 'w1' })
  const facts = await take(tenant, scan, { ...scan, eventId: 'other' })
  expect(facts.map(({ name, props }) => [name, props])).toEqual([
    [
      'follow.started',
      {
        userid: 'lan',
        external_userid: 'wm1',
        state: 'store_1',
        add_way: null,
        source_id: SOURCE,
        is_returning: false,
        is_of_another: false,
        welcome_code: 'w1',
      },
    ],
  ])
  expect(await take(tenant, sign('contact.added', 0, { state: 'store_1' }))).toEqual([])
  expect(await follows(tenant)).toMatchObject([
    { userid: 'lan', source_id: SOURCE, ended_at: null, confirmed: true },
  ])
})

test('who deletes the associate and comes back has two spells, and is greeted as somebody returning', async () => {
  const tenant = await newTenant(db)
  const facts = await take(
    tenant,
    sign('contact.added', 0),
    sign('contact.left', 60),
    sign('contact.added', 120),
  )
  expect(facts.map(({ name, props }) => [name, props.is_returning, props.ended_by])).toEqual([
    ['follow.started', false, undefined],
    ['follow.ended', false, 'customer'],
    ['follow.started', true, undefined],
  ])
  expect(await follows(tenant)).toMatchObject([
    { started_at: second(0), ended_at: second(60), ended_by: 'customer' },
    { started_at: second(120), ended_at: null },
  ])
})

test('a deletion that overtakes the adding leaves nobody a friend, and welcomes nobody', async () => {
  const tenant = await newTenant(db)
  expect((await take(tenant, sign('contact.left', 60))).map(({ name }) => name)).toEqual([
    'follow.ended',
  ])
  expect(await take(tenant, sign('contact.added', 0, { welcome_code: 'late' }))).toEqual([])
  expect(await follows(tenant)).toMatchObject([{ started_at: second(0), ended_at: second(60) }])
})

test('a request becomes a follow when it is confirmed; an old callback changes nothing', async () => {
  const tenant = await newTenant(db)
  const facts = await take(
    tenant,
    sign('contact.requested', 0, { welcome_code: 'w2' }),
    sign('contact.added', 5),
    sign('contact.removed', 90),
    sign('contact.added', 5),
    sign('contact.left', 100),
  )
  expect(facts.map(({ name }) => name)).toEqual([
    'follow.requested',
    'follow.started',
    'follow.ended',
  ])
  expect(await follows(tenant)).toMatchObject([{ ended_at: second(90), ended_by: 'staff' }])
})

test('reading a contact finds what callbacks did not tell: old friends, a deletion, remarks', async () => {
  const tenant = await newTenant(db)
  await take(tenant, sign('contact.added', 0))
  const facts = await take(
    tenant,
    reading(86_400 * 20, [{ userid: 'zhou', started_at: second(3), remark: '李女士', add_way: 1 }]),
  )
  expect(facts.map(({ name, props }) => [name, props.userid])).toEqual([
    ['follow.found', 'zhou'],
    ['follow.ended', 'lan'],
  ])
  expect(await follows(tenant)).toMatchObject([
    { userid: 'lan', ended_by: 'staff' },
    { userid: 'zhou', remark: '李女士', ended_at: null },
  ])
})

test('a follow that began a moment before the reading waits for its callback, which has the code', async () => {
  const tenant = await newTenant(db)
  const seen = reading(100, [{ userid: 'lan', started_at: second(90) }])
  expect(await take(tenant, seen)).toEqual([])
  const facts = await take(tenant, sign('contact.added', 90, { welcome_code: 'w3' }))
  expect(facts.map(({ name, props }) => [name, props.welcome_code])).toEqual([
    ['follow.started', 'w3'],
  ])
})

test('people are spoken to through the live follow whose associate chatted last, else the newest', async () => {
  const tenant = await newTenant(db)
  await take(
    tenant,
    sign('contact.added', 0, { userid: 'lan' }),
    sign('contact.added', 9, { userid: 'zhou' }),
    sign('contact.added', 5, { userid: 'qin', contact: 'wm2' }),
    sign('contact.left', 7, { userid: 'qin', contact: 'wm2' }),
  )
  const read = () =>
    db.inWorkspace(tenant.id, async (tx) => {
      const ids = await tx.rows(sql<{ id: string }>`select id from customer.customer order by no`)
      const senders = await sendersOf(
        tx,
        tenant,
        ids.map(({ id }) => id),
        { companies: [''], away: [] },
      )
      return ids.map(({ id }) => senders.get(id)?.userid ?? null)
    })
  expect(await read()).toEqual(['zhou', null])
  await db.inWorkspace(tenant.id, (tx) =>
    tx.run(sql`update customer.follow set last_chat_at = ${now} where userid = 'lan'`),
  )
  expect(await read()).toEqual(['lan', null])
})
