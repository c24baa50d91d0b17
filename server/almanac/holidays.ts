import { HolidayUtil } from 'lunar-typescript'
import { z } from 'zod'
import { type ArrangedDay, arrangedDay, type Holidays } from '../../contract/almanac.ts'
import type { Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'
import { namesOfStaff } from '../staff/index.ts'

type TenantId = Pick<Tenant, 'id'>

/**
 * The arrangement of a year's public holidays that counts: what somebody of the workspace wrote down, otherwise the table of
 * lunar-typescript, which follows the notices of the State Council (国务院办公厅关于节假日安排的通知).
 */
export async function holidaysOf(tx: Tx, tenant: TenantId, year: number): Promise<Holidays> {
  const own = await tx.maybe(
    sql<{ days: unknown; changedAt: Date; changedBy: string | null }>`
    select days, changed_at as "changedAt", changed_by as "changedBy"
    from almanac.arrangement
    where workspace_id = ${tenant.id}
      and year = ${year}
  `,
  )
  if (!own) {
    const days = builtIn(year)
    const from = days.length === 0 ? 'none' : 'built_in'
    return { year, from, days, changedAt: null, changedBy: null }
  }
  const names = await namesOfStaff(tx, tenant.id, [own.changedBy])
  return {
    year,
    from: 'own',
    days: z.array(arrangedDay).parse(own.days),
    changedAt: own.changedAt.toISOString(),
    changedBy: names.get(own.changedBy ?? '') ?? null,
  }
}

/** What came with the program; empty: the year was not announced when it was made. */
function builtIn(year: number): ArrangedDay[] {
  return HolidayUtil.getHolidays(year)
    .filter((holiday) => holiday.getDay().startsWith(`${year}-`))
    .map((holiday) => ({
      on: holiday.getDay(),
      is: holiday.isWork() ? ('work' as const) : ('rest' as const),
      name: holiday.getName(),
    }))
}

export async function writeHolidays(
  tx: Tx,
  tenant: TenantId,
  {
    year,
    days,
    by,
    now,
  }: { year: number; days: readonly ArrangedDay[]; by: string | null; now: Date },
): Promise<void> {
  const sorted = [...days].sort((a, b) => a.on.localeCompare(b.on))
  await tx.run(sql`
    insert into almanac.arrangement (workspace_id, year, days, changed_at, changed_by)
    values (${tenant.id}, ${year}, ${JSON.stringify(sorted)}::jsonb, ${now}, ${by})
    on conflict (workspace_id, year) do update
    set days = excluded.days, changed_at = excluded.changed_at, changed_by = excluded.changed_by
  `)
}

/** What was written for a year is forgotten; what came with the program counts again. */
export async function forgetHolidays(tx: Tx, tenant: TenantId, year: number): Promise<void> {
  await tx.run(sql`
    delete from almanac.arrangement
    where workspace_id = ${tenant.id}
      and year = ${year}
  `)
}
