import { afterAll, beforeAll, expect, test } from 'vitest'
import { customerPage, timelinePage } from '../contract/customer.ts'
import * as contract from '../contract/journey-view.ts'
import { append } from '../server/event/index.ts'
import { addMs, readId } from '../server/kernel/index.ts'
import { createLinkTracker } from '../server/page/index.ts'
import { sql } from '../server/postgres/index.ts'
import { planSaying } from './crawler-journeys.ts'
import { type House, type Resident, startHouse } from './house.fixture.ts'

const PHONE = 'Mozilla/5.0 (iPhone) MicroMessenger/8.0.54'
const LINK = { title: '周五会员日', url: 'https://shop.brand.test/friday?from=sop' }

let house: House
let brand: Resident
let journey: string
let people: { id: string; name: string | null }[]

beforeAll(async () => {
  house = await startHouse()
  brand = await house.movesIn('青禾护肤')
  await track(
    ['甲', '乙', '丙'].map((name, no) => ({
      type: 'identify',
      messageId: `i${no}`,
      userId: `M${no}`,
      traits: { name: `顾客${name}` },
    })),
  )
  const listed = await brand.ask('GET', '/api/customers?limit=10')
  people = customerPage.parse(listed.body).items
  await run()
}, 120_000)
afterAll(() => house?.stop())

