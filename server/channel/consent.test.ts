import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { ResolvedEvent } from '../event/index.ts'
import { newId, type Tenant } from '../kernel/index.ts'
import { sql, type TestDatabase, testDatabase } from '../postgres/index.ts'
import { record, standOf, takeBack, type Word } from './consent.ts'
import { contactStep } from './merge-step.ts'
import {
  addresseesOf,
  freeRules,
  morning,
  newCustomers,
  newTenant,
  plan,
  setRules,
  specOf,
  type Who,
} from './world.fixture.ts'

let base: TestDatabase
let tenant: Tenant
beforeAll(async () => {
  base = await testDatabase()
})
afterAll(() => base?.drop())
beforeEach(async () => {
  tenant = await newTenant(base.db)
  await setRules(base.db, tenant, freeRules)
})

const said = { by: null, source: 'staff' as const, reason: '电话里说的', now: morning }
const within = <T>(work: Parameters<typeof base.db.inWorkspace<T>>[1]) =>
  base.db.inWorkspace(tenant.id, work)
const say = (word: Word) => within((tx) => record(tx, tenant, word))
const ask = async ({ id, no }: Who, purpose: 'value' | 'promotion') =>
  (await plan(base.db, tenant, specOf({ purpose }), addresseesOf([{ id, no }])))[0]

async function two(): Promise<[Who, Who]> {
  const [one, other] = await newCustomers(base.db, tenant, 2)
  if (!one || !other) throw new Error('nobody')
  return [one, other]
}

/** Two customers turn out to be one person, or two after all. */
async function join(kept: Who, gone: Who, name: 'identity.merged' | 'identity.unmerged') {
  const personId = name === 'identity.merged' ? kept.id : gone.id
  const event: ResolvedEvent = {
    eventId: newId(),
    name,
    at: morning,
    receivedAt: morning,
    source: 'liuyuan',
    claims: [],
    customerId: kept.id,
    customerNo: kept.no,
    value: null,
    props: { kept: kept.no, gone: gone.no },
    importNo: 0,
  }
  await within(async (tx) => {
    await tx.run(sql`
      update customer.customer
      set person_id = ${personId}
      where workspace_id = ${tenant.id}
        and id = ${gone.id}
    `)
    await contactStep.apply(tx, { tenant, batchNo: 1, now: morning }, [event])
  })
}

test('who wants no promotions still gets what is useful; taking the word back takes it back', async () => {
  const [one] = await two()
  const id = await say({ ...said, kind: 'opt_out', purpose: 'promotion', customerId: one.id })
  expect(await ask(one, 'promotion')).toMatchObject({ outcome: 'skipped', reason: 'opted_out' })
  expect(await ask(one, 'value')).toMatchObject({ outcome: 'planned' })
  await within((tx) => takeBack(tx, tenant, { id: id ?? '', by: null, now: morning }))
  expect(await ask(one, 'promotion')).toMatchObject({ outcome: 'planned' })
})

test('who is not to be disturbed gets nothing until then', async () => {
  const [one] = await two()
  const until = new Date('2026-11-12T02:00:00Z')
  await say({ ...said, kind: 'do_not_disturb', until, customerId: one.id })
  expect(await ask(one, 'value')).toMatchObject({
    outcome: 'deferred',
    reason: 'do_not_disturb',
    until,
  })
  await say({ ...said, kind: 'do_not_disturb', until: null, customerId: one.id })
  expect(await ask(one, 'value')).toMatchObject({ outcome: 'skipped', reason: 'do_not_disturb' })
  await say({
    ...said,
    kind: 'disturb_again',
    customerId: one.id,
    now: new Date('2026-11-11T03:00:00Z'),
  })
  expect(await ask(one, 'value')).toMatchObject({ outcome: 'planned' })
})

test('when two become one the stricter word holds, and the slots of both count; undone, each has their own', async () => {
  await setRules(base.db, tenant, {
    ...freeRules,
    caps: { ...freeRules.caps, overall: { day: 2, week: null, month: null } },
  })
  const [kept, gone] = await two()
  await say({ ...said, kind: 'opt_out', purpose: 'promotion', customerId: gone.id })
  await ask(kept, 'value')
  await ask(gone, 'value')
  await join(kept, gone, 'identity.merged')
  expect(await ask(kept, 'promotion')).toMatchObject({ reason: 'opted_out' })
  expect(await ask(kept, 'value')).toMatchObject({ outcome: 'deferred', reason: 'cap_overall' })
  const stand = await within((tx) => standOf(tx, tenant, kept.id))
  expect(stand?.refused).toEqual(['promotion'])
  await join(kept, gone, 'identity.unmerged')
  expect(await ask(kept, 'promotion')).toMatchObject({ outcome: 'planned' })
  expect(await ask(gone, 'promotion')).toMatchObject({ reason: 'opted_out' })
})
