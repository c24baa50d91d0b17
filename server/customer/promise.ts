import { newId, type Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'

/** What a customer was promised (承诺). */
export type Promised = {
  id: string
  customerId: string
  text: string
  /** A day of the workspace. */
  dueOn: string | null
  madeAt: Date
  /** The associate who gave it; null: a colleague in the console, who is `madeBy`. */
  userid: string | null
  madeBy: string | null
  keptAt: Date | null
  /** Who is to keep it now, where it is not who gave it. */
  keeper: string | null
}

const SHOWN_MAX = 100

/** Gives a promise in the name of an associate or a colleague. @returns its id. */
export async function makePromise(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  given: Pick<Promised, 'customerId' | 'text' | 'dueOn' | 'userid' | 'madeBy'> & { now: Date },
): Promise<string> {
  const id = newId()
  const { customerId, text, dueOn, userid, madeBy, now } = given
  await tx.run(sql`
    insert into customer.promise (workspace_id, id, customer_id, text, due_on, made_at, userid, made_by)
    values (${tenant.id}, ${id}, ${customerId}, ${text}, ${dueOn}::date, ${now}, ${userid}, ${madeBy})
  `)
  return id
}

/**
 * Kept, let go, or open again.
 * @param customerIds all rows of the person whose promise it must be. @returns false: there is no such promise.
 */
export async function changePromise(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  {
    id,
    customerIds,
    state,
    now,
  }: {
    id: string
    customerIds: readonly string[]
    state: 'open' | 'kept' | 'dropped'
    now: Date
  },
): Promise<boolean> {
  const changed = await tx.run(sql`
    update customer.promise
    set kept_at = case when ${state} = 'kept' then coalesce(kept_at, ${now}::timestamptz) end,
        dropped_at = case when ${state} = 'dropped' then coalesce(dropped_at, ${now}::timestamptz) end
    where workspace_id = ${tenant.id}
      and id = ${id}
      and customer_id = any(${[...customerIds]}::uuid[])
  `)
  return changed === 1
}

/** Promises that stand, the most urgent first, then the newest of those that were kept. @param customerIds all rows of the person. */
export function openPromises(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  customerIds: readonly string[],
): Promise<Promised[]> {
  return tx.rows(sql<Promised>`
    select id, customer_id as "customerId", text, due_on::text as "dueOn", made_at as "madeAt", userid,
           made_by as "madeBy", kept_at as "keptAt", keeper
    from customer.promise
    where workspace_id = ${tenant.id}
      and customer_id = any(${[...customerIds]}::uuid[])
      and dropped_at is null
    order by kept_at is not null, due_on nulls last, made_at desc, id
    limit ${SHOWN_MAX}
  `)
}

type Handed = { from: readonly string[]; customerIds: readonly string[] }

/** Open promises to some customers that these associates are to keep. @returns their ids. */
export async function promisesToHand(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  { from, customerIds }: Handed,
): Promise<string[]> {
  const rows = await tx.rows(sql<{ id: string }>`
    select id
    from customer.promise
    where workspace_id = ${tenant.id}
      and customer_id = any(${[...customerIds]}::uuid[])
      and coalesce(keeper, userid) = any(${[...from]}::text[])
      and kept_at is null
      and dropped_at is null
  `)
  return rows.map(({ id }) => id)
}

/** Somebody else keeps them from now on: the words, the day and who gave them stay. @returns the ids of those that moved. */
export async function handPromises(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  { from, customerIds, to }: Handed & { to: string },
): Promise<string[]> {
  const rows = await tx.rows(sql<{ id: string }>`
    update customer.promise
    set keeper = ${to}
    where workspace_id = ${tenant.id}
      and customer_id = any(${[...customerIds]}::uuid[])
      and coalesce(keeper, userid) = any(${[...from]}::text[])
      and coalesce(keeper, userid) <> ${to}
      and kept_at is null
      and dropped_at is null
    returning id
  `)
  return rows.map(({ id }) => id)
}
