import { dayOf, idFrom, type Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'

type TenantId = Pick<Tenant, 'id'>

/** Somebody read something that their associate is to hear of. */
export type Heard = {
  personId: string
  customerId: string
  title: string
  seconds: number
  depth: number
  at: Date
}

/** Plans to tell of readings: the first of a person on a day of the workspace, and no other. */
export async function planAlerts(
  tx: Tx,
  tenant: Pick<Tenant, 'id' | 'timeZone'>,
  heard: readonly Heard[],
): Promise<void> {
  const days = heard.map(({ at }) => dayOf(at, tenant.timeZone))
  await tx.run(sql`
    insert into reading.alert (workspace_id, id, person_id, on_day, customer_id, title, seconds, depth, read_at, due_at)
    select ${tenant.id}, n.id, n.person_id, n.on_day, n.customer_id, n.title, n.seconds, n.depth, n.at, n.at
    from unnest(
      ${heard.map(({ personId }, no) => idFrom('reading alert', tenant.id, personId, days[no] ?? ''))}::uuid[],
      ${heard.map(({ personId }) => personId)}::uuid[],
      ${days}::date[],
      ${heard.map(({ customerId }) => customerId)}::uuid[],
      ${heard.map(({ title }) => title)}::text[],
      ${heard.map(({ seconds }) => seconds)}::int[],
      ${heard.map(({ depth }) => depth)}::int[],
      ${heard.map(({ at }) => at)}::timestamptz[]
    ) as n (id, person_id, on_day, customer_id, title, seconds, depth, at)
    on conflict do nothing
  `)
}

export type DueAlert = Omit<Heard, 'personId' | 'at'> & { id: string; readAt: Date }

/** Alerts that are due, locked until the transaction ends. @param now by the workspace's clock. */
export function dueAlerts(
  tx: Tx,
  tenant: TenantId,
  { now, limit }: { now: Date; limit: number },
): Promise<DueAlert[]> {
  return tx.rows(sql<DueAlert>`
    select id, customer_id as "customerId", title, seconds, depth, read_at as "readAt"
    from reading.alert
    where workspace_id = ${tenant.id}
      and state = 'planned'
      and due_at <= ${now}
    order by due_at, id
    limit ${limit}
    for update skip locked
  `)
}

/** Nobody is at work: they are looked at again when somebody is. */
export async function postponeAlerts(
  tx: Tx,
  tenant: TenantId,
  { ids, until }: { ids: readonly string[]; until: Date },
): Promise<void> {
  await tx.run(sql`
    update reading.alert
    set due_at = ${until}
    where workspace_id = ${tenant.id}
      and id = any(${[...ids]}::uuid[])
  `)
}

export async function settleAlerts(
  tx: Tx,
  tenant: TenantId,
  settled: readonly {
    id: string
    state: 'told' | 'dropped' | 'failed'
    userid: string | null
    error: string
  }[],
  now: Date,
): Promise<void> {
  await tx.run(sql`
    update reading.alert a
    set state = n.state, userid = n.userid, error = n.error,
        told_at = case when n.state = 'told' then ${now}::timestamptz end
    from unnest(
      ${settled.map(({ id }) => id)}::uuid[],
      ${settled.map(({ state }) => state)}::text[],
      ${settled.map(({ userid }) => userid)}::text[],
      ${settled.map(({ error }) => error)}::text[]
    ) as n (id, state, userid, error)
    where a.workspace_id = ${tenant.id}
      and a.id = n.id
  `)
}
