import type { IdentityClaim } from '../../contract/identity.ts'
import type { ResolvedEvent, RiverEvent, Tenant } from '../event/index.ts'
import { createSeal, idFrom, newId } from '../kernel/index.ts'
import { type Database, sql } from '../postgres/index.ts'
import { traitStep } from './apply-traits.ts'
import { overrideStep } from './override.ts'
import { createResolve } from './resolve.ts'

export const seal = createSeal(Buffer.alloc(32, 7))
export const now = new Date('2026-11-11T01:00:00Z')
const resolve = createResolve({ seal })

/** A workspace of its own, so that the tests of one file do not meet. */
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

/** `phone:139… user_id:u1` as claims. */
export function claims(text: string): IdentityClaim[] {
  return text.split(' ').map((part): IdentityClaim => {
    const [kind = '', value = ''] = part.split('=')
    if (kind === 'phone' || kind === 'email' || kind === 'user_id' || kind === 'member_no')
      return { kind, value }
    if (kind === 'openid' || kind === 'unionid' || kind === 'anonymous_id') return { kind, value }
    throw new Error(`no such kind in this world: ${kind}`)
  })
}

export function event(text: string, more: Partial<RiverEvent> = {}): RiverEvent {
  const at = more.at ?? now
  return {
    eventId: idFrom('test', text, String(at.getTime()), newId()),
    name: 'page.viewed',
    at,
    receivedAt: now,
    source: 'site',
    claims: text === '' ? [] : claims(text),
    value: null,
    props: {},
    importNo: 0,
    ...more,
  }
}

/** One batch as the pump would take it: people looked up, then traits and overrides applied. */
export async function take(db: Database, tenant: Tenant, events: RiverEvent[], batchNo = 1) {
  return db.inWorkspace(tenant.id, async (tx) => {
    const context = { tenant, batchNo, now }
    const resolved = await resolve(tx, context, events)
    const seen = events.map((one, i): ResolvedEvent => {
      const who = one.customer ?? resolved.who[i] ?? null
      return { ...one, customerId: who?.id ?? null, customerNo: who?.no ?? 0 }
    })
    const told = seen.filter(({ name }) => traitStep.on.includes(name))
    if (told.length > 0) await traitStep.apply(tx, context, told)
    const merged = resolved.facts
      .filter(({ name }) => overrideStep.on.includes(name))
      .map((fact) => ({
        ...event(''),
        name: fact.name,
        props: fact.props,
        customerId: null,
        customerNo: 0,
      }))
    const { landings } =
      merged.length > 0 ? await overrideStep.apply(tx, context, merged) : { landings: [] }
    return { ...resolved, landings, nos: resolved.who.map((who) => who?.no ?? 0) }
  })
}

/** Each customer's number with the number of the person it is. */
export async function partition(db: Database, tenant: Tenant): Promise<Map<number, number>> {
  const rows = await db.inWorkspace(tenant.id, (tx) =>
    tx.rows(sql<{ no: number; person: number }>`
      select c.no, p.no as person
      from customer.customer c
      join customer.customer p on p.workspace_id = c.workspace_id and p.id = c.person_id
      order by c.no
    `),
  )
  return new Map(rows.map(({ no, person }) => [no, person]))
}

/** Every row of the room's tables, for "nothing changed". */
export async function everything(db: Database, tenant: Tenant): Promise<unknown> {
  return db.inWorkspace(tenant.id, (tx) =>
    tx.rows(sql`
      select 'customer' as what, to_jsonb(c) as it from customer.customer c
      union all
      select 'identity', to_jsonb(i) - 'sealed' from customer.identity i
      union all
      select 'search', to_jsonb(s) from customer.search s
      order by what, it
    `),
  )
}
