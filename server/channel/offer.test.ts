import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { defaultRules } from '../../contract/delivery.ts'
import { addMs, type Tenant } from '../kernel/index.ts'
import { sql, type TestDatabase, testDatabase } from '../postgres/index.ts'
import { record } from './consent.ts'
import { givenMaterials, worksOfMaterials } from './material-work.ts'
import { offerMaterial } from './offer.ts'
import { finishTask, skipTask } from './staff-task.ts'
import {
  freeRules,
  ledger,
  morning,
  newCustomers,
  newTenant,
  setRules,
  type Who,
} from './world.fixture.ts'

const materialId = '01900000-0000-7000-8000-00000000bbbb'
let base: TestDatabase
let tenant: Tenant
let who: Who
beforeAll(async () => {
  base = await testDatabase()
})
afterAll(() => base?.drop())
beforeEach(async () => {
  tenant = await newTenant(base.db)
  const [one] = await newCustomers(base.db, tenant, 1)
  if (!one) throw new Error('nobody')
  who = one
})

const offer = (more: { purpose?: 'value' | 'promotion'; now?: Date } = {}) =>
  base.db.inWorkspace(tenant.id, (tx) =>
    offerMaterial(
      tx,
      { tenant, now: more.now ?? morning },
      {
        materialId,
        content: { text: '{{ customer.name }}，换季泛红先停酸类' },
        purpose: more.purpose ?? 'value',
        customer: who,
        sender: { userid: 'linxia', externalUserid: 'wm-of-linxia' },
      },
    ),
  )
const within = <T>(work: Parameters<typeof base.db.inWorkspace<T>>[1]) =>
  base.db.inWorkspace(tenant.id, work)

test('what an associate chooses is hers to send at once, in her name, and takes the slot of the day', async () => {
  await setRules(base.db, tenant, defaultRules)
  const first = await offer()
  expect(first).toMatchObject({ ok: true, value: { text: '小满，换季泛红先停酸类' } })
  expect(await ledger(base.db, tenant)).toMatchObject([{ state: 'handed' }])
  const { userid } = await within((tx) =>
    tx.one(sql<{ userid: string }>`select userid from channel.staff_task where state = 'open'`),
  )
  expect(userid).toBe('linxia')
  expect(await offer(), 'one a day').toMatchObject({ ok: false, reason: 'cap_overall' })
})

test('let be, it frees the slot; sent, it counts for the material and for the person', async () => {
  await setRules(base.db, tenant, defaultRules)
  const ctx = { tenant, now: morning }
  const first = await offer()
  if (!first.ok) throw new Error(first.reason)
  const { taskId } = first.value
  const skipped = {
    id: taskId,
    by: null,
    userid: 'linxia',
    reason: '没有发出',
    outcome: 'other' as const,
  }
  await within((tx) => skipTask(tx, ctx, skipped))
  const second = await offer()
  if (!second.ok) throw new Error(second.reason)
  const deed = { id: second.value.taskId, by: null, userid: 'linxia', outcome: 'sent' as const }
  expect(await within((tx) => finishTask(tx, ctx, deed))).toBe('done')
  const works = await within((tx) => worksOfMaterials(tx, tenant, [materialId]))
  expect(works.get(materialId)).toEqual({ sent: 1, clicked: 0, senders: 1 })
  const given = await within((tx) =>
    givenMaterials(tx, tenant, { materialIds: [materialId], personIds: [who.id] }),
  )
  expect(given.get(`${who.id} ${materialId}`)).toEqual(morning)
})

test('a task is decided by the associate whose it is, and by nobody else', async () => {
  await setRules(base.db, tenant, freeRules)
  const made = await offer()
  if (!made.ok) throw new Error(made.reason)
  const ctx = { tenant, now: morning }
  const foreign = { id: made.value.taskId, by: null, userid: 'chenlan', outcome: 'sent' as const }
  expect(await within((tx) => finishTask(tx, ctx, foreign))).toBe('not_found')
  expect(await ledger(base.db, tenant)).toMatchObject([{ state: 'handed' }])
})

test('who said no to promotion is not offered one, in quiet hours nobody is, and nothing stays in the ledger', async () => {
  await setRules(base.db, tenant, { ...freeRules, quietHours: { from: '22:00', to: '08:00' } })
  const word = { kind: 'opt_out' as const, purpose: 'promotion' as const, reason: '说过不要广告' }
  await within((tx) =>
    record(tx, tenant, { ...word, customerId: who.id, source: 'staff', by: null, now: morning }),
  )
  expect(await offer({ purpose: 'promotion' })).toMatchObject({ ok: false, reason: 'opted_out' })
  const night = new Date('2026-11-11T15:00:00Z')
  expect(await offer({ now: night })).toMatchObject({
    ok: false,
    reason: 'quiet_hours',
    detail: { until: '2026-11-12T00:00:00.000Z' },
  })
  expect(await ledger(base.db, tenant)).toEqual([])
})

test('just before quiet hours nothing is handed over that could only be sent within them', async () => {
  await setRules(base.db, tenant, { ...freeRules, quietHours: { from: '22:00', to: '08:00' } })
  const evening = addMs(new Date('2026-11-11T14:00:00Z'), -5 * 60_000)
  expect(await offer({ now: evening })).toMatchObject({ ok: false, reason: 'quiet_hours' })
  expect(await ledger(base.db, tenant)).toEqual([])
})

test('two associates who choose for one person at the same moment: one of them may (I-5)', async () => {
  await setRules(base.db, tenant, defaultRules)
  const said = await Promise.all([offer(), offer(), offer(), offer()])
  expect(said.filter(({ ok }) => ok)).toHaveLength(1)
  const { slots } = await within((tx) =>
    tx.one(sql<{ slots: number }>`
      select count(*) as slots from channel.delivery where person_id = ${who.id} and slot_on is not null
    `),
  )
  expect(slots).toBe(1)
})
