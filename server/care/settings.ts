import {
  type CareSettings,
  type CaseKind,
  careSettings,
  defaultCareSettings,
  type Priority,
} from '../../contract/care.ts'
import type { Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'
import { addWorking } from './working-hours.ts'

type Stored = {
  settings: CareSettings
  /** 0: nobody has set anything. */
  no: number
  changedAt: Date | null
  changedBy: string | null
}

/** Kinds, clocks and working hours in force. */
export async function settingsOf(tx: Tx, tenant: Pick<Tenant, 'id'>): Promise<Stored> {
  const row = await tx.maybe(sql<Omit<Stored, 'settings'> & { settings: unknown }>`
    select no, settings, changed_at as "changedAt", changed_by as "changedBy"
    from care.settings
    where workspace_id = ${tenant.id}
    order by no desc
    limit 1
  `)
  if (!row) return { settings: defaultCareSettings, no: 0, changedAt: null, changedBy: null }
  return { ...row, settings: careSettings.parse(row.settings) }
}

/** Sets them anew, for cases from now on. @returns false when somebody else has since version `no` was looked at. */
export async function changeSettings(
  tx: Tx,
  tenant: Pick<Tenant, 'id'>,
  { no, settings, by, now }: { no: number; settings: CareSettings; by: string | null; now: Date },
): Promise<boolean> {
  if ((await settingsOf(tx, tenant)).no !== no) return false
  const added = await tx.run(sql`
    insert into care.settings (workspace_id, no, settings, changed_at, changed_by)
    values (${tenant.id}, ${no + 1}, ${JSON.stringify(settings)}::jsonb, ${now}, ${by})
    on conflict do nothing
  `)
  return added === 1
}

/** A kind by its key; a kind that was taken from the list since is null. */
export function kindOf({ kinds }: CareSettings, key: string): CaseKind | null {
  return kinds.find((kind) => kind.key === key) ?? null
}

/** When somebody has to have answered, and when it has to be solved, counted from an instant in working hours. */
export function clocksOf(
  { hours }: CareSettings,
  { firstAnswer, resolution }: CaseKind,
  { priority, from, zone }: { priority: Priority; from: Date; zone: string },
): { answerDueAt: Date; resolveDueAt: Date } {
  const of = { hours, zone }
  return {
    answerDueAt: addWorking(from, firstAnswer[priority], of),
    resolveDueAt: addWorking(from, resolution[priority], of),
  }
}
