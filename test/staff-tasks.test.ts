import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { defaultWorkRules } from '../contract/staff-work.ts'
import { type Effect, type Sandbox, startSandbox } from '../sandbox/index.ts'
import { planDeliveries } from '../server/channel/index.ts'
import { addMs, newId, readId, sleep } from '../server/kernel/index.ts'
import { sql } from '../server/postgres/index.ts'
import { changeWorkspace } from '../server/staff/index.ts'
import { type House, type Resident, startHouse } from './house.fixture.ts'
import { connectCorp, until } from './loop.fixture.ts'

/** Answers are looked at where they are used. */
const loose = z.any()
const MORNING = new Date('2026-11-11T10:00:00+08:00')
const HOUR_MS = 3_600_000
const createdAt = new Date('2026-11-01T10:00:00+08:00')
const NAMES = ['唐晓雯', '顾盼', '沈知夏', '陆鸣']
let sandbox: Sandbox
let house: House
let brand: Resident

beforeAll(async () => {
  sandbox = await startSandbox({ seed: 31 })
  for (const name of NAMES) {
    const { externalUserId } = sandbox.deeds.makePerson({ name })
    sandbox.deeds.befriend(externalUserId, 'chenlan', { createdAt })
  }
  house = await startHouse({ wecomUrl: sandbox.url })
  brand = await house.movesIn('青禾护肤', { clockAt: MORNING })
  await connectCorp(house, brand, sandbox)
  await until('all are known', async () => {
    const found = await brand.ask('GET', '/api/customers?limit=10')
    return loose.parse(found.body).items.length === NAMES.length
  })
  await brand.ask('PUT', '/api/staff-work', {
    no: 0,
    rules: {
      ...defaultWorkRules,
      managers: ['linxia'],
      nudge: { isOn: true, afterMinutes: 60, perDay: 3 },
    },
  })
}, 120_000)
afterAll(async () => {
  await house?.stop()
  await sandbox?.stop()
})

const moveTo = async (at: Date) => {
  await house.deps.db.inWorkspace(brand.tenant.id, (tx) =>
    changeWorkspace(tx, brand.tenant.id, { clockAt: at }),
  )
  await sleep(1_100)
}
const ask = async (method: string, path: string, body?: unknown) => {
  const answer = await brand.ask(method, path, body)
  return { status: answer.status, body: loose.parse(answer.body) }
}
const openTasks = async () => (await ask('GET', '/api/staff-tasks')).body.items
const told = (kind: Effect['kind'], userid: string) =>
  sandbox.effects
    .read()
    .filter((one) => one.kind === kind && 'userid' in one && one.userid === userid)
const cards = (userid: string) =>
  (sandbox.world.corp.notices.get(userid) ?? []).filter(({ card }) => card !== null)

test('tasks wait for chenlan, with what they take of her day', async () => {
  const { items } = (await ask('GET', '/api/customers?limit=10')).body
  const ctx = { tenant: brand.tenant, now: MORNING }
  const spec = {
    cause: { kind: 'test' },
    carrier: 'staff_task',
    purpose: 'value',
    content: { text: '{{ customer.name }}，换季了，先停酸类' },
    notBefore: MORNING,
    notAfter: addMs(MORNING, 72 * HOUR_MS),
    lateness: 'next_slot',
  } as const
  const people = items.map(({ id, no }: { id: string; no: number }) => ({
    deliveryId: newId(),
    customerId: readId('customer', id),
    customerNo: no,
    enrollmentId: null,
  }))
  await house.deps.db.inWorkspace(brand.tenant.id, (tx) => planDeliveries(tx, ctx, spec, people))
  await until('they are handed over', async () => (await openTasks()).length === NAMES.length)
  const { byAssociate } = (await ask('GET', '/api/staff-tasks?limit=1')).body
  expect(byAssociate).toMatchObject([
    { userid: 'chenlan', open: 4, late: 0, minutesNeeded: 12, minutesPerDay: 120, away: null },
  ])
})

test('she is reminded of each task once a day, of no more than three, and not again in the same day', async () => {
  await moveTo(addMs(MORNING, HOUR_MS + 60_000))
  await until('she was reminded', async () => cards('chenlan').length === 3)
  await moveTo(addMs(MORNING, 2 * HOUR_MS))
  await sleep(1_500)
  expect(cards('chenlan')).toHaveLength(3)
  const [first] = cards('chenlan')
  expect(first?.card?.main_title?.title).toMatch(/^给.+的话还没发$/)
  expect(JSON.stringify(first?.card)).toContain('换季了，先停酸类')
})

