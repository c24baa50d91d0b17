import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { PolicyRules } from '../../contract/delivery.ts'
import { addMs, createLog, seededChance, type Tenant } from '../kernel/index.ts'
import { openDatabase, sql, type TestDatabase, testDatabase } from '../postgres/index.ts'
import {
  addresseesOf,
  freeRules,
  morning,
  newCustomers,
  newTenant,
  plan,
  setRules,
  specOf,
} from './world.fixture.ts'

const WORKERS = 8
const JOURNEYS = 50
const DAY_MS = 24 * 3_600_000

let base: TestDatabase
let tenant: Tenant
beforeAll(async () => {
  base = await testDatabase()
})
afterAll(() => base?.drop())
beforeEach(async () => {
  tenant = await newTenant(base.db)
})

/** How many slots each person has in each calendar day, and the most in any seven days. */
async function slotsOf(): Promise<{ day: number; week: number; month: number }[]> {
  return base.db.inWorkspace(tenant.id, (tx) =>
    tx.rows(sql<{ day: number; week: number; month: number }>`
      select max(d.on_day) as day, max(d.in_week) as week, max(d.in_month) as month
      from (
        select person_id,
               count(*) over (partition by person_id, slot_on) as on_day,
               count(*) over (partition by person_id order by slot_at range between interval '6 days 23 hours 59 minutes' preceding and current row) as in_week,
               count(*) over (partition by person_id, date_trunc('month', slot_on)) as in_month
        from channel.delivery
        where workspace_id = ${tenant.id}
          and slot_on is not null
      ) d
      group by d.person_id
    `),
  )
}

const withCaps = (overall: PolicyRules['caps']['overall']): PolicyRules => ({
  ...freeRules,
  caps: { ...freeRules.caps, overall },
})

test('fifty journeys race for the same people with eight workers: nobody gets more than the cap (I-5)', async () => {
  await setRules(base.db, tenant, withCaps({ day: 2, week: null, month: null }))
  const people = await newCustomers(base.db, tenant, 20)
  const log = createLog('test', 'silent')
  const workers = await openDatabase(base.url, {
    log,
    role: 'liuyuan_app',
    maxConnections: WORKERS,
  })
  const jobs = Array.from({ length: JOURNEYS }, (_, i) => i)
  const worker = async () => {
    for (let job = jobs.shift(); job !== undefined; job = jobs.shift()) {
      const spec = specOf({
        cause: {
          kind: 'journey',
          journeyId: `01900000-0000-7000-8000-0000000000${String(job).padStart(2, '0')}`,
          version: 1,
          stepId: 'a',
        },
        carrier: job % 2 === 0 ? 'wecom_mass' : 'staff_task',
      })
      let waiting = addresseesOf(people)
      // Who was being decided about by another worker is asked again.
      while (waiting.length > 0) {
        const said = await plan(workers, tenant, spec, waiting)
        const busy = new Set(
          said.flatMap((one) =>
            one.outcome === 'deferred' && one.reason === 'busy' ? [one.deliveryId] : [],
          ),
        )
        waiting = waiting.filter(({ deliveryId }) => busy.has(deliveryId))
      }
    }
  }
  await Promise.all(Array.from({ length: WORKERS }, worker))
  await workers.close()
  const slots = await slotsOf()
  expect(slots).toHaveLength(people.length)
  expect(slots.map(({ day }) => day)).toEqual(people.map(() => 2))
})

test('caps of day, seven days and month hold together over weeks of tries', async () => {
  await setRules(base.db, tenant, withCaps({ day: 1, week: 3, month: 8 }))
  const people = await newCustomers(base.db, tenant, 5)
  const chance = seededChance(11)
  const hours = Array.from({ length: 150 }, () => Math.floor(chance.fraction() * 60 * 24)).sort(
    (a, b) => a - b,
  )
  for (const hour of hours) {
    const now = addMs(morning, (hour * DAY_MS) / 24)
    await plan(
      base.db,
      tenant,
      specOf({ notBefore: now, notAfter: addMs(now, DAY_MS), lateness: 'skip' }),
      addresseesOf(people),
      now,
    )
  }
  for (const { day, week, month } of await slotsOf()) {
    expect(day).toBe(1)
    expect(week).toBeLessThanOrEqual(3)
    expect(month).toBeLessThanOrEqual(8)
    expect(month).toBeGreaterThan(4)
  }
})
