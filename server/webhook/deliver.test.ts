import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import type { ResolvedEvent } from '../event/index.ts'
import { newId, sleep, type Tenant } from '../kernel/index.ts'
import { sql, type TestDatabase, testDatabase } from '../postgres/index.ts'
import { forgetSettled, startWebhooks } from './deliver.ts'
import { TRIES_MAX } from './message.ts'
import { claimMessages, listMessages, noteTry, resend } from './messages.ts'
import { newSecret, signedHeaders } from './sign.ts'
import { changeSecret, startEndpoint, stopEndpoint, storedEndpoints } from './store.ts'
import { tellStep } from './tell-step.ts'
import { type Receiver, startReceiver, worldOf } from './world.fixture.ts'

const DAY_MS = 86_400_000
let own: TestDatabase
let tenant: Tenant
let receiver: Receiver
let world: ReturnType<typeof worldOf>

beforeAll(async () => {
  own = await testDatabase()
})
afterAll(() => own.drop())
beforeEach(async () => {
  const id = newId()
  const { no } = await own.db.inWorkspace(id, (tx) =>
    tx.one(sql<{ no: number }>`
      insert into staff.workspace (workspace_id, name, time_zone, currency, created_at)
      values (${id}, '青禾护肤', 'Asia/Shanghai', 'CNY', '2026-01-01')
      returning no
    `),
  )
  const place = { timeZone: 'Asia/Shanghai', currency: 'CNY', clockAt: null, isDemo: false }
  tenant = { id, no, name: '青禾护肤', ...place }
  receiver = await startReceiver()
  world = worldOf(own.db, tenant, receiver)
})
afterEach(() => receiver.stop())

/** What the pump hands over. */
function happened(name: string, more: Partial<ResolvedEvent> = {}): ResolvedEvent {
  const at = world.clock.now()
  const event = { eventId: newId(), name, at, receivedAt: at, source: 'shop', claims: [] }
  const who = { customerId: newId(), customerNo: 1, value: 12_800, importNo: 0 }
  return { ...event, ...who, props: { order_no: 'A-1' }, ...more }
}

function tell(...events: ResolvedEvent[]) {
  const context = { tenant, batchNo: 1, now: world.clock.now() }
  return own.db.inWorkspace(tenant.id, (tx) => tellStep.apply(tx, context, events))
}

function messagesOf(id: string) {
  return own.db.inWorkspace(tenant.id, async (tx) => {
    const { items } = await listMessages(tx, tenant, id, { limit: 100 })
    return items
  })
}

async function endpointOf(id: string) {
  const [endpoint] = await own.db.inWorkspace(tenant.id, (tx) =>
    storedEndpoints(tx, tenant, { since: new Date(0), only: id }),
  )
  return endpoint
}

test('a system is told of what it asked for, signed, once, and of nothing else', async () => {
  const { secret } = await world.endpoint(['order.paid', 'follow.*'])
  const paid = happened('order.paid')
  await tell(
    paid,
    happened('order.created'),
    happened('follow.started'),
    happened('follower.found'),
  )
  // The pump may hand over a replayed event again.
  await tell(paid)
  await world.deliver()
  await world.deliver()
  expect(receiver.got.map(({ body }) => JSON.parse(body).type).sort()).toEqual([
    'follow.started',
    'order.paid',
  ])
  const order = receiver.got.find(({ body }) => JSON.parse(body).type === 'order.paid')
  expect(JSON.parse(order?.body ?? '')).toMatchObject({
    type: 'order.paid',
    timestamp: '2026-11-11T01:00:00.000Z',
    data: { value: 12_800, source: 'shop', props: { order_no: 'A-1' } },
  })
  const id = String(order?.headers['webhook-id'])
  const expected = signedHeaders({ id, body: order?.body ?? '', at: world.clock.now() }, [secret])
  expect(order?.headers).toMatchObject(expected)
})

test('the past that an import brings is told to nobody', async () => {
  await world.endpoint(['*'])
  await tell(happened('order.paid', { importNo: 3 }))
  await world.deliver()
  expect(receiver.got).toEqual([])
})

test('what only serves the appliers never leaves', async () => {
  await world.endpoint(['*'])
  await tell(happened('customer.identified', { props: { plan: 'gold', $private: { phone: '1' } } }))
  await world.deliver()
  expect(JSON.parse(receiver.got[0]?.body ?? '').data.props).toEqual({ plan: 'gold' })
})

