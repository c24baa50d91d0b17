import { newId, type Outcome, ok, refused, type Tenant } from '../kernel/index.ts'
import { sql, type Tx } from '../postgres/index.ts'

type TenantId = Pick<Tenant, 'id'>
const DAYS_MAX = 180
const LISTED_MAX = 200

export type NewAbsence = {
  userid: string
  fromOn: string
  toOn: string
  standIn: string | null
  reason: string
}
export type StoredAbsence = NewAbsence & {
  id: string
  recordedBy: string | null
  isNow: boolean
  openTasks: number
}

/** Marks an associate as away on days of the workspace. Of two who do at once, the second is told that it overlaps. */
export async function recordAbsence(
  tx: Tx,
  tenant: TenantId,
  { userid, fromOn, toOn, standIn, reason }: NewAbsence,
  { by, now }: { by: string | null; now: Date },
): Promise<Outcome<{ id: string }, 'absence_overlaps' | 'absence_days'>> {
  const days = (Date.parse(toOn) - Date.parse(fromOn)) / 86_400_000
  if (!(days >= 0 && days <= DAYS_MAX)) return refused('absence_days')
  await tx.run(
    sql`select pg_advisory_xact_lock(hashtextextended(${`absence ${tenant.id} ${userid}`}, 0))`,
  )
  const id = newId()
  const made = await tx.run(sql`
    insert into channel.absence (workspace_id, id, userid, from_on, to_on, stand_in, reason, recorded_at, recorded_by)
    select ${tenant.id}, ${id}, ${userid}, ${fromOn}, ${toOn}, ${standIn}, ${reason}, ${now}, ${by}
    where not exists (
      select from channel.absence a
      where a.workspace_id = ${tenant.id}
        and a.userid = ${userid}
        and a.ended_at is null
        and a.from_on <= ${toOn}
        and a.to_on >= ${fromOn}
    )
  `)
  return made === 1 ? ok({ id }) : refused('absence_overlaps')
}

/** She is back before it was said. */
export async function endAbsence(
  tx: Tx,
  tenant: TenantId,
  { id, by, now }: { id: string; by: string | null; now: Date },
): Promise<boolean> {
  const ended = await tx.run(sql`
    update channel.absence
    set ended_at = ${now}, ended_by = ${by}
    where workspace_id = ${tenant.id}
      and id = ${id}
      and ended_at is null
  `)
  return ended === 1
}

/** Absences that are not over, the next first. @param today of the workspace. */
export function absencesOf(tx: Tx, tenant: TenantId, today: string): Promise<StoredAbsence[]> {
  return tx.rows(sql<StoredAbsence>`
    select a.id, a.userid, a.from_on as "fromOn", a.to_on as "toOn", a.stand_in as "standIn", a.reason,
           a.recorded_by as "recordedBy", a.from_on <= ${today}::date as "isNow",
           case when a.from_on <= ${today}::date then (
             select count(*)
             from channel.staff_task t
             where t.workspace_id = a.workspace_id
               and t.userid = a.userid
               and t.state = 'open'
           ) else 0 end as "openTasks"
    from channel.absence a
    where a.workspace_id = ${tenant.id}
      and a.ended_at is null
      and a.to_on >= ${today}::date
    order by a.from_on, a.id
    limit ${LISTED_MAX}
  `)
}

/** For whom somebody stands in today: their open tasks are offered to her. */
export async function awayFor(
  tx: Tx,
  tenant: TenantId,
  { standIn, today }: { standIn: string; today: string },
): Promise<string[]> {
  const rows = await tx.rows(sql<{ userid: string }>`
    select distinct userid
    from channel.absence
    where workspace_id = ${tenant.id}
      and stand_in = ${standIn}
      and ended_at is null
      and ${today}::date between from_on and to_on
    order by userid
  `)
  return rows.map(({ userid }) => userid)
}

/** Who is away today, and who stands in for them. */
export async function awayOn(
  tx: Tx,
  tenant: TenantId,
  today: string,
): Promise<ReadonlyMap<string, string | null>> {
  const rows = await tx.rows(sql<{ userid: string; standIn: string | null }>`
    select userid, stand_in as "standIn"
    from channel.absence
    where workspace_id = ${tenant.id}
      and ended_at is null
      and ${today}::date between from_on and to_on
  `)
  return new Map(rows.map(({ userid, standIn }) => [userid, standIn]))
}