test('「已发」 on the card is the end of the task; the card says so and cannot be pressed again', async () => {
  const [first] = cards('chenlan')
  if (!first) throw new Error('no card')
  sandbox.deeds.press({ userid: 'chenlan', msgid: first.msgid, key: 'sent' })
  await until('the card was turned', async () => first.replaced === '已记为发出')
  expect(await openTasks()).toHaveLength(3)
  const done = (await ask('GET', '/api/staff-tasks?state=done')).body.items
  expect(done).toMatchObject([{ outcome: 'sent', userid: 'chenlan' }])
  expect(sandbox.deeds.press({ userid: 'chenlan', msgid: first.msgid, key: 'later' })).toBeNull()
})

test('two presses that arrive together, out of order and twice, are one answer', async () => {
  const [, second] = cards('chenlan')
  if (!second) throw new Error('no card')
  for (const key of ['later', 'sent', 'later'])
    sandbox.deeds.press({ userid: 'chenlan', msgid: second.msgid, key })
  await until('the card was turned', async () => second.replaced !== '')
  await house.settled(brand.tenant)
  const snoozed = (await openTasks()).filter(
    (one: { snoozedUntil: string | null }) => one.snoozedUntil !== null,
  )
  const done = (await ask('GET', '/api/staff-tasks?state=done')).body.items
  expect([snoozed.length, done.length].join(), second.replaced).toMatch(/^(1,1|0,2)$/)
  const pressed = told('card_pressed', 'chenlan').length
  expect(pressed).toBeGreaterThanOrEqual(3)
})

test('a press of somebody else, or after the task has changed hands, changes nothing', async () => {
  const [, , third] = cards('chenlan')
  if (!third) throw new Error('no card')
  const before = (await openTasks()).length
  const moved = await ask('POST', '/api/staff-tasks/reassignments', {
    from: 'chenlan',
    to: 'linxia',
    reason: '分一分',
  })
  expect(moved.body.moved).toBe(before)
  await until('the card says so', async () => third.replaced === '已转给别人')
  const open = await openTasks()
  expect(open.every(({ userid }: { userid: string }) => userid === 'linxia')).toBe(true)
  const again = await ask('POST', '/api/staff-tasks/reassignments', {
    from: 'chenlan',
    to: 'zhoumu',
    reason: '另一位店长',
  })
  expect([again.status, again.body.code]).toEqual([409, 'tasks_moved'])
})

test('a manager hears of late tasks once a day, and nobody is reminded when nobody is at work', async () => {
  await moveTo(addMs(MORNING, 8 * HOUR_MS))
  await until('the manager heard', async () =>
    cards('linxia').some(({ card }) => card?.main_title?.title?.includes('任务超时')),
  )
  const late = (await ask('GET', '/api/staff-tasks?late=yes')).body
  expect(late.total).toBeGreaterThan(0)
  const counted = cards('linxia').length
  await moveTo(addMs(MORNING, 11.5 * HOUR_MS))
  await sleep(1_500)
  expect(cards('linxia')).toHaveLength(counted)
})

test('the report counts what was given, done and in time, and its file has the same lines', async () => {
  const { items } = (await ask('GET', '/api/staff-execution?from=2026-11-09&to=2026-11-15')).body
  const sum = (key: string) =>
    items.reduce((all: number, row: Record<string, number>) => all + (row[key] ?? 0), 0)
  expect([sum('given'), sum('done') >= 1, sum('inTime') === sum('done')]).toEqual([4, true, true])
  const file = await brand.ask('GET', '/api/staff-execution.csv?from=2026-11-09&to=2026-11-15')
  expect(file.text.trim().split('\n')).toHaveLength(items.length + 1)
})

test('each task was reminded of at most once in the day', async () => {
  const rows = await house.deps.db.inWorkspace(brand.tenant.id, (tx) =>
    tx.rows(sql<{ task: string; n: number }>`
      select task_id as task, count(*) as n from channel.staff_card where kind = 'nudge' group by 1
    `),
  )
  expect(rows.length).toBeGreaterThanOrEqual(3)
  expect(rows.filter(({ n }) => n > 1)).toEqual([])
})