test('a receiver that is away is asked again, later each time, and gets the same message', async () => {
  const { id } = await world.endpoint(['*'])
  receiver.answers.push({ status: 500 }, { status: 503 })
  await tell(happened('order.paid'))
  await world.deliver()
  world.clock.advanceMs(4_000)
  await world.deliver()
  expect(receiver.got).toHaveLength(1)
  world.clock.advanceMs(2_000)
  await world.deliver()
  world.clock.advanceMs(60_000)
  await world.deliver()
  expect(receiver.got).toHaveLength(2)
  world.clock.advanceMs(300_000)
  await world.deliver()
  expect(new Set(receiver.got.map(({ headers }) => headers['webhook-id'])).size).toBe(1)
  const [message] = await messagesOf(id)
  expect(message).toMatchObject({ state: 'delivered', dueAt: null })
  expect(message?.attempts.map(({ status }) => status)).toEqual([500, 503, 200])
})

test('who asks to wait is given the time', async () => {
  await world.endpoint(['*'])
  receiver.answers.push({ status: 429, headers: { 'retry-after': '3600' } })
  await tell(happened('order.paid'))
  await world.deliver()
  world.clock.advanceMs(3_000_000)
  await world.deliver()
  expect(receiver.got).toHaveLength(1)
  world.clock.advanceMs(700_000)
  await world.deliver()
  expect(receiver.got).toHaveLength(2)
})

test('an address that says it is gone is left alone, and what waited can be sent after it is back', async () => {
  const { id } = await world.endpoint(['*'])
  receiver.answers.push({ status: 410 })
  await tell(happened('order.paid'))
  await world.deliver()
  expect(await endpointOf(id)).toMatchObject({ stoppedWhy: 'gone', waiting: 0, failed: 1 })
  await tell(happened('order.paid'))
  await world.deliver()
  expect(receiver.got).toHaveLength(1)
  await own.db.inWorkspace(tenant.id, async (tx) => {
    await startEndpoint(tx, tenant, id)
    await resend(tx, tenant, id, { now: world.clock.now() })
  })
  await world.deliver()
  expect(receiver.got).toHaveLength(2)
  expect(await endpointOf(id)).toMatchObject({ stoppedWhy: null, failed: 0, delivered: 1 })
})

test('after days in which nothing got through the endpoint is stopped and says why', async () => {
  const { id } = await world.endpoint(['*'])
  await tell(happened('order.paid'))
  for (let n = 0; n < TRIES_MAX; n++) receiver.answers.push({ status: 500 })
  for (let n = 0; n < TRIES_MAX; n++) {
    await world.deliver()
    world.clock.advanceMs(1.2 * DAY_MS)
  }
  expect(await endpointOf(id)).toMatchObject({ stoppedWhy: 'failing', waiting: 0, failed: 1 })
})

test('a message that was held by a process that died is sent by the next', async () => {
  await world.endpoint(['*'])
  await tell(happened('order.paid'))
  await own.db.inWorkspace(tenant.id, (tx) =>
    tx.run(sql`
      update webhook.message
      set lease_until = ${new Date(world.clock.now().getTime() + 60_000)}, tries = 1
    `),
  )
  await world.deliver()
  expect(receiver.got).toEqual([])
  world.clock.advanceMs(60_000)
  await world.deliver()
  expect(receiver.got).toHaveLength(1)
})

test('two processes at once send each message once', async () => {
  await world.endpoint(['*'])
  await tell(...Array.from({ length: 12 }, () => happened('order.paid')))
  for (let n = 0; n < 3; n++) await Promise.all([world.deliver(), world.deliver()])
  expect(receiver.got).toHaveLength(12)
})

test('a receiver that has moved into the private network is not written to', async () => {
  const { id } = await world.endpoint(['*'], 'https://127.0.0.1:9443/hook')
  await tell(happened('order.paid'))
  await world.deliver()
  const [message] = await messagesOf(id)
  expect(message?.attempts).toMatchObject([{ status: null, trouble: 'address' }])
})

