import { sql, type Tx } from '../postgres/index.ts'
import type { Landing, ResolvedEvent, Tenant } from './event.ts'

/** What says that everybody may be concerned: an import was taken back. */
const EVERYBODY = '*'

/** Customers' numbers by what of theirs some batches changed; `what` is 'event:<name>', 'mirror:<table>' or '*'. */
export type Touched = { what: string; customers: number[] }

/** Writes whom a batch concerns, in its transaction, so that whoever keeps answers about people knows whose to renew. */
export async function storeTouched(
  tx: Tx,
  { tenant, batchNo }: { tenant: Pick<Tenant, 'id'>; batchNo: number },
  outcome: { events: ResolvedEvent[]; landings: Landing[] },
): Promise<void> {
  const touched = new Map<string, Set<number>>()
  const note = (what: string, customer: unknown) => {
    const known = touched.get(what) ?? new Set()
    if (typeof customer === 'number' && customer > 0) known.add(customer)
    touched.set(what, known)
  }
  for (const { name, customerNo } of outcome.events) note(`event:${name}`, customerNo)
  for (const { table, rows } of outcome.landings) {
    for (const { customer, person } of rows) {
      note(`mirror:${table}`, customer)
      if (person !== undefined) note(`mirror:${table}`, person)
    }
  }
  await store(tx, tenant, batchNo, touched)
}

/** Says that a batch concerns everybody. */
export async function storeEverybodyTouched(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  batchNo: number,
): Promise<void> {
  await store(tx, tenant, batchNo, new Map([[EVERYBODY, new Set()]]))
}

async function store(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  batchNo: number,
  touched: Map<string, Set<number>>,
): Promise<void> {
  if (touched.size === 0) return
  await tx.run(sql`
    insert into event.touched (workspace_id, batch_no, what, customers)
    select ${tenant.id}, ${batchNo}, n.what, array(select jsonb_array_elements_text(n.customers)::bigint)
    from unnest(
      ${[...touched.keys()]}::text[],
      ${[...touched.values()].map((customers) => JSON.stringify([...customers]))}::jsonb[]
    ) as n (what, customers)
  `)
}

/** The last batch of which everything before it, too, is in ClickHouse; 0 when there is none. */
export async function landedUpTo(tx: Tx, tenant: Pick<Tenant, 'id'>): Promise<number> {
  const { no } = await tx.one(sql<{ no: number }>`
    select coalesce(
      (select min(no) - 1 from event.batch where workspace_id = ${tenant.id} and landed_at is null),
      (select max(no) from event.batch where workspace_id = ${tenant.id}),
      0
    ) as no
  `)
  return no
}

/** Whom the batches after one and up to another concern. */
export function touchedSince(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  { after, upTo }: { after: number; upTo: number },
): Promise<Touched[]> {
  return tx
    .rows(sql<Touched>`
    select what, array_agg(distinct customer) filter (where customer is not null) as customers
    from event.touched
    left join lateral unnest(customers) as customer on true
    where workspace_id = ${tenant.id}
      and batch_no > ${after}
      and batch_no <= ${upTo}
    group by what
    order by what
  `)
    .then((rows) => rows.map(({ what, customers }) => ({ what, customers: customers ?? [] })))
}

/** Forgets what everybody who looks has seen. */
export async function forgetTouched(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  upTo: number,
): Promise<void> {
  await tx.run(sql`
    delete from event.touched
    where workspace_id = ${tenant.id}
      and batch_no <= ${upTo}
  `)
}
