import type { Applier, ApplyStep } from '../event/index.ts'
import { sql } from '../postgres/index.ts'

/**
 * Tells ClickHouse whose person the numbers are that a merge or its undoing touched. It reads how things stand now, so
 * the order in which the facts come does not matter.
 */
const landOverrides: Applier = async (tx, { tenant, batchNo }, events) => {
  const nos = [...new Set(events.flatMap(({ props }) => [props.kept, props.gone]).filter(isNumber))]
  const rows = await tx.rows(sql<{ customer: number; person: number }>`
    with touched as (
      select c.person_id
      from customer.customer c
      where c.workspace_id = ${tenant.id}
        and c.no = any(${nos}::bigint[])
    ),
    member as (
      select c.no, c.person_id
      from touched t
      join customer.customer c
        on c.workspace_id = ${tenant.id}
        and c.id = t.person_id
      union
      select c.no, c.person_id
      from touched t
      join customer.customer c
        on c.workspace_id = ${tenant.id}
        and c.person_id = t.person_id
        and c.person_id <> c.id
    )
    select m.no as customer, p.no as person
    from member m
    join customer.customer p
      on p.workspace_id = ${tenant.id}
      and p.id = m.person_id
    order by m.no
  `)
  const asked = new Set(nos)
  const landed = rows.filter(({ customer, person }) => customer !== person || asked.has(customer))
  const lines = landed.map(({ customer, person }) => ({
    workspace: tenant.no,
    customer,
    person,
    gone: customer === person ? 1 : 0,
    version: batchNo,
  }))
  return { facts: [], landings: [{ table: 'customer_override', rows: lines }] }
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number'
}

/** The line of the table of appliers that keeps `customer_override`. */
export const overrideStep: ApplyStep = {
  name: 'override',
  on: ['identity.merged', 'identity.unmerged'],
  apply: landOverrides,
}
