import type { Person } from '../../contract/customer.ts'
import { type IdentityKind, identityKinds } from '../../contract/identity.ts'
import type { Tenant } from '../event/index.ts'
import { idFrom, showId } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'
import { dress } from './dress.ts'
import { listedPersons } from './listed.ts'
import { listMerges } from './merge-list.ts'
import { needsOf } from './need.ts'
import { storedTraits, traitsOf } from './trait.ts'

const ROWS_MAX = 500
const IDENTITIES_MAX = 500
const MERGES_SHOWN = 100

/** All of a person but what happened. @param customerId any of the person's rows. @returns null when there is none. */
export async function findPerson(
  tx: Tx,
  tenant: Tenant,
  { customerId, now }: { customerId: string; now: Date },
): Promise<Person | null> {
  const listed = (await listedPersons(tx, tenant.id, [customerId])).get(customerId)
  if (!listed) return null
  const [dressed] = await dress(tx, tenant.id, [listed])
  if (!dressed) return null
  const rows = await rowsOfPerson(tx, tenant.id, listed.id)
  const ids = rows.map(({ id }) => id)
  return {
    ...dressed,
    identities: (await identitiesOf(tx, tenant.id, ids)).map(
      ({ key: _key, firstSeenAt, ...rest }) => ({
        ...rest,
        isSealed: identityKinds[rest.kind].sealed,
        firstSeenAt: firstSeenAt.toISOString(),
      }),
    ),
    traits: traitsOf(rows.map(({ traits }) => storedTraits.parse(traits))).map(
      ({ at, ...trait }) => ({
        ...trait,
        at: at.toISOString(),
      }),
    ),
    needs: await needsOf(tx, tenant, ids, now),
    rows: rows.map(({ id, traits: _traits, firstSeenAt, lastSeenAt, ...row }) => ({
      ...row,
      id: showId('customer', id),
      firstSeenAt: firstSeenAt.toISOString(),
      lastSeenAt: lastSeenAt.toISOString(),
    })),
    merges: (await listMerges(tx, tenant, { rowIds: ids, limit: MERGES_SHOWN, before: null }))
      .items,
    openConflicts: await conflictsOf(tx, tenant.id, ids),
  }
}

type PersonRow = {
  id: string
  no: number
  source: string
  traits: unknown
  firstSeenAt: Date
  lastSeenAt: Date
  orders: number
  total: number
}

/** The rows of a person, the oldest first. @param rootId the row that stands for the person. */
export function rowsOfPerson(tx: Tx, workspaceId: string, rootId: string): Promise<PersonRow[]> {
  return tx.rows(sql<PersonRow>`
    with member as (
      select id
      from customer.customer
      where workspace_id = ${workspaceId}
        and id = ${rootId}
      union all
      select id
      from customer.customer
      where workspace_id = ${workspaceId}
        and person_id = ${rootId}
        and person_id <> id
    )
    select c.id, c.no, c.source, c.traits, c.own_first_seen_at as "firstSeenAt",
           c.own_last_seen_at as "lastSeenAt", c.own_order_count as orders, c.own_order_total as total
    from member m
    join customer.customer c
      on c.workspace_id = ${workspaceId}
      and c.id = m.id
    order by c.no
    limit ${ROWS_MAX}
  `)
}

/** The ids of all rows that are one person with this one. Nobody: none. */
export async function everyRowOf(
  tx: Tx,
  workspaceId: string,
  customerId: string,
): Promise<string[]> {
  const rows = await tx.rows(sql<{ id: string }>`
    with person as (
      select person_id as id
      from customer.customer
      where workspace_id = ${workspaceId}
        and id = ${customerId}
    )
    select id
    from person
    union all
    select c.id
    from person p
    join customer.customer c
      on c.workspace_id = ${workspaceId}
      and c.person_id = p.id
      and c.person_id <> c.id
  `)
  return rows.map(({ id }) => id)
}

type FoundIdentity = {
  id: string
  kind: IdentityKind
  key: Buffer
  masked: string
  customerNo: number
  firstSeenAt: Date
  source: string
}

/** The identities of rows, the deciding ones first. `id` names an identity outside without telling its key. */
export async function identitiesOf(
  tx: Tx,
  workspaceId: string,
  rowIds: string[],
): Promise<FoundIdentity[]> {
  const rows = await tx.rows(sql<Omit<FoundIdentity, 'id'>>`
    select i.kind, i.key, i.masked, c.no as "customerNo", i.first_seen_at as "firstSeenAt", i.source
    from customer.identity i
    join customer.customer c
      on c.workspace_id = i.workspace_id
      and c.id = i.customer_id
    where i.workspace_id = ${workspaceId}
      and i.customer_id = any(${rowIds}::uuid[])
    order by array_position(${Object.keys(identityKinds)}::text[], i.kind), i.first_seen_at, i.masked
    limit ${IDENTITIES_MAX}
  `)
  return rows.map((row) => ({
    id: idFrom('identity', workspaceId, row.kind, row.key.toString('hex')),
    ...row,
  }))
}

async function conflictsOf(tx: Tx, workspaceId: string, rowIds: string[]): Promise<number> {
  const { count } = await tx.one(sql<{ count: number }>`
    select count(*) as count
    from customer.conflict
    where workspace_id = ${workspaceId}
      and resolved_at is null
      and customer_ids && ${rowIds}::uuid[]
  `)
  return count
}
