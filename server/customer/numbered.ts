import { sql, type Tx } from '../postgres/index.ts'

/** The customers of some numbers, by number: each as it arrived, not the person it may have become. */
export async function customersNumbered(
  tx: Tx,
  tenant: { id: string },
  numbers: readonly number[],
): Promise<Map<number, string>> {
  const rows = await tx.rows(sql<{ id: string; no: number }>`
    select id, no
    from customer.customer
    where workspace_id = ${tenant.id}
      and no = any(${[...numbers]}::bigint[])
  `)
  return new Map(rows.map(({ id, no }) => [no, id]))
}

/** The numbers of some customers, by id. */
export async function numbersOf(
  tx: Tx,
  tenant: { id: string },
  ids: readonly string[],
): Promise<Map<string, number>> {
  const rows = await tx.rows(sql<{ id: string; no: number }>`
    select id, no
    from customer.customer
    where workspace_id = ${tenant.id}
      and id = any(${[...ids]}::uuid[])
  `)
  return new Map(rows.map(({ id, no }) => [id, no]))
}
