import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { associates } from '../contract/corp.ts'
import { customerPage } from '../contract/customer.ts'
import type { JourneyPlan } from '../contract/journey.ts'
import { newestRehearsal, rehearsalPeople } from '../contract/journey-rehearsal.ts'
import { madeJourney } from '../contract/journey-view.ts'
import { walkthrough } from '../contract/journey-walkthrough.ts'
import { work } from '../contract/staff-work.ts'
import { doorOf } from '../demo/door.ts'
import {
  SANDBOX_AGENT,
  SANDBOX_CORP,
  SANDBOX_SECRET,
  type Sandbox,
  startSandbox,
} from '../sandbox/index.ts'
import { freeRules } from '../server/channel/world.fixture.ts'
import { sql } from '../server/postgres/index.ts'
import { planSaying } from './crawler-journeys.ts'
import { type House, type Resident, startHouse } from './house.fixture.ts'

const NOW = new Date('2026-11-20T12:00:00+08:00')
const DAY_MS = 86_400_000
const PEOPLE = 6
let sandbox: Sandbox
let house: House
let brand: Resident

beforeAll(async () => {
  sandbox = await startSandbox({ seed: 5 })
  house = await startHouse({ wecomUrl: sandbox.url })
  brand = await house.movesIn('青禾护肤', { clockAt: NOW })
  const corp = { corpId: SANDBOX_CORP, secret: SANDBOX_SECRET, agentId: SANDBOX_AGENT }
  await owner('POST', '/api/corps', corp)
  await vi.waitUntil(
    async () => {
      const { items } = associates.parse(await owner('GET', '/api/associates'))
      return items.some(({ userid }) => userid === 'chenlan')
    },
    { timeout: 60_000, interval: 200 },
  )
  await doorOf(house.url, brand).track(
    Array.from({ length: PEOPLE }, (_, no) => [
      {
        type: 'identify',
        messageId: `who-${no}`,
        userId: `M${no}`,
        timestamp: new Date(NOW.getTime() - 40 * DAY_MS).toISOString(),
        traits: { name: `客户${no}`, ...(no < 2 ? {} : { city: '杭州' }) },
      },
      {
        type: 'track',
        messageId: `cart-${no}`,
        userId: `M${no}`,
        event: 'cart.left',
        timestamp: new Date(NOW.getTime() - (10 + no) * DAY_MS).toISOString(),
      },
    ]).flat(),
  )
  await house.settled(brand.tenant)
  await owner('PUT', '/api/contact-policy', { rules: freeRules, no: 0, reason: '测试' })
  await house.deps.db.inWorkspace(brand.tenant.id, (tx) =>
    tx.run(sql`
      insert into customer.follow (workspace_id, id, customer_id, userid, external_userid, started_at, confirmed_at)
      select c.workspace_id, gen_random_uuid(), c.id, 'chenlan', 'wm' || c.no, ${NOW}, ${NOW}
      from customer.customer c
    `),
  )
}, 120_000)
afterAll(async () => {
  await house?.stop()
  await sandbox?.stop()
})

