import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  type Carrier,
  type PolicyRules,
  type Purpose,
  purposes,
  spokenCarriers,
} from '../../contract/delivery.ts'
import { addMs, type Chance, seededChance, type Tenant } from '../kernel/index.ts'
import { sql, type TestDatabase, type Tx, testDatabase } from '../postgres/index.ts'
import { record } from './consent.ts'
import type { Addressee } from './delivery.ts'
import { claimDue, prepare } from './hand-off.ts'
import { allThatMayBeSent } from './may-be-sent.ts'
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
const WORLDS = 12
let base: TestDatabase
beforeAll(async () => {
  base = await testDatabase()
})
afterAll(() => base?.drop())

const within = <T>(tenant: Tenant, work: (tx: Tx) => Promise<T>) =>
  base.db.inWorkspace(tenant.id, work)

/** Rules of any kind, so that every one of them is the reason somewhere. */
function anyRules(chance: Chance): PolicyRules {
  const some = () => (chance.fraction() < 0.5 ? null : Math.floor(chance.fraction() * 4))
  const cap = () => ({ day: some(), week: some(), month: some() })
  return {
    ...freeRules,
    quietHours: chance.fraction() < 0.4 ? null : { from: '20:00', to: '09:00' },
    caps: {
      ...freeRules.caps,
      overall: cap(),
      carrier: { ...freeRules.caps.carrier, wecom_mass: cap(), staff_task: cap() },
      purpose: { ...freeRules.caps.purpose, promotion: cap() },
    },
    valuePerPromotion: Math.floor(chance.fraction() * 3),
    unansweredMax: Math.floor(chance.fraction() * 4),
    promoteWeakTies: chance.fraction() < 0.5,
    staffTasksPerDay: Math.floor(chance.fraction() * 6),
  }
}

async function anyLife(tenant: Tenant, chance: Chance): Promise<Who> {
  const seenDaysAgo = Math.floor(chance.fraction() * 200)
  const [who] = await newCustomers(base.db, tenant, 1, { seenDaysAgo })
  if (!who) throw new Error('nobody')
  await setRules(base.db, tenant, freeRules)
  for (let n = 0; n < chance.fraction() * 5; n++) {
    const purpose = purposes[Math.floor(chance.fraction() * 3)] ?? 'value'
    const carrier = chance.fraction() < 0.5 ? 'staff_task' : 'wecom_mass'
    const at = addMs(morning, -Math.floor(chance.fraction() * 9) * 24 * HOUR_MS)
    await plan(
      base.db,
      tenant,
      specOf({ purpose, carrier, notBefore: at }),
      addresseesOf([who]),
      at,
    )
  }
  await within(tenant, (tx) =>
    tx.run(
      sql`update channel.delivery set state = 'sent', sent_at = slot_at where slot_at is not null`,
    ),
  )
  if (chance.fraction() < 0.3) {
    const word = {
      kind: 'opt_out',
      purpose: 'promotion',
      source: 'staff',
      reason: '别发了',
    } as const
    const said = { ...word, customerId: who.id, by: null, now: morning }
    await within(tenant, (tx) => record(tx, tenant, said))
  }
  await setRules(base.db, tenant, anyRules(chance))
  return who
}

/** What becomes of a message that is planned and handed off now; everything is put back. */
async function reallySent(
  tenant: Tenant,
  now: Date,
  who: Who,
  { carrier, purpose }: { carrier: Carrier; purpose: Purpose },
): Promise<string> {
  const [one]: Addressee[] = addresseesOf([who])
  if (!one) throw new Error('nobody')
  const spec = specOf({ carrier, purpose, notBefore: now, notAfter: addMs(now, 72 * HOUR_MS) })
  const [said] = await plan(base.db, tenant, spec, [one], now)
  if (said?.outcome !== 'planned') return said?.reason ?? 'nothing'
  const claimed = await within(tenant, (tx) => claimDue(tx, { tenant, now }, now))
  await within(tenant, (tx) => prepare(tx, { tenant, now }, claimed, now))
  const row = (await ledger(base.db, tenant)).find(({ id }) => id === one.deliveryId)
  await within(tenant, async (tx) => {
    await tx.run(
      sql`update channel.staff_task set state = 'cancelled' where id = ${one.deliveryId}`,
    )
    await tx.run(sql`
      update channel.delivery
      set state = 'failed', slot_at = null, slot_on = null
      where id = ${one.deliveryId}
    `)
  })
  return row?.state === 'planned' ? (row.reason ?? 'waits') : 'goes'
}

test('what the page says may be sent is what the judge lets go at the hand-off, at any hour and under any rules', async () => {
  const chance = seededChance(4_340)
  const reasons = new Set<string>()
  for (let world = 0; world < WORLDS; world++) {
    const tenant = await newTenant(base.db, `店 ${world}`)
    const who = await anyLife(tenant, chance)
    // Some of them five minutes before the quiet, where there is no time left to confirm anything.
    const quarter = Math.floor(chance.fraction() * 24 * 4) * (HOUR_MS / 4)
    const now = addMs(morning, world % 3 === 0 ? 10 * HOUR_MS - HOUR_MS / 12 : quarter)
    const all = await within(tenant, (tx) => allThatMayBeSent(tx, { tenant, now }, who.id))
    expect(all).toHaveLength(spokenCarriers.length * purposes.length)
    for (const { carrier, purpose, said } of all) {
      if (carrier !== 'staff_task' && carrier !== 'wecom_mass') continue
      const came = await reallySent(tenant, now, who, { carrier, purpose })
      expect(said?.reason ?? 'goes', `${world} ${carrier} ${purpose} ${now.toISOString()}`).toBe(
        came,
      )
      reasons.add(came)
    }
  }
  expect(reasons.size).toBeGreaterThanOrEqual(5)
})
