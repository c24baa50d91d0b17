import { reassignAll } from '../care/index.ts'
import { takeBackFrom } from '../channel/index.ts'
import { handPromises, rowsOfPersons } from '../customer/index.ts'
import type { Tx } from '../postgres/index.ts'
import { addEntries } from './entry.ts'
import type { HandoverContext } from './plan.ts'

type Carrying = {
  handoverId: string
  /** Whoever had them before: the associate who goes, and who answered meanwhile. */
  from: readonly string[]
  to: string
  customerIds: readonly string[]
  /** What the cases say about it. */
  note: string
  by: string | null
  /** For the inbox: when it was told. */
  real: Date
}

/**
 * What is open with some customers goes along: promises and service cases name the new keeper and keep their day, their
 * clocks and their history; what was still to be sent goes back to the ledger. Carrying twice moves nothing twice.
 */
export async function carry(tx: Tx, ctx: HandoverContext, carrying: Carrying): Promise<void> {
  const { tenant, now } = ctx
  const { handoverId, to, note, by, real } = carrying
  const from = carrying.from.filter((one) => one !== to && one !== '')
  if (from.length === 0 || carrying.customerIds.length === 0) return
  const rows = await rowsOfPersons(tx, tenant, { ids: carrying.customerIds })
  const customerIds = rows.map(({ customerId }) => customerId)
  const promises = await handPromises(tx, tenant, { from, customerIds, to })
  const gone = { cases: 0, tasks: 0, massSends: 0 }
  for (const userid of from) {
    const moved = await reassignAll(tx, ctx, {
      from: userid,
      to,
      customerIds,
      reason: note,
      by,
      real,
    })
    gone.cases += moved.ok ? moved.value.length : 0
    const sends = await takeBackFrom(tx, ctx, { userid, customerIds, real })
    gone.tasks += sends.tasks
    gone.massSends += sends.massSends
  }
  const detail = { to, promises: promises.length, ...gone }
  if (promises.length + gone.cases + gone.tasks + gone.massSends === 0) return
  await addEntries(tx, tenant, [{ handoverId, moveId: null, kind: 'carried', by, detail }], now)
}
