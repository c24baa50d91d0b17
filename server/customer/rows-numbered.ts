import type { CustomerRow } from '../../contract/customer.ts'
import { sql, type Tx } from '../postgres/index.ts'
import { dress } from './dress.ts'
import { listedPersons } from './listed.ts'

/** The persons of some numbers as lists show them, in the order of the numbers, each once; unknown numbers are left out. */
export async function rowsNumbered(
  tx: Tx,
  workspaceId: string,
  numbers: readonly number[],
): Promise<CustomerRow[]> {
  if (numbers.length === 0) return []
  const rows = await tx.rows(sql<{ id: string; no: number }>`
    select id, no
    from customer.customer
    where workspace_id = ${workspaceId}
      and no = any(${[...numbers]}::bigint[])
  `)
  const ids = new Map(rows.map(({ id, no }) => [no, id]))
  const persons = await listedPersons(tx, workspaceId, [...ids.values()])
  const inOrder = numbers.flatMap((no) => persons.get(ids.get(no) ?? '') ?? [])
  return dress(tx, workspaceId, [...new Map(inOrder.map((one) => [one.id, one])).values()])
}
