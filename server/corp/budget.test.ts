import { afterAll, beforeAll, expect, test } from 'vitest'
import { createLog, manualClock, newId, seededChance, type TenantCompany } from '../kernel/index.ts'
import {
  type Database,
  openDatabase,
  sql,
  type TestDatabase,
  testDatabase,
} from '../postgres/index.ts'
import { apiUse, type Budget, createBudget, WAITING_SHARE } from './budget.ts'

const morning = new Date('2026-11-11T10:00:00+08:00')

async function newTenant(db: Database): Promise<TenantCompany> {
  const id = newId()
  await db.inWorkspace(id, (tx) =>
    tx.run(sql`
      insert into staff.workspace (workspace_id, name, time_zone, currency, created_at)
      values (${id}, '青禾护肤', 'Asia/Shanghai', 'CNY', '2026-01-01')
    `),
  )
  return { id, company: '' }
}

let base: TestDatabase
beforeAll(async () => {
  base = await testDatabase()
})
afterAll(() => base?.drop())

const WORKERS = 6
const LIMITS = [
  { windowMs: 60_000, max: 40 },
  { windowMs: 3_600_000, max: 100 },
]

test('however many workers there are and however often they begin anew, no window has more calls than its quota (I-26)', async () => {
  const tenant = await newTenant(base.db)
  const clock = manualClock(morning)
  const chance = seededChance(3)
  const log = createLog('test', 'silent')
  const db = await openDatabase(base.url, { log, role: 'liuyuan_app', maxConnections: WORKERS })
  const made: number[] = []
  const fresh = () => createBudget({ db, clock, limits: LIMITS, lease: 7 })
  const workers: Budget[] = Array.from({ length: WORKERS }, fresh)
  for (let minute = 0; minute < 100; minute++) {
    await Promise.all(
      workers.map(async (worker, i) => {
        for (let call = 0; call < 12; call++) {
          const wait = await worker.take(tenant, 'create_task')
          if (wait) expect(wait > clock.now()).toBe(true)
          else made.push(clock.now().getTime())
        }
        if (chance.fraction() < 0.1) workers[i] = fresh()
      }),
    )
    clock.advanceMs(20_000 + Math.floor(chance.fraction() * 40_000))
  }
  await db.close()
  for (const { windowMs, max } of LIMITS) {
    const inWindow = new Map<number, number>()
    for (const at of made) {
      const window = Math.floor(at / windowMs)
      inWindow.set(window, (inWindow.get(window) ?? 0) + 1)
    }
    expect(Math.max(...inWindow.values())).toBeLessThanOrEqual(max)
    expect(Math.max(...inWindow.values())).toBeGreaterThan(max / 2)
  }
})

test('45009: nobody calls that path for a minute, and for an hour when it comes again at once; others go on', async () => {
  const tenant = await newTenant(base.db)
  const clock = manualClock(morning)
  const one = createBudget({ db: base.db, clock, limits: LIMITS, lease: 1 })
  const other = createBudget({ db: base.db, clock, limits: LIMITS, lease: 1 })
  expect(await one.take(tenant, 'create_task')).toBe(null)
  clock.advanceMs(20_000)
  await one.close(tenant, 'create_task')
  // Whoever left together with the first is no repetition.
  await one.close(tenant, 'create_task')
  expect(await other.take(tenant, 'create_task')).toEqual(new Date('2026-11-11T02:01:20Z'))
  expect(await other.take(tenant, 'mark_tags')).toBe(null)
  clock.advanceMs(60_000)
  expect(await other.take(tenant, 'create_task')).toBe(null)
  await one.close(tenant, 'create_task')
  clock.advanceMs(59 * 60_000)
  expect(await other.take(tenant, 'create_task')).toEqual(new Date('2026-11-11T03:01:20Z'))
  clock.advanceMs(60_000)
  expect(await one.take(tenant, 'create_task')).toBe(null)
  one.served(tenant, 'create_task')
  await one.close(tenant, 'create_task')
  expect(await other.take(tenant, 'create_task')).toEqual(new Date('2026-11-11T03:02:20Z'))
})

test('bringing everything in leaves half of every window to what happens meanwhile', async () => {
  const tenant = await newTenant(base.db)
  const clock = manualClock(morning)
  const sync = createBudget({ db: base.db, clock, limits: LIMITS, lease: 1 })
  const live = createBudget({ db: base.db, clock, limits: LIMITS, lease: 1 })
  const takenBy = async (budget: Budget, share: number) => {
    let calls = 0
    while ((await budget.take(tenant, 'read_contact', share)) === null) calls += 1
    return calls
  }
  expect(await takenBy(sync, WAITING_SHARE)).toBe(20)
  expect(await takenBy(live, 1)).toBe(20)
  const [minute] = await base.db.inWorkspace(tenant.id, (tx) => apiUse(tx, tenant, clock.now()))
  expect(minute).toMatchObject({ api: 'read_contact', windowMs: 60_000, used: 40 })
  clock.advanceMs(60_000)
  const [after] = await base.db.inWorkspace(tenant.id, (tx) => apiUse(tx, tenant, clock.now()))
  expect(after).toMatchObject({ used: 0 })
})
