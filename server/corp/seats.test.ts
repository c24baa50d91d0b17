import { afterAll, beforeAll, expect, test } from 'vitest'
import { SANDBOX_CORP, SANDBOX_SECRET, startSandbox } from '../../sandbox/index.ts'
import { createWecom, tokensInMemory } from '../../wecom/index.ts'
import {
  createLog,
  manualClock,
  newId,
  sleep,
  systemClock,
  type TenantCompany,
} from '../kernel/index.ts'
import {
  type Database,
  openDatabase,
  sql,
  type TestDatabase,
  testDatabase,
} from '../postgres/index.ts'
import { createBudget } from './budget.ts'
import { lanesOf } from './lanes.ts'
import { createSeats, type Seats } from './seats.ts'

const morning = new Date('2026-11-11T10:00:00+08:00')
const API = 'externalcontact/get'
const AT_ONCE = 10
const WORKERS = 5

let base: TestDatabase
let db: Database
beforeAll(async () => {
  base = await testDatabase()
  const log = createLog('test', 'silent')
  db = await openDatabase(base.url, { log, role: 'liuyuan_app', maxConnections: WORKERS })
})
afterAll(async () => {
  await db?.close()
  await base?.drop()
})

async function newTenant(): Promise<TenantCompany> {
  const id = newId()
  await base.db.inWorkspace(id, (tx) =>
    tx.run(sql`
      insert into staff.workspace (workspace_id, name, time_zone, currency, created_at)
      values (${id}, '青禾护肤', 'Asia/Shanghai', 'CNY', '2026-01-01')
    `),
  )
  return { id, company: '' }
}

/** Takes all seats that are to be had at once. */
async function sitDown(seats: Seats, tenant: TenantCompany, most: number): Promise<number> {
  const taken = await Promise.all(Array.from({ length: most }, () => seats.sit(tenant, API)))
  return taken.filter(Boolean).length
}

test('however many workers call, no more calls of a path are under way than there are seats, and all are made', async () => {
  const tenant = await newTenant()
  const clock = manualClock(morning)
  const workers = Array.from({ length: WORKERS }, () =>
    createSeats({ db, clock, pause: sleep, atOnce: AT_ONCE }),
  )
  let [underWay, most, made] = [0, 0, 0]
  const call = async (seats: Seats) => {
    while (!(await seats.sit(tenant, API)));
    underWay += 1
    most = Math.max(most, underWay)
    await sleep(5)
    underWay -= 1
    made += 1
    seats.rise(tenant, API)
  }
  const passing = setInterval(() => clock.advanceMs(1_000), 20)
  await Promise.all(workers.flatMap((seats) => Array.from({ length: 30 }, () => call(seats))))
  clearInterval(passing)
  expect(made).toBe(WORKERS * 30)
  expect(most).toBeLessThanOrEqual(AT_ONCE)
})

test('who dies with calls under way keeps nobody from calling for longer than these calls can take', async () => {
  const tenant = await newTenant()
  const clock = manualClock(morning)
  const hasty = { db, clock, pause: () => sleep(1), atOnce: AT_ONCE }
  const dead = createSeats(hasty)
  // Half of what is free at a time, so that another always finds a seat.
  const held = await sitDown(dead, tenant, AT_ONCE)
  expect(held).toBeLessThanOrEqual(AT_ONCE)
  expect(held).toBeGreaterThan(AT_ONCE / 2)
  const other = createSeats(hasty)
  expect(await sitDown(other, tenant, AT_ONCE)).toBe(AT_ONCE - held)
  clock.advanceMs(15_001)
  expect(await sitDown(other, tenant, held)).toBe(held)
})

test('companies and paths keep nobody of another waiting', async () => {
  const tenant = await newTenant()
  const clock = manualClock(morning)
  const seats = createSeats({ db, clock, pause: () => sleep(1), atOnce: 1 })
  expect(await seats.sit(tenant, API)).toBe(true)
  expect(await seats.sit(tenant, API)).toBe(false)
  expect(await seats.sit(tenant, 'externalcontact/list')).toBe(true)
  expect(await seats.sit({ ...tenant, company: 'ww0123456789abcdef' }, API)).toBe(true)
  seats.rise(tenant, API)
  expect(await seats.sit(tenant, API)).toBe(true)
})

test('WeCom is never asked by more at once than the seats of two processes allow together', async () => {
  const tenant = await newTenant()
  const sandbox = await startSandbox({ seed: 3 })
  Object.assign(sandbox.weather, { callsAtOnce: AT_ONCE, latencyMs: 20 })
  const { externalUserId } = sandbox.deeds.makePerson()
  sandbox.deeds.befriend(externalUserId, 'chenlan')
  const clock = systemClock
  const client = () =>
    createWecom({
      baseUrl: sandbox.url,
      corpId: SANDBOX_CORP,
      secret: SANDBOX_SECRET,
      tokens: tokensInMemory(),
      clock,
      lanes: lanesOf(
        {
          budget: createBudget({ db, clock }),
          seats: createSeats({ db, clock, pause: sleep, atOnce: AT_ONCE }),
          clock,
        },
        tenant,
      ),
    })
  const asked = [client(), client()].flatMap((wecom) =>
    Array.from({ length: 40 }, () => wecom.contact(externalUserId)),
  )
  const answers = await Promise.all(asked)
  await sandbox.stop()
  expect(answers.filter((answer) => !answer.ok)).toEqual([])
})
