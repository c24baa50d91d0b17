import {
  type Carrier,
  defaultRules,
  type PolicyRules,
  type Purpose,
} from '../../contract/delivery.ts'
import { addMs, newId, type Tenant } from '../kernel/index.ts'
import { type Database, sql, type Tx } from '../postgres/index.ts'
import { type Addressee, type DeliverySpec, planDeliveries } from './index.ts'
import { changePolicy, policyOf } from './policy-store.ts'

/** A morning in Shanghai. */
export const morning = new Date('2026-11-11T02:00:00Z')
const HOUR_MS = 3_600_000

/** Rules with which nothing is in the way but what the test names. */
export const freeRules: PolicyRules = {
  ...defaultRules,
  quietHours: null,
  caps: {
    overall: { day: null, week: null, month: null },
    carrier: {
      wecom_mass: { day: null, week: null, month: null },
      staff_task: { day: null, week: null, month: null },
      email: { day: null, week: null, month: null },
      sms: { day: null, week: null, month: null },
      official_message: { day: null, week: null, month: null },
      official_mass: { day: null, week: null, month: null },
    },
    purpose: {
      service: { day: null, week: null, month: null },
      value: { day: null, week: null, month: null },
      promotion: { day: null, week: null, month: null },
    },
  },
  valuePerPromotion: 0,
  unansweredMax: 0,
  promoteWeakTies: true,
}

export async function newTenant(db: Database, name = '青禾护肤'): Promise<Tenant> {
  const id = newId()
  const { no } = await db.inWorkspace(id, (tx) =>
    tx.one(sql<{ no: number }>`
      insert into staff.workspace (workspace_id, name, time_zone, currency, created_at)
      values (${id}, ${name}, 'Asia/Shanghai', 'CNY', '2026-01-01')
      returning no
    `),
  )
  return { id, no, name, timeZone: 'Asia/Shanghai', currency: 'CNY', clockAt: null, isDemo: false }
}

export type Who = { id: string; no: number }

/** Customers who were last seen `seenDaysAgo` days before the morning. */
export async function newCustomers(
  db: Database,
  tenant: Tenant,
  count: number,
  more: {
    seenDaysAgo?: number
    traits?: Record<string, unknown>
    name?: string
    userid?: string
    externals?: string[]
  } = {},
): Promise<Who[]> {
  const seenAt = addMs(morning, -(more.seenDaysAgo ?? 1) * 24 * HOUR_MS)
  const traits = Object.fromEntries(
    Object.entries(more.traits ?? {}).map(([key, v]) => [key, { v, at: 1 }]),
  )
  return db.inWorkspace(tenant.id, async (tx) => {
    const { next } = await tx.one(sql<{ next: number }>`
      select coalesce(max(no), 0) + 1 as next from customer.customer where workspace_id = ${tenant.id}
    `)
    const people = Array.from({ length: count }, (_, i) => ({ id: newId(), no: next + i }))
    await tx.run(sql`
      insert into customer.customer
        (workspace_id, id, no, person_id, traits, name, own_first_seen_at, own_last_seen_at, first_seen_at, last_seen_at, created_at)
      select ${tenant.id}, n.id, n.no, n.id, ${JSON.stringify(traits)}::jsonb, ${more.name ?? '小满'}, ${seenAt}, ${seenAt},
             ${seenAt}, ${seenAt}, ${seenAt}
      from unnest(${people.map(({ id }) => id)}::uuid[], ${people.map(({ no }) => no)}::bigint[]) as n (id, no)
    `)
    const externals = more.externals ?? people.map(({ no }) => `wm${no}`)
    await befriend(tx, tenant, people, externals, more.userid ?? 'chenlan')
    return people
  })
}

/** The people follow an associate, so that there is a way to them. */
async function befriend(
  tx: Tx,
  tenant: Tenant,
  people: readonly Who[],
  externals: readonly string[],
  userid: string,
) {
  await tx.run(sql`
    insert into customer.follow (workspace_id, id, customer_id, userid, external_userid, started_at, confirmed_at)
    select ${tenant.id}, n.follow, n.id, ${userid}, n.external, ${morning}, ${morning}
    from unnest(
      ${people.map(() => newId())}::uuid[],
      ${people.map(({ id }) => id)}::uuid[],
      ${[...externals]}::text[]
    ) as n (follow, id, external)
  `)
}

export function setRules(db: Database, tenant: Tenant, rules: PolicyRules): Promise<boolean> {
  return db.inWorkspace(tenant.id, async (tx) => {
    const { no } = await policyOf(tx, tenant)
    return changePolicy(tx, tenant, { no, rules, reason: '测试', by: null, now: morning })
  })
}

export function specOf(
  more: Partial<Omit<DeliverySpec, 'content'>> & {
    text?: string
    carrier?: Carrier
    purpose?: Purpose
  } = {},
): DeliverySpec {
  const { text = '周五会员日，到店有礼', ...rest } = more
  return {
    cause: { kind: 'journey', journeyId: JOURNEY, version: 1, stepId: 'hello' },
    carrier: 'wecom_mass',
    purpose: 'value',
    content: { text },
    notBefore: morning,
    notAfter: addMs(morning, 72 * HOUR_MS),
    lateness: 'next_slot',
    ...rest,
  }
}
const JOURNEY = '01900000-0000-7000-8000-00000000aaaa'

export function addresseesOf(people: readonly Who[]): Addressee[] {
  return people.map(({ id, no }) => ({
    deliveryId: newId(),
    customerId: id,
    customerNo: no,
    enrollmentId: null,
  }))
}

/** Plans in a transaction of its own. */
export function plan(
  db: Database,
  tenant: Tenant,
  spec: DeliverySpec,
  people: readonly Addressee[],
  now = morning,
) {
  return db.inWorkspace(tenant.id, (tx) => planDeliveries(tx, { tenant, now }, spec, people))
}

export type Row = {
  id: string
  state: string
  reason: string | null
  text: string | null
  slotOn: string | null
}

/** The ledger, oldest first. */
export function ledger(db: Database, tenant: Tenant): Promise<Row[]> {
  return db.inWorkspace(tenant.id, (tx) =>
    tx.rows(sql<Row>`
      select id, state, reason, text, slot_on as "slotOn"
      from channel.delivery
      where workspace_id = ${tenant.id}
      order by planned_at, id
    `),
  )
}
