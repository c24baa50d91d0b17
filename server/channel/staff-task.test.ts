import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { defaultWorkRules } from '../../contract/staff-work.ts'
import { addMs, createLog, type Tenant } from '../kernel/index.ts'
import { openDatabase, sql, type TestDatabase, type Tx, testDatabase } from '../postgres/index.ts'
import { awayFor, recordAbsence } from './absence.ts'
import { beginTask, unbeginTask } from './begin-task.ts'
import { record } from './consent.ts'
import { claimDue, prepare } from './hand-off.ts'
import { reassignTasks } from './reassign.ts'
import { snoozeTask } from './snooze.ts'
import { closeTasks, finishTask, skipTask } from './staff-task.ts'
import { afterWorking } from './task-clock.ts'
import { listTasks } from './task-list.ts'
import { changeWork, staffMinutes } from './work-rules.ts'
import {
  addresseesOf,
  freeRules,
  ledger,
  morning,
  newCustomers,
  newTenant,
  plan,
  setRules,
  specOf,
  type Who,
} from './world.fixture.ts'

const HOUR_MS = 3_600_000
let base: TestDatabase
let tenant: Tenant
let people: Who[]
beforeAll(async () => {
  base = await testDatabase()
})
afterAll(() => base?.drop())
beforeEach(async () => {
  tenant = await newTenant(base.db)
  await setRules(base.db, tenant, { ...freeRules, quietHours: { from: '22:00', to: '08:00' } })
  people = await newCustomers(base.db, tenant, 3)
  await within((tx) =>
    tx.run(sql`
      insert into corp.associate (workspace_id, userid, name, is_active, first_seen_at, changed_at)
      values (${tenant.id}, 'chenlan', '陈兰', true, ${morning}, ${morning}),
             (${tenant.id}, 'linxia', '林夏', true, ${morning}, ${morning}),
             (${tenant.id}, 'zhoumu', '周牧', true, ${morning}, ${morning})
    `),
  )
})

function within<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
  return base.db.inWorkspace(tenant.id, work)
}
const at = (ms: number) => ({ tenant, now: addMs(morning, ms) })

/** Hands over what is due. */
async function handOver(ms = 0): Promise<void> {
  const { now } = at(ms)
  const claimed = await within((tx) => claimDue(tx, at(ms), now))
  await within((tx) => prepare(tx, at(ms), claimed, now))
}

/** Three tasks of chenlan's. @returns their ids. */
async function given(more: Parameters<typeof specOf>[0] = {}): Promise<string[]> {
  await plan(base.db, tenant, specOf({ carrier: 'staff_task', ...more }), addresseesOf(people))
  await handOver()
  const { items } = await open('chenlan')
  return items.map(({ id }) => id)
}
const open = (userid: string, ms = 0) =>
  within((tx) => listTasks(tx, tenant, { state: 'open', userids: [userid], limit: 50 }, at(ms).now))

test('a task is due within working hours: what comes in the evening has the next morning', () => {
  const rules = { hours: { from: '10:00', to: '21:00' } }
  const zone = 'Asia/Shanghai'
  const due = (from: string, minutes: number) =>
    afterWorking(new Date(from), minutes, zone, rules).toISOString()
  expect(due('2026-11-11T12:00:00+08:00', 240)).toBe('2026-11-11T08:00:00.000Z')
  expect(due('2026-11-11T20:00:00+08:00', 240)).toBe('2026-11-12T05:00:00.000Z')
  expect(due('2026-11-11T23:00:00+08:00', 60)).toBe('2026-11-12T03:00:00.000Z')
})

test('a task that is left for later today stays with her, and is due after that', async () => {
  const [id = ''] = await given()
  const until = addMs(morning, 6 * HOUR_MS)
  const wish = { id, until, reason: '客户在开会', by: null, userid: 'chenlan' }
  expect(await within((tx) => snoozeTask(tx, at(0), wish))).toMatchObject({ ok: true })
  const task = (await open('chenlan')).items.find((one) => one.id === id)
  expect(task).toMatchObject({ snoozedUntil: until, isOverdue: false })
  expect((task?.dueAt ?? morning) >= until).toBe(true)
})

test('a task that is left for another day is judged again then, and never goes out after its time', async () => {
  const [id = ''] = await given({ notAfter: addMs(morning, 26 * HOUR_MS) })
  const wish = { id, reason: '明天再说', by: null, userid: 'chenlan' }
  const tooLate = await within((tx) =>
    snoozeTask(tx, at(0), { ...wish, until: addMs(morning, 27 * HOUR_MS) }),
  )
  expect(tooLate).toMatchObject({ ok: false, reason: 'snooze_too_late' })
  const tomorrow = addMs(morning, 24 * HOUR_MS)
  await within((tx) => snoozeTask(tx, at(0), { ...wish, until: tomorrow }))
  expect((await open('chenlan')).total).toBe(2)
  expect((await ledger(base.db, tenant)).find((row) => row.id === id)).toMatchObject({
    state: 'planned',
    reason: 'snoozed',
    slotOn: '2026-11-12',
  })
  await handOver(24 * HOUR_MS)
  expect((await open('chenlan', 24 * HOUR_MS)).items.map((one) => one.id)).toContain(id)
  await within((tx) => closeTasks(tx, at(26 * HOUR_MS)))
  expect((await ledger(base.db, tenant)).find((row) => row.id === id)?.state).toBe('expired')
})

test('what must not be late is not left for another day', async () => {
  const [id = ''] = await given({ lateness: 'skip' })
  const until = addMs(morning, 24 * HOUR_MS)
  const wish = { id, until, reason: '明天再说', by: null, userid: 'chenlan' }
  expect(await within((tx) => snoozeTask(tx, at(0), wish))).toMatchObject({
    reason: 'snooze_too_late',
  })
})

