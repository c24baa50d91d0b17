import { rowsOfPersons } from '../customer/index.ts'
import { type ApplyStep, nothingApplied } from '../event/index.ts'
import type { Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'
import { bringUp } from './consent.ts'

/**
 * The line of the table of appliers for people who turn out to be one, or two after all: the slots of all their rows count
 * for the person, and the stricter word of consent holds. It reads how things stand now, so the order of the facts does not
 * matter.
 */
export const contactStep: ApplyStep = {
  name: 'contact',
  on: ['identity.merged', 'identity.unmerged'],
  apply: async (tx, { tenant }, events) => {
    const nos = [
      ...new Set(
        events
          .flatMap(({ props }) => [props.kept, props.gone])
          .filter((value) => typeof value === 'number'),
      ),
    ]
    const rows = await rowsOfPersons(tx, tenant, { nos })
    await moveSlots(tx, tenant, rows)
    await bringUp(tx, tenant, rows)
    return nothingApplied
  },
}

async function moveSlots(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  rows: readonly { customerId: string; personId: string }[],
): Promise<void> {
  // Whoever is planning for one of them finishes first.
  await tx.rows(sql`
    select person_id
    from channel.person
    where workspace_id = ${tenant.id}
      and person_id = any(${rows.map(({ customerId }) => customerId)}::uuid[])
    order by person_id
    for update
  `)
  await tx.run(sql`
    update channel.delivery d
    set person_id = n.person_id
    from unnest(
      ${rows.map(({ customerId }) => customerId)}::uuid[],
      ${rows.map(({ personId }) => personId)}::uuid[]
    ) as n (customer_id, person_id)
    where d.workspace_id = ${tenant.id}
      and d.person_id = any(${rows.map(({ customerId }) => customerId)}::uuid[])
      and d.customer_id = n.customer_id
      and d.person_id <> n.person_id
  `)
}