test('after a change of the secret both sign for a day, then the new one alone', async () => {
  const { id, secret: old } = await world.endpoint(['*'])
  const secret = newSecret()
  await own.db.inWorkspace(tenant.id, (tx) =>
    changeSecret(tx, tenant, id, {
      secret: world.deps.seal.close(secret),
      oldUntil: new Date(world.clock.now().getTime() + DAY_MS),
      now: world.clock.now(),
    }),
  )
  await tell(happened('order.paid'))
  await world.deliver()
  world.clock.advanceMs(DAY_MS)
  await tell(happened('order.paid'))
  await world.deliver()
  const signatures = receiver.got.map(({ headers }) => String(headers['webhook-signature']))
  expect(signatures.map((one) => one.split(' ').length)).toEqual([2, 1])
  const [first] = receiver.got
  const at = new Date(Number(first?.headers['webhook-timestamp']) * 1_000)
  const told = { id: String(first?.headers['webhook-id']), body: first?.body ?? '', at }
  expect(signatures[0]).toBe(signedHeaders(told, [secret, old])['webhook-signature'])
})

test('an endpoint that is stopped while tries come back is stopped, and nobody waits for each other in a circle', async () => {
  const { db } = own
  const { id } = await world.endpoint(['*'])
  for (let round = 0; round < 10; round += 1) {
    await tell(...Array.from({ length: 20 }, () => happened('order.paid')))
    const now = world.clock.now()
    const claimed = await db.inWorkspace(tenant.id, (tx) =>
      claimMessages(tx, tenant, { now, leaseUntil: now, perEndpoint: 20, except: [] }),
    )
    expect(claimed).toHaveLength(20)
    const notes = claimed.map(({ id: messageId, tries: no }) =>
      db.inWorkspace(tenant.id, (tx) =>
        noteTry(tx, tenant, {
          ...{ messageId, endpointId: id, no, at: now, tookMs: 1, status: 500, trouble: '' },
          ...{ answer: '', state: 'waiting', dueAt: now },
        }),
      ),
    )
    const stopping = db.inWorkspace(tenant.id, (tx) =>
      stopEndpoint(tx, tenant, id, { why: 'by_hand', now }),
    )
    await Promise.all([...notes, stopping])
    expect((await messagesOf(id)).filter(({ state }) => state === 'waiting')).toEqual([])
    await db.inWorkspace(tenant.id, (tx) => startEndpoint(tx, tenant, id))
  }
}, 60_000)

test('a copy of an installation tells nobody anything until it is released', async () => {
  await world.endpoint(['*'])
  await tell(happened('order.paid'))
  let looks = 0
  const isFenced = async () => {
    looks += 1
    return true
  }
  const running = startWebhooks({ ...world.deps, isFenced })
  while (looks === 0) await sleep(10)
  await running.stop()
  expect(receiver.got).toEqual([])
  const released = startWebhooks(world.deps)
  while (receiver.got.length === 0) await sleep(10)
  await released.stop()
  expect(receiver.got).toHaveLength(1)
})

test('an endpoint that does not answer keeps no other waiting, and is asked no more until it has', async () => {
  const slow = await startReceiver()
  const silent = slow.silence()
  const other = worldOf(own.db, tenant, receiver)
  other.deps.internalHosts = [receiver.host, slow.host]
  // Longer than a machine that is busy with other tests takes for the rest.
  other.deps.timeoutMs = 60_000
  await other.endpoint(['*'], slow.url)
  await other.endpoint(['*'])
  await tell(...Array.from({ length: 20 }, () => happened('order.paid')))
  const running = startWebhooks(other.deps)
  while (receiver.got.length < 20 || slow.got.length < 8) await sleep(10)
  expect(slow.got).toHaveLength(8)
  silent.end()
  while (slow.got.length < 20) await sleep(10)
  await running.stop()
  await slow.stop()
})

test('a looked-at record is forgotten after thirty days, what still waits is not', async () => {
  const { id } = await world.endpoint(['*'])
  receiver.answers.push({ status: 200 }, { status: 500 })
  await tell(happened('order.paid'))
  await world.deliver()
  world.clock.advanceMs(29 * DAY_MS)
  await tell(happened('order.paid'))
  await world.deliver()
  world.clock.advanceMs(2 * DAY_MS)
  await forgetSettled(world.deps, tenant)
  expect((await messagesOf(id)).map(({ state }) => state)).toEqual(['waiting'])
})