async function track(batch: unknown[]): Promise<void> {
  const answer = await fetch(`${house.url}/v1/batch`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Basic ${Buffer.from(`${brand.writeKey}:`).toString('base64')}`,
    },
    body: JSON.stringify({ batch }),
  })
  expect(answer.status).toBe(200)
  await house.settled(brand.tenant)
}

const idOf = (name: string) => people.find((one) => one.name === name)?.id ?? ''

/** An SOP whose message with a link has reached all three, an hour ago. Nobody is asked to send it here: no WeCom. */
async function run(): Promise<void> {
  const plan = planSaying('到店有礼')
  const [hello, rest] = plan.steps
  const steps = [{ ...hello, content: { text: '到店有礼', link: LINK } }, rest]
  const made = await brand.ask('POST', '/api/journeys', {
    name: '会员日',
    plan: { ...plan, steps },
  })
  journey = contract.madeJourney.parse(made.body).id
  const launch = { draftNo: 1, withThoseInside: false, audience: 0 }
  expect(await brand.ask('POST', `/api/journeys/${journey}/versions`, launch)).toMatchObject({
    status: 201,
  })
  const customerIds = people.map(({ id }) => id)
  await brand.ask('POST', `/api/journeys/${journey}/admissions`, { customerIds })
  const { db, clock } = house.deps
  const sent = addMs(clock.now(), -3_600_000)
  const deliveries = await eventually(async () => {
    const rows = await ledger()
    return rows.length === 3 ? rows : null
  })
  await db.inWorkspace(brand.tenant.id, async (tx) => {
    await tx.run(sql`
      update channel.delivery set state = 'sent', reason = null, sent_at = ${sent}, settled_at = ${sent}
    `)
    const facts = deliveries.map((row) => ({
      name: 'message.sent',
      at: sent,
      cause: [row.id],
      customer: { id: row.customerId, no: row.customerNo },
      value: null,
      props: {
        delivery_id: row.id,
        journey_id: readId('journey', journey),
        version: 1,
        step_id: 'hello',
      },
    }))
    await append(tx, brand.tenant, facts, { lane: 'journey', now: clock.now() })
  })
  await house.settled(brand.tenant)
}

const ledger = () =>
  house.deps.db.inWorkspace(brand.tenant.id, (tx) =>
    tx.rows(sql<{ id: string; messageId: string; customerId: string; customerNo: number }>`
      select id, message_id as "messageId", customer_id as "customerId", customer_no as "customerNo"
      from channel.delivery
      order by customer_no
    `),
  )

async function eventually<T>(look: () => Promise<T | null>): Promise<T> {
  for (let n = 0; n < 400; n++) {
    const found = await look()
    if (found !== null) return found
    await new Promise((done) => setTimeout(done, 50))
  }
  throw new Error('it did not come to that')
}

async function follow(what: { kind: 'delivery' | 'message'; id: string }, agent = PHONE) {
  const links = createLinkTracker({ seal: house.deps.seal, base: house.url })
  const url = links.urlOf(brand.tenant, what)
  if (url === null) throw new Error('no link')
  return fetch(`${url}?ly=mark`, { redirect: 'manual', headers: { 'user-agent': agent } })
}

const names = async (filter: string) => {
  const { body } = await brand.ask('GET', `/api/journeys/${journey}/people?version=1&${filter}`)
  return contract.enrollmentPage.parse(body).items.map(({ customer }) => customer.name)
}
const numbers = async () => {
  const { body } = await brand.ask('GET', `/api/journeys/${journey}/versions/1`)
  return contract.journeyVersion.parse(body).steps.find(({ stepId }) => stepId === 'hello')
}

test('a link leads to the address in the ledger and nowhere else; a made-up one says that it is dead', async () => {
  const [row] = await ledger()
  if (!row) throw new Error('no delivery')
  const answer = await follow({ kind: 'delivery', id: row.id }, 'curl/8.5.0')
  expect([answer.status, answer.headers.get('location')]).toEqual([302, LINK.url])
  expect(answer.headers.get('referrer-policy')).toBe('no-referrer')
  expect(answer.headers.get('cache-control')).toBe('no-store')
  for (const made of ['A'.repeat(44), 'https%3A%2F%2Fevil.test', '..%2F..%2Fetc', '']) {
    const dead = await fetch(`${house.url}/r/${made}`, { redirect: 'manual' })
    expect(dead.status, made).toBeGreaterThanOrEqual(400)
    expect(dead.headers.get('location'), made).toBeNull()
  }
  expect((await numbers())?.clicked).toBe(0)
})

test('each number of a step opens the people whom it counts: who followed the link, wrote back, bought, left', async () => {
  const rows = await ledger()
  const mine = rows.find(({ customerId }) => customerId === readId('customer', idOf('顾客甲')))
  if (!mine) throw new Error('no delivery')
  await follow({ kind: 'delivery', id: mine.id })
  await follow({ kind: 'message', id: mine.messageId })
  await track([
    {
      type: 'track',
      messageId: 'o1',
      userId: 'M1',
      event: 'Order Completed',
      properties: { order_id: 'T1', revenue: 88, currency: 'CNY' },
    },
  ])
  const third = rows.find(({ customerId }) => customerId === readId('customer', idOf('顾客丙')))
  if (!third) throw new Error('no delivery')
  await house.deps.db.inWorkspace(brand.tenant.id, (tx) => {
    const now = house.deps.clock.now()
    const fact = {
      name: 'message.replied',
      at: now,
      cause: ['chat', third.id],
      customer: { id: third.customerId, no: third.customerNo },
      value: null,
      props: {},
    }
    return append(tx, brand.tenant, [fact], { lane: 'callback', now })
  })
  await house.settled(brand.tenant)
  expect(await numbers()).toMatchObject({ came: 3, clicked: 1, clicks: 1, left: 0 })
  const { body } = await brand.ask('GET', `/api/journeys/${journey}/versions/1/answers`)
  expect(contract.journeyAnswers.parse(body)).toEqual({
    days: 7,
    steps: [{ stepId: 'hello', replied: 1, bought: 1 }],
  })
  expect(await names('at=clicked&step=hello')).toEqual(['顾客甲'])
  expect(await names('at=bought&step=hello')).toEqual(['顾客乙'])
  expect(await names('at=replied&step=hello')).toEqual(['顾客丙'])
  expect(await names('at=left&step=hello')).toEqual([])
  expect((await names('at=left&step=rest')).length + (await names('at=inside')).length).toBe(3)
  const told = await brand.ask('GET', `/api/customers/${idOf('顾客甲')}/timeline`)
  const click = timelinePage.parse(told.body).items.find(({ name }) => name === 'message.clicked')
  // The screen knows the SOP by its shown id.
  expect(click?.props).toMatchObject({ journey_id: journey, step_id: 'hello' })
  const of = (await brand.ask('GET', '/api/deliveries?clicked=yes')).body
  expect(of).toMatchObject({ total: 1, items: [{ customer: { name: '顾客甲' } }] })
})

test.each(['clicked', 'opened'])(
  'a segment of whose message of the SOP was %s holds them',
  async (result) => {
    const tree = {
      kind: 'message',
      result,
      journeyId: journey,
      stepId: 'hello',
      window: { kind: 'ever' },
    }
    const { body } = await brand.ask('POST', '/api/segments/preview', { tree, segmentId: null })
    expect(body).toMatchObject({ total: 1, sample: [{ customer: { name: '顾客甲' } }] })
  },
)