test('two managers who move the same tasks at once: they go to one of the two, and the other is told', async () => {
  await given()
  const log = createLog('test', 'silent')
  const two = await openDatabase(base.url, { log, role: 'liuyuan_app', maxConnections: 4 })
  const move = (to: string) =>
    two.inWorkspace(tenant.id, (tx) =>
      reassignTasks(tx, at(0), { from: 'chenlan', to, reason: '分一分', by: null }),
    )
  const said = await Promise.all([move('linxia'), move('zhoumu')])
  const moved = said.map((one) => (one.ok ? one.value.moved.length : -1))
  expect([...moved].sort()).toEqual([0, 3])
  const [linxia, zhoumu] = [(await open('linxia')).total, (await open('zhoumu')).total]
  expect([linxia, zhoumu].sort()).toEqual([0, 3])
  await two.close()
})

test('who took a task over keeps it when it is planned again, and counts against their own day', async () => {
  const [id = ''] = await given()
  const deed = { from: 'chenlan', to: 'linxia', taskIds: [id], reason: '休假', by: null }
  await within((tx) => reassignTasks(tx, at(0), deed))
  const until = addMs(morning, 24 * HOUR_MS)
  const wish = { id, until, reason: '明天', by: null, userid: 'linxia' }
  await within((tx) => snoozeTask(tx, at(0), wish))
  await handOver(24 * HOUR_MS)
  expect((await open('linxia', 24 * HOUR_MS)).items.map((one) => one.id)).toEqual([id])
  const { userid } = await within((tx) =>
    tx.one(sql<{ userid: string }>`select userid from channel.delivery where id = ${id}`),
  )
  expect(userid).toBe('linxia')
})

test('tasks go to nobody unknown, to nobody of another company, and not to whom they are with', async () => {
  await given()
  const move = (to: string) =>
    within((tx) => reassignTasks(tx, at(0), { from: 'chenlan', to, reason: '试试', by: null }))
  expect(await move('nobody')).toMatchObject({ reason: 'unknown_associate' })
  expect(await move('ww0123456789abcdef/linxia')).toMatchObject({ reason: 'other_company' })
  expect(await move('chenlan')).toMatchObject({ reason: 'same_person' })
})

test('send is begun once: two taps at the same moment say it once', async () => {
  const [id = ''] = await given()
  const hers = { id, userid: 'chenlan' }
  const taps = await Promise.all([1, 2].map(() => within((tx) => beginTask(tx, at(0), hers))))
  expect([...taps].sort()).toEqual(['begun', 'begun_before'])
  await within((tx) => unbeginTask(tx, at(0), hers))
  expect(await within((tx) => beginTask(tx, at(0), hers))).toBe('begun')
  expect(await within((tx) => beginTask(tx, at(0), { id, userid: 'linxia' }))).toBe('not_found')
})

test('who said no while the task lay there gets nothing by the tap', async () => {
  const [id = ''] = await given()
  const who = people.find(({ no }) => no === 1)
  const task = (await open('chenlan')).items.find((one) => one.id === id)
  const customerId = task?.customerId ?? who?.id ?? ''
  const word = { kind: 'opt_out', purpose: 'value', source: 'staff', reason: '不要了' } as const
  await within((tx) => record(tx, tenant, { ...word, customerId, by: null, now: morning }))
  const tapped = await within((tx) => beginTask(tx, at(0), { id, userid: 'chenlan' }))
  expect(tapped).toEqual({ reason: 'opted_out' })
})

test('told by phone counts as done; not wanted frees the slot and says so', async () => {
  const [one = '', other = ''] = await given()
  await within((tx) => finishTask(tx, at(0), { id: one, by: null, outcome: 'by_phone' }))
  const skipped = { id: other, by: null, outcome: 'not_wanted' as const, reason: '说不需要' }
  await within((tx) => skipTask(tx, at(0), skipped))
  const rows = new Map((await ledger(base.db, tenant)).map((row) => [row.id, row]))
  expect(rows.get(one)).toMatchObject({ state: 'sent', slotOn: '2026-11-11' })
  expect(rows.get(other)).toMatchObject({ state: 'skipped', slotOn: null })
})

test('she is away on days of the workspace: her tasks are offered to the stand-in, and to nobody after', async () => {
  const away = { userid: 'chenlan', fromOn: '2026-11-11', toOn: '2026-11-12', reason: '休假' }
  const mark = (standIn: string) =>
    within((tx) => recordAbsence(tx, tenant, { ...away, standIn }, { by: null, now: morning }))
  const said = await Promise.all([mark('linxia'), mark('zhoumu')])
  expect(said.filter(({ ok }) => ok)).toHaveLength(1)
  const on = async (today: string) =>
    (
      await Promise.all(
        ['linxia', 'zhoumu'].map((standIn) =>
          within((tx) => awayFor(tx, tenant, { standIn, today })),
        ),
      )
    ).flat()
  expect(await on('2026-11-12')).toEqual(['chenlan'])
  expect(await on('2026-11-13')).toEqual([])
})

test('minutes are as they were set, and whoever looked at an older version is told', async () => {
  const rules = { ...defaultWorkRules, minutes: { ...defaultWorkRules.minutes, message: 5 } }
  const set = (no: number) =>
    within((tx) =>
      changeWork(tx, tenant, {
        no,
        rules: { ...rules, minutesOf: { linxia: 30 } },
        by: null,
        now: morning,
      }),
    )
  expect(await set(0)).toBe(true)
  expect(await set(0)).toBe(false)
  const minutes = await within((tx) => staffMinutes(tx, tenant))
  expect([minutes.of.message, minutes.perDay('linxia'), minutes.perDay('chenlan')]).toEqual([
    5, 30, 120,
  ])
})
