import { purposes } from '../../contract/delivery.ts'
import type { MayNow } from '../../contract/sidebar.ts'
import { mayBeSent } from '../channel/index.ts'
import type { Tx } from '../postgres/index.ts'
import type { Asking } from './route-deps.ts'

/** What may be sent to a customer in person now, by purpose. */
export async function mayNowOf(
  tx: Tx,
  { tenant, now }: Pick<Asking, 'tenant' | 'now'>,
  customerId: string,
): Promise<MayNow[]> {
  const all: MayNow[] = []
  for (const purpose of purposes) {
    const asked = { carrier: 'staff_task', purpose } as const
    const no = (await mayBeSent(tx, { tenant, now }, asked, [customerId])).get(customerId) ?? null
    all.push({ purpose, reason: no?.reason ?? null, until: no?.until?.toISOString() ?? null })
  }
  return all
}
