import type { ClickHouse } from '../clickhouse/index.ts'
import type { Tenant } from '../kernel/index.ts'

/**
 * Whom a statement asks about, and which of their numbers belong together. What was merged travels with the statement:
 * read once here, instead of again for every table that the statement looks at.
 */
export type People = {
  scope: 'everybody' | 'among'
  hasMerged: boolean
  params: Record<string, number[]>
  /** The persons asked about; empty when everybody is. */
  asked: number[]
}

type Override = { customer: number; person: number }

/** Everybody. `involved` are all numbers of people who have several. */
export async function everybody(
  clickhouse: Pick<ClickHouse, 'rows'>,
  tenant: Pick<Tenant, 'no'>,
): Promise<People> {
  const rows = await clickhouse.rows<Override>({
    sql: `
select customer, person
from customer_override final
where workspace = {workspace:UInt32}
  and gone = 0`,
    params: { workspace: tenant.no },
    comment: 'segment.people',
  })
  const params = rows.length === 0 ? {} : { ...paramsOf(rows), involved: involvedIn(rows) }
  return { scope: 'everybody', hasMerged: rows.length > 0, params, asked: [] }
}

/** Some numbers, the persons they are by now, and all numbers of these. */
export async function peopleAmong(
  clickhouse: Pick<ClickHouse, 'rows'>,
  tenant: Pick<Tenant, 'no'>,
  among: readonly number[],
): Promise<People> {
  const rows = await clickhouse.rows<Override>({
    sql: `
select customer, person
from customer_override final
where workspace = {workspace:UInt32}
  and gone = 0
  and (
    person in {among:Array(UInt64)}
    or person in (
      select person
      from customer_override final
      where workspace = {workspace:UInt32}
        and gone = 0
        and customer in {among:Array(UInt64)}
    )
  )`,
    params: { workspace: tenant.no, among },
    comment: 'segment.people',
  })
  const asked = [...new Set([...among, ...rows.map(({ person }) => person)])]
  const numbers = [...new Set([...asked, ...rows.map(({ customer }) => customer)])]
  const merged = rows.length === 0 ? {} : paramsOf(rows)
  return {
    scope: 'among',
    hasMerged: rows.length > 0,
    params: { ...merged, asked, numbers },
    asked,
  }
}

function paramsOf(rows: Override[]): Record<string, number[]> {
  return {
    merged: rows.map(({ customer }) => customer),
    persons: rows.map(({ person }) => person),
  }
}

function involvedIn(rows: Override[]): number[] {
  return [...new Set(rows.flatMap(({ customer, person }) => [customer, person]))]
}