async function owner(method: string, path: string, body?: unknown): Promise<unknown> {
  const answer = await brand.owner(method, path, body)
  if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${answer.text}`)
  return answer.body
}

/** Who leaves a full cart is greeted by their city, and called a day later. */
const plan: JourneyPlan = {
  ...planSaying('{{ customer.city }}的朋友，购物车还在'),
  triggers: [{ kind: 'event', event: { name: 'cart.left', where: [] } }],
  steps: [
    ...planSaying('{{ customer.city }}的朋友，购物车还在').steps.slice(0, 1),
    { kind: 'wait', id: 'rest', lane: 'main', name: '', for: { amount: 1, unit: 'days' } },
    {
      kind: 'staff_task',
      id: 'call',
      lane: 'main',
      name: '',
      purpose: 'service',
      content: { text: '问一声是不是遇到了问题' },
      validHours: 48,
      lateness: 'next_slot',
    },
  ],
}

async function draft(name: string): Promise<string> {
  return madeJourney.parse(await owner('POST', '/api/journeys', { name, plan })).id
}

const newest = async (id: string) =>
  newestRehearsal.parse(await owner('GET', `/api/journeys/${id}/rehearsal`)).rehearsal

async function rehearsed(id: string) {
  return vi.waitUntil(
    async () => {
      const found = await newest(id)
      return found?.state === 'done' && found.report ? { ...found, report: found.report } : null
    },
    { timeout: 60_000, interval: 200 },
  )
}

const counted = () =>
  house.deps.db.inWorkspace(brand.tenant.id, (tx) =>
    tx.one(sql<{ rehearsals: number; deliveries: number }>`
      select (select count(*) from journey.rehearsal) as rehearsals,
             (select count(*) from channel.delivery) as deliveries
    `),
  )

test('a draft is rehearsed over what history knows, asked for twice it is done once, and nobody gets anything', async () => {
  const id = await draft('唤回购物车')
  const wish = { draftNo: 1, withThoseInside: false }
  await Promise.all([
    owner('POST', `/api/journeys/${id}/rehearsals`, wish),
    owner('POST', `/api/journeys/${id}/rehearsals`, wish),
  ])
  const { report, isStale } = await rehearsed(id)
  expect(await counted()).toEqual({ rehearsals: 1, deliveries: 0 })
  expect(isStale).toBe(false)
  expect(report).toMatchObject({ entered: PEOPLE, control: 0, inside: 0, sample: null })
  expect(report.left).toEqual([{ reason: 'completed', people: PEOPLE }])
  const [hello, , call] = report.steps
  expect(hello).toMatchObject({
    came: PEOPLE,
    planned: 4,
    skipped: [{ reason: 'missing_variable', people: 2 }],
    lacking: [{ name: 'city', people: 2, fallback: 0 }],
    marks: ['lacking_words'],
  })
  expect(call).toMatchObject({ planned: PEOPLE, minutes: PEOPLE * 3, marks: [] })
  // Two of an associate's minutes kinds: a message of one's own and a task, each three minutes unless somebody says otherwise.
  expect(report.staff).toMatchObject({ associates: 1, needed: 4 * 3 + PEOPLE * 3, noTime: 0 })
  const people = rehearsalPeople.parse(
    await owner('GET', `/api/journeys/${id}/rehearsal/people?what=hello%20lacking%20city`),
  )
  expect(people.items.map(({ name }) => name).sort()).toEqual(['客户0', '客户1'])
})

test('a rehearsal says that it is old once the draft says something else, and a second one takes its place', async () => {
  const id = await draft('改过的草稿')
  await owner('POST', `/api/journeys/${id}/rehearsals`, { draftNo: 1, withThoseInside: false })
  await rehearsed(id)
  const saved = { draftNo: 1, name: '改过的草稿', plan: { ...plan, steps: plan.steps.slice(0, 2) } }
  await owner('PUT', `/api/journeys/${id}/draft`, saved)
  expect(await newest(id)).toMatchObject({ isStale: true, why: 'draft' })
  await owner('POST', `/api/journeys/${id}/rehearsals`, { draftNo: 2, withThoseInside: false })
  const { report } = await vi.waitUntil(
    async () => {
      const found = await rehearsed(id)
      return found.isStale ? null : found
    },
    { timeout: 60_000, interval: 200 },
  )
  expect(report.steps).toHaveLength(2)
})

test('a plan that needs more minutes than a day has is marked on the step that nobody has time for', async () => {
  const id = await draft('没人有时间')
  const { rules, no } = work.parse(await owner('GET', '/api/staff-work'))
  const little = { ...rules, minutes: { ...rules.minutes, message: 45 }, minutesPerDay: 40 }
  await owner('PUT', '/api/staff-work', { rules: little, no })
  await owner('POST', `/api/journeys/${id}/rehearsals`, { draftNo: 1, withThoseInside: false })
  const { report } = await rehearsed(id)
  expect(report.steps.find(({ stepId }) => stepId === 'call')?.marks).toEqual(['no_time'])
  expect(report.staff.noTime).toBe(4 + PEOPLE)
  await owner('PUT', '/api/staff-work', { rules, no: no + 1 })
  expect(await newest(id)).toMatchObject({ isStale: true, why: 'work' })
})

test('as one customer the draft is read step by step, with her words and what she would not get', async () => {
  const id = await draft('以客户的眼光')
  const { items } = customerPage.parse(await owner('GET', '/api/customers?limit=10'))
  const walkedBy = async (name: string) => {
    const customerId = items.find((one) => one.name === name)?.id
    const asked = { draftNo: 1, customerId, startAt: NOW.toISOString() }
    return walkthrough.parse(await owner('POST', `/api/journeys/${id}/walkthrough`, asked))
  }
  const known = await walkedBy('客户5')
  expect(known.steps).toMatchObject([
    {
      stepId: 'hello',
      outcome: 'planned',
      message: { text: '杭州的朋友，购物车还在', lacking: [] },
    },
    { stepId: 'rest', outcome: 'waited' },
    { stepId: 'call', outcome: 'planned', at: new Date(NOW.getTime() + DAY_MS).toISOString() },
  ])
  const unknown = await walkedBy('客户0')
  expect(unknown.steps[0]).toMatchObject({
    outcome: 'skipped',
    detail: 'missing_variable',
    message: { text: null, lacking: ['city'] },
  })
  expect((await counted()).deliveries).toBe(0)
})

test('a test reaches the associate’s own WeCom, marked as a test, and no customer', async () => {
  const id = await draft('试发')
  const { items } = customerPage.parse(await owner('GET', '/api/customers?limit=10'))
  const customerId = items.find((one) => one.name === '客户5')?.id
  const before = sandbox.effects.read().length
  const wish = { draftNo: 1, stepId: 'hello', userid: 'chenlan', customerId }
  await owner('POST', `/api/journeys/${id}/test-messages`, wish)
  const told = sandbox.effects.read().slice(before)
  expect(told).toMatchObject([{ kind: 'app_message', userid: 'chenlan' }])
  const [only] = told
  expect(only && 'text' in only ? only.text : '').toMatch(
    /^【测试，请勿转发】[\s\S]*杭州的朋友，购物车还在/,
  )
  expect((await counted()).deliveries).toBe(0)
  const audit = await house.deps.db.inWorkspace(brand.tenant.id, (tx) =>
    tx.rows(
      sql<{ action: string }>`select action from staff.audit where action = 'journey.test_sent'`,
    ),
  )
  expect(audit).toHaveLength(1)
})
