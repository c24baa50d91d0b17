import { numbersOf } from '../customer/index.ts'
import { clickhouseInstant, type Landing, type PumpContext } from '../event/index.ts'
import type { Tx } from '../postgres/index.ts'
import type { StoredMembership } from './store.ts'

/** Spells of customers for the mirror that segments read. Staff and people whom nobody has added are not in it. */
export async function landedMemberships(
  tx: Tx,
  { tenant, batchNo }: Pick<PumpContext, 'tenant' | 'batchNo'>,
  spells: readonly StoredMembership[],
): Promise<Landing[]> {
  const ids = spells.flatMap(({ customerId }) => customerId ?? [])
  if (ids.length === 0) return []
  const numbers = await numbersOf(tx, tenant, ids)
  const rows = spells.flatMap(({ id, groupId, customerId, joinedAt, leftAt }) => {
    const customer = customerId === null ? undefined : numbers.get(customerId)
    if (customer === undefined) return []
    return [
      {
        workspace: tenant.no,
        customer,
        id,
        group_chat: groupId,
        joined_at: clickhouseInstant(joinedAt),
        left_at: leftAt && clickhouseInstant(leftAt),
        version: batchNo,
      },
    ]
  })
  return [{ table: 'group_membership', rows }]
}
